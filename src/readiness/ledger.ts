import { isOfStep, LedgerEntry, type Ledger } from "../evidence/ledger.ts";
import { inSequence } from "./sequence.ts";
import { unreadableOf } from "./unreadable.ts";

/** The append-only record, as the store keeps it. */
export interface LedgerStore {
  readonly append: (
    subjectKey: string,
    entries: readonly {
      readonly key: string;
      readonly at: Date;
      readonly deliveryGuid?: string;
      readonly entry: unknown;
    }[],
  ) => Promise<unknown>;
  readonly of: (subjectKey: string) => Promise<readonly LedgerRow[]>;
}

/** What is recorded of one act, unchecked. */
export interface LedgerRow {
  readonly at: Date;
  readonly entry: unknown;
}

/**
 * Everything recorded of a subject in the order in which it happened, whatever the order in which it was told. What another
 * release wrote in a shape of its own can't be read; what it may have taken back does not count any more, so that it is open and
 * people can do it anew.
 */
export const loadLedger = async (store: LedgerStore, subjectKey: string): Promise<Ledger> =>
  ledgerOf(await store.of(subjectKey));

/** The same of rows that are there already. */
export const ledgerOf = (rows: readonly LedgerRow[]): Ledger => {
  const unreadable = rows.flatMap(unreadableOf);
  const entries = [
    ...rows.flatMap(({ entry }) => LedgerEntry.safeParse(entry).data ?? []),
    ...unreadable.flatMap(({ instead }) => instead),
  ];
  return inOrder(entries).map((entry) =>
    unreadable.some(({ at, touches }) => Date.parse(entry.at) <= at.getTime() && touches(entry))
      ? discounted(entry)
      : entry,
  );
};

/** The act keeps its key, so that a repeated delivery of it is still known. */
const discounted = (entry: LedgerEntry): LedgerEntry => {
  if (entry.act === "refused") return entry;
  const { key, by, at, via, act: attempted } = entry;
  const why = `What ${by.login} did here does not count, because a later act was recorded in a way this version can't read: please do it again.`;
  const where = isOfStep(entry) ? { procedure: entry.procedure, step: entry.step } : {};
  return { act: "refused", ...(key === undefined ? {} : { key }), ...where, by, at, via, attempted, why };
};

/** Oldest first, as far as times and comments tell. */
export const inOrder = (ledger: Ledger): Ledger => [...inSequence(ledger, (entry) => entry)];

/** Records entries; recording the same act again adds nothing. */
export const record = async (
  store: LedgerStore,
  subjectKey: string,
  entries: readonly LedgerEntry[],
): Promise<void> => {
  if (entries.length === 0) return;
  await store.append(
    subjectKey,
    entries.map((entry) => ({
      key:
        entry.key ??
        `${entry.act} ${isOfStep(entry) ? `${entry.procedure}/${entry.step}` : ""} ${entry.at} ${entry.by.login}`,
      at: new Date(entry.at),
      ...(entry.delivery === undefined ? {} : { deliveryGuid: entry.delivery }),
      entry,
    })),
  );
};
