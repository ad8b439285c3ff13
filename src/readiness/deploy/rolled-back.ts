import { LedgerEntry } from "../../evidence/ledger.ts";
import { sameName } from "../../requirements/wording.ts";
import { inOrder } from "../ledger.ts";
import type { RolledBackHere } from "./ports.ts";

/** The record of a whole repository, as far as it is about rollbacks. */
export interface Rollbacks {
  /** Who rolled back what, and who took it up again. */
  readonly rollbacksIn: (
    repositoryId: number,
  ) => Promise<readonly { readonly subjectKey: string; readonly entry: unknown }[]>;
}

/** The rollbacks of an environment, oldest first. An act of a shape that can't be read counts for nothing here; its subject is shut by it. */
export const rollbacksOf = async (
  rollbacks: Rollbacks,
  repositoryId: number,
  environment: string,
): Promise<readonly RolledBackHere[]> => {
  const rows = await rollbacks.rollbacksIn(repositoryId);
  const subjects = new Map<string, LedgerEntry[]>();
  for (const { subjectKey, entry } of rows) {
    const parsed = LedgerEntry.safeParse(entry);
    if (parsed.success) subjects.set(subjectKey, [...(subjects.get(subjectKey) ?? []), parsed.data]);
  }
  return [...subjects.values()]
    .flatMap((entries) => rolledBack(inOrder([...entries]), environment))
    .toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
};

const rolledBack = (ordered: readonly LedgerEntry[], environment: string): readonly RolledBackHere[] =>
  ordered.flatMap((entry, index) => {
    if (entry.act !== "rollback") return [];
    if (entry.environment !== undefined && !sameName(entry.environment, environment)) return [];
    const resumed = ordered.slice(index + 1).find(isByOverrideRole);
    return [{ at: entry.at, ...(resumed === undefined ? {} : { resumedAt: resumed.at }) }];
  });

/** An author who holds no such role takes back an abort of the author's own, and no rollback. */
const isByOverrideRole = ({ act, role }: LedgerEntry): boolean => act === "resume" && role !== undefined;
