import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { appClient, personClient } from "./clients.ts";
import { FakeGitHub } from "./fake-github.ts";
import type { RepoScenario } from "./scenario/repo.ts";

const AT = { owner: "acme", repo: "shop" };
const DAY_MS = 24 * 3_600_000;

let github: FakeGitHub;
let repo: RepoScenario;

beforeEach(async () => {
  github = await FakeGitHub.start({ now: new Date("2026-03-02T09:00:00Z") });
  repo = github.repo("acme/shop", { collaborators: { ada: "write", root: "admin" }, installed: true });
  repo.environment("production");
});

afterEach(async () => {
  await github.stop();
  github.assertClean();
});

const told = (...events: readonly string[]): string[] =>
  github.deliveries
    .filter(({ event }) => events.includes(event))
    .map(({ event, action, payload }) => {
      const { deployment_status: status } = payload;
      const state =
        typeof status === "object" && status !== null && "state" in status ? ` ${String(status.state)}` : "";
      return `${event} ${String(action)}${state}`;
    });

const answer = (run: number, about: { environment_name?: string; state?: "approved" | "rejected"; comment?: string }) =>
  appClient(github, repo).request("POST /repos/{owner}/{repo}/actions/runs/{run_id}/deployment_protection_rule", {
    ...AT,
    run_id: run,
    environment_name: "production",
    comment: "Looked at it",
    ...about,
  });

describe("a job at an environment with our rule", () => {
  test("waits, and the App is asked with everything it needs to answer", async () => {
    const sha = await repo.push({ by: "ada", files: { "a.txt": "a\n" } });
    const run = await repo.workflow({ by: "ada" });
    expect([run.status, run.waitsFor]).toEqual(["waiting", ["production"]]);
    expect(told("workflow_run", "deployment", "deployment_status", "deployment_protection_rule")).toEqual([
      "workflow_run requested",
      "deployment created",
      "deployment_status created waiting",
      "deployment_protection_rule requested",
    ]);
    expect(github.lastDelivery("deployment_protection_rule")?.payload).toMatchObject({
      environment: "production",
      event: "push",
      sha,
      ref: "main",
      deployment_callback_url: `${github.url}/api/v3/repos/acme/shop/actions/runs/${run.id}/deployment_protection_rule`,
      deployment: { id: run.deployment().id, sha, environment: "production" },
      pull_requests: [],
    });
    expect(github.lastDelivery("deployment_status")?.payload).toMatchObject({
      check_run: { status: "waiting", name: "deploy to production" },
      workflow_run: { id: run.id, run_attempt: 1, status: "waiting" },
    });
  });

  test("runs once it is approved, and its end is the deployment's", async () => {
    const run = await repo.workflow({ by: "ada" });
    expect((await answer(run.id, { state: "approved", comment: "Everything is there" })).status).toBe(204);
    expect(run.status).toBe("in_progress");
    await run.finishes("success", { url: "https://shop.test" });
    expect([run.status, run.conclusion]).toEqual(["completed", "success"]);
    expect(run.deployment().statuses.map(({ state }) => state)).toEqual(["waiting", "in_progress", "success"]);
    expect(told("workflow_run")).toEqual([
      "workflow_run requested",
      "workflow_run in_progress",
      "workflow_run completed",
    ]);
    expect(github.reviewsOf(run.id)).toMatchObject([{ state: "approved", comment: "Everything is there", attempt: 1 }]);
    await expect(answer(run.id, { state: "approved" })).rejects.toMatchObject({ status: 422 });
  });

  test("fails with its run when it is rejected, for good", async () => {
    const run = await repo.workflow({ by: "ada" });
    await answer(run.id, { state: "rejected", comment: "No-go" });
    expect([run.status, run.conclusion]).toEqual(["completed", "failure"]);
    expect(run.decision()).toMatchObject({ state: "rejected", comment: "No-go" });
    await expect(answer(run.id, { state: "approved" })).rejects.toMatchObject({ status: 422 });
  });

  test("asks again when it is run anew: same run, next attempt, another deployment", async () => {
    const run = await repo.workflow({ by: "ada" });
    const first = run.deployment();
    await answer(run.id, { state: "rejected" });
    await run.reruns({ by: "root", failedOnly: true });
    expect([run.attempt, run.status]).toEqual([2, "waiting"]);
    expect(run.deployment().id).not.toBe(first.id);
    expect(told("deployment_protection_rule")).toHaveLength(2);
    await answer(run.id, { state: "approved" });
    expect(run.reviews().map(({ attempt, state }) => `${attempt} ${state}`)).toEqual(["1 rejected", "2 approved"]);
  });

  test("waits for every App's rule", async () => {
    repo.environment("production", { otherRules: ["other-gate"] });
    const run = await repo.workflow();
    await answer(run.id, { state: "approved" });
    expect(run.status).toBe("waiting");
    await expect(answer(run.id, { state: "approved" })).rejects.toMatchObject({ status: 422 });
    await run.isAnsweredBy("other-gate", { state: "approved" });
    expect(run.status).toBe("in_progress");
  });

  test("fails after thirty days", async () => {
    const run = await repo.workflow();
    github.advance(29 * DAY_MS);
    expect(run.status).toBe("waiting");
    github.advance(DAY_MS);
    expect(run.conclusion).toBe("failure");
    await github.settled();
  });

  test("is cancelled with its run", async () => {
    const run = await repo.workflow();
    await run.cancels();
    expect([run.conclusion, run.deployment().statuses.at(-1)?.state]).toEqual(["cancelled", "error"]);
  });
});

