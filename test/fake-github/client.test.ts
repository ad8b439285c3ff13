import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { Octokit } from "@octokit/rest";
import { ProbotOctokit } from "probot";
import { appClient, personClient } from "./clients.ts";
import { FakeGitHub } from "./fake-github.ts";
import type { RepoScenario } from "./scenario/repo.ts";

const at = { owner: "acme", repo: "shop" } as const;
const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

let github: FakeGitHub;
let repo: RepoScenario;

beforeEach(async () => {
  github = await FakeGitHub.start();
  github.org("acme", { teams: { release: ["rita"] } });
  repo = github.repo("acme/shop", {
    files: { "README.md": "# Shop\n", "docs/a.md": "a\n" },
    collaborators: { ada: "write", mia: "maintain", tim: "triage" },
    installed: true,
    private: true,
    protect: { main: [{ context: "gatehouse", appId: github.appId }] },
  });
});

afterEach(() => github.stop());

const app = (prefix = "") => appClient(github, repo, prefix);

const person = (login: string) => personClient(github, login);

describe("an App", () => {
  test.each(["", "/api/v3"])("signs in by JWT, gets a token and reports a check at %p", async (prefix) => {
    const pull = await repo.opens({ by: "ada" });
    const { data: run } = await app(prefix).rest.checks.create({
      ...at,
      name: "gatehouse",
      head_sha: pull.headSha,
      external_id: "pr:1",
      conclusion: "failure",
      output: { title: "2 open", summary: "…" },
    });
    expect(run.id).toBeGreaterThan(2 ** 31);
    expect(pull.check("gatehouse")).toMatchObject({ conclusion: "failure", title: "2 open", externalId: "pr:1" });
    expect(github.writes().map(({ route }) => route)).toEqual(["POST /repos/{owner}/{repo}/check-runs"]);
    github.assertClean();
  });

  test("changes its run in place; annotations are added to those there were", async () => {
    const pull = await repo.opens({ by: "ada" });
    const { rest } = app();
    const { data: run } = await rest.checks.create({ ...at, name: "gatehouse", head_sha: pull.headSha });
    const annotation = { path: "a", start_line: 1, end_line: 1, annotation_level: "failure", message: "no" } as const;
    for (const title of ["one", "two"])
      await rest.checks.update({
        ...at,
        check_run_id: run.id,
        conclusion: "success",
        output: { title, summary: "", annotations: [annotation] },
      });
    const { data: listed } = await rest.checks.listForRef({
      ...at,
      ref: pull.headSha,
      check_name: "gatehouse",
      app_id: github.appId,
    });
    expect(listed.check_runs).toMatchObject([
      { id: run.id, status: "completed", output: { title: "two", annotations_count: 2 } },
    ]);
    expect((await rest.checks.listAnnotations({ ...at, check_run_id: run.id })).data).toHaveLength(2);
    github.assertClean();
  });

  test("is refused without the permission, and hears nothing of what it may not see", async () => {
    const pull = await repo.opens({ by: "ada" });
    github.revokes("acme", "checks");
    const creating = app().rest.checks.create({ ...at, name: "gatehouse", head_sha: pull.headSha });
    await expect(creating).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining("Resource not accessible by integration"),
    });
    github.repo("acme/secret", { private: true });
    await expect(app().rest.repos.get({ ...at, repo: "secret" })).rejects.toMatchObject({ status: 404 });
    github.assertClean();
  });

  test("cannot change another App's run", async () => {
    const pull = await repo.opens({ by: "ada" });
    const run = await pull.reportsCheck({ name: "ci", conclusion: "failure" });
    await expect(
      app().rest.checks.update({ ...at, check_run_id: run.id, conclusion: "success" }),
    ).rejects.toMatchObject({ status: 403 });
  });

  test("needs a new token after an hour by every clock; a jump of the fake's alone takes none away", async () => {
    const token = github.installationToken("acme");
    const octokit = new Octokit({ baseUrl: github.url, log: SILENT, auth: token });
    await octokit.rest.repos.get(at);
    github.advance(3_600_000);
    await octokit.rest.repos.get(at);
    const clock = jest.spyOn(Date, "now").mockReturnValue(Date.now() + 3_600_001);
    try {
      await expect(octokit.rest.repos.get(at)).rejects.toMatchObject({ status: 401 });
    } finally {
      clock.mockRestore();
    }
    github.assertClean();
  });

  test("is refused with a key that isn't its own", async () => {
    const { generateKeyPairSync } = await import("node:crypto");
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const auth = {
      appId: github.appId,
      privateKey: privateKey.export({ type: "pkcs1", format: "pem" }),
      installationId: repo.installationId,
    };
    const stranger = new ProbotOctokit({ baseUrl: github.url, log: SILENT, auth });
    await expect(stranger.rest.repos.get(at)).rejects.toMatchObject({ status: 401 });
  });

  test("lists its installations, its repositories and where it is installed", async () => {
    const { rest } = app();
    expect((await rest.apps.getAuthenticated()).data).toMatchObject({ id: github.appId, slug: "gatehouse" });
    expect((await rest.apps.listInstallations()).data).toMatchObject([
      { account: { login: "acme" }, repository_selection: "selected" },
    ]);
    expect((await rest.apps.getRepoInstallation(at)).data.id).toBe(repo.installationId);
    expect((await rest.apps.listReposAccessibleToInstallation()).data.repositories.map(({ name }) => name)).toEqual([
      "shop",
    ]);
    github.assertClean();
  });

  test("asks who may do what", async () => {
    const { rest } = app();
    const role = async (username: string) =>
      (await rest.repos.getCollaboratorPermissionLevel({ ...at, username })).data;
    expect(await role("mia")).toMatchObject({ permission: "write", role_name: "maintain" });
    expect(await role("tim")).toMatchObject({ permission: "read", role_name: "triage" });
    expect(await role("rita")).toMatchObject({ permission: "none" });
    await expect(role("gatehouse[bot]")).rejects.toMatchObject({ status: 404 });
    github.team("acme", "leads", { parent: "release", members: ["lea"], invited: ["ivo"] });
    const member = async (team_slug: string, username: string) =>
      (await rest.teams.getMembershipForUserInOrg({ org: "acme", team_slug, username })).data.state;
    expect(await member("release", "lea")).toBe("active");
    expect(await member("leads", "ivo")).toBe("pending");
    await expect(member("leads", "rita")).rejects.toMatchObject({ status: 404 });
    expect(
      (await rest.teams.listMembersInOrg({ org: "acme", team_slug: "release" })).data.map(({ login }) => login),
    ).toEqual(["rita", "lea"]);
    github.assertClean();
  });

  test("reads files, folders, trees, blobs, commits and comparisons", async () => {
    const pull = await repo.opens({ by: "ada", files: { "docs/b.md": "b\n" } });
    const { rest } = app();
    const { data: file } = await rest.repos.getContent({ ...at, path: "docs/a.md" });
    expect(file).toMatchObject({ type: "file", encoding: "base64", content: Buffer.from("a\n").toString("base64") });
    const { data: folder } = await rest.repos.getContent({ ...at, path: "docs", ref: pull.headSha });
    expect(folder).toMatchObject([{ name: "a.md" }, { name: "b.md" }]);
    await expect(rest.repos.getContent({ ...at, path: "none" })).rejects.toMatchObject({ status: 404 });
    const { data: tree } = await rest.git.getTree({ ...at, tree_sha: "main", recursive: "1" });
    expect(tree.tree.map(({ path }) => path)).toEqual(["README.md", "docs", "docs/a.md"]);
    const { data: blob } = await rest.git.getBlob({ ...at, file_sha: tree.tree[2]?.sha ?? "" });
    expect(blob.size).toBe(2);
    expect((await rest.git.getRef({ ...at, ref: "heads/main" })).data.object.type).toBe("commit");
    expect((await rest.repos.getBranch({ ...at, branch: "main" })).data.protected).toBe(true);
    expect((await rest.repos.getBranchRules({ ...at, branch: "main" })).data).toMatchObject([
      { type: "required_status_checks" },
    ]);
    expect((await rest.repos.getCommit({ ...at, ref: pull.headSha })).data.files).toMatchObject([
      { filename: "docs/b.md" },
    ]);
    const { data: compared } = await rest.repos.compareCommitsWithBasehead({
      ...at,
      basehead: `main...${pull.headSha}`,
    });
    expect(compared).toMatchObject({ status: "ahead", ahead_by: 1, files: [{ filename: "docs/b.md" }] });
    const { data: pulls } = await rest.repos.listPullRequestsAssociatedWithCommit({ ...at, commit_sha: pull.headSha });
    expect(pulls).toMatchObject([{ number: 1 }]);
    github.assertClean();
  });

  test("pages by Link header, and gets 304 for what it knows", async () => {
    const files = Object.fromEntries(Array.from({ length: 250 }, (_item, index) => [`f/${index}.txt`, `${index}\n`]));
    await repo.opens({ by: "ada", files });
    const octokit = app("/api/v3");
    const all = await octokit.paginate(octokit.rest.pulls.listFiles, { ...at, pull_number: 1, per_page: 100 });
    expect(all).toHaveLength(250);
    const { headers } = await octokit.rest.pulls.get({ ...at, pull_number: 1 });
    const again = octokit.rest.pulls.get({ ...at, pull_number: 1, headers: { "if-none-match": headers.etag } });
    await expect(again).rejects.toMatchObject({ status: 304 });
    expect(headers).toMatchObject({ "x-ratelimit-limit": "5000", "x-github-request-id": expect.any(String) });
    github.assertClean();
  });

  test("sees renames by their old name", async () => {
    await repo.opens({ by: "ada", files: { "moved/a.md": "a\n" }, delete: ["docs/a.md"] });
    const { data } = await app().rest.pulls.listFiles({ ...at, pull_number: 1 });
    expect(data).toMatchObject([{ filename: "moved/a.md", previous_filename: "docs/a.md", status: "renamed" }]);
    github.assertClean();
  });
});

