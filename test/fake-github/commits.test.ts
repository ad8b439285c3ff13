import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { appClient } from "./clients.ts";
import { FakeGitHub } from "./fake-github.ts";
import type { RepoScenario } from "./scenario/repo.ts";

const AT = { owner: "acme", repo: "shop" };

let github: FakeGitHub;
let repo: RepoScenario;

beforeEach(async () => {
  github = await FakeGitHub.start({ now: new Date("2026-03-02T09:00:00Z") });
  repo = github.repo("acme/shop", { collaborators: { ada: "write" }, installed: true });
});

afterEach(async () => {
  await github.stop();
  github.assertClean();
});

const tip = (): string => repo.state.refs.get("refs/heads/main") ?? "";

const compare = async (basehead: string, page?: { per_page: number; page: number }) => {
  const { data, headers } = await appClient(github, repo).rest.repos.compareCommitsWithBasehead({
    ...AT,
    basehead,
    ...page,
  });
  return { data, link: headers.link };
};

describe("comparing", () => {
  test.each([
    { base: "first", head: "second", status: "ahead", counts: [1, 0] },
    { base: "second", head: "first", status: "behind", counts: [0, 1] },
    { base: "second", head: "second", status: "identical", counts: [0, 0] },
    { base: "second", head: "side", status: "diverged", counts: [1, 1] },
  ])("$head is $status of $base", async ({ base, head, status, counts }) => {
    repo.tag("first", tip());
    repo.branch("side");
    repo.tag("second", await repo.push({ by: "ada", files: { "a.txt": "a\n" } }));
    await repo.push({ by: "ada", branch: "side", files: { "b.txt": "b\n" } });
    const { data } = await compare(`${base}...${head}`);
    expect([data.status, data.ahead_by, data.behind_by, data.total_commits]).toEqual([status, ...counts, counts[0]]);
  });

  test("gives the newest 250 commits, or pages of them oldest first; 300 files on the first page alone", async () => {
    const from = tip();
    const made = await repo.pushMany({ by: "ada", count: 310 });
    const whole = await compare(`${from}...main`);
    expect(whole.data.total_commits).toBe(310);
    expect(whole.data.commits.map(({ sha }) => sha)).toEqual(made.slice(60));
    expect([whole.data.files?.length, whole.link]).toEqual([300, undefined]);
    const pages = [1, 2, 3, 4].map((page) => compare(`${from}...main`, { per_page: 100, page }));
    const all = await Promise.all(pages);
    expect(all.flatMap(({ data }) => data.commits.map(({ sha }) => sha))).toEqual(made);
    expect(all.map(({ data }) => data.files?.length)).toEqual([300, 0, 0, 0]);
    expect(all.map(({ link }) => link?.includes('rel="next"'))).toEqual([true, true, true, false]);
  });

  test("finds nothing where a commit is unknown", async () => {
    await expect(compare(`${"f".repeat(40)}...main`)).rejects.toMatchObject({ status: 404 });
    await expect(compare(`main...${"f".repeat(40)}`)).rejects.toMatchObject({ status: 404 });
  });
});

const QUERY = `query Brought($one: GitObjectID!, $other: GitObjectID!) {
  repository(owner: "acme", name: "shop") {
    one: object(oid: $one) { ...brought }
    other: object(oid: $other) { ...brought }
  }
}
fragment brought on Commit {
  oid message committedDate author { user { login } } parents(first: 2) { nodes { oid } }
  associatedPullRequests(first: 5) {
    nodes {
      number title url state mergedAt mergeCommit { oid } baseRefName author { login } milestone { title }
      closingIssuesReferences(first: 5) { nodes { number } }
    }
  }
}`;

const numbersOf = async (sha: string): Promise<number[]> => {
  const { data } = await appClient(github, repo).rest.repos.listPullRequestsAssociatedWithCommit({
    ...AT,
    commit_sha: sha,
  });
  return data.map(({ number }) => number);
};

