import type { Ledger } from "../evidence/ledger.ts";
import { lookupsOf } from "../evaluation/lookups.ts";
import { commandLines } from "../markdown/commands.ts";
import type { Act } from "./change.ts";
import { isForAnyone } from "./grammar.ts";
import { boundAnew, headsOf } from "./heads.ts";
import { hintsOf, type Latest } from "./hints.ts";
import { withIssueExits } from "./issue-exits.ts";
import { noteIssueProcedures } from "./issue-procedures.ts";
import { readingFrom, type Kept } from "./kept-readings.ts";
import { ledgerOf, loadLedger, type LedgerRow } from "./ledger.ts";
import type { Reading } from "./ports.ts";
import { offeredFiles } from "./proposals/offered.ts";
import { refuseAbsent, refuseStale } from "./stale.ts";
import type { Policed, Turn } from "./turn.ts";

/** A subject as it was just read, with what people did on it. */
export interface Looked {
  readonly reading: Reading;
  readonly ledger: Ledger;
  readonly readAt: Date;
  /** Nothing was read: it is what an earlier turn read, with what events told since. */
  readonly isKept: boolean;
}

/** What need not be asked for, because it is at hand. */
interface Known {
  readonly kept?: Kept | undefined;
  /** What is recorded of the subject. */
  readonly recorded?: readonly LedgerRow[] | undefined;
}

/** Reads a subject, unless what is kept of it will do; undefined when it is gone. Throws `RetryLater` for a state older than the event, or none. */
export const look = async (turn: Turn, latest: Latest, { kept, recorded }: Known = {}): Promise<Looked | undefined> => {
  const { parts, subject } = turn;
  const startedAt = parts.now();
  const known = readingFrom(turn, latest, kept);
  const [reading, permissions, ledger] = await Promise.all([
    known ?? readAnew(turn, latest),
    permissionsOf(turn),
    recorded === undefined ? loadLedger(parts.ledger, subject.key) : ledgerOf(recorded),
  ]);
  if (reading === undefined) {
    refuseAbsent({ key: subject.key, changes: turn.changes, now: parts.now() });
    return undefined;
  }
  const { updatedAt, snapshot } = reading;
  const { headSha } = snapshot;
  refuseStale({ key: subject.key, changes: turn.changes, updatedAt, headSha, evidence: snapshot, now: parts.now() });
  if (reading.isDefault && known === undefined)
    await noteIssueProcedures(parts.subjects, { subject, reading, startedAt });
  const heads = headsOf(turn, reading);
  const bound = ledger.map((entry) => boundAnew(entry, heads));
  return {
    reading: {
      ...reading,
      askedAt: known === undefined ? startedAt : undefined,
      snapshot: { ...snapshot, permissions },
    },
    ledger: bound,
    readAt: known === undefined || kept === undefined ? startedAt : kept.readAt,
    isKept: known !== undefined,
  };
};

const readAnew = async (turn: Turn, latest: Latest): Promise<Reading | undefined> => {
  const { parts, subject } = turn;
  const offered = subject.kind === "issue" ? [] : (await offeredFiles(parts.subjects, subject)).files;
  return parts.reader.read(subject, { ...hintsOf(turn, latest), offered });
};

/** Adds what depends on what was read: how linked issues stand, and what requirements ask for only now. Most ask for nothing. */
export const lookTwice = async (turn: Policed, ledger: Ledger): Promise<Policed> => {
  const { parts, subject, policy, reading } = turn;
  const snapshot = await withIssueExits(turn);
  const lookups = lookupsOf({ policy, snapshot, ledger, now: parts.now() });
  const isNothing = Object.values(lookups).every(({ length }: readonly string[]) => length === 0);
  const answers = isNothing ? {} : await parts.secondLook.answer(subject, snapshot.headSha, lookups);
  return { ...turn, reading: { ...reading, snapshot: { ...snapshot, ...answers } } };
};

const needsRight = (act: Act): boolean => {
  if (act.kind !== "command") return act.kind === "comment-edited";
  return !commandLines(act.body).every(({ rest }) => isForAnyone(rest));
};

/** Asked while the subject is read, as the ledger is, so that it costs no time. */
const permissionsOf = async ({ parts, subject, changes }: Turn) => {
  const logins = new Set(
    changes.flatMap(({ change: { act: done, sender } }) =>
      done !== undefined && sender.type !== "Bot" && needsRight(done) ? [sender.login] : [],
    ),
  );
  const found = await Promise.all(
    [...logins].map(async (login) => [login, await parts.members.permission(subject, login)] as const),
  );
  return Object.fromEntries(found);
};