describe("people", () => {
  test("edit, review, comment and merge by their own token", async () => {
    await repo.opens({ by: "ada" });
    const ada = person("ada");
    const mia = person("mia");
    await ada.rest.pulls.update({ ...at, pull_number: 1, title: "New", body: "Notes" });
    await mia.rest.pulls.createReview({ ...at, pull_number: 1, event: "APPROVE" });
    const { data: comment } = await mia.rest.issues.createComment({ ...at, issue_number: 1, body: "- [ ] a" });
    await ada.rest.issues.updateComment({ ...at, comment_id: comment.id, body: "- [x] a" });
    const merging = () => mia.rest.pulls.merge({ ...at, pull_number: 1 });
    await expect(merging()).rejects.toMatchObject({ status: 405 });
    await app().rest.checks.create({ ...at, name: "gatehouse", head_sha: repo.pull(1).headSha, conclusion: "success" });
    expect((await merging()).data.merged).toBe(true);
    expect(repo.pull(1).state).toMatchObject({ title: "New", body: "Notes", state: "closed" });
    github.assertClean();
  });

  test("change others' comments only with write permission, but always their own", async () => {
    const pull = await repo.opens({ by: "ada" });
    const comment = await pull.comments({ by: "ada", body: "mine" });
    const { rest } = person("tim");
    await expect(rest.issues.updateComment({ ...at, comment_id: comment.id, body: "x" })).rejects.toMatchObject({
      status: 403,
    });
    const { data: own } = await rest.issues.createComment({ ...at, issue_number: 1, body: "a" });
    await rest.issues.updateComment({ ...at, comment_id: own.id, body: "b" });
    await rest.issues.deleteComment({ ...at, comment_id: own.id });
    await expect(person("stranger").rest.repos.get(at)).rejects.toMatchObject({ status: 404 });
    github.assertClean();
  });

  test("react once; comments are listed and labels given", async () => {
    const pull = await repo.opens({ by: "ada" });
    const { id } = await pull.comments({ by: "ada", body: "hi" });
    const { rest } = app();
    const react = async () =>
      (await rest.reactions.createForIssueComment({ ...at, comment_id: id, content: "eyes" })).status;
    expect([await react(), await react()]).toEqual([201, 200]);
    await rest.issues.addLabels({ ...at, issue_number: 1, labels: ["go"] });
    expect((await rest.issues.listLabelsOnIssue({ ...at, issue_number: 1 })).data).toMatchObject([{ name: "go" }]);
    expect((await rest.issues.listComments({ ...at, issue_number: 1 })).data).toMatchObject([
      { body: "hi", reactions: { eyes: 1 } },
    ]);
    const tooLong = rest.issues.createComment({ ...at, issue_number: 1, body: "x".repeat(65_537) });
    await expect(tooLong).rejects.toMatchObject({ status: 422 });
    github.assertClean();
  });
});

