import { workflow, workflowRun } from "../present/workflow.ts";
import {
  type Asking,
  type Attempt,
  type Environment,
  type Job,
  type JobPlan,
  type WorkflowRun,
  environmentOf,
  latestAttempt,
  stateOf,
} from "../world/actions.ts";
import type { Account, App, Repository } from "../world/model.ts";
import { Refusal, invalid } from "../world/refusal.ts";
import { type World, atLeast, roleOf } from "../world/world.ts";
import { beginJob, endJob, startJob } from "./jobs.ts";

export interface NewRun {
  readonly by: Account;
  readonly app: App;
  readonly name: string;
  readonly event: string;
  readonly sha: string;
  readonly ref: string;
  readonly headRepo: Repository;
  readonly jobs: readonly JobPlan[];
  readonly asking: Asking;
}

/** A workflow is set off: its jobs that need no other begin. */
export function startRun(world: World, repo: Repository, about: NewRun): WorkflowRun {
  if (repo.git.commit(about.sha) === undefined) throw invalid(`No commit found for SHA: ${about.sha}`);
  const { name } = about;
  const earlier = repo.workflowRuns.filter(({ workflow: of }) => of.name === name);
  const flow = earlier[0]?.workflow ?? {
    ...world.ids.next("workflow"),
    name,
    path: `.github/workflows/${name.toLowerCase().replaceAll(/\W+/g, "-")}.yml`,
  };
  const run = world.add("workflowRun", (ids): WorkflowRun => ({
    kind: "WorkflowRun",
    ...ids,
    repo,
    headRepo: about.headRepo,
    workflow: flow,
    app: about.app,
    event: about.event,
    sha: about.sha,
    ref: about.ref,
    number: earlier.length + 1,
    actor: about.by,
    asking: about.asking,
    createdAt: world.now(),
    attempts: [],
    reviews: [],
  }));
  repo.workflowRuns.push(run);
  attempt(world, run, { by: about.by, plans: about.jobs });
  return run;
}

/** "Re-run all jobs" or "Re-run failed jobs": another attempt of the same run, which asks every rule again. */
export function rerun(world: World, run: WorkflowRun, again: { by: Account; failedOnly: boolean }): void {
  const before = latestAttempt(run);
  if (stateOf(before).status !== "completed") throw new Refusal(403, "This workflow run is still running");
  const wanted = (job: Job): boolean => !again.failedOnly || job.conclusion !== "success";
  const plans = before.jobs.filter(wanted).map(({ plan }) => plan);
  attempt(world, run, { by: again.by, plans, kept: before.jobs.filter((job) => !wanted(job)) });
}

function attempt(
  world: World,
  run: WorkflowRun,
  { by, plans, kept = [] }: { by: Account; plans: readonly JobPlan[]; kept?: readonly Job[] },
): void {
  const number = run.attempts.length + 1;
  const now = world.now();
  const jobs = plans.map((plan): Job => ({
    plan,
    run,
    attempt: number,
    state: "planned",
    conclusion: null,
    check: null,
    deployment: null,
    answers: new Map(),
    waitingSince: null,
    early: 0,
  }));
  run.attempts.push({ number, by, startedAt: now, updatedAt: now, jobs: [...kept, ...jobs], told: "requested" });
  tell(world, run, "requested");
  proceed(world, run);
}

/** Begins the jobs whose needs are met, skips those whose can't be any more, and tells what became of the run. */
export function proceed(world: World, run: WorkflowRun): void {
  const now = latestAttempt(run);
  now.updatedAt = world.now();
  for (let next = reached(now); next !== undefined; next = reached(now)) {
    if (next.ready) beginJob(world, next.job);
    else endJob(world, next.job, { conclusion: "skipped" });
  }
  const { status } = stateOf(now);
  if (status === "in_progress" && now.told === "requested") tell(world, run, (now.told = "in_progress"));
  if (status === "completed" && now.told !== "completed") tell(world, run, (now.told = "completed"));
}

function reached({ jobs }: Attempt): { job: Job; ready: boolean } | undefined {
  const named = (name: string): Job | undefined => jobs.find(({ plan }) => plan.name === name);
  for (const job of jobs.filter(({ state }) => state === "planned")) {
    const needed = job.plan.needs.map(named);
    if (needed.every((one) => one?.state === "completed"))
      return { job, ready: needed.every((one) => one?.conclusion === "success") };
  }
  return undefined;
}

/** A job that runs comes to its end. */
export function finishJob(
  world: World,
  job: Job,
  end: { conclusion: "success" | "failure"; url?: string | undefined },
): void {
  if (job.state !== "in_progress") throw new Error(`the job "${job.plan.name}" is ${job.state}: it can't finish`);
  endJob(world, job, end);
  proceed(world, job.run);
}