describe("administrators", () => {
  test("start waiting jobs where the environment lets them", async () => {
    const run = await repo.workflow();
    await expect(run.bypasses({ by: "ada" })).rejects.toMatchObject({ status: 403 });
    await run.bypasses({ by: "root" });
    expect(run.status).toBe("in_progress");
    await expect(answer(run.id, { state: "approved" })).rejects.toMatchObject({ status: 422 });
  });

  test("can't where it doesn't", async () => {
    repo.environment("production", { adminsBypass: false });
    const run = await repo.workflow();
    await expect(run.bypasses({ by: "root" })).rejects.toMatchObject({ status: 403 });
    expect(run.status).toBe("waiting");
  });
});

describe("a run of several jobs", () => {
  test("asks for each environment, and each is answered by itself", async () => {
    repo.environment("staging");
    const run = await repo.workflow({ environments: ["staging", "production"] });
    await answer(run.id, { environment_name: "staging", state: "approved" });
    expect([run.status, run.waitsFor]).toEqual(["in_progress", ["production"]]);
    await run.finishes("success", { environment: "staging" });
    expect(run.status).toBe("waiting");
  });

  test("asks for each job of a matrix; one answer is for all that wait", async () => {
    const run = await repo.workflow({ environments: ["production", "Production"] });
    expect(told("deployment_protection_rule")).toHaveLength(2);
    expect(run.waitsFor).toHaveLength(2);
    await answer(run.id, { state: "approved" });
    expect(run.jobs.map(({ state }) => state)).toEqual(["in_progress", "in_progress"]);
  });

  test("asks for the later job once the earlier is done, and never when that failed", async () => {
    const jobs = { build: {}, deploy: { environment: "production", needs: ["build"] } };
    const good = await repo.workflow({ jobs });
    expect([good.status, told("deployment_protection_rule")]).toEqual(["in_progress", []]);
    await good.finishes();
    expect([good.status, good.waitsFor]).toEqual(["waiting", ["production"]]);
    const bad = await repo.workflow({ jobs });
    await bad.finishes("failure");
    expect([bad.conclusion, bad.jobs.map(({ conclusion }) => conclusion)]).toEqual(["failure", ["failure", "skipped"]]);
  });
});

