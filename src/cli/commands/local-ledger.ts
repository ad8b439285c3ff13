import { stepsOf } from "../../evaluation/judge-phase.ts";
import { isOfStep, type Ledger, type LedgerEntry } from "../../evidence/ledger.ts";
import type { Finding } from "../../procedures/finding.ts";
import { everyStep, type Procedure } from "../../procedures/model.ts";
import { didYouMean, oneOf } from "../../procedures/nearest.ts";
import { shorten } from "../../procedures/show.ts";
import type { ReadRecord } from "../read-record.ts";

/** A ledger file and what it is judged with. */
export interface LocalLedger {
  readonly file: string;
  readonly record: ReadRecord<Ledger>;
  /** Absent where the document is broken; then its steps are not known. */
  readonly procedure: Procedure | undefined;
  readonly now: Date;
}

/** The acts that were done by now, and a warning for each that changes nothing: GitHub would never bring such an act, a typing mistake does. */
export const countedActs = (local: LocalLedger): { readonly ledger: Ledger; readonly findings: readonly Finding[] } => {
  const { record, now } = local;
  return {
    ledger: record.value.filter(({ at }) => !isLater(at, now)),
    findings: record.value.flatMap((entry, index) => complaint(entry, index, local)),
  };
};

const isLater = (at: string, now: Date): boolean => Date.parse(at) > now.getTime();

const complaint = (entry: LedgerEntry, index: number, { procedure, now, file, record }: LocalLedger) => {
  const act = `Act ${index + 1}`;
  const warn = (code: string, key: string, message: string): readonly Finding[] => [
    { code: `ledger/${code}`, severity: "warning", message, file, ...record.locate([index, key]) },
  ];
  if (procedure !== undefined && isOfStep(entry) && entry.procedure !== procedure.id)
    return warn(
      "unknown-procedure",
      "procedure",
      `${act} is about the procedure \`${shorten(entry.procedure)}\` and is not counted; this one is \`${procedure.id}\`.`,
    );
  if (procedure !== undefined && isOfStep(entry) && !idsOf(procedure).includes(entry.step))
    return warn("unknown-step", "step", `${act} ${noStep(entry.step, procedure)}`);
  return isLater(entry.at, now)
    ? warn("later", "at", `${act} is later than the moment judged at, ${now.toISOString()}, and is not counted.`)
    : [];
};

const noStep = (step: string, procedure: Procedure): string => {
  const ids = idsOf(procedure);
  const more = ids.length > MOST ? `, and ${ids.length - MOST} more` : "";
  const has =
    more === ""
      ? oneOf(ids)
      : `${ids
          .slice(0, MOST)
          .map((id) => `\`${id}\``)
          .join(", ")}${more}`;
  return `names no step of this procedure: \`${shorten(step)}\`; it has ${has}.${gateMeant(step, procedure) ?? didYouMean(step, ids)}`;
};

/** Comments say `/gate go PHASE`; the record names the gate itself. */
const gateMeant = (step: string, { phases }: Procedure): string | undefined =>
  phases.some(({ id, gate }) => id === step && gate !== undefined)
    ? ` \`${step}\` is a phase; what closes it is the step \`${step}:gate\`.`
    : undefined;

const MOST = 20;

const idsOf = ({ phases }: Procedure): readonly string[] =>
  phases.flatMap((phase) => everyStep(stepsOf(phase)).map(({ id }) => id));
