import type { Verdict } from "../evaluation/verdict.ts";
import { timeZoneOf } from "../procedures/time-zone-of.ts";
import { pullsComment, pullsParts, type ShownPulls } from "../report/pulls.ts";
import { withNotes } from "../report/status-notes.ts";
import { statusComment } from "../report/status.ts";
import { gateNow, toBeTold } from "./blocked.ts";
import type { IssuePulls } from "./collect.ts";
import { followUpAddresses, type Consequence } from "./consequences.ts";
import { collects } from "./launch.ts";
import { linesOn } from "./pull-lines.ts";
import type { Policed, Turn } from "./turn.ts";

/** What a status comment is made of besides the subject. */
interface Told {
  readonly verdict: Verdict;
  readonly consequences: readonly Consequence[];
  /** Of an issue. */
  readonly pulls: IssuePulls | undefined;
}

/** The status comment; on an issue it holds what its pull requests came to, alone where no procedure runs on it. */
export const statusText = async (turn: Policed, told: Told): Promise<string | undefined> => {
  const { policy, published, memory } = turn;
  const shown = told.pulls === undefined ? undefined : shownOn(turn, told.pulls);
  const status = ownStatus(turn, told.verdict, shown);
  if (status === undefined) return shown === undefined ? undefined : pullsComment(shown);
  return withNotes(status, {
    followUps: followUpAddresses(published, told.consequences),
    launches: await launchesOf(turn),
    blockedSince: gateNow(told.verdict, memory?.gate)?.blockedSince,
    tell: toBeTold(policy),
    timeZone: timeZoneOf(policy),
  });
};

/** Whether the issue has a status comment that only its own turn can write. */
export const hasOwnStatus = (turn: Policed, verdict: Verdict, { launch }: IssuePulls): boolean =>
  launch !== undefined || ownStatus(turn, verdict, undefined) !== undefined;

/** What is said on an issue whose repository has no config: pull requests of another repository may close it. */
export const statusWithoutPolicy = async ({ parts, subject }: Turn): Promise<string | undefined> => {
  if (subject.kind !== "issue") return undefined;
  const lines = await linesOn(parts.subjects, subject, undefined);
  return pullsComment({ repository: `${subject.owner}/${subject.name}`, lines });
};

const ownStatus = (
  { policy, reading }: Policed,
  verdict: Verdict,
  shown: ShownPulls | undefined,
): string | undefined =>
  policy.comments.status
    ? statusComment(verdict, reading.proposal, shown === undefined ? [] : pullsParts(shown))
    : undefined;

const shownOn = ({ subject }: Policed, { lines, launch, closed }: IssuePulls): ShownPulls => ({
  repository: `${subject.owner}/${subject.name}`,
  lines,
  launch,
  closed,
});

/** Addresses of the launch issues that collected a pull request. */
const launchesOf = async ({ parts, subject, reading, ahead }: Policed): Promise<readonly string[]> => {
  if (subject.kind === "issue") return [];
  const { milestone } = reading.snapshot;
  const closes = (reading.closes ?? []).flatMap((issue) =>
    issue.repositoryId === subject.repositoryId ? [issue.number] : [],
  );
  return (await (ahead?.launches ?? parts.subjects.launchesIn(subject.repositoryId)))
    .filter((issue) => collects(issue, { number: subject.number, closes, milestone }))
    .flatMap(({ number }) => (number === undefined ? [] : [reading.url.replace(/\/pull\/\d+$/u, `/issues/${number}`)]));
};
