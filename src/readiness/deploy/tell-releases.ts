import { memberOf } from "../../evaluation/deploy/member.ts";
import { MemberOutcome } from "../../evaluation/deploy/outcome.ts";
import type { Verdict } from "../../evaluation/verdict.ts";
import type { Ledger } from "../../evidence/ledger.ts";
import { sameName } from "../../requirements/wording.ts";
import { releaseNamed } from "../change.ts";
import type { StoredSubject } from "../known.ts";
import { lookAgainAt } from "../spread.ts";
import type { Policed, Turn } from "../turn.ts";
import { blockingNow, type BlockedNext } from "./blocking.ts";
import { releaseMemoryOf } from "./memory.ts";
import { isSame } from "./stale-members.ts";

interface Judged {
  readonly verdict: Verdict;
  readonly ledger: Ledger;
}

/**
 * A pull request or issue was judged: open releases that have it as a member look at it again where it stands otherwise than they
 * know, and so do those that wait for what an earlier deployment of it left open. Repeating it for the same delivery does nothing.
 */
export const tellReleases = async (turn: Policed, judged: Judged): Promise<void> => {
  const { parts, subject } = turn;
  for (const release of await parts.subjects.releasesWith(subject.repositoryId, subject))
    if (isNews(turn, judged, release)) await tell(turn, release);
  for (const release of await withoutBringer(turn)) await tell(turn, release);
  const { blocksNext = [], blockedIn = [] } = blockingNow(turn, judged.verdict);
  for (const environment of blockedIn)
    await tellBlocked(turn, { environment, now: blocksNext.filter((one) => sameName(one.environment, environment)) });
};

/** Open releases with commits that nobody brought, when a pull request comes or is merged: perhaps they are its own. */
const withoutBringer = async ({ parts, subject, changes }: Policed): Promise<readonly StoredSubject[]> => {
  if (!changes.some(isComing)) return [];
  const releases = await parts.subjects.releasesTo(subject.repositoryId, undefined);
  return releases.filter(({ memory: stored }) => {
    const memory = releaseMemoryOf(stored);
    return memory?.directSince !== undefined && !memory.members.some((member) => isSame(member, subject));
  });
};

const COMING: ReadonlySet<string | null> = new Set(["opened", "reopened", "closed"]);

const isComing = ({ change: { event, action } }: Policed["changes"][number]): boolean =>
  event === "pull_request" && COMING.has(action);

const tellBlocked = async (
  turn: Policed,
  { environment, now }: { readonly environment: string; readonly now: readonly BlockedNext[] },
): Promise<void> => {
  const { parts, subject } = turn;
  for (const release of await parts.subjects.releasesTo(subject.repositoryId, environment))
    if (isBlockedOtherwise(turn, now, release)) await tell(turn, release);
};

/** Nothing could be judged any more: every open release that has it as a member looks at it again. */
export const tellReleasesAnyway = async (turn: Omit<Turn, "published">): Promise<void> => {
  const { parts, subject } = turn;
  for (const release of await parts.subjects.releasesWith(subject.repositoryId, subject)) await tell(turn, release);
};

const tell = async ({ parts, subject, changes }: Omit<Turn, "published">, release: StoredSubject): Promise<void> => {
  const named = releaseNamed(release.key);
  if (named === undefined) return;
  const numbers = [{ number: subject.number }];
  const about = { release: named, ...(subject.kind === "issue" ? { issues: numbers } : { pulls: numbers }) };
  await lookAgainAt(parts, release, { guid: `${changes.at(-1)?.guid ?? "nothing"}/${release.key}`, about });
};

const isNews = (
  { subject, reading, policy }: Policed,
  { verdict, ledger }: Judged,
  { memory: stored }: StoredSubject,
): boolean => {
  const memory = releaseMemoryOf(stored);
  const known = memory?.members.find((member) => isSame(member, subject));
  if (memory === undefined || known === undefined) return true;
  const { environment } = memory;
  const outcome = memberOf(verdict, reading.snapshot, { policy, ledger, environment, url: reading.url });
  return textOf(outcome) !== textOf(known);
};

/** The database keeps no order of keys; the schema does. */
const textOf = (outcome: MemberOutcome): string => JSON.stringify(MemberOutcome.parse(outcome));

/** Whether the subject holds a release by other phases than that remembers. What is a member holds nothing as an earlier one. */
const isBlockedOtherwise = (
  { subject }: Policed,
  now: readonly BlockedNext[],
  { memory: stored }: StoredSubject,
): boolean => {
  const memory = releaseMemoryOf(stored);
  if (memory === undefined) return true;
  const known = memory.blocking.filter(({ number }) => number === subject.number);
  const isMember = memory.members.some((member) => isSame(member, subject));
  return !isMember && phasesOf(known) !== phasesOf(now);
};

const phasesOf = (all: readonly Pick<BlockedNext, "procedure" | "phase" | "dueAt">[]): string =>
  JSON.stringify(all.map(({ procedure, phase, dueAt }) => [procedure, phase, dueAt]));
