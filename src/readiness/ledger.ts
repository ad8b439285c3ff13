import { z } from "zod";
import { isOfStep, LedgerEntry, type Ledger } from "../evidence/ledger.ts";
import { inSequence } from "./sequence.ts";

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
  readonly of: (subjectKey: string) => Promise<readonly Row[]>;
}

interface Row {
  readonly at: Date;
  readonly entry: unknown;
}

/**
 * Everything recorded of a subject in the order in which it happened, whatever the order in which it was told. What another
 * release wrote in a shape of its own is left out; where it may have taken back what was done on a step before, nothing done
 * before counts any more, so that the step opens and people can tick it anew.
 */
export const loadLedger = async (store: LedgerStore, subjectKey: string): Promise<Ledger> => {
  const rows = await store.of(subjectKey);
  const openings = rows.flatMap(openingOf);
  return inOrder(rows.flatMap(({ entry }) => LedgerEntry.safeParse(entry).data ?? [])).map((entry) =>
    openings.some((opening) => isBefore(entry, opening)) ? discounted(entry) : entry,
  );
};

/** When an act that can't be read may have opened a step. */
interface Opening {
  readonly procedure: string;
  readonly step: string;
  readonly at: Date;
}

const OfStep = z.looseObject({ act: z.unknown(), procedure: z.string(), step: z.string() });

/** Acts that open nothing, whatever else another release says of them. */
const HARMLESS: ReadonlySet<unknown> = new Set(["tick", "waive", "refused"]);

const openingOf = ({ at, entry }: Row): readonly Opening[] => {
  if (LedgerEntry.safeParse(entry).success) return [];
  const { data } = OfStep.safeParse(entry);
  return data === undefined || HARMLESS.has(data.act) ? [] : [{ procedure: data.procedure, step: data.step, at }];
};

const isBefore = (entry: LedgerEntry, opening: Opening): boolean =>
  isOfStep(entry) &&
  entry.procedure === opening.procedure &&
  entry.step === opening.step &&
  Date.parse(entry.at) <= opening.at.getTime();

/** The act keeps its key, so that a repeated delivery of it is still known. */
const discounted = (entry: LedgerEntry): LedgerEntry => {
  if (entry.act !== "tick" && entry.act !== "waive") return entry;
  const { key, procedure, step, by, at, via } = entry;
  const why = `What ${by.login} did here does not count, because a later act was recorded in a way this version can't read: please do it again.`;
  const kept = { procedure, step, by, at, via, attempted: entry.act, why };
  return key === undefined ? { act: "refused", ...kept } : { act: "refused", key, ...kept };
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
