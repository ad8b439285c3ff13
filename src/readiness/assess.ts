import { act, type Acted } from "./act.ts";
import { answer } from "./answer.ts";
import { hintsOf, type LatestPull } from "./hints.ts";
import { changesFor, holdsUnreadable, latestPull, refOf, type PendingDelivery, type StoredSubject } from "./known.ts";
import { keep, tellNeighbours } from "./keep.ts";
import { loadLedger } from "./ledger.ts";
import { memoryOf, remembered, type Memory } from "./memory.ts";
import type { Reading } from "./ports.ts";
import { RetryLater } from "./retry-later.ts";
import { publish, publishRuns } from "./publish.ts";
import { othersOn } from "./shared-head.ts";
import { refuseStale } from "./stale.ts";
import { seenIn } from "./seen.ts";
import { matters, vocabularyOf } from "./relevance.ts";
import type { Assessing, Policed, Turn } from "./turn.ts";
import { explained } from "./undetermined.ts";
import { wantedOf, withoutPolicy, type TurnWanted } from "./wanted.ts";

/**
 * Takes a subject's turn: acts on what people did, judges, and brings GitHub to what the verdict says. Safe to repeat at any
 * point. Throws what kept it from finishing; the deliveries then stay pending and the queue tries again.
 */
export const assess = async (parts: Assessing, key: string, signal: AbortSignal): Promise<void> => {
  const deliveries = await parts.deliveries.pending(key);
  if (deliveries.length === 0) return;
  const guids = deliveries.map(({ guid }) => guid);
  try {
    await take(parts, { key, deliveries, signal });
    await parts.deliveries.done(guids, key);
  } catch (error) {
    if (!(error instanceof RetryLater)) await parts.deliveries.failed(guids, key, error);
    throw error;
  }
};

interface Taken {
  readonly key: string;
  readonly deliveries: readonly PendingDelivery[];
  readonly signal: AbortSignal;
}

const take = async (parts: Assessing, { key, deliveries, signal }: Taken): Promise<void> => {
  const stored = await parts.subjects.get(key);
  const changes = changesFor(key, deliveries);
  const subject = refOf(key, changes, stored);
  if (subject === undefined) return;
  const memory = memoryOf(stored?.memory);
  const pull = openUnlessSure(latestOf(latestPull(key, changes), stored), stored);
  await keep({ parts, subject, before: stored, cause: guidOf(deliveries) }, pull);
  if (pull.state === "closed") return parts.timers.wakeAt(key, undefined);
  if (!holdsUnreadable(deliveries) && !changes.some(({ change }) => matters(change, memory))) return;
  const published = await parts.published.get(key);
  const attempts = Math.max(...deliveries.map((delivery) => delivery.attempts));
  const turn = { parts, subject, changes, memory, published, attempts, signal };
  await explained(turn, pull, () => evaluated(turn, pull));
};

/** What the newest event says, and the store where it says nothing. */
const latestOf = (told: ReturnType<typeof latestPull>, stored: StoredSubject | undefined): LatestPull => ({
  headSha: told?.headSha ?? stored?.headSha,
  headRef: told?.headRef,
  baseRef: told?.baseRef ?? stored?.baseRef,
  state: stateOf(told?.state) ?? stored?.state ?? "open",
});

const stateOf = (told: "open" | "closed" | "merged" | undefined): LatestPull["state"] | undefined =>
  told === "merged" ? "closed" : told;

/** Deliveries come in any order, and a pull request that is called closed would be left alone for ever: GitHub is asked first. */
const openUnlessSure = (pull: LatestPull, stored: StoredSubject | undefined): LatestPull =>
  pull.state === "closed" && stored?.state === "open" ? { ...pull, state: "open" } : pull;

const evaluated = async (turn: Turn, pull: LatestPull): Promise<void> => {
  const { parts, subject } = turn;
  const [reading, permissions, ledger] = await Promise.all([
    parts.reader.read(subject, hintsOf(turn, pull)),
    permissionsOf(turn),
    loadLedger(parts.ledger, subject.key),
  ]);
  if (reading === undefined) return parts.log.warn({ subject: subject.key }, "subject is gone");
  refuseStale({ key: subject.key, changes: turn.changes, updatedAt: reading.updatedAt, now: parts.now() });
  const { headSha, base: baseRef, head: headRef } = reading.snapshot;
  const state = reading.snapshot.state === "open" ? "open" : "closed";
  const isNews = headSha !== pull.headSha || baseRef !== pull.baseRef || state !== pull.state;
  const keeping = { parts, subject, before: pull, cause: guidOf(turn.changes) };
  if (isNews) await keep(keeping, { headSha, headRef, baseRef, state });
  if (state === "closed") return parts.timers.wakeAt(subject.key, undefined);
  if (reading.policy === undefined) return silent(turn, reading);
  const policed: Policed = {
    ...turn,
    policy: reading.policy,
    reading: { ...reading, snapshot: { ...reading.snapshot, permissions } },
  };
  await conclude(policed, await act(policed, ledger));
};