export function cancelRun(world: World, run: WorkflowRun): void {
  for (const job of latestAttempt(run).jobs)
    if (job.state !== "completed") endJob(world, job, { conclusion: "cancelled" });
  proceed(world, run);
}

/** "Start all waiting jobs", which administrators may press where the environment lets them. */
export function bypassRules(world: World, run: WorkflowRun, by: Account): void {
  if (!atLeast(roleOf(run.repo, by), "admin")) throw new Refusal(403, `${by.login} is no administrator`);
  const jobs = waiting(run);
  const barred = jobs.find((job) => !environmentFor(job).adminsBypass);
  if (barred !== undefined)
    throw new Refusal(403, `${environmentFor(barred).name} does not let administrators bypass its rules`);
  for (const job of jobs) startJob(world, job);
  proceed(world, run);
}

const MONTH_MS = 30 * 24 * 3_600_000;

/** GitHub fails a job that waited for 30 days: https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments */
export function expireWaiting(world: World): void {
  const waits = [...world.repos.values()].flatMap(({ workflowRuns }) => workflowRuns).flatMap(waiting);
  const old = waits.filter(({ waitingSince }) => world.now().getTime() - (waitingSince?.getTime() ?? 0) >= MONTH_MS);
  for (const job of old) {
    endJob(world, job, { conclusion: "failure" });
    proceed(world, job.run);
  }
}

/** Deleting an environment fails the jobs that wait for it. Renaming is deleting and making anew. */
export function deleteEnvironment(world: World, environment: Environment): void {
  const { repo, name } = environment;
  repo.environments.delete(name.toLowerCase());
  world.nodes.delete(environment.nodeId);
  for (const run of repo.workflowRuns) {
    const stranded = waiting(run).filter(({ plan }) => plan.environment?.toLowerCase() === name.toLowerCase());
    for (const job of stranded) endJob(world, job, { conclusion: "failure" });
    if (stranded.length > 0) proceed(world, run);
  }
}

export const waiting = (run: WorkflowRun): Job[] => latestAttempt(run).jobs.filter(({ state }) => state === "waiting");

/** GitHub's limits: https://docs.github.com/en/rest/actions/workflow-runs#review-custom-deployment-protection-rules-for-a-workflow-run */
const MOST_REPORTS = 10;
const LONGEST_COMMENT = 1024;

export interface Answering {
  readonly app: App;
  readonly environment: string;
  /** A status report without. */
  readonly state?: "approved" | "rejected" | undefined;
  readonly comment: string;
}

/** What an App answers for its own rule: for every job of the newest attempt that waits for it at that environment. */
export function review(world: World, run: WorkflowRun, { app, environment: named, state, comment }: Answering): void {
  const environment = environmentOf(run.repo, named);
  const asked = waiting(run).filter(
    ({ plan, answers }) => plan.environment?.toLowerCase() === named.toLowerCase() && answers.get(app) === "pending",
  );
  if (environment === undefined || asked.length === 0 || asked.some(({ early }) => early > 0)) {
    for (const job of asked) job.early = Math.max(0, job.early - 1);
    throw invalid("No pending deployment requests to approve or reject");
  }
  if (comment.length > LONGEST_COMMENT) throw invalid(`Comment is too long (maximum is ${LONGEST_COMMENT} characters)`);
  const reports = (job: Job) =>
    run.reviews.filter((one) => one.state === "pending" && one.app === app && one.jobs.includes(job));
  if (state === undefined && asked.some((job) => reports(job).length >= MOST_REPORTS))
    throw invalid(`A deployment can have at most ${MOST_REPORTS} status reports`);
  const { number } = latestAttempt(run);
  const at = world.now();
  run.reviews.push({ app, environment, attempt: number, state: state ?? "pending", comment, at, jobs: asked });
  if (state === undefined) return;
  for (const job of asked) decide(world, job, { app, state });
  proceed(world, run);
}

function decide(world: World, job: Job, { app, state }: { app: App; state: "approved" | "rejected" }): void {
  job.answers.set(app, state);
  if (state === "rejected") return endJob(world, job, { conclusion: "failure" });
  if ([...job.answers.values()].every((one) => one === "approved")) startJob(world, job);
}

function environmentFor({ run, plan }: Job): Environment {
  const environment = environmentOf(run.repo, plan.environment ?? "");
  if (environment === undefined) throw new Error(`the job "${plan.name}" has no environment`);
  return environment;
}

function tell(world: World, run: WorkflowRun, action: string): void {
  world.tell({
    event: "workflow_run",
    action,
    sender: latestAttempt(run).by,
    repo: run.repo,
    body: { workflow: workflow(world, run), workflow_run: workflowRun(world, run) },
  });
}
