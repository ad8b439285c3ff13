import { LedgerEntry } from "../../evidence/ledger.ts";
import { sameName } from "../../requirements/wording.ts";
import { inOrder } from "../ledger.ts";

/** The record of a whole repository, as far as it is about rollbacks. */
export interface Rollbacks {
  /** Who rolled back what, and who took it up again. */
  readonly rollbacksIn: (
    repositoryId: number,
  ) => Promise<readonly { readonly subjectKey: string; readonly entry: unknown }[]>;
}

/**
 * When an environment was rolled back, ISO 8601: what ran there then is no good deployment. Where somebody took the run up again
 * afterwards, it was none. An act of a shape that can't be read counts for nothing here; its subject is shut by it.
 */
export const rolledBackAt = async (
  rollbacks: Rollbacks,
  repositoryId: number,
  environment: string,
): Promise<readonly string[]> => {
  const rows = await rollbacks.rollbacksIn(repositoryId);
  const subjects = new Map<string, LedgerEntry[]>();
  for (const { subjectKey, entry } of rows) {
    const parsed = LedgerEntry.safeParse(entry);
    if (parsed.success) subjects.set(subjectKey, [...(subjects.get(subjectKey) ?? []), parsed.data]);
  }
  return [...subjects.values()].flatMap((entries) => standing(entries, environment)).toSorted();
};

/** Those that nobody took back afterwards. */
const standing = (entries: readonly LedgerEntry[], environment: string): readonly string[] => {
  const ordered = inOrder([...entries]);
  return ordered
    .slice(ordered.findLastIndex(({ act }) => act === "resume") + 1)
    .filter((entry) => entry.act === "rollback")
    .filter(({ environment: where }) => where === undefined || sameName(where, environment))
    .map(({ at }) => at);
};
