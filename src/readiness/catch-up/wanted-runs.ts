import { releaseKey } from "../change.ts";
import { runsUntil } from "./marks.ts";
import type { AskedRuns, WaitingThere } from "./ports.ts";
import type { WantedTurn } from "./turns.ts";
import { turn, type Through, type Wanted, type WantingTurns } from "./wanting.ts";

/**
 * Turns of the runs that wait for our word and were not given it. What one look can't cover is left to the next sweep, which begins
 * where this one ended; when all were looked at, the newest are the next.
 */
export const wantedRuns = async (parts: WantingTurns, through: Through): Promise<Wanted> => {
  const { repository } = through.seen;
  const { repositoryId } = repository;
  if (!through.all && !(await parts.asked.deploys(repositoryId))) return NONE;
  const mark = runsUntil(repositoryId);
  const kept = await parts.marks.get(mark);
  const before = kept === undefined || kept.getTime() === FROM_THE_NEWEST.getTime() ? undefined : kept;
  const { runs, until } = await parts.waiting.runs(repository, before);
  if (until !== undefined)
    parts.log.info({ repositoryId, until }, "more runs wait than one look covers: the next sweep goes on from there");
  const turns: WantedTurn[] = [];
  for (const run of runs) {
    const key = releaseKey(repositoryId, run);
    if (await isUnanswered(parts.asked, key, run)) turns.push(turnOf(run, { key, through, now: parts.now() }));
  }
  return {
    turns,
    keep: async () => {
      if (until !== undefined || before !== undefined) await parts.marks.set(mark, until ?? FROM_THE_NEWEST);
    },
  };
};

const NONE: Wanted = { turns: [], keep: async () => undefined };

/** Marks are never taken away. */
const FROM_THE_NEWEST = new Date(0);

interface About {
  readonly key: string;
  readonly through: Through;
  readonly now: Date;
}

const turnOf = ({ environment, sha, ref, runId, attempt }: WaitingThere, { key, through, now }: About): WantedTurn => {
  const release = { environment, sha, runId, ...(ref === "" ? {} : { ref }) };
  const day = now.toISOString().slice(0, 10);
  return { ...turn(through, key, { release }), guid: `sweep/${day}/${key}/${runId}/${attempt}` };
};

/** One that we answered and that waits all the same waits for others, or for our word on another of its jobs. */
const isUnanswered = async (asked: AskedRuns, key: string, run: WaitingThere): Promise<boolean> => {
  const known = (await asked.of(key)).find(({ runId, attempt }) => runId === run.runId && attempt === run.attempt);
  return known === undefined || (known.isAnswered && run.isOnlyOurs);
};
