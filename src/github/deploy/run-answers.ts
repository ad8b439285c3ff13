import { z } from "zod";
import type { RunAnswers, Said, Waiting } from "../../readiness/deploy/ports.ts";
import type { RepositoryRef } from "../../readiness/ports.ts";
import { GithubError, isGone } from "../errors.ts";
import { where, type ClientOf } from "../writers.ts";

export interface RunAnswersParts {
  readonly clientOf: ClientOf;
  readonly warn: (data: object, message: string) => void;
}

/**
 * Workflow runs that wait for our rule, by REST. The address to answer at is built from repository and run, never taken from an event.
 * Throws `GithubError` in our words where GitHub refuses.
 * https://docs.github.com/en/rest/actions/workflow-runs#review-custom-deployment-protection-rules-for-a-workflow-run
 */
export const runAnswersOn = ({ clientOf, warn }: RunAnswersParts): RunAnswers => {
  const guarded = guardedBy(warn);
  const answer = async (repository: RepositoryRef, { runId, environment }: Waiting, word: Word) => {
    const client = await clientOf(repository.installationId);
    const route = "POST /repos/{owner}/{repo}/actions/runs/{run_id}/deployment_protection_rule";
    const body = { ...where(repository), run_id: runId, environment_name: environment, ...word };
    return guarded(repository, ANSWERING, () => toldOrNothing(() => client.write(route, body)));
  };
  const look = async (repository: RepositoryRef, runId: number, route: `GET ${string}`): Promise<unknown> => {
    const client = await clientOf(repository.installationId);
    const asked = { ...where(repository), run_id: runId };
    return guarded(repository, LOOKING, () => orNothing(() => client.get(route, asked)));
  };
  return {
    run: async (repository, runId) => {
      const found = await look(repository, runId, "GET /repos/{owner}/{repo}/actions/runs/{run_id}");
      if (found === undefined) return undefined;
      const { run_attempt: attempt, run_started_at: startedAt, status } = Run.parse(found);
      return { attempt, isOver: status === "completed", ...(startedAt == null ? {} : { startedAt }) };
    },
    report: (repository, to, comment) => answer(repository, to, { comment: cut(comment) }),
    decide: (repository, to, { state, comment }) => answer(repository, to, { state, comment: cut(comment) }),
    said: async (repository, { runId, environment }) => {
      const found = await look(repository, runId, "GET /repos/{owner}/{repo}/actions/runs/{run_id}/approvals");
      return saidIn(Reviews.parse(found ?? []), environment);
    },
  };
};

/** Says once of each installation which permission it lacks. */
const guardedBy = (warn: RunAnswersParts["warn"]) => {
  const told = new Set<string>();
  const tell = ({ installationId }: RepositoryRef, what: Refused): void => {
    const key = `${installationId} ${what.permission}`;
    if (told.has(key)) return;
    told.add(key);
    warn({ installationId, permission: what.permission }, what.remedy);
  };
  return async <Answer>(repository: RepositoryRef, what: Refused, call: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof GithubError) || error.status !== 403 || error.shutOut) throw error;
      tell(repository, what);
      throw new GithubError(what.remedy, 403, { cause: error });
    }
  };
};

interface Word {
  readonly state?: "approved" | "rejected";
  readonly comment: string;
}

interface Refused {
  readonly permission: string;
  readonly remedy: string;
}

const GRANT = "Add it in the App's settings under Permissions & events, and accept it for the installation.";

const ANSWERING: Refused = {
  permission: "deployments: write",
  remedy: `GitHub refuses the answer to a waiting deployment, which needs the permission deployments: write. ${GRANT}`,
};
const LOOKING: Refused = {
  permission: "actions: read",
  remedy: `GitHub refuses to show the workflow run that waits, which needs the permission actions: read. ${GRANT}`,
};

const Run = z.object({
  run_attempt: z.int().min(1).default(1),
  run_started_at: z.coerce.date().nullish(),
  status: z.string().nullish(),
});

/** https://docs.github.com/en/rest/actions/workflow-runs#get-the-review-history-for-a-workflow-run */
const Reviews = z.array(
  z.object({
    state: z.string(),
    comment: z.string(),
    environments: z.array(z.object({ name: z.string().optional() })),
  }),
);

/** Of all that was said to a run, what is about one environment; GitHub compares their names without regard to case. */
const saidIn = (reviews: z.output<typeof Reviews>, environment: string): readonly Said[] =>
  reviews.filter(({ environments }) =>
    environments.some(({ name }) => name?.toLowerCase() === environment.toLowerCase()),
  );

const orNothing = async (call: () => Promise<unknown>): Promise<unknown> => {
  try {
    return await call();
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
};

/**
 * What GitHub says where nothing waits (yet, or any more), by its text, since it gives no code. A limit of ours that was broken is a 422
 * as well and must not be taken for it, so what is not known is thrown.
 */
const NOTHING_WAITS = /no pending|already been (?:reviewed|approved|rejected)|problem (?:approving|rejecting)/iu;

const toldOrNothing = async (call: () => Promise<unknown>): Promise<"told" | "nothing-waits"> => {
  try {
    await call();
    return "told";
  } catch (error) {
    if (!(error instanceof GithubError)) throw error;
    if (error.status === 422 && NOTHING_WAITS.test(error.message)) return "nothing-waits";
    if (!isGone(error)) throw error;
    throw new GithubError(`the workflow run that waits can't be found, or not by this App: ${error.message}`, 404, {
      cause: error,
    });
  }
};

/** GitHub refuses longer comments. */
const LONGEST_COMMENT = 1024;

/** Last guard: reports are made to fit, so nothing is lost here as a rule. */
const cut = (comment: string): string =>
  comment.length <= LONGEST_COMMENT
    ? comment
    : `${comment.slice(0, LONGEST_COMMENT - 1).replace(/[\uD800-\uDBFF]$/u, "")}…`;
