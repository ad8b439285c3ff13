import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { z } from "zod";
import { FakeGitHub } from "./fake-github.ts";
import type { PullScenario } from "./scenario/pull.ts";
import type { RepoScenario } from "./scenario/repo.ts";

const SNAPSHOT = readFileSync(join(import.meta.dirname, "snapshot.graphql"), "utf8");

let github: FakeGitHub;
let repo: RepoScenario;
let pull: PullScenario;

beforeEach(async () => {
  github = await FakeGitHub.start({ now: new Date("2026-03-02T09:00:00Z") });
  github.org("acme", { teams: { release: ["rita", "rob"] } });
  repo = github.repo("acme/shop", {
    files: {
      "README.md": "# Shop\n",
      "src/a.ts": "export const a = 1;\nexport const b = 2;\n",
      ".github/gatehouse.yml": "mode: enforce\n",
      ".github/pull_request_template.md": "## What\n",
    },
    collaborators: { ada: "write", rita: "write", tim: "read" },
    installed: true,
    protect: { main: ["gatehouse"] },
  });
  const issue = await repo.opensIssue({ by: "ada", title: "Launch", labels: ["launch"] });
  pull = await repo.opens({
    by: "ada",
    title: "Ship",
    body: `Closes #${issue.number}`,
    files: { "lib/a.ts": "export const a = 1;\nexport const b = 2;\n" },
    delete: ["src/a.ts"],
  });
});

afterEach(() => github.stop());

