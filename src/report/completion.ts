import { isOfStep, type Entry, type Ledger, type LedgerEntry } from "../evidence/ledger.ts";
import type { Deployment } from "../evidence/deployment.ts";
import type { Snapshot } from "../evidence/snapshot.ts";
import { everyVerdict, type ProcedureVerdict, type StepVerdict } from "../evaluation/verdict.ts";
import { code, link, plain } from "../markdown/escape.ts";
import { deed } from "./act-words.ts";
import { doer, moment } from "./answers.ts";
import { fit, fixed, type Part } from "./fit.ts";
import { proof } from "./proof.ts";
import { prose } from "./prose.ts";

/** A run that ended well, and what it rests on. */
export interface Completion {
  readonly procedure: ProcedureVerdict;
  readonly snapshot: Snapshot;
  readonly ledger: Ledger;
  /** Addresses of the issues that were opened for what is left. */
  readonly followUps: readonly string[];
  readonly now: Date;
  readonly timeZone?: string | undefined;
  /** Ties the comment to the run, so that it is posted once. */
  readonly marker: string;
}

/** The comment that closes a run: what was done, where it runs, who agreed, and what is left. */
export const completionReport = (completion: Completion): string => {
  const { procedure, marker } = completion;
  const partly = procedure.exit === "partial" ? ", but for what was put off" : "";
  const head = `${marker}\n**${plain(procedure.title, 150)} is completed${partly}.**\n\n`;
  return fit(
    [
      fixed(`${head}${facts(completion).join("")}`),
      listPart("Agreed", agreements(completion)),
      listPart("Waived or put off", exceptions(procedure)),
      listPart(
        "To follow up",
        completion.followUps.map((url) => link(url, url)),
      ),
      listPart("Proof", proofs(completion)),
    ],
    LIMIT,
  );
};

const LIMIT = 60_000;

const facts = ({ procedure, snapshot, now, timeZone }: Completion): readonly string[] => {
  const { title, openedAt, mergeSha, mergedAt, linkedIssues = [], deployments = {} } = snapshot;
  const merged =
    mergeSha === null || mergedAt === null ? "" : `${code(mergeSha.slice(0, 7))}, ${moment(mergedAt, timeZone)}`;
  const version = procedure.version === undefined ? "" : ` ${plain(procedure.version, 60)}`;
  const rows = [
    ["What", plain(title, 300)],
    ["Procedure", `${code(procedure.id)}${version}`],
    ["Begun", openedAt === undefined ? "" : moment(openedAt, timeZone)],
    ["Merged", merged],
    [
      "Deployed",
      Object.entries(deployments)
        .flatMap((one) => deployed(one, timeZone))
        .join("; "),
    ],
    ["Completed", moment(now, timeZone)],
    [
      "Issues",
      linkedIssues.map(({ number, url }) => (url === undefined ? `#${number}` : link(`#${number}`, url))).join(", "),
    ],
  ] as const;
  return rows.flatMap(([name, text]) => (text === "" ? [] : [`- ${name}: ${text}\n`]));
};

/** The latest deployment to an environment that holds the change. */
const deployed = (
  [environment, all]: [string, readonly Deployment[]],
  timeZone: string | undefined,
): readonly string[] => {
  const one = all.find(({ state, holds }) => holds !== false && (state === "success" || state === "inactive"));
  if (one === undefined) return [];
  const name = one.url === undefined ? code(environment) : link(environment, one.url);
  return [`${name} at ${moment(one.at, timeZone)} (${code(one.sha.slice(0, 7))})`];
};

const listPart = (title: string, rows: readonly string[]): Part =>
  rows.length === 0
    ? fixed("")
    : {
        before: `\n<details><summary>${title} (${rows.length})</summary>\n\n`,
        rows: rows.map((row) => () => `- ${row}\n`),
        after: "\n</details>\n",
        more: (left) => `- … and ${left} more\n`,
      };

/** Who signed off, decided or opened a gate by command; approvals by review stand among the proofs. */
const agreements = ({ ledger, procedure, timeZone }: Completion): readonly string[] =>
  ledger
    .filter((entry): entry is Agreement => isAgreement(entry, procedure.id))
    .map((entry) => `${moment(entry.at, timeZone)}: ${doer(entry)} ${said(entry, timeZone)}`);

type Agreement = Entry<"decide" | "signoff" | "override" | "exempt">;

const isAgreement = (entry: LedgerEntry, procedure: string): boolean =>
  isOfStep(entry)
    ? entry.act === "decide" && entry.procedure === procedure
    : entry.act === "signoff" || entry.act === "override" || entry.act === "exempt";

const said = (entry: Agreement, timeZone: string | undefined): string => {
  const did = deed(entry, timeZone);
  if (entry.act === "decide") return `${did} (${code(entry.step)})`;
  return entry.act === "signoff" ? did : `${did}: ${prose(entry.reason)}`;
};

const steps = ({ phases }: ProcedureVerdict): readonly StepVerdict[] =>
  phases.flatMap((phase) => everyVerdict(phase.steps));

const exceptions = (procedure: ProcedureVerdict): readonly string[] =>
  steps(procedure)
    .filter(({ state }) => state === "waived" || state === "deferred")
    .map(({ title, reason }) => `${prose(title, 300)}: ${prose(reason)}`);

const proofs = ({ procedure, timeZone }: Completion): readonly string[] =>
  steps(procedure)
    .filter(({ state, evidence }) => state === "met" && evidence.length > 0)
    .map(
      ({ title, evidence }) =>
        `${prose(title, 300)}: ${evidence
          .slice(0, 5)
          .map((one) => proof(one, timeZone))
          .join(", ")}`,
    );
