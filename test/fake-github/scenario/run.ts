import { type NewRun, bypassRules, cancelRun, finishJob, rerun, review, startRun, waiting } from "../acts/workflows.ts";
import { runPage } from "../present/workflow.ts";
import {
  type Asking,
  type GateReview,
  type Job,
  type JobPlan,
  type RunState,
  type WorkflowRun,
  latestAttempt,
  stateOf,
} from "../world/actions.ts";
import type { Deployment, Repository } from "../world/model.ts";
import { resolveCommit } from "../world/world.ts";
import type { Stage } from "./stage.ts";

/** A workflow that deploys: to each named environment by a job of its own, side by side. */
export interface Workflow {
  /** Who set it off; github-actions' bot for a schedule. */
  readonly by?: string;
  /** The workflow's name; a further run of the same name counts on. */
  readonly name?: string;
  readonly event?: "push" | "pull_request" | "workflow_dispatch" | "release" | "schedule" | "deployment";
  /** Branch or tag; the default branch unless given. */
  readonly ref?: string;
  /** The ref's tip unless given. */
  readonly sha?: string;
  /** That person's fork is where the head is. */
  readonly fork?: string;
  /** An environment named twice makes two jobs, as a matrix does. */
  readonly environments?: readonly string[];
  /** Jobs by name instead, where some need others or have no environment. */
  readonly jobs?: Readonly<Record<string, { readonly environment?: string; readonly needs?: readonly string[] }>>;
  /** Oddities of the webhook that asks. */
  readonly asking?: Asking;
}

/** A workflow run, and what happens to it. Every verb waits until the App has answered the webhooks it caused. */
export class RunScenario {
  /** The state behind it, to look at. */
  readonly state: WorkflowRun;
  readonly #stage: Stage;

  constructor(stage: Stage, state: WorkflowRun) {
    this.#stage = stage;
    this.state = state;
  }

  get id(): number {
    return this.state.id;
  }

  get sha(): string {
    return this.state.sha;
  }

  get url(): string {
    return runPage(this.#stage.world, this.state);
  }

  get attempt(): number {
    return latestAttempt(this.state).number;
  }

  /** Of the newest attempt: `waiting`, `in_progress`, `completed`, … */
  get status(): RunState["status"] {
    return stateOf(latestAttempt(this.state)).status;
  }

  get conclusion(): RunState["conclusion"] {
    return stateOf(latestAttempt(this.state)).conclusion;
  }

  get jobs(): readonly Job[] {
    return latestAttempt(this.state).jobs;
  }

  /** The environments that jobs of the newest attempt wait for, each once. */
  get waitsFor(): string[] {
    return [...new Set(waiting(this.state).flatMap(({ plan }) => plan.environment ?? []))];
  }

  /** The newest deployment to that environment, or the only one. */
  deployment(environment?: string): Deployment {
    const found = this.jobs.findLast((job) => job.deployment !== null && isAt(job, environment))?.deployment;
    if (found === undefined || found === null)
      throw new Error(`run ${this.id} has no deployment to ${environment ?? "anywhere"}`);
    return found;
  }

  /** What the App said in every attempt, oldest first; `pending` is a status report. */
  reviews(about: { environment?: string; attempt?: number } = {}): GateReview[] {
    const { environment, attempt } = about;
    return this.state.reviews
      .filter((one) => environment === undefined || same(one.environment.name, environment))
      .filter((one) => attempt === undefined || one.attempt === attempt);
  }

  /** The App's decision in the newest attempt, if there is one. */
  decision(environment?: string): GateReview | undefined {
    return this.reviews({ attempt: this.attempt, ...(environment === undefined ? {} : { environment }) }).findLast(
      ({ state }) => state !== "pending",
    );
  }

  /** The jobs that run come to their end: all of them, or those of one environment or name. */
  async finishes(
    conclusion: "success" | "failure" = "success",
    about: { environment?: string; job?: string; url?: string } = {},
  ): Promise<void> {
    const running = this.jobs.filter(({ state }) => state === "in_progress");
    const chosen = running.filter(
      (job) => isAt(job, about.environment) && (about.job === undefined || job.plan.name === about.job),
    );
    if (chosen.length === 0)
      throw new Error(
        `no job of run ${this.id} is running${about.environment === undefined ? "" : ` at ${about.environment}`}: ` +
          this.jobs.map(({ plan, state }) => `"${plan.name}" is ${state}`).join(", "),
      );
    await this.#stage.hooks.during(() => {
      for (const job of chosen) finishJob(this.#stage.world, job, { conclusion, url: about.url });
    });
  }

  /** "Re-run all jobs", or only the failed ones: another attempt that asks every rule again. */
  async reruns({ by, failedOnly = false }: { by?: string; failedOnly?: boolean } = {}): Promise<void> {
    const { world, hooks } = this.#stage;
    const account = by === undefined ? this.state.actor : world.user(by);
    await hooks.during(() => rerun(world, this.state, { by: account, failedOnly }));
  }

  /** "Start all waiting jobs", or GitHub's refusal. */
  async bypasses({ by }: { by: string }): Promise<void> {
    const { world, hooks } = this.#stage;
    await hooks.during(() => bypassRules(world, this.state, world.user(by)));
  }

  async cancels(): Promise<void> {
    const { world, hooks } = this.#stage;
    await hooks.during(() => cancelRun(world, this.state));
  }

  /** Another App answers for the rule of its own. */
  async isAnsweredBy(
    slug: string,
    { environment = "production", state }: { environment?: string; state: "approved" | "rejected" },
  ): Promise<void> {
    const { world, hooks, app } = this.#stage;
    const answer = { app: app(slug), environment, state, comment: `${slug}: ${state}` };
    await hooks.during(() => review(world, this.state, answer));
  }
}

/** Sets a workflow off. */
export async function runWorkflow(stage: Stage, repo: Repository, about: Workflow): Promise<RunScenario> {
  const { world, hooks } = stage;
  const ref = about.ref ?? repo.defaultBranch;
  const sha = about.sha ?? resolveCommit(repo, ref);
  if (sha === undefined) throw new Error(`there is no ${ref} to run a workflow on`);
  const run: NewRun = {
    by: about.by === undefined ? world.bot("github-actions[bot]") : world.user(about.by),
    app: stage.app("github-actions"),
    name: about.name ?? "Deploy",
    event: about.event ?? "push",
    sha,
    ref,
    headRepo: about.fork === undefined ? repo : forkOf(stage, repo, about.fork),
    jobs: plans(about),
    asking: about.asking ?? {},
  };
  return new RunScenario(stage, await hooks.during(() => startRun(world, repo, run)));
}

function forkOf({ world }: Stage, repo: Repository, login: string): Repository {
  const fork = world.repo(`${login}/${repo.name}`);
  if (fork === undefined) throw new Error(`${login} has no fork of ${repo.name}: make one with repo.fork()`);
  return fork;
}

function plans({ jobs, environments = ["production"] }: Workflow): JobPlan[] {
  if (jobs !== undefined)
    return Object.entries(jobs).map(([name, { environment = null, needs = [] }]) => ({ name, environment, needs }));
  return environments.map((environment, index) => {
    const before = environments.slice(0, index).filter((one) => one === environment).length;
    const name = before === 0 ? `deploy to ${environment}` : `deploy to ${environment} (${before + 1})`;
    return { name, environment, needs: [] };
  });
}

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

const isAt = ({ plan }: Job, environment: string | undefined): boolean =>
  environment === undefined || (plan.environment !== null && same(plan.environment, environment));
