import { describe, expect, test } from "@jest/globals";
import { belongingOf } from "../../../src/github/deploy/belonging.ts";
import type { AssociatedPull, CommitWithPulls } from "../../../src/github/deploy/commit-pulls.ts";

const TIP = "a".repeat(40);

const pull = (number: number, baseRefName: string): AssociatedPull => ({
  number,
  title: `Change ${number}`,
  url: `https://github.com/acme/shop/pull/${number}`,
  state: "MERGED",
  mergedAt: "2026-03-02T09:00:00Z",
  baseRefName,
  mergeCommit: { oid: TIP },
  repository: { databaseId: 1 },
});

const commit = (...nodes: readonly AssociatedPull[]): CommitWithPulls => ({
  oid: TIP,
  messageHeadline: "Change",
  author: null,
  parents: { nodes: [] },
  associatedPullRequests: { pageInfo: { hasNextPage: false }, nodes: [...nodes] },
});

describe("the pull request whose override lifts the whole release", () => {
  test.each([
    { title: "brought the commit to the default branch", nodes: [pull(3, "side"), pull(9, "main")], lead: 9 },
    { title: "is the first of several", nodes: [pull(9, "main"), pull(5, "main")], lead: 5 },
    { title: "is one of another branch where there is no other", nodes: [pull(3, "side")], lead: 3 },
    { title: "is none of a commit that nobody brought", nodes: [], lead: undefined },
  ])("$title", ({ nodes, lead }) => {
    expect(belongingOf([commit(...nodes)], { repositoryId: 1, defaultBranch: "main", sha: TIP }).lead).toBe(lead);
  });
});