const led = async (path: string, init: RequestInit = {}) => {
  const answer = await fetch(`${github.url}${path}`, { redirect: "manual", ...init });
  return [answer.status, answer.headers.get("location")];
};

describe("links that people follow", () => {
  test.each([
    { title: "by a browser", init: { headers: { accept: "text/html" } } },
    { title: "by a program", init: {} },
    { title: "by a program that looks at the head alone", init: { method: "HEAD" } },
  ])("lead to its pages where it has some, $title", async ({ init }) => {
    github.showsPagesAt("http://pages.example");
    expect(await led("/acme/shop/pull/7", init)).toEqual([302, "http://pages.example/#pull-7"]);
    expect(await led("/acme/shop/actions/runs/7", init)).toEqual([302, "http://pages.example/#run-7"]);
    const file = "/acme/shop/blob/HEAD/docs/a%20b.md";
    expect(await led(file, init)).toEqual([302, `http://pages.example${file}`]);
    expect(await led("/acme/shop/runs/1", init)).toEqual([302, "http://pages.example/"]);
    github.assertClean();
  });

  test("what the API has it answers itself, and an App is told what it has not", async () => {
    github.showsPagesAt("http://pages.example");
    expect(await led("/repos/acme/shop")).toEqual([404, null]);
    const authorization = `Bearer ${github.tokenOf("ada")}`;
    expect(await led("/repos/acme/shop/stargazers", { headers: { authorization } })).toEqual([501, null]);
  });
});

