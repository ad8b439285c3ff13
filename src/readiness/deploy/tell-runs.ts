import { decide } from "../../evaluation/deploy/decide.ts";
import { digestText } from "../../report/deploy/digest.ts";
import { statusReport } from "../../report/deploy/status.ts";
import { digestOf } from "../publish.ts";
import type { Found } from "./decided.ts";
import type { ReleaseTurn } from "./parts.ts";
import type { DeployRequest } from "./ports.ts";
import { settleGone } from "./register.ts";
import { hasArrived, isUnderWay, underWay } from "./under-way.ts";

/** What is left of the runs that waited. */
export interface Told {
  /** Runs that still wait. */
  readonly waiting: number;
  /** A run was answered in this turn, or found to wait no more. */
  readonly settled: boolean;
  /** GitHub knew of nothing to be answered, and what waits is tried again now and then. */
  readonly isRefused: boolean;
  /** When to try again soon, because GitHub knew of nothing to be answered, which soon after the event can be too early to believe. */
  readonly retryInMs?: number | undefined;
}

/** Tells each run that waits what was decided: a report while it has to wait, if that is news to it, and the decision once. */
export const tellRuns = async (
  turn: ReleaseTurn,
  requests: readonly DeployRequest[],
  telling: Telling,
): Promise<Told> => {
  const outcomes: Outcome[] = [];
  for (const request of requests) {
    turn.signal.throwIfAborted();
    outcomes.push(await tellRun(turn, request, telling));
  }
  const retries = outcomes.flatMap(({ retryInMs }) => retryInMs ?? []);
  return {
    waiting: outcomes.filter(({ waits }) => waits).length,
    settled: outcomes.some(({ waits }) => !waits),
    isRefused: outcomes.some(({ isRefused }) => isRefused === true),
    ...(retries.length === 0 ? {} : { retryInMs: Math.min(...retries) }),
  };
};

interface Outcome {
  readonly waits: boolean;
  readonly isRefused?: true;
  readonly retryInMs?: number;
}

/** What they are told, and where to read more. */
interface Telling extends Pick<Found, "release" | "decision"> {
  readonly more: string | undefined;
}

const tellRun = (turn: ReleaseTurn, request: DeployRequest, whole: Telling): Promise<Outcome> => {
  const telling = isOvertaken(request, whole) ? overtaken(turn, whole) : whole;
  return telling.decision.state === "awaiting" ? report(turn, request, telling) : answer(turn, request, telling);
};

/** Going back is meant by a run that began after the deployment it goes back from; one that waited all the while meant to go on. */
const isOvertaken = ({ askedAt }: DeployRequest, { release: { course, previous, sha } }: Telling): boolean =>
  course === "back" &&
  previous !== undefined &&
  previous.sha !== sha &&
  askedAt.getTime() < Date.parse(previous.begunAt);

const overtaken = ({ parts }: ReleaseTurn, { release: whole, more }: Telling): Telling => {
  const release = { ...whole, overtaken: true };
  return { release, decision: decide(release, parts.now()), more };
};

/** GitHub takes ten for one deployment: https://docs.github.com/en/actions/how-tos/deploy/configure-and-manage-deployments/create-custom-protection-rules */
const MOST_REPORTS = 10;

/** Counted before it is sent, so that after a crash there are never more than GitHub takes. */
const report = async (
  turn: ReleaseTurn,
  request: DeployRequest,
  { release, decision, more }: Telling,
): Promise<Outcome> => {
  const { parts, repository } = turn;
  const digest = digestOf(digestText(decision));
  if (request.digest === digest) return { waits: true };
  const reports = isUnderWay(request, digest) ? request.reports : request.reports + 1;
  if (reports > MOST_REPORTS) return { waits: true };
  if (!(await hasArrived(turn, request, { about: digest, state: "pending" }))) {
    const comment = statusReport(release, decision, { more, isLast: reports === MOST_REPORTS });
    await parts.requests.note(request, { reports, digest: underWay(digest, comment) });
    if ((await parts.runsWaiting.report(repository, request, comment)) !== "told") {
      await parts.requests.note(request, { reports: request.reports, digest: request.digest ?? "" });
      return unanswered(turn, request);
    }
  }
  await parts.requests.note(request, { digest, refusals: 0 });
  parts.log.info({ subject: turn.key, runId: request.runId, reports }, "a run that waits was told what for");
  return { waits: true };
};

const answer = async (
  turn: ReleaseTurn,
  request: DeployRequest,
  { release, decision, more }: Telling,
): Promise<Outcome> => {
  const { parts, repository, key } = turn;
  const state = decision.state === "approved" ? "approved" : "rejected";
  const comment = statusReport(release, decision, { more });
  await parts.requests.note(request, { digest: underWay(state, comment) });
  const told = await parts.runsWaiting.decide(repository, request, { state, comment });
  if (told === "nothing-waits" && !(await wasAnswered(turn, request, state))) {
    await parts.requests.note(request, { digest: request.digest ?? "" });
    return unanswered(turn, request);
  }
  await parts.requests.note(request, { answer: state, answeredAt: parts.now(), refusals: 0 });
  const { runId, attempt } = request;
  parts.log.info({ subject: key, runId, attempt, state, held: decision.holders.length }, "deployment answered");
  return { waits: false };
};

/** By a process that ended before it could take note. GitHub does not tell of which try a word is, so that only the first is certain. */
const wasAnswered = async (
  turn: ReleaseTurn,
  request: DeployRequest,
  state: "approved" | "rejected",
): Promise<boolean> => request.attempt === 1 && (await hasArrived(turn, request, { about: state, state }));

/** Tries for about a minute: 1 s, 2 s, 4 s … 32 s. */
const SOON = 6;

/**
 * Right after the event GitHub may not know yet that the run waits. Afterwards the run itself is looked at: one that is over, or was
 * started again, waits no more. One that goes on may have been let through by an administrator, and is tried again now and then.
 */
const unanswered = async (turn: ReleaseTurn, request: DeployRequest): Promise<Outcome> => {
  const { parts, repository } = turn;
  const refusals = request.refusals + 1;
  await parts.requests.note(request, { refusals });
  if (refusals <= SOON) return { waits: true, retryInMs: 1000 * 2 ** (refusals - 1) };
  const run = await parts.runsWaiting.run(repository, request.runId);
  return (await settleGone(turn, [request], run)) ? { waits: false } : { waits: true, isRefused: true };
};