/** No config, no word: only a change that brings a first config is told whether it is valid. */
const silent = async (turn: Turn, reading: Reading): Promise<void> => {
  const { parts, subject } = turn;
  await publish(turn, { wanted: await withoutPolicy(turn, reading), reading });
  await parts.subjects.remember(subject.key, remembered(reading, { configured: false }));
  if (turn.memory?.configured !== false)
    await tellNeighbours(parts, { subject, headSha: reading.snapshot.headSha, cause: guidOf(turn.changes) });
};

const guidOf = (delivered: readonly { readonly guid: string }[]): string => delivered.at(-1)?.guid ?? "nothing";

/** Asked while the pull request is read, as the ledger is, so that it costs no time. */
const permissionsOf = async ({ parts, subject, changes }: Turn) => {
  const logins = new Set(
    changes.flatMap(({ change: { act: done, sender } }) =>
      done === undefined || done.kind === "recheck" || sender.type === "Bot" ? [] : [sender.login],
    ),
  );
  const found = await Promise.all(
    [...logins].map(async (login) => [login, await parts.members.permission(subject, login)] as const),
  );
  return Object.fromEntries(found);
};

const conclude = async (turn: Policed, acted: Acted): Promise<void> => {
  const { parts, subject, reading, policy } = turn;
  const { verdict } = acted;
  const wanted = await prepared(turn, acted);
  turn.signal.throwIfAborted();
  if (wanted.own.conclusion === "success" && (await hasNewHead(turn))) return answer(turn, acted);
  await Promise.all([publish(turn, { wanted, reading }), answer(turn, acted)]);
  await remember(turn, { settled: true, acted, wanted });
  await agree(turn, acted, wanted);
  await parts.timers.wakeAt(subject.key, earliest(verdict.wakeAt, acted.lookAgainAt));
  const { headSha } = reading.snapshot;
  parts.log.info(
    { subject: subject.key, headSha, gates: verdict.gates, procedures: policy.procedures.length },
    "verdict published",
  );
};

/**
 * What is about to be written is remembered first where that matters: of a comment to be created, so that after a crash it is
 * searched for, and of a commit that others share, so that each of two turns at the same time sees what the other one says.
 */
const prepared = async (turn: Policed, acted: Acted): Promise<TurnWanted> => {
  const wanted = await wantedOf(turn, acted);
  if (!wanted.isShared && !createsComments(turn.reading, wanted)) return wanted;
  await remember(turn, { settled: false, acted, wanted });
  return wanted.isShared ? wantedOf(turn, acted) : wanted;
};

/** Where another pull request with this head commit changed its mind meanwhile, the check is written again. */
const agree = async (turn: Policed, acted: Acted, written: TurnWanted): Promise<void> => {
  const { parts, subject, reading } = turn;
  const isAlone = (await othersOn(parts.subjects, subject, reading.snapshot.headSha)).length === 0;
  if (isAlone && !written.isShared) return;
  const wanted = await wantedOf(turn, acted);
  if (wanted.runs.every(({ digest }, index) => digest === written.runs[index]?.digest)) return;
  await publishRuns(turn, { wanted, reading });
  await agree(turn, acted, wanted);
};

/** A push that arrived while this turn ran: its own turn comes next, and nothing is called ready on a head that is no more. */
const hasNewHead = async ({ parts, subject, reading, changes }: Policed): Promise<boolean> => {
  const ours = new Set(changes.map(({ guid }) => guid));
  const newer = (await parts.deliveries.pending(subject.key)).filter(({ guid }) => !ours.has(guid));
  const head = latestPull(subject.key, changesFor(subject.key, newer))?.headSha;
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

interface Concluding {
  readonly settled: boolean;
  readonly acted: Acted;
  readonly wanted: TurnWanted;
}

const remember = async (turn: Policed, { settled, acted, wanted }: Concluding): Promise<void> => {
  const { parts, subject, reading, policy } = turn;
  await parts.subjects.remember(subject.key, {
    ...remembered(reading, { configured: true }),
    vocabulary: vocabularyOf(policy),
    settled,
    run: wanted.own,
    ...seenBoxes(acted, wanted),
  });
};

/** What we write we have seen; boxes that are left alone because nobody told of them yet stay unseen. */
const seenBoxes = ({ lookAgainAt, seen }: Acted, { checklist }: TurnWanted): Pick<Memory, "seenBoxes"> => {
  const boxes = lookAgainAt === undefined && checklist !== undefined ? seenIn(checklist) : seen;
  return boxes === undefined ? {} : { seenBoxes: Object.fromEntries(boxes) };
};
