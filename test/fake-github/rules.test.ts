import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { appClient, personClient } from "./clients.ts";
import { FakeGitHub } from "./fake-github.ts";
import type { RepoScenario } from "./scenario/repo.ts";

const MAIN = { owner: "acme", repo: "shop", branch: "main" } as const;
const BYPASS = { actor_type: "RepositoryRole", actor_id: 5, bypass_mode: "always" } as const;

let github: FakeGitHub;
let repo: RepoScenario;

beforeEach(async () => {
  github = await FakeGitHub.start();
  github.org("acme");
  const collaborators = { ada: "write", root: "admin" } as const;
  repo = github.repo("acme/shop", { collaborators, branches: ["release/1.x"], installed: true });
});

afterEach(async () => {
  await github.stop();
  github.assertClean();
});

test("the rules of a branch are those of every ruleset in force there, with the App each check must come from", async () => {
  repo.ruleset({
    checks: [{ context: "gatehouse", appId: github.appId }],
    queue: { strategy: "HEADGREEN", timeout: 5 },
  });
  repo.ruleset({ source: "Organization", include: ["~ALL"], checks: [{ context: "ci", appId: null }] });
  repo.ruleset({ enforcement: "evaluate", checks: [{ context: "later", appId: null }] });
  repo.ruleset({ branch: "release/**", checks: [{ context: "release", appId: null }] });
  const app = appClient(github, repo);
  const { data } = await app.rest.repos.getBranchRules(MAIN);
  expect(data).toMatchObject([
    {
      type: "required_status_checks",
      parameters: { required_status_checks: [{ context: "gatehouse", integration_id: github.appId }] },
      ruleset_source_type: "Repository",
      ruleset_source: "acme/shop",
    },
    { type: "merge_queue", parameters: { grouping_strategy: "HEADGREEN", check_response_timeout_minutes: 5 } },
    {
      type: "required_status_checks",
      parameters: { required_status_checks: [{ context: "ci" }] },
      ruleset_source_type: "Organization",
      ruleset_source: "acme",
    },
  ]);
  const release = await app.rest.repos.getBranchRules({ ...MAIN, branch: "release/1.x" });
  expect(release.data).toMatchObject([
    { parameters: { required_status_checks: [{ context: "ci" }] } },
    { parameters: { required_status_checks: [{ context: "release" }] } },
  ]);
  expect(release.data).toHaveLength(2);
});

test("who may bypass a ruleset is told to those who may change it", async () => {
  const { id } = repo.ruleset({ bypass: [BYPASS], checks: [{ context: "gatehouse", appId: null }] });
  const at = { owner: "acme", repo: "shop", ruleset_id: id };
  const seen = async (client: Pick<ReturnType<typeof personClient>, "rest">) =>
    (await client.rest.repos.getRepoRuleset(at)).data;
  expect(await seen(personClient(github, "root"))).toMatchObject({
    bypass_actors: [BYPASS],
    conditions: { ref_name: { include: ["~DEFAULT_BRANCH"] } },
  });
  expect(await seen(appClient(github, repo))).not.toHaveProperty("bypass_actors");
  await github.grants("acme", { ...github.installation("acme").permissions, administration: "write" });
  expect(await seen(appClient(github, repo))).toMatchObject({ bypass_actors: [BYPASS] });
  const all = await appClient(github, repo).rest.repos.getRepoRulesets({ owner: "acme", repo: "shop" });
  expect(all.data.map(({ name }) => name)).toEqual(["Rules"]);
});

test("classic protection is read with administration: read only", async () => {
  const read = async () => appClient(github, repo).rest.repos.getBranchProtection(MAIN);
  repo.protectClassic("main", { checks: [{ context: "gatehouse", appId: github.appId }], enforceAdmins: true });
  await expect(read()).rejects.toMatchObject({ status: 403 });
  await github.grants("acme", { ...github.installation("acme").permissions, administration: "read" });
  expect((await read()).data).toMatchObject({
    required_status_checks: { contexts: ["gatehouse"], checks: [{ context: "gatehouse", app_id: github.appId }] },
    enforce_admins: { enabled: true },
  });
  const other = appClient(github, repo).rest.repos.getBranchProtection({ ...MAIN, branch: "release/1.x" });
  await expect(other).rejects.toMatchObject({ status: 404, message: expect.stringContaining("Branch not protected") });
});

test("classic protection holds a merge as a ruleset does", async () => {
  repo.protectClassic("main", { checks: [{ context: "gatehouse", appId: null }] });
  const pull = await repo.opens({ by: "ada" });
  await expect(pull.merges({ by: "ada" })).rejects.toMatchObject({ status: 405 });
  await repo.reportsCheck({ name: "gatehouse", conclusion: "success", sha: pull.headSha });
  await pull.merges({ by: "ada" });
});
