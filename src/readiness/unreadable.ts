import { z } from "zod";
import { LedgerEntry, type ActName } from "../evidence/ledger.ts";
import { Person } from "../evidence/snapshot.ts";

/** An act that another release recorded in a shape of its own, and what it may have taken back. */
export interface Unreadable {
  readonly at: Date;
  /** Whether an act before it may have been taken back. */
  readonly touches: (entry: LedgerEntry) => boolean;
  /** What stands in its place. */
  readonly instead: readonly LedgerEntry[];
}

/**
 * What can't be read never opens a gate that it may have shut: what is about a step, a role or a gate takes back what was done there
 * before, and what may be about everything counts as an abort until somebody takes the run up again. Acts that only ever open count
 * for nothing.
 */
export const unreadableOf = ({ at, entry }: Row): readonly Unreadable[] => {
  if (LedgerEntry.safeParse(entry).success) return [];
  const seen = Seen.parse(typeof entry === "object" && entry !== null ? entry : {});
  const { act } = seen;
  if (act !== undefined && OPENING.has(act)) return [];
  const touches = touchedBy(seen);
  if (touches === undefined) return [{ at, touches: () => false, instead: [abort(seen, at)] }];
  return [{ at, touches, instead: act === "revoke" ? revocation(seen, at) : [] }];
};

/** What it may have taken back, where it is about one thing. */
const touchedBy = (seen: Seen): Unreadable["touches"] | undefined => {
  const { act, procedure, step, role, gate, freeze } = seen;
  if (procedure !== undefined && step !== undefined) return onStep(seen);
  if (act === "revoke" && role !== undefined) return ofRole(role);
  if (act === "unexempt" && freeze !== undefined) return ofFreeze(freeze);
  return gate === undefined ? undefined : ofGate(gate);
};

interface Row {
  readonly at: Date;
  readonly entry: unknown;
}

const word = z.string().optional().catch(undefined);

/** As much of it as has a shape that we know. */
const Seen = z.object({
  act: word,
  key: word,
  by: z
    .object({ login: z.string().min(1), type: Person.shape.type.catch("User") })
    .optional()
    .catch(undefined),
  procedure: word,
  step: word,
  role: word,
  gate: word,
  freeze: word,
});
type Seen = z.output<typeof Seen>;

/** Acts that shut nothing, whatever else another release says of them. */
const OPENING: ReadonlySet<string> = new Set<ActName | "refused">([
  "tick",
  "waive",
  "defer",
  "signoff",
  "override",
  "exempt",
  "resume",
  "refused",
]);

/** An untick leaves decisions alone and a decision everything else; of other acts nobody knows. */
const onStep =
  ({ act, procedure, step }: Seen) =>
  (entry: LedgerEntry): boolean => {
    if (!("step" in entry) || entry.procedure !== procedure || entry.step !== step) return false;
    if (entry.act === "decide") return entry.word === "go" && act !== "untick";
    return act !== "decide" && (entry.act === "tick" || entry.act === "waive" || entry.act === "defer");
  };

const ofRole =
  (role: string) =>
  (entry: LedgerEntry): boolean =>
    entry.act === "signoff" && isSame(entry.role, role);

const ofGate =
  (gate: string) =>
  (entry: LedgerEntry): boolean =>
    entry.act === "override" && isSame(entry.gate, gate);

const ofFreeze =
  (freeze: string) =>
  (entry: LedgerEntry): boolean =>
    entry.act === "exempt" && isSame(entry.freeze, freeze);

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** A withdrawal takes back an approving review as well, which no act before it tells of. */
const revocation = ({ by, role, key }: Seen, at: Date): readonly LedgerEntry[] =>
  by === undefined || role === undefined
    ? []
    : [{ act: "revoke", ...keyed(key), by, role, at: at.toISOString(), via: "recovered" }];

const abort = ({ act, by, key }: Seen, at: Date): LedgerEntry => ({
  act: "abort",
  ...keyed(key),
  by: { login: "Gatehouse", type: "Bot" },
  at: at.toISOString(),
  via: "recovered",
  reason: `what ${by?.login ?? "somebody"} did on ${at.toISOString().slice(0, 10)}${act === undefined ? "" : ` (${act})`} was recorded in a way this version can't read, so it may have shut the gate.`,
  unreadable: true,
});

/** It keeps its key, so that a repeated delivery of it is still known. */
const keyed = (key: string | undefined): { readonly key?: string } => (key === undefined ? {} : { key });
