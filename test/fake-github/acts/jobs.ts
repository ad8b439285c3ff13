import { deployment as presentDeployment } from "../present/deployment.ts";
import { api } from "../present/account.ts";
import { jobPage } from "../present/workflow.ts";
import { type Job, latestAttempt } from "../world/actions.ts";
import type { App, DeploymentState } from "../world/model.ts";
import { type World, fullName } from "../world/world.ts";
import { createRun, updateRun } from "./checks.ts";
import { createDeployment, createDeploymentStatus } from "./deployments.ts";
import { ensureEnvironment } from "./environments.ts";

/** A job is reached: it runs, or waits until every protection rule of its environment is answered. */
export function beginJob(world: World, job: Job): void {
  const { run, plan } = job;
  job.state = "waiting";
  const at = { repo: run.repo, app: run.app, sha: run.sha, workflow: run.workflow.name };
  job.check = createRun(world, at, { name: plan.name, status: "queued" });
  if (plan.environment === null) return startJob(world, job);
  const environment = ensureEnvironment(world, run.repo, plan.environment);
  job.deployment = createDeployment(world, run.repo, {
    by: latestAttempt(run).by,
    app: run.app,
    ref: run.ref,
    sha: run.sha,
    environment: environment.name,
    job,
  });
  const asked = environment.rules.filter(({ enabled }) => enabled);
  if (asked.length === 0) return startJob(world, job);
  job.waitingSince = world.now();
  job.early = run.asking.early ?? world.earlyReviews;
  report(world, job, { state: "waiting" });
  for (const { app } of asked) {
    job.answers.set(app, "pending");
    ask(world, job, app);
  }
}

export function startJob(world: World, job: Job): void {
  job.state = "in_progress";
  if (job.check !== null) updateRun(world, job.check, { status: "in_progress" });
  report(world, job, { state: "in_progress" });
}

/** What a deployment's status says of how its job ended. */
const ENDS = { success: "success", failure: "failure", cancelled: "error", skipped: "inactive" } as const;

export function endJob(
  world: World,
  job: Job,
  { conclusion, url }: { conclusion: keyof typeof ENDS; url?: string | undefined },
): void {
  job.state = "completed";
  job.conclusion = conclusion;
  report(world, job, { state: ENDS[conclusion], url });
  if (job.check !== null) updateRun(world, job.check, { conclusion });
}

function report(world: World, job: Job, { state, url }: { state: DeploymentState; url?: string | undefined }): void {
  if (job.deployment === null) return;
  const by = latestAttempt(job.run).by;
  createDeploymentStatus(world, job.deployment, { by, state, environmentUrl: url, logUrl: jobPage(world, job) });
}

function ask(world: World, { run, plan, deployment }: Job, app: App): void {
  const { asking } = run;
  const origin = asking.callbackOrigin === undefined ? api(world) : asking.callbackOrigin;
  const payload = {
    environment: plan.environment,
    event: run.event,
    sha: run.sha,
    ref: run.ref,
    deployment_callback_url: `${origin}/repos/${fullName(run.repo)}/actions/runs/${run.id}/deployment_protection_rule`,
    deployment: deployment === null || asking.deployment === null ? null : presentDeployment(world, deployment),
    pull_requests: [],
  };
  const without: readonly string[] = asking.without ?? [];
  world.tell({
    event: "deployment_protection_rule",
    action: "requested",
    sender: latestAttempt(run).by,
    repo: run.repo,
    body: Object.fromEntries(Object.entries(payload).filter(([name]) => !without.includes(name))),
    onlyFor: app,
    offContract: asking.deployment === null,
  });
}
