import type { Kysely } from "kysely";
import { stepOf } from "../evaluation/find-step.ts";
import { storedVerdict } from "../evaluation/stored-verdict.ts";
import type { Verdict } from "../evaluation/verdict.ts";
import type { Entry } from "../evidence/ledger.ts";
import type { Exception } from "../readiness/waits.ts";
import type { Tables } from "./schema.ts";

interface Recorded extends Pick<Exception, "entry"> {
  readonly subjectKey: string;
}

/**
 * By when what was put off was to be done, by the newest act that put it off: of a step that is still put off, as its subject stood
 * when it was looked at last, and whose phase has a time limit. Of a run that was given up or rolled back nothing is due.
 */
export const duesOf = async (
  db: Kysely<Tables>,
  newestFirst: readonly Recorded[],
): Promise<ReadonlyMap<Exception["entry"], Date>> => {
  const deferrals = newestFirst.flatMap(({ entry, subjectKey }) =>
    entry.act === "defer" ? [{ entry, subjectKey, name: `${subjectKey} ${entry.procedure} ${entry.step}` }] : [],
  );
  // Of several acts at one step the first in the list counts.
  const newest = new Map(deferrals.toReversed().map((deferral) => [deferral.name, deferral]));
  const verdicts = await verdictsOf(db, [...new Set(deferrals.map(({ subjectKey }) => subjectKey))]);
  const dues = [...newest.values()].map(
    ({ entry, subjectKey }) => [entry, dueOf(entry, verdicts.get(subjectKey))] as const,
  );
  return new Map(dues.flatMap(([entry, dueAt]) => (dueAt === undefined ? [] : [[entry, dueAt]])));
};

const verdictsOf = async (
  db: Kysely<Tables>,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Verdict | undefined>> => {
  if (keys.length === 0) return new Map();
  const rows = await db.selectFrom("standings").select(["key", "verdict"]).where("key", "in", keys).execute();
  return new Map(rows.map(({ key, verdict }) => [key, storedVerdict(verdict)]));
};

const dueOf = ({ procedure, step }: Entry<"defer">, verdict: Verdict | undefined): Date | undefined => {
  const found = verdict && stepOf(verdict, procedure, step);
  if (found?.step.state !== "deferred") return undefined;
  const { exit } = found.procedure;
  return exit === "aborted" || exit === "rolled-back" ? undefined : found.phase.dueAt;
};
