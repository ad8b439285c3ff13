import { WAKE } from "../spread.ts";
import type { DeployRequest, WaitingRun } from "./ports.ts";
import type { ReleaseTurn } from "./parts.ts";

/** Keeps the runs that ask, each try of a run and each environment by itself, and answers those that wait. */
export const registered = async (turn: ReleaseTurn): Promise<readonly DeployRequest[]> => {
  const { parts, key } = turn;
  for (const asking of askingIn(turn)) await register(turn, asking);
  return parts.requests.waiting(key);
};

/** Whether a change asks for the release, by a run or otherwise, rather than tells of something that it depends on. */
export const isAsking = ({ changes }: Pick<ReleaseTurn, "changes">): boolean =>
  changes.some(({ change: { event, release, act } }) => (release !== undefined && event !== WAKE) || act !== undefined);

interface Asking {
  readonly guid: string;
  readonly runId: number;
  readonly environment: string;
}

const askingIn = ({ changes }: ReleaseTurn): readonly Asking[] =>
  changes.flatMap(({ guid, change: { release } }) =>
    release?.runId === undefined ? [] : [{ guid, runId: release.runId, environment: release.environment }],
  );

/** No event tells which try of the run asks; when there are more tries by now, the earlier ones wait no more. */
const register = async (turn: ReleaseTurn, { guid, runId, environment }: Asking): Promise<void> => {
  const { parts, key, repository } = turn;
  const run = await parts.runsWaiting.run(repository, runId);
  if (run === undefined) {
    parts.log.warn({ subject: key, runId }, "the run that asks is gone");
    return;
  }
  const { attempt, startedAt: askedAt = parts.now() } = run;
  await parts.requests.ask({ subjectKey: key, runId, attempt, environment, askedAt, cause: guid });
  const all = await parts.requests.waiting(key);
  await settleGone(
    turn,
    all.filter((request) => request.runId === runId),
    run,
  );
};

/** Closes those of one run's requests that wait no more; answers whether all of them are. */
export const settleGone = async (
  { parts, key }: ReleaseTurn,
  requests: readonly DeployRequest[],
  run: WaitingRun | undefined,
): Promise<boolean> => {
  const gone = requests.filter(({ attempt }) => run === undefined || run.isOver || attempt < run.attempt);
  for (const { runId, attempt } of gone) {
    await parts.requests.note({ subjectKey: key, runId, attempt }, { answer: "gone", answeredAt: parts.now() });
    parts.log.info({ subject: key, runId, attempt }, "the run waits no more");
  }
  return gone.length === requests.length;
};