describe("the judge", () => {
  test.each([
    { title: "an unknown route", call: "GET /repos/acme/shop/stargazers", status: 501, says: "no such route" },
    {
      title: "an unknown query parameter",
      call: "GET /repos/acme/shop/pulls?colour=red",
      status: 200,
      says: "unknown query parameter colour",
    },
    {
      title: "a query parameter out of range",
      call: "GET /repos/acme/shop/pulls?state=merged",
      status: 200,
      says: "query state",
    },
    {
      title: "a body of the wrong type",
      call: "POST /repos/acme/shop/issues/1/comments",
      body: { body: 1 },
      status: 422,
      says: "request body",
    },
    {
      title: "an unknown property",
      call: "POST /repos/acme/shop/issues/1/comments",
      body: { body: "a", colour: "red" },
      status: 201,
      says: "unknown property colour",
    },
  ])("notes $title", async ({ call, body, status, says }) => {
    await repo.opens({ by: "ada" });
    const [method = "GET", path = ""] = call.split(" ");
    const answer = await fetch(`${github.url}${path}`, {
      method,
      headers: { authorization: `token ${github.tokenOf("ada")}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    expect(answer.status).toBe(status);
    expect(github.violations).toEqual([expect.stringContaining(says)]);
  });

  test("a token, key or webhook secret is in no text and no address", async () => {
    const pull = await repo.opens({ by: "ada" });
    const says = (body: string) =>
      person("ada").request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
        ...at,
        issue_number: pull.number,
        body,
      });
    await says(`token ${github.installationToken("acme").slice(0, 8)}`);
    expect(github.violations).toEqual([]);
    await says(`look: ${github.installationToken("acme")}`);
    await says(github.webhookSecret);
    await says(`key ${github.privateKey.split("\n")[3]}`);
    await fetch(`${github.url}/repos/acme/shop?access_token=${github.tokenOf("mia")}`).catch(() => undefined);
    expect(github.violations.filter((one) => one.includes("secret"))).toHaveLength(4);
  });

  test("an unknown token is 401", async () => {
    const answer = await fetch(`${github.url}/repos/acme/shop`, { headers: { authorization: "token ghs_nobody" } });
    expect(answer.status).toBe(401);
  });
});
