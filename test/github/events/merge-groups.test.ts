import { describe, expect, test } from "@jest/globals";
import { changesOf } from "../../../src/github/changes.ts";

const SELF = { appId: 1, slug: "gatehouse", githubApiUrl: "https://api.github.com" };

const payload = (action: string, baseRef = "refs/heads/main") => ({
  action,
  merge_group: {
    head_sha: "a".repeat(40),
    head_ref: `refs/heads/gh-readonly-queue/main/pr-104-${"b".repeat(40)}`,
    base_sha: "b".repeat(40),
    base_ref: baseRef,
    head_commit: { id: "a".repeat(40), message: "Merge" },
  },
  repository: { id: 5, name: "shop", owner: { login: "acme" } },
  installation: { id: 7 },
  sender: { login: "github-merge-queue[bot]", type: "Bot" },
});

describe("a merge group", () => {
  test.each([
    { action: "checks_requested", destroyed: false },
    { action: "destroyed", destroyed: true },
  ])("$action is a change of the group alone", ({ action, destroyed }) => {
    expect(changesOf("merge_group", payload(action), SELF)).toMatchObject([
      {
        event: "merge_group",
        action,
        installationId: 7,
        pulls: [],
        shas: [],
        group: {
          headSha: "a".repeat(40),
          headRef: `refs/heads/gh-readonly-queue/main/pr-104-${"b".repeat(40)}`,
          baseSha: "b".repeat(40),
          baseRef: "main",
          destroyed,
        },
      },
    ]);
  });

  test("keeps the slashes of its base branch", () => {
    const [change] = changesOf("merge_group", payload("destroyed", "refs/heads/release/refs/heads/x"), SELF);
    expect(change?.group?.baseRef).toBe("release/refs/heads/x");
  });

  test("says nothing by an action that nobody knows", () => {
    expect(changesOf("merge_group", payload("polished"), SELF)).toEqual([]);
  });
});
