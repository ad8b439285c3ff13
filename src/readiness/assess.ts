import { randomUUID } from "node:crypto";
import type { Ledger } from "../evidence/ledger.ts";
import { runRecordOf } from "../evaluation/run-record.ts";
import { act, type Acted } from "./act.ts";
import { noteAround } from "./adoption/around.ts";
import { reportCompletion } from "./completion.ts";
import { askAhead } from "./ahead.ts";
import { answer } from "./answer.ts";
import { answerClosed, asksAfterMerge } from "./closed.ts";
import { conclude, type Concluding } from "./conclude.ts";
import { followingOf, stateBefore } from "./follow.ts";
import type { Latest } from "./hints.ts";
import { openedTurn } from "./in-turn.ts";
import { exitsIn, tellLinking } from "./issue-exits.ts";
import { isSafe, keptOf } from "./kept-readings.ts";
import { keep, tellNeighbours } from "./keep.ts";
import { changesFor, isGone, latestTold, refOf, type PendingDelivery, type StoredSubject } from "./known.ts";
import { look, lookTwice, type Looked } from "./look.ts";
import { memoryOf, remembered } from "./memory.ts";
import type { Reading, SubjectRef } from "./ports.ts";
import { askAboutProposal } from "./proposals/ask.ts";
import { publish } from "./publish.ts";
import { lineNow, withoutLine } from "./pull-lines.ts";
import { tellReleases, tellReleasesAnyway } from "./deploy/tell-releases.ts";
import { tellGroups } from "./queue/tell-groups.ts";
import { isElsewhere, matters } from "./relevance.ts";
import { remind } from "./reminders.ts";
import { WAKE } from "./spread.ts";
import { endedInSilence } from "./silent-ends.ts";
import { standingNow, standingWithout } from "./standings/news.ts";
import { tellIssues } from "./tell-issues.ts";
import { judge, type Assessing, type Opening, type Policed, type Turn } from "./turn.ts";
import { explained } from "./undetermined.ts";
import { isUnreadable, repositoryBeside } from "./unreadable-deliveries.ts";
import { withoutPolicy } from "./wanted.ts";
import { closedPull, forgetStanding, gone, goneForGood, guidOf, leave, placeOf } from "./leave.ts";

/**
 * Takes a subject's turn: acts on what people did, judges, and brings GitHub to what the verdict says. Safe to repeat at any
 * point. Throws what kept it from finishing; the deliveries then stay pending and the queue tries again.
 */
export const assess = (parts: Assessing, key: string, signal: AbortSignal): Promise<void> =>
  openedTurn(parts, key, (deliveries, opening) => take(parts, { key, deliveries, signal, opening }));

interface Taken {
  readonly key: string;
  readonly deliveries: readonly PendingDelivery[];
  readonly signal: AbortSignal;
  readonly opening: Opening;
}

const take = async (parts: Assessing, { key, deliveries, signal, opening }: Taken): Promise<void> => {
  const { stored, published, recorded } = opening;
  const changes = changesFor(key, deliveries);
  const subject = refOf(key, changes, stored ?? repositoryBeside(key, deliveries));
  if (subject === undefined) return;
  const memory = memoryOf(stored?.memory);
  const attempts = Math.max(...deliveries.map((delivery) => delivery.attempts));
  const about = { id: randomUUID(), parts, subject, changes, memory, attempts, signal };
  if (isGone(key, changes)) return goneForGood(about);
  if (await endedInSilence(about, stored, deliveries)) return;
  const latest = latestOf(latestTold(key, changes), stored, subject.kind);
  await keep({ parts, subject, before: stored, cause: guidOf(deliveries) }, latest);
  if (latest.state === "closed" && !asksAfterMerge(about) && !isWoken(about)) return rest(about);
  const { headSha } = latest;
  const isNews = changes.some(
    ({ change }) => matters(change, memory, subject.kind) && !isElsewhere(change, { ...subject, headSha }),
  );
  if (!isNews && !deliveries.some(isUnreadable)) return;
  const turn = { ...about, published };
  await explained(turn, latest, () => evaluated(turn, latest, recorded));
};

/** Nothing is done on what is closed, and whoever asks for something is told so. */
const rest = async (turn: Omit<Turn, "published">): Promise<void> => {
  await turn.parts.timers.wakeAt(turn.subject.key, undefined);
  await answerClosed(turn);
};

/** What the newest event says, and the store where it says nothing. */
const latestOf = (
  told: ReturnType<typeof latestTold>,
  stored: StoredSubject | undefined,
  kind: SubjectRef["kind"],
): Latest => ({
  headSha: told?.headSha ?? stored?.headSha,
  headRef: told?.headRef,
  baseRef: told?.baseRef ?? stored?.baseRef,
  state: stateBefore(told?.state, stored?.state, kind),
});