async function ask(
  query: string,
  variables: object = {},
  token = github.tokenOf("ada"),
): Promise<{ data?: unknown; errors?: { type?: string; message: string }[] }> {
  const answer = await fetch(`${github.url}/graphql`, {
    method: "POST",
    headers: { authorization: `bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  expect(answer.status).toBe(200);
  const result: { data?: unknown; errors?: { type?: string; message: string }[] } = JSON.parse(await answer.text());
  return result;
}

describe("the snapshot of a pull request", () => {
  test("executes cleanly and knows everything people did", async () => {
    await pull.labels({ by: "ada", add: ["release"] });
    await pull.reviews({ by: "rita", state: "APPROVE", body: "fine" });
    await pull.reviews({ by: "tim", state: "REQUEST_CHANGES", body: "no" });
    const thread = await pull.threads({ by: "rita", path: "lib/a.ts" });
    await pull.resolves({ by: "ada", thread });
    const comment = await pull.comments({ by: "ada", body: "one" });
    await pull.editsComment({ by: "rita", id: comment, body: "two" });
    await pull.reportsCheck({ name: "ci", conclusion: "success" });
    await pull.reportsStatus({ context: "gatehouse", state: "pending" });
    await pull.requestsReview({ by: "ada", of: "rob" });
    const { data, errors } = await ask(SNAPSHOT, {
      owner: "acme",
      name: "shop",
      number: pull.number,
      cfgRepo: "main:.github/gatehouse.yml",
      cfgAlt: "main:.github/nothing.yml",
      codeowners: `refs/pull/${pull.number}/head:lib/a.ts`,
    });
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({
      repository: {
        isArchived: false,
        cfgRepo: { text: "mode: enforce\n" },
        cfgAlt: null,
        codeowners: { text: "export const a = 1;\nexport const b = 2;\n" },
        pullRequest: {
          author: { __typename: "User", login: "ada" },
          changedFiles: 1,
          files: { totalCount: 1, nodes: [{ path: "lib/a.ts", changeType: "RENAMED" }] },
          labels: { nodes: [{ name: "release" }] },
          latestOpinionatedReviews: { nodes: [{ state: "APPROVED", author: { login: "rita" } }] },
          reviewRequests: { nodes: [{ requestedReviewer: { login: "rob" } }] },
          reviewThreads: { nodes: [{ isResolved: true, resolvedBy: { login: "ada" } }] },
          closingIssuesReferences: { nodes: [{ title: "Launch", labels: { nodes: [{ name: "launch" }] } }] },
          comments: {
            nodes: [
              { body: "two", fullDatabaseId: String(comment.id), author: { login: "ada" }, editor: { login: "rita" } },
            ],
          },
          commits: {
            totalCount: 1,
            nodes: [
              {
                commit: {
                  oid: pull.headSha,
                  statusCheckRollup: {
                    state: "PENDING",
                    contexts: {
                      nodes: [
                        {
                          __typename: "CheckRun",
                          name: "ci",
                          isRequired: false,
                          checkSuite: { app: { slug: "github-actions" } },
                        },
                        { __typename: "StatusContext", context: "gatehouse", isRequired: true },
                      ],
                    },
                  },
                },
              },
            ],
          },
        },
      },
    });
    github.assertClean();
  });

  test("shows a deleted author and fork as null", async () => {
    const forked = await repo.opens({ by: "tim", fork: true, files: { "x.txt": "x" } });
    forked.deletesFork();
    github.deletesUser("tim");
    const query = `query($n: Int!) { repository(owner: "acme", name: "shop") { pullRequest(number: $n) { author { login } headRepository { name } isCrossRepository } } }`;
    const { data } = await ask(query, { n: forked.number });
    expect(data).toEqual({
      repository: { pullRequest: { author: null, headRepository: null, isCrossRepository: true } },
    });
    github.assertClean();
  });
});

test("edit history, edited texts newest first, is found by a comment's node id", async () => {
  const comment = await pull.comments({ by: "ada", body: "- [ ] a" });
  github.advance(1000);
  await pull.ticks({ by: "rita", step: "a", comment });
  const query = `query($id: ID!) { node(id: $id) { ... on IssueComment { userContentEdits(first: 20) { nodes { editor { login } diff editedAt } } } } }`;
  const { data } = await ask(query, { id: comment.nodeId });
  expect(data).toEqual({
    node: {
      userContentEdits: {
        nodes: [
          { editor: { login: "rita" }, diff: "- [x] a", editedAt: "2026-03-02T09:00:01Z" },
          { editor: { login: "ada" }, diff: "- [ ] a", editedAt: "2026-03-02T09:00:00Z" },
        ],
      },
    },
  });
  github.assertClean();
});

test("trees, templates, teams and comparisons can be read", async () => {
  await pull.pushes({ by: "ada", files: { "more.txt": "1" } });
  const query = `query($head: String!) {
    repository(owner: "acme", name: "shop") {
      pullRequestTemplates { filename body }
      object(expression: "main:.github") { ... on Tree { entries { name type object { ... on Blob { text } } } } }
      ref(qualifiedName: "refs/heads/main") { compare(headRef: $head) { aheadBy commits(first: 10) { nodes { oid associatedPullRequests(first: 3) { nodes { number } } } } } }
    }
    organization(login: "acme") { team(slug: "release") { members(first: 1) { totalCount pageInfo { hasNextPage endCursor } nodes { login } } } }
  }`;
  const { data, errors } = await ask(query, { head: pull.headSha }, installationToken());
  expect(errors).toBeUndefined();
  expect(data).toMatchObject({
    repository: {
      pullRequestTemplates: [{ filename: "pull_request_template.md", body: "## What\n" }],
      object: {
        entries: [
          { name: "gatehouse.yml", type: "blob", object: { text: "mode: enforce\n" } },
          { name: "pull_request_template.md" },
        ],
      },
      ref: {
        compare: {
          aheadBy: 2,
          commits: { nodes: [{}, { oid: pull.headSha, associatedPullRequests: { nodes: [{ number: pull.number }] } }] },
        },
      },
    },
    organization: { team: { members: { totalCount: 2, pageInfo: { hasNextPage: true }, nodes: [{ login: "rita" }] } } },
  });
  github.assertClean();
});

async function page(args: string): Promise<unknown> {
  const query = `{ repository(owner: "acme", name: "shop") { pullRequest(number: ${pull.number}) { comments(${args}) { nodes { body } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } } }`;
  const { data } = await ask(query);
  return data;
}

test("a connection is paged forwards and backwards by cursor", async () => {
  for (const body of ["1", "2", "3", "4", "5"]) await pull.comments({ by: "ada", body });
  const first = await page("first: 2");
  expect(first).toMatchObject({
    repository: {
      pullRequest: { comments: { nodes: [{ body: "1" }, { body: "2" }], pageInfo: { hasNextPage: true } } },
    },
  });
  const after = Buffer.from("cursor:v2:1").toString("base64");
  expect(await page(`first: 2, after: "${after}"`)).toMatchObject({
    repository: { pullRequest: { comments: { nodes: [{ body: "3" }, { body: "4" }] } } },
  });
  const before = Buffer.from("cursor:v2:3").toString("base64");
  expect(await page(`last: 2, before: "${before}"`)).toMatchObject({
    repository: {
      pullRequest: { comments: { nodes: [{ body: "2" }, { body: "3" }], pageInfo: { hasPreviousPage: true } } },
    },
  });
  github.assertClean();
});

test.each([
  { title: "an unknown repository", query: `{ repository(owner: "acme", name: "none") { id } }`, type: "NOT_FOUND" },
  {
    title: "an unknown pull request",
    query: `{ repository(owner: "acme", name: "shop") { pullRequest(number: 99) { id } } }`,
    type: "NOT_FOUND",
  },
  {
    title: "an id beyond 32 bits",
    query: `{ repository(owner: "acme", name: "shop") { pullRequest(number: 2) { databaseId } } }`,
    type: "INT_OVERFLOW",
  },
])("$title is a 200 with an error, and no violation", async ({ query, type }) => {
  const { errors } = await ask(query);
  expect(errors?.map((error) => error.type)).toEqual([type]);
  github.assertClean();
});

test.each([
  { title: "no page size", query: `{ repository(owner: "acme", name: "shop") { labels { totalCount } } }` },
  {
    title: "too large a page",
    query: `{ repository(owner: "acme", name: "shop") { labels(first: 101) { totalCount } } }`,
  },
  { title: "a field GitHub lacks", query: `{ repository(owner: "acme", name: "shop") { gates } }` },
  { title: "a field the fake lacks", query: `{ repository(owner: "acme", name: "shop") { stargazerCount } }` },
])("$title is an error and a violation", async ({ query }) => {
  const { errors } = await ask(query);
  expect(errors).toHaveLength(1);
  expect(github.violations).toHaveLength(1);
  expect(() => github.assertClean()).toThrow("violated");
});

test("a missing permission leaves the field null and names it", async () => {
  github.revokes("acme", "contents");
  const query = `{ repository(owner: "acme", name: "shop") { name object(expression: "main:README.md") { oid } } }`;
  const { data, errors } = await ask(query, {}, installationToken());
  expect(data).toEqual({ repository: { name: "shop", object: null } });
  expect(errors?.map(({ type }) => type)).toEqual(["FORBIDDEN"]);
  github.assertClean();
});

test("the App hides a comment", async () => {
  const comment = await pull.comments({ by: "ada", body: "old" });
  const mutation = `mutation($id: ID!) { minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) { minimizedComment { isMinimized minimizedReason } } }`;
  const { data } = await ask(mutation, { id: comment.nodeId }, installationToken());
  expect(data).toEqual({ minimizeComment: { minimizedComment: { isMinimized: true, minimizedReason: "outdated" } } });
  expect(github.writes().map(({ path }) => path)).toEqual(["/graphql"]);
  github.assertClean();
});

function installationToken(): string {
  return github.installationToken("acme");
}

test("of a bare name git takes the tag before the branch", async () => {
  const { data: before } = await ask(
    '{ repository(owner: "acme", name: "shop") { object(expression: "main") { oid } } }',
  );
  repo.tag("main", pull.headSha);
  const { data } = await ask(`{ repository(owner: "acme", name: "shop") {
    bare: object(expression: "main") { oid } full: object(expression: "refs/heads/main") { oid } head: object(expression: "HEAD") { oid } } }`);
  const tip = branchTip(before);
  expect(data).toEqual({ repository: { bare: { oid: pull.headSha }, full: tip, head: tip } });
});

const branchTip = (data: unknown): unknown =>
  z.object({ repository: z.object({ object: z.unknown() }) }).parse(data).repository.object;
