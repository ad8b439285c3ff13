import { LedgerEntry, type Ledger } from "../evidence/ledger.ts";

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
  readonly of: (subjectKey: string) => Promise<readonly { readonly entry: unknown }[]>;
}

/** Everything recorded of a subject in the order in which it happened, whatever the order in which it was told. */
export const loadLedger = async (store: LedgerStore, subjectKey: string): Promise<Ledger> =>
  inOrder((await store.of(subjectKey)).map(({ entry }) => LedgerEntry.parse(entry)));

/** Oldest first; acts of the same second stay in the order of arrival. */
export const inOrder = (ledger: Ledger): Ledger =>
  ledger.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));

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
      key: entry.key ?? `${entry.act} ${entry.procedure}/${entry.step} ${entry.at} ${entry.by.login}`,
      at: new Date(entry.at),
      ...(entry.delivery === undefined ? {} : { deliveryGuid: entry.delivery }),
      entry,
    })),
  );
};
