import type { Account, App, CheckRun, Deployment, Repository } from "./model.ts";

/** A custom deployment protection rule: the App that is asked. */
export interface EnvironmentRule {
  readonly id: number;
  readonly nodeId: string;
  readonly app: App;
  enabled: boolean;
}

export interface Environment {
  readonly kind: "Environment";
  readonly id: number;
  readonly nodeId: string;
  readonly repo: Repository;
  readonly name: string;
  readonly createdAt: Date;
  readonly rules: EnvironmentRule[];
  /** "Allow administrators to bypass configured protection rules". */
  adminsBypass: boolean;
}

/** Oddities of the payloads that ask: of older versions of GitHub, of GitHub Enterprise Server, of forgers. */
export interface Asking {
  /** Fields the payload lacks altogether. */
  readonly without?: readonly ("sha" | "ref" | "event" | "deployment" | "pull_requests")[] | undefined;
  /** Null: the payload says that there is no deployment. */
  readonly deployment?: null | undefined;
  /** The origin of the address to answer to, when it isn't this GitHub's: `https://elsewhere.example`. */
  readonly callbackOrigin?: string | undefined;
  /** So many answers come too early for GitHub; the world's default unless given. */
  readonly early?: number | undefined;
}

export interface JobPlan {
  readonly name: string;
  readonly environment: string | null;
  /** The jobs that have to succeed before this one is reached, by name. */
  readonly needs: readonly string[];
}

export interface Job {
  readonly plan: JobPlan;
  readonly run: WorkflowRun;
  readonly attempt: number;
  /** `planned`: it needs jobs that aren't done. */
  state: "planned" | "waiting" | "in_progress" | "completed";
  conclusion: "success" | "failure" | "cancelled" | "skipped" | null;
  check: CheckRun | null;
  deployment: Deployment | null;
  /** What each rule's App said so far. */
  readonly answers: Map<App, "pending" | "approved" | "rejected">;
  waitingSince: Date | null;
  /** How many answers GitHub still refuses because it isn't ready for them. */
  early: number;
}

/** What an App said about a job that waited: `pending` is a status report. */
export interface GateReview {
  readonly app: App;
  readonly environment: Environment;
  readonly attempt: number;
  readonly state: "approved" | "rejected" | "pending";
  readonly comment: string;
  readonly at: Date;
  readonly jobs: readonly Job[];
}

export interface Attempt {
  readonly number: number;
  readonly by: Account;
  readonly startedAt: Date;
  readonly jobs: readonly Job[];
  updatedAt: Date;
  told: "requested" | "in_progress" | "completed";
}

export interface WorkflowRun {
  readonly kind: "WorkflowRun";
  readonly id: number;
  readonly nodeId: string;
  readonly repo: Repository;
  /** Another one than `repo` when a fork's pull request set it off. */
  readonly headRepo: Repository;
  readonly workflow: { readonly id: number; readonly nodeId: string; readonly name: string; readonly path: string };
  readonly app: App;
  readonly event: string;
  readonly sha: string;
  /** The branch or tag, without `refs/`. */
  readonly ref: string;
  readonly number: number;
  readonly actor: Account;
  readonly asking: Asking;
  readonly createdAt: Date;
  readonly attempts: Attempt[];
  readonly reviews: GateReview[];
}

/** The newest attempt: the one that can be answered. */
export function latestAttempt({ attempts, id }: WorkflowRun): Attempt {
  const latest = attempts.at(-1);
  if (latest === undefined) throw new Error(`run ${id} has no attempt`);
  return latest;
}

export interface RunState {
  readonly status: "queued" | "waiting" | "in_progress" | "completed";
  readonly conclusion: "success" | "failure" | "cancelled" | null;
}

export function stateOf({ jobs }: Attempt): RunState {
  const states = new Set(jobs.map(({ state }) => state));
  if (states.has("in_progress")) return { status: "in_progress", conclusion: null };
  if (states.has("waiting")) return { status: "waiting", conclusion: null };
  if (states.has("planned")) return { status: "queued", conclusion: null };
  const conclusions = new Set(jobs.map(({ conclusion }) => conclusion));
  if (conclusions.has("failure")) return { status: "completed", conclusion: "failure" };
  return { status: "completed", conclusion: conclusions.has("cancelled") ? "cancelled" : "success" };
}

export const environmentOf = (repo: Repository, name: string): Environment | undefined =>
  repo.environments.get(name.toLowerCase());
