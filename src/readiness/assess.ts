import type { Ledger } from "../evidence/ledger.ts";
import type { Policy } from "../procedures/policy.ts";
import { evaluate } from "../evaluation/evaluate.ts";
import type { Verdict } from "../evaluation/verdict.ts";
import { act, type Acted } from "./act.ts";
import { answer } from "./answer.ts";
import {
  changesFor,
  latestPull,
  refOf,
  type DeliveredChange,
  type PendingDelivery,
  type StoredSubject,
} from "./known.ts";
import { loadLedger, type LedgerStore } from "./ledger.ts";
import { memoryOf, type Memory } from "./memory.ts";
import type { Hints, Members, Reader, Reading, SubjectRef } from "./ports.ts";
import { publish, type PublishedItem, type Publishing } from "./publish.ts";
import { matters, vocabularyOf } from "./relevance.ts";
import { wantedOf, withoutPolicy, type TurnWanted } from "./wanted.ts";

/** Deliveries that wait, by subject. */
export interface PendingDeliveries {
  readonly pending: (key: string) => Promise<readonly PendingDelivery[]>;
  readonly done: (guids: readonly string[], key: string) => Promise<void>;
  readonly failed: (guids: readonly string[], key: string, error: unknown) => Promise<void>;
}

/** What is kept of subjects between evaluations. */
export interface Subjects {
  readonly get: (key: string) => Promise<StoredSubject | undefined>;
  readonly bySha: (repositoryId: number, sha: string) => Promise<readonly StoredSubject[]>;
  readonly upsert: (subject: Omit<StoredSubject, "memory"> & { readonly kind: string }) => Promise<void>;
  readonly remember: (key: string, memory: unknown) => Promise<void>;
}

/** Moments at which time alone changes a verdict. */
export interface Timers {
  readonly wakeAt: (key: string, at: Date | undefined) => Promise<void>;
}

/** The log of decisions: a constant message with the data beside it. */
export interface DecisionLog {
  readonly info: (data: object, message: string) => void;
  readonly warn: (data: object, message: string) => void;
}

export interface Assessing extends Publishing {
  readonly deliveries: PendingDeliveries;
  readonly subjects: Subjects;
  readonly ledger: LedgerStore;
  readonly reader: Reader;
  readonly members: Members;
  readonly timers: Timers;
  readonly log: DecisionLog;
  readonly now: () => Date;
  /** The App's own login, such as `gatehouse[bot]`. */
  readonly self: string;
}

/**
 * Takes a subject's turn: acts on what people did, judges, and brings GitHub to what the verdict says. Safe to repeat at any
 * point. Throws what kept it from finishing; the deliveries then stay pending and the queue tries again.
 */
export const assess = async (parts: Assessing, key: string): Promise<void> => {
  const deliveries = await parts.deliveries.pending(key);
  if (deliveries.length === 0) return;
  const guids = deliveries.map(({ guid }) => guid);
  try {
    await take(parts, key, deliveries);
    await parts.deliveries.done(guids, key);
  } catch (error) {
    await parts.deliveries.failed(guids, key, error);
    throw error;
  }
};

/** One turn of one subject. */
export interface Turn {
  readonly parts: Assessing;
  readonly subject: SubjectRef;
  readonly changes: readonly DeliveredChange[];
  readonly memory: Memory | undefined;
  readonly published: readonly PublishedItem[];
  /** How often these deliveries failed before. */
  readonly attempts: number;
}

const take = async (parts: Assessing, key: string, deliveries: readonly PendingDelivery[]): Promise<void> => {
  const stored = await parts.subjects.get(key);
  const changes = changesFor(key, deliveries);
  const subject = refOf(key, changes, stored);
  if (subject === undefined) return;
  const memory = memoryOf(stored?.memory);
  const pull = latestPull(key, changes);
  const state = pull?.state ?? stored?.state ?? "open";
  const headSha = pull?.headSha ?? stored?.headSha;
  const baseRef = pull?.baseRef ?? stored?.baseRef;
  await parts.subjects.upsert({ ...subject, kind: "pull_request", headSha, baseRef, state });
  if (state === "closed") return parts.timers.wakeAt(key, undefined);
  if (!changes.some(({ change }) => matters(change, memory))) return;
  const published = await parts.published.get(key);
  const attempts = Math.max(...deliveries.map((delivery) => delivery.attempts));
  const turn = { parts, subject, changes, memory, published, attempts };
  await evaluated(turn, hintsOf(turn, { headSha, headRef: pull?.headRef ?? memory?.headRef, baseRef }));
};