describe("what GitHub takes as an answer", () => {
  test.each([
    { title: "an environment nothing waits for", about: { environment_name: "staging" } },
    { title: "a comment that is too long", about: { comment: "x".repeat(1025) } },
    { title: "a decision whose comment is too long", about: { state: "approved" as const, comment: "x".repeat(1025) } },
  ])("is not $title", async ({ about }) => {
    const run = await repo.workflow();
    await expect(answer(run.id, about)).rejects.toMatchObject({ status: 422 });
    expect([run.status, run.reviews()]).toEqual(["waiting", []]);
  });

  test("is ten status reports for a deployment, and ten more for the next attempt", async () => {
    const run = await repo.workflow();
    for (let count = 1; count <= 10; count += 1) await answer(run.id, { comment: `Report ${count}` });
    await expect(answer(run.id, {})).rejects.toMatchObject({ status: 422 });
    expect(run.reviews().map(({ state }) => state)).toEqual(Array.from({ length: 10 }, () => "pending"));
    await answer(run.id, { state: "rejected" });
    await run.reruns();
    expect((await answer(run.id, {})).status).toBe(204);
  });

  test("is nothing for a moment after it asked, where told so", async () => {
    github.refusesEarlyReviews(2);
    const run = await repo.workflow();
    for (let early = 0; early < 2; early += 1)
      await expect(answer(run.id, { state: "approved" })).rejects.toMatchObject({ status: 422 });
    expect((await answer(run.id, { state: "approved" })).status).toBe(204);
  });

  test("comes from an App with the permission, and is for a run that exists", async () => {
    const run = await repo.workflow();
    await expect(answer(run.id + 1, {})).rejects.toMatchObject({ status: 404 });
    const path = "POST /repos/{owner}/{repo}/actions/runs/{run_id}/deployment_protection_rule";
    const about = { ...AT, run_id: run.id, environment_name: "production", comment: "Me too" };
    await expect(personClient(github, "root").request(path, about)).rejects.toMatchObject({ status: 403 });
    await github.grants("acme", { metadata: "read", deployments: "read", actions: "read" });
    await expect(answer(run.id, {})).rejects.toMatchObject({ status: 403 });
  });
});

describe("reading", () => {
  test("runs are found by their status, and say who waits and what was said", async () => {
    const app = appClient(github, repo);
    const waits = await repo.workflow({ by: "ada" });
    const done = await repo.workflow({ by: "ada", ref: "main", event: "workflow_dispatch" });
    await answer(done.id, { state: "rejected", comment: "No-go" });
    const { data: list } = await app.rest.actions.listWorkflowRunsForRepo({ ...AT, status: "waiting" });
    expect(list.workflow_runs.map(({ id }) => id)).toEqual([waits.id]);
    const { data: one } = await app.rest.actions.getWorkflowRun({ ...AT, run_id: done.id });
    expect(one).toMatchObject({
      run_attempt: 1,
      head_branch: "main",
      event: "workflow_dispatch",
      conclusion: "failure",
    });
    expect(one.actor?.login).toBe("ada");
    const { data: pending } = await app.rest.actions.getPendingDeploymentsForRun({ ...AT, run_id: waits.id });
    expect(pending.map(({ environment }) => environment.name)).toEqual(["production"]);
    const { data: approvals } = await app.rest.actions.getReviewsForRun({ ...AT, run_id: done.id });
    expect(approvals).toMatchObject([
      {
        state: "rejected",
        comment: "No-go",
        user: { login: "gatehouse[bot]" },
        environments: [{ name: "production" }],
      },
    ]);
    await done.reruns();
    const { data: first } = await app.rest.actions.getWorkflowRunAttempt({ ...AT, run_id: done.id, attempt_number: 1 });
    expect(first).toMatchObject({ run_attempt: 1, status: "completed" });
  });

  test("environments are read with their rules, whatever their names", async () => {
    const app = appClient(github, repo);
    repo.environment("eu/Prod 1", { otherRules: ["other-gate"], adminsBypass: false });
    await repo.workflow({ environments: ["typo"] });
    const { data: list } = await app.rest.repos.getAllEnvironments(AT);
    expect(list.environments?.map(({ name }) => name)).toEqual(["production", "eu/Prod 1", "typo"]);
    const at = { ...AT, environment_name: "EU/prod 1" };
    const { data: one } = await app.rest.repos.getEnvironment(at);
    expect(one).toMatchObject({ name: "eu/Prod 1", can_admins_bypass: false });
    const { data: rules } = await app.rest.repos.getAllDeploymentProtectionRules(at);
    const shown = rules.custom_deployment_protection_rules?.map(({ app: { slug, id }, enabled }) => ({
      slug,
      id,
      enabled,
    }));
    expect(shown).toMatchObject([{ slug: "gatehouse", id: github.appId, enabled: true }, { slug: "other-gate" }]);
    await expect(app.rest.repos.getEnvironment({ ...AT, environment_name: "nope" })).rejects.toMatchObject({
      status: 404,
    });
  });

  test("needs the permission", async () => {
    github.revokes("acme", "actions");
    const run = await repo.workflow();
    const { rest } = appClient(github, repo);
    await expect(rest.actions.getWorkflowRun({ ...AT, run_id: run.id })).rejects.toMatchObject({ status: 403 });
    await expect(rest.repos.getAllEnvironments(AT)).rejects.toMatchObject({ status: 403 });
    expect(told("workflow_run")).toEqual([]);
  });
});