const evaluated = async (turn: Turn, latest: Latest, recorded?: Opening["recorded"]): Promise<void> => {
  const { subject } = turn;
  const looked = await look(turn, latest, { kept: turn.parts.keptReadings.take(subject.key), recorded });
  if (looked === undefined) return gone(turn);
  const { reading, ledger } = looked;
  const { snapshot } = reading;
  await keepRead(turn, latest, reading);
  if (snapshot.state === "closed" && subject.kind === "pull_request") return closedPull(turn, reading);
  await askAboutProposal(turn, reading);
  if (reading.policy === undefined) return silent(turn, reading);
  const ahead = askAhead(turn, reading);
  const { policed, acted } = await actedOn({ ...turn, policy: reading.policy, reading, ahead }, ledger);
  if (looked.isKept && !isSafe(acted.verdict)) return evaluated(turn, latest);
  await noteAround(policed, acted.verdict);
  const following = followingOf(snapshot, acted.verdict);
  if (following !== "over" || latest.state === "merged" || subject.kind === "issue" || isCommanded(acted, ledger))
    await concluded(policed, looked, { acted, following });
  else await rememberMerged(policed, acted);
  await reportCompletion(policed, acted);
  await remind(policed, acted.verdict);
  await tellLinking(policed, exitsIn(acted.verdict));
  await tellIssues(turn);
  await tellGroups(policed, acted.verdict);
  await tellReleases(policed, acted);
  if (following === "over") await leave(turn, placeOf(turn, reading));
};

/** What was read is kept for what people do next. */
const concluded = async (turn: Policed, looked: Looked, concluding: Concluding): Promise<void> => {
  const written = await conclude(turn, concluding);
  const kept = written && keptOf(turn, looked, written);
  if (kept !== undefined && concluding.following === "on") turn.parts.keptReadings.keep(turn.subject.key, kept);
};

/** Whether somebody did something by command: it is said, also where everything was said with the merge. */
const isCommanded = ({ ledger, answers }: Acted, before: Ledger): boolean => {
  const known = new Set(before);
  return answers.length > 0 && ledger.some((entry) => entry.act !== "refused" && !known.has(entry));
};

/** What is told late may be about an earlier commit, and only then it is asked what changed since. */
const actedOn = async (
  turn: Policed,
  ledger: Ledger,
): Promise<{ readonly policed: Policed; readonly acted: Acted }> => {
  const policed = await lookTwice(turn, ledger);
  const acted = await act(policed, ledger);
  const { headSha } = turn.reading.snapshot;
  const known = new Set(ledger);
  const isLate = acted.ledger.some((entry) => entry.commit !== headSha && !known.has(entry));
  if (!isLate || turn.subject.kind === "issue") return { policed, acted };
  const again = await lookTwice(turn, acted.ledger);
  return { policed: again, acted: { ...acted, verdict: judge(again, acted.ledger) } };
};

/** Nothing is said any more of what the merge completed, unless somebody asks; the audit still wants to know how it ended. */
const rememberMerged = async (turn: Policed, { verdict, answers, ledger }: Acted): Promise<void> => {
  const { parts, subject, reading, memory } = turn;
  await answer(turn, { acted: { answers }, consequences: [] });
  if (memory === undefined) return;
  const record = runRecordOf(verdict, reading.snapshot, memory.record);
  const { stands, news } = await standingNow(turn, { verdict, ledger }, "over");
  await parts.subjects.remember(subject.key, { ...memory, record, ...lineNow(turn, verdict), stands }, news);
};

/** An issue that is closed is looked at all the same where what it shows of its pull requests has changed. */
const isWoken = ({ subject, changes }: Pick<Turn, "subject" | "changes">): boolean =>
  subject.kind === "issue" && changes.some(({ change }) => change.event === WAKE);

/** Keeps what the read says where the events said otherwise. Of an issue only its verdict tells that it is not followed any more. */
const keepRead = async (turn: Turn, latest: Latest, { snapshot }: Reading): Promise<void> => {
  const { parts, subject } = turn;
  const { headSha, base: baseRef, head: headRef } = snapshot;
  const state = subject.kind === "issue" ? "open" : snapshot.state;
  const read: Latest = { headSha, headRef, baseRef, state };
  const isNews = read.headSha !== latest.headSha || read.baseRef !== latest.baseRef || read.state !== latest.state;
  if (isNews) await keep({ parts, subject, before: latest, cause: guidOf(turn.changes) }, read);
};

/** No config, no word: only a change that brings a first config is told whether it is valid. */
const silent = async (turn: Turn, reading: Reading): Promise<void> => {
  const { parts, subject } = turn;
  const { stands, news } = await standingWithout({ ...turn, reading });
  if (stands === undefined) await forgetStanding(turn);
  await tellReleasesAnyway(turn);
  if (reading.snapshot.state !== "open") return leave(turn, placeOf(turn, reading));
  await publish(turn, { wanted: await withoutPolicy(turn, reading), reading });
  const memory = { ...remembered(reading, { configured: false }), ...withoutLine(turn.memory), stands };
  await parts.subjects.remember(subject.key, memory, news);
  await tellIssues(turn);
  if (turn.memory?.configured !== false)
    await tellNeighbours(parts, { subject, headSha: reading.snapshot.headSha, cause: guidOf(turn.changes) });
};
