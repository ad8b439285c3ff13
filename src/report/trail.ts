import { isOfStep, type Entry, type Ledger, type LedgerEntry } from "../evidence/ledger.ts";
import type { FoundStep } from "../evaluation/find-step.ts";
import { code } from "../markdown/escape.ts";
import { deed, TRIED } from "./act-words.ts";
import { doer, moment } from "./answers.ts";
import { prose } from "./prose.ts";
import { stateWord } from "./steps-table.ts";

/** What a step asks, as far as acts that name no step can be about it. */
export interface AskedOf {
  readonly roles: readonly string[];
  /** Whether freezes can hold it. */
  readonly freezes: boolean;
}

/** The acts on one step, oldest first, what people said for the roles it asks, and exemptions where freezes can hold it. */
export const trailOf = (ledger: Ledger, { procedure, step }: FoundStep, { roles, freezes }: AskedOf): Ledger =>
  ledger.filter((entry) => {
    if (isOfStep(entry)) return entry.procedure === procedure.id && entry.step === step.id;
    if (EXEMPTING.has(entry.act === "refused" ? entry.attempted : entry.act)) return freezes;
    return SIGNING.has(entry.act === "refused" ? entry.attempted : entry.act) && roles.includes(entry.role ?? "");
  });

const EXEMPTING: ReadonlySet<string> = new Set(["exempt", "unexempt"]);
const SIGNING: ReadonlySet<string> = new Set(["signoff", "revoke"]);

/** One act in one line: when, who, what, and what came of it. */
export const trailRow = (entry: LedgerEntry, timeZone?: string): string =>
  `${moment(entry.at, timeZone)}: ${trailWords(entry, timeZone)}`;

/** The same without the moment. A refusal is a sentence that names the person as a rule. */
export const trailWords = (entry: LedgerEntry, timeZone?: string): string => {
  const { commit, by } = entry;
  const at = commit === undefined ? "" : `, at ${code(commit.slice(0, 7))}`;
  if (entry.act !== "refused") return `${doer(entry)} ${said(entry, timeZone)}${changed(entry)}${at}`;
  const who = entry.why.includes(by.login) ? "" : `${doer(entry)} tried to ${TRIED[entry.attempted]}. `;
  return `${who}${prose(entry.why)}`;
};

/** What became of it, where the word for the act does not say so. */
const changed = ({ act, from, to }: LedgerEntry): string =>
  from === undefined || to === undefined || from === to || to === SAYS[act]
    ? ""
    : `, ${stateWord(from)} → ${stateWord(to)}`;

const SAYS: Partial<Record<LedgerEntry["act"], string>> = {
  tick: "met",
  untick: "waiting",
  waive: "waived",
  defer: "deferred",
};

type Done = Exclude<LedgerEntry, Entry<"refused">>;

const said = (entry: Done, timeZone: string | undefined): string => {
  const reason = "reason" in entry && entry.reason !== undefined ? `: ${prose(entry.reason)}` : "";
  return `${deed(entry, timeZone)}${reason}`;
};