describe("the pull request that brought a commit", () => {
  test.each(["merge", "squash", "rebase"] as const)("is known after a %s", async (method) => {
    const before = tip();
    const pull = await repo.opens({ by: "ada", files: { "a.txt": "a\n" } });
    await pull.pushes({ by: "ada", files: { "b.txt": "b\n" } });
    const own = pull.headSha;
    expect(await numbersOf(own)).toEqual([1]);
    const merged = await pull.merges({ by: "ada", method });
    const { data } = await compare(`${before}...main`);
    const shas = data.commits.map(({ sha }) => sha);
    expect(shas.length).toBe({ merge: 3, squash: 1, rebase: 2 }[method]);
    expect(shas.at(-1)).toBe(merged);
    expect(shas.includes(own)).toBe(method === "merge");
    for (const sha of [...shas, own]) expect(await numbersOf(sha)).toEqual([1]);
  });

  test("is nobody's for a direct push, and for an open pull request's base", async () => {
    const direct = await repo.push({ by: "ada", files: { "a.txt": "a\n" } });
    await repo.opens({ by: "ada" });
    expect(await numbersOf(direct)).toEqual([]);
  });

  test("keeps its authors after a rebase, which GitHub commits", async () => {
    const pull = await repo.opens({ by: "ada", files: { "a.txt": "a\n" } });
    github.advance(60_000);
    const sha = await pull.merges({ by: "ada", method: "rebase" });
    const { data } = await appClient(github, repo).rest.repos.getCommit({ ...AT, ref: sha });
    expect(data.commit).toMatchObject({
      author: { name: "ada", date: "2026-03-02T09:00:00Z" },
      committer: { name: "GitHub", date: "2026-03-02T09:01:00Z" },
    });
  });

  test("is told by GraphQL for many commits at once", async () => {
    const issue = await repo.opensIssue({ by: "ada", title: "Slow" });
    const pull = await repo.opens({ by: "ada", title: "Faster", body: `Fixes #${issue.number}` });
    await pull.milestone({ by: "ada", title: "v2" });
    const one = await pull.merges({ by: "ada", method: "squash" });
    const other = await repo.push({ by: "ada", files: { "b.txt": "b\n" }, message: "Straight in" });
    const answer = await appClient(github, repo).graphql(QUERY, { one, other });
    expect(answer).toMatchObject({
      repository: {
        one: {
          author: { user: { login: "ada" } },
          associatedPullRequests: {
            nodes: [
              {
                number: 2,
                title: "Faster",
                state: "MERGED",
                mergeCommit: { oid: one },
                baseRefName: "main",
                author: { login: "ada" },
                milestone: { title: "v2" },
                closingIssuesReferences: { nodes: [{ number: issue.number }] },
              },
            ],
          },
        },
        other: { message: "Straight in", parents: { nodes: [{ oid: one }] }, associatedPullRequests: { nodes: [] } },
      },
    });
  });
});

const TIMELINE = `query Timeline($number: Int!) {
  repository(owner: "acme", name: "shop") {
    issue(number: $number) {
      timelineItems(first: 20, itemTypes: [CROSS_REFERENCED_EVENT, CLOSED_EVENT]) {
        nodes {
          __typename
          ... on CrossReferencedEvent { willCloseTarget source { ... on PullRequest { number } ... on Issue { number } } }
          ... on ClosedEvent { stateReason closer { ... on PullRequest { number } } }
        }
      }
      closedByPullRequestsReferences(first: 10, includeClosedPrs: true) { nodes { number } }
    }
  }
}`;

test("an issue tells who refers to it and what closed it", async () => {
  const issue = await repo.opensIssue({ by: "ada", title: "Launch" });
  await repo.opensIssue({ by: "ada", title: "Part", body: `For #${issue.number}` });
  const pull = await repo.opens({ by: "ada", body: `Closes #${issue.number}` });
  await repo.opens({ by: "ada", body: `Not #${issue.number}0` });
  const timeline = async () => appClient(github, repo).graphql(TIMELINE, { number: issue.number });
  const part = { __typename: "CrossReferencedEvent", willCloseTarget: false, source: { number: 2 } };
  const reference = { __typename: "CrossReferencedEvent", source: { number: pull.number } };
  expect(await timeline()).toMatchObject({
    repository: { issue: { timelineItems: { nodes: [part, { ...reference, willCloseTarget: true }] } } },
  });
  await pull.merges({ by: "ada" });
  const closed = { __typename: "ClosedEvent", stateReason: "COMPLETED", closer: { number: pull.number } };
  expect(await timeline()).toMatchObject({
    repository: {
      issue: {
        timelineItems: { nodes: [part, { ...reference, willCloseTarget: false }, closed] },
        closedByPullRequestsReferences: { nodes: [{ number: pull.number }] },
      },
    },
  });
});

test("GraphQL shows environments and what was deployed of a commit", async () => {
  repo.environment("production");
  const run = await repo.workflow({ by: "ada" });
  const answer = await appClient(github, repo).graphql(
    `query At($oid: GitObjectID!) {
      repository(owner: "acme", name: "shop") {
        environments(first: 5) { nodes { name protectionRules(first: 1) { totalCount } } }
        environment(name: "PRODUCTION") { name }
        object(oid: $oid) { ... on Commit { deployments(first: 5) { nodes { state task creator { login } } } } }
      }
    }`,
    { oid: run.sha },
  );
  expect(answer).toEqual({
    repository: {
      environments: { nodes: [{ name: "production", protectionRules: { totalCount: 0 } }] },
      environment: { name: "production" },
      object: { deployments: { nodes: [{ state: "WAITING", task: "deploy", creator: { login: "ada" } }] } },
    },
  });
});