describe("an environment", () => {
  test("that a workflow names and nobody made has no rule: the job runs at once", async () => {
    const run = await repo.workflow({ environments: ["Prodution"] });
    expect([run.status, told("deployment_protection_rule")]).toEqual(["in_progress", []]);
    expect(repo.state.environments.get("prodution")?.rules).toEqual([]);
  });

  test("whose rule is switched off asks nobody", async () => {
    repo.environment("production", { rule: false });
    expect((await repo.workflow()).status).toBe("in_progress");
  });

  test("that is deleted fails the jobs that wait for it", async () => {
    const run = await repo.workflow();
    await repo.deletesEnvironment("production");
    expect(run.conclusion).toBe("failure");
    expect((await repo.workflow()).status).toBe("in_progress");
  });

  test("that is renamed has lost its rule", async () => {
    const run = await repo.workflow();
    await repo.renamesEnvironment("production", { to: "prod" });
    expect(run.conclusion).toBe("failure");
    expect((await repo.workflow({ environments: ["prod"] })).status).toBe("in_progress");
  });
});

describe("the webhook that asks", () => {
  test.each([
    { title: "lacks the newer fields", asking: { without: ["sha", "ref"] as const }, lacks: ["sha", "ref"] },
    { title: "lacks the deployment", asking: { without: ["deployment"] as const }, lacks: ["deployment"] },
  ])("$title", async ({ asking, lacks }) => {
    await repo.workflow({ asking });
    const payload = github.lastDelivery("deployment_protection_rule")?.payload ?? {};
    expect(lacks.filter((name) => name in payload)).toEqual([]);
    expect(payload["environment"]).toBe("production");
  });

  test("has no deployment, or names another host", async () => {
    await repo.workflow({ asking: { deployment: null, callbackOrigin: "https://elsewhere.example" } });
    const payload = github.lastDelivery("deployment_protection_rule")?.payload;
    expect(payload?.["deployment"]).toBeNull();
    expect(String(payload?.["deployment_callback_url"])).toMatch(/^https:\/\/elsewhere\.example\/repos\/acme\/shop\//);
  });

  test("reaches only subscribers with the permission", async () => {
    github.revokes("acme", "deployments");
    await repo.workflow();
    expect(told("deployment_protection_rule", "deployment_status")).toEqual([]);
  });
});

test("runs of one workflow are counted, and found again", async () => {
  const first = await github.runWorkflow({ repo, environments: ["staging"] });
  await first.finishes();
  await github.runWorkflow({ repo });
  const other = await repo.workflow({ name: "Release", ref: "main", event: "release" });
  expect(repo.runs.map(({ state }) => `${state.workflow.path} ${state.number}`)).toEqual([
    ".github/workflows/deploy.yml 1",
    ".github/workflows/deploy.yml 2",
    ".github/workflows/release.yml 1",
  ]);
  expect(github.lastDelivery("deployment_status")?.payload).toMatchObject({
    deployment_status: { log_url: expect.stringMatching(new RegExp(`^${other.url}/job/\\d+$`)) },
  });
  await expect(first.finishes()).rejects.toThrow(/no job of run \d+ is running: "deploy to staging" is completed/);
});

test("a run of a fork's commit says where its head is", async () => {
  const pull = await repo.opens({ by: "fay", fork: true });
  const run = await repo.workflow({
    by: "fay",
    event: "pull_request",
    fork: "fay",
    sha: pull.headSha,
    ref: "change-1",
  });
  const { data } = await appClient(github, repo).rest.actions.getWorkflowRun({ ...AT, run_id: run.id });
  expect(data).toMatchObject({ head_sha: pull.headSha, head_repository: { full_name: "fay/shop", fork: true } });
});
