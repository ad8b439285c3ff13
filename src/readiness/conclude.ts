import { runRecordOf } from "../evaluation/run-record.ts";
import type { Acted } from "./act.ts";
import { answer } from "./answer.ts";
import { gateNow } from "./blocked.ts";
import { pullsOfIssue, shownMemory, tellCollected, type IssuePulls } from "./collect.ts";
import { carryOut, type Consequence } from "./consequences.ts";
import { blockingNow } from "./deploy/blocking.ts";
import type { Following } from "./follow.ts";
import { headsOf } from "./heads.ts";
import { exitsIn, linkedNames } from "./issue-exits.ts";
import type { OwnComments } from "./kept-readings.ts";
import { changesFor, latestTold } from "./known.ts";
import { remembered, type Memory } from "./memory.ts";
import type { Reading } from "./ports.ts";
import { publish, publishRuns } from "./publish.ts";
import { lineNow } from "./pull-lines.ts";
import { seenIn } from "./seen.ts";
import { othersOn } from "./shared-head.ts";
import { standingNow, toldBefore } from "./standings/news.ts";
import { hasOwnStatus } from "./status-text.ts";
import { vocabularyOf } from "./relevance.ts";
import type { Policed } from "./turn.ts";
import { wantedOf, type TurnWanted } from "./wanted.ts";

/** What a turn made of its subject. */
export interface Concluding {
  readonly acted: Acted;
  readonly following: Following;
}

/**
 * Says the verdict: writes what differs from what is there, answers commands, and remembers what the next turn needs. Gives our
 * comments as they are now; undefined where nothing was said, because a newer commit is to be judged first.
 */
export const conclude = async (turn: Policed, concluding: Concluding): Promise<OwnComments | undefined> => {
  const { parts, subject, reading, policy } = turn;
  const { acted, following } = concluding;
  turn.signal.throwIfAborted();
  const pulls = subject.kind === "issue" ? await pullsOfIssue(turn, acted.verdict) : undefined;
  const settling = { ...concluding, pulls, consequences: await carryOut(turn, acted.ledger) };
  const wanted = await prepared(turn, settling);
  turn.signal.throwIfAborted();
  if (wanted.own.conclusion === "success" && (await hasNewHead(turn))) {
    await answer(turn, settling);
    return undefined;
  }
  const [written] = await Promise.all([publish(turn, { wanted, reading }), answer(turn, settling)]);
  await remember(turn, settling, { wanted, settled: true });
  await agree(turn, settling, wanted);
  if (pulls !== undefined) await tellCollected(turn, pulls);
  const wakeAt = following === "on" ? earliest(acted.verdict.wakeAt, acted.lookAgainAt) : undefined;
  await parts.timers.wakeAt(subject.key, wakeAt);
  const { headSha } = reading.snapshot;
  const { gates } = acted.verdict;
  parts.log.info({ subject: subject.key, headSha, gates, procedures: policy.procedures.length }, "verdict published");
  return written;
};

interface Settling extends Concluding {
  readonly consequences: readonly Consequence[];
  /** Of an issue. */
  readonly pulls: IssuePulls | undefined;
}

/**
 * What is about to be written is remembered first where that matters: of a comment to be created, so that after a crash it is
 * searched for, and of a commit that others share, so that each of two turns at the same time sees what the other one says.
 */
const prepared = async (turn: Policed, settling: Settling): Promise<TurnWanted> => {
  const wanted = await wantedOf(turn, settling);
  if (!wanted.isShared && !createsComments(turn.reading, wanted)) return wanted;
  await remember(turn, settling, { wanted, settled: false });
  return wanted.isShared ? wantedOf({ ...turn, ahead: undefined }, settling) : wanted;
};

/** Where another pull request with this head commit changed its mind meanwhile, the check is written again. */
const agree = async (turn: Policed, settling: Settling, written: TurnWanted): Promise<void> => {
  const { parts, subject, reading } = turn;
  if (written.runs.length === 0) return;
  const isAlone = (await othersOn(parts.subjects, subject, reading.snapshot.headSha)).length === 0;
  if (isAlone && !written.isShared) return;
  const wanted = await wantedOf({ ...turn, ahead: undefined }, settling);
  if (wanted.runs.every(({ digest }, index) => digest === written.runs[index]?.digest)) return;
  await publishRuns(turn, { wanted: { runs: wanted.runs, force: false }, reading });
  await agree(turn, settling, wanted);
};

/** A push that arrived while this turn ran: its own turn comes next, and nothing is called ready on a head that is no more. */
const hasNewHead = async ({ parts, subject, reading, changes }: Policed): Promise<boolean> => {
  const ours = new Set(changes.map(({ guid }) => guid));
  const newer = (await parts.deliveries.pending(subject.key)).filter(({ guid }) => !ours.has(guid));
  const head = latestTold(subject.key, changesFor(subject.key, newer))?.headSha;
  return head !== undefined && head !== reading.snapshot.headSha;
};

/** After a crash between creating a comment and keeping its id, the next turn has to search for it. */
const createsComments = (reading: Reading, wanted: TurnWanted): boolean =>
  (wanted.checklist !== undefined && reading.checklist === undefined) ||
  (wanted.status !== undefined && reading.status === undefined);

const earliest = (one: Date | undefined, other: Date | undefined): Date | undefined => {
  if (one === undefined || other === undefined) return one ?? other;
  return one < other ? one : other;
};

const remember = async (
  turn: Policed,
  { acted, following, pulls }: Settling,
  { wanted, settled }: { readonly wanted: TurnWanted; readonly settled: boolean },
): Promise<void> => {
  const { parts, subject, reading, policy, memory } = turn;
  const before = remembered(reading, { configured: true });
  const gate = gateNow(acted.verdict, memory?.gate);
  const { stands, news } = await (settled ? standingNow(turn, acted, following) : toldBefore(turn));
  const now: Memory = {
    ...before,
    needs: following === "on" || following === "rolled-back" ? before.needs : { ...before.needs, environments: [] },
    vocabulary: vocabularyOf(policy),
    ...(settled ? { turn: turn.id } : {}),
    settled,
    record: runRecordOf(acted.verdict, reading.snapshot, memory?.record),
    run: wanted.own,
    heads: [...headsOf(turn, reading)],
    ...(pulls === undefined ? ofPull(turn, acted) : ofIssue(turn, acted, pulls)),
    ...(gate === undefined ? {} : { gate: settled ? gate : (memory?.gate ?? gate) }),
    ...blockingNow(turn, acted.verdict),
    ...seenBoxes(acted, wanted),
    stands,
  };
  await parts.subjects.remember(subject.key, now, news);
};

const ofPull = (turn: Policed, { verdict }: Acted) => ({ linkedIssues: linkedNames(turn), ...lineNow(turn, verdict) });

const ofIssue = (turn: Policed, { verdict }: Acted, pulls: IssuePulls) => ({
  exits: exitsIn(verdict),
  ...shownMemory(pulls, { hasStatus: hasOwnStatus(turn, verdict, pulls) }),
});

/** What we write we have seen; boxes that are left alone because nobody told of them yet stay unseen. */
const seenBoxes = ({ lookAgainAt, seen }: Acted, { checklist }: TurnWanted): Pick<Memory, "seenBoxes"> => {
  const boxes = lookAgainAt === undefined && checklist !== undefined ? seenIn(checklist) : seen;
  return boxes === undefined ? {} : { seenBoxes: Object.fromEntries(boxes) };
};