const hintsOf = (
  { memory, published }: Turn,
  pull: {
    readonly headSha: string | undefined;
    readonly headRef: string | undefined;
    readonly baseRef: string | undefined;
  },
): Hints => {
  const idOf = (kind: PublishedItem["kind"]) => published.findLast((item) => item.kind === kind)?.nodeId;
  const checklist = idOf("checklist");
  const status = idOf("status");
  const run = published.find(({ kind, headSha }) => kind === "check" && headSha === pull.headSha);
  return {
    ...(pull.headSha === undefined ? {} : { headSha: pull.headSha }),
    ...(pull.headRef === undefined ? {} : { headRef: pull.headRef }),
    ...(pull.baseRef === undefined ? {} : { baseRef: pull.baseRef }),
    ...(memory === undefined ? {} : { needs: memory.needs }),
    ...(run?.headSha === undefined ? {} : { runKnownFor: run.headSha }),
    comments: {
      ...(checklist === undefined ? {} : { checklist }),
      ...(status === undefined ? {} : { status }),
      search: memory?.settled !== true,
    },
  };
};

const evaluated = async (turn: Turn, hints: Hints): Promise<void> => {
  const { parts, subject } = turn;
  const [reading, permissions] = await Promise.all([parts.reader.read(subject, hints), permissionsOf(turn)]);
  if (reading === undefined) return parts.log.warn({ subject: subject.key }, "subject is gone");
  await parts.subjects.upsert({
    ...subject,
    kind: "pull_request",
    headSha: reading.snapshot.headSha,
    baseRef: reading.snapshot.base,
    state: reading.snapshot.state === "open" ? "open" : "closed",
  });
  if (reading.snapshot.state !== "open") return parts.timers.wakeAt(subject.key, undefined);
  if (reading.policy === undefined) return silent(turn, reading);
  const snapshot = { ...reading.snapshot, permissions };
  const policed: Policed = { ...turn, policy: reading.policy, reading: { ...reading, snapshot } };
  const acted = await act(policed, await loadLedger(parts.ledger, subject.key));
  await conclude(policed, acted);
};

/** A turn in a repository that has a policy. */
export interface Policed extends Turn {
  readonly policy: Policy;
  readonly reading: Reading;
}

/** No config, no word: only a change that brings a first config is told whether it is valid. */
const silent = async (turn: Turn, reading: Reading): Promise<void> => {
  const { parts, subject } = turn;
  await publish(parts, subject, { wanted: withoutPolicy(turn, reading), reading });
  await parts.subjects.remember(subject.key, remembered(turn, reading, { configured: false }));
};

const permissionsOf = async ({ parts, subject, changes }: Turn) => {
  const logins = new Set(
    changes.flatMap(({ change }) =>
      change.act === undefined || change.act.kind === "recheck" || change.sender.type === "Bot"
        ? []
        : [change.sender.login],
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
  const wanted = await wantedOf(turn, acted);
  await remember(turn, { settled: false, acted, wanted });
  await Promise.all([publish(parts, subject, { wanted, reading }), answer(turn, acted)]);
  await remember(turn, { settled: true, acted, wanted });
  await parts.timers.wakeAt(subject.key, earliest(verdict.wakeAt, acted.lookAgainAt));
  parts.log.info(
    {
      subject: subject.key,
      headSha: reading.snapshot.headSha,
      gates: verdict.gates,
      procedures: policy.procedures.length,
    },
    "verdict published",
  );
};

const earliest = (one: Date | undefined, other: Date | undefined): Date | undefined => {
  if (one === undefined || other === undefined) return one ?? other;
  return one < other ? one : other;
};

const remember = async (
  turn: Policed,
  { settled, acted, wanted }: { readonly settled: boolean; readonly acted: Acted; readonly wanted: TurnWanted },
): Promise<void> => {
  const { parts, subject, reading, policy } = turn;
  if (!settled && turn.memory?.settled === false) return;
  await parts.subjects.remember(subject.key, {
    ...remembered(turn, reading, { configured: true }),
    vocabulary: vocabularyOf(policy),
    settled,
    run: wanted.own,
    ...(settled && wanted.checklist !== undefined ? { seenChecklist: wanted.checklist } : {}),
    answered: [
      ...new Set([...(turn.memory?.answered ?? []), ...(settled ? acted.answers.map(({ guid }) => guid) : [])]),
    ].slice(-50),
  } satisfies Memory);
};

const remembered = ({ memory }: Turn, reading: Reading, { configured }: { readonly configured: boolean }): Memory => ({
  configured,
  headRef: reading.snapshot.head,
  needs: {
    ...reading.needs,
    facts: [...reading.needs.facts],
    documents: [...reading.needs.documents],
    baseDocuments: [...reading.needs.baseDocuments],
    roles: [...reading.needs.roles],
  },
  vocabulary: [],
  settled: true,
  answered: memory?.answered ?? [],
});

/** Judges one subject at one moment. */
export const judge = ({ policy, reading, parts }: Policed, ledger: Ledger): Verdict =>
  evaluate({ policy, snapshot: reading.snapshot, ledger, now: parts.now() });
