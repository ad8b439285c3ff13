import { answerClosed } from "./closed.ts";
import type { Latest } from "./hints.ts";
import { keep } from "./keep.ts";
import type { Reading } from "./ports.ts";
import { withoutLine } from "./pull-lines.ts";
import { tellReleasesAnyway } from "./deploy/tell-releases.ts";
import { isTold } from "./standings/news.ts";
import { tellIssues } from "./tell-issues.ts";
import type { Turn } from "./turn.ts";

/** Deployments that waited for it wait for it no more. */
export const goneForGood = async (turn: Omit<Turn, "published">): Promise<void> => {
  await forgetStanding(turn);
  await tellReleasesAnyway(turn);
  await leave(turn, NOWHERE);
};

/** It was there, and GitHub knows it no more. */
export const gone = async (turn: Turn): Promise<void> => {
  turn.parts.log.warn({ subject: turn.subject.key }, "subject is gone");
  await forgetStanding(turn);
  await tellReleasesAnyway(turn);
};

/** It closes nothing any more, and its issues stop showing it. */
export const closedPull = async (turn: Turn, reading: Reading): Promise<void> => {
  const { parts, subject, memory } = turn;
  await answerClosed(turn);
  if (memory?.line !== undefined || memory?.formerly !== undefined) {
    const { line: _line, closes: _closes, ...kept } = memory;
    await parts.subjects.remember(subject.key, { ...kept, ...withoutLine(memory) });
    await tellIssues(turn);
  }
  if (isTold(memory)) await parts.standings.close(subject.key, parts.now());
  await tellReleasesAnyway(turn);
  await leave(turn, placeOf(turn, reading));
};

/** Nothing is to be done for it any more: no event gives it a turn until it is opened again. */
export const leave = async (
  { parts, subject, changes }: Omit<Turn, "published">,
  where: Omit<Latest, "state">,
): Promise<void> => {
  await keep({ parts, subject, before: undefined, cause: guidOf(changes) }, { ...where, state: "closed" });
  await parts.timers.wakeAt(subject.key, undefined);
};

/** Where it is left: an issue's commit goes on without it. */
export const placeOf = ({ subject }: Turn, { snapshot }: Reading): Omit<Latest, "state"> => {
  const { headSha, head: headRef, base: baseRef } = snapshot;
  return subject.kind === "issue" ? NOWHERE : { headSha, headRef, baseRef };
};

/** Pages show it no more. */
export const forgetStanding = async ({ parts, subject, memory }: Omit<Turn, "published">): Promise<void> => {
  if (isTold(memory)) await parts.standings.forget(subject.key);
};

const NOWHERE = { headSha: undefined, headRef: undefined, baseRef: undefined };

/** The newest of what made the turn, as the cause of what it stores. */
export const guidOf = (delivered: readonly { readonly guid: string }[]): string => delivered.at(-1)?.guid ?? "nothing";
