import type { Finding } from "../procedures/finding.ts";
import type { GateVerdict, PhaseVerdict, ProcedureVerdict, Verdict } from "../evaluation/verdict.ts";
import { code, link, plain } from "../markdown/escape.ts";
import { counted } from "../requirements/wording.ts";
import { fit, fixed, type Part } from "./fit.ts";
import { headline, type Proposal } from "./headline.ts";
import { whatIsLeft } from "./left.ts";
import { clipped, prose } from "./prose.ts";
import { counting, isNow } from "./stage.ts";
import { doneList, openTable } from "./steps-table.ts";

/** The check's page: how much is left and whose turn it is, what is open, what is done, and what it was judged by. */
export const summaryOf = (verdict: Verdict, gate: GateVerdict, proposal: Proposal): string =>
  fit(
    [
      fixed(`${headline(verdict, gate, proposal)}\n`),
      ...findingsParts(verdict, proposal),
      ...openParts(verdict),
      ...doneList(verdict),
      ...trialPart(verdict),
      ...elsewherePart(verdict),
      ...provenance(verdict),
    ],
    LIMIT,
  );

/** What is wrong with config and procedures, where there is anything. */
export const findingsParts = (verdict: Verdict, proposal: Proposal): readonly Part[] => [
  ...findingRows(proposal?.findings ?? [], "In this pull request:"),
  ...findingRows(verdict.findings, "On the base branch:"),
];

/** The open steps, under their procedure's title where there are several. */
export const openParts = (verdict: Verdict): readonly Part[] => {
  const procedures = counting(verdict);
  return procedures.flatMap((procedure) => {
    const phases = procedure.phases.filter((phase) => isNow(verdict, phase));
    const parts = [...problemPart(procedure), ...duePart(phases), ...openTable(phases)];
    return parts.length === 0 || procedures.length === 1
      ? parts
      : [fixed(`\n### ${plain(procedure.title, 150)}\n`), ...parts];
  });
};

/** Below GitHub's 65,535, so that the stamp fits behind. */
const LIMIT = 65_000;

/** Each finding with its place, a row each. */
export const findingRows = (findings: readonly Finding[], title = ""): readonly Part[] => {
  if (findings.length === 0) return [];
  const before = title === "" ? "\n" : `\n${title}\n\n`;
  return [{ before, rows: findings.map((finding) => () => findingRow(finding)), after: "", more: andMore }];
};

const findingRow = ({ file, line, column, severity, message }: Finding): string =>
  `- ${severity === "error" ? "❌" : "⚠️"} ${code(`${file}:${line}:${column}`, 300)} ${prose(message, 1000)}\n`;

const andMore = (left: number): string => `- … and ${left} more\n`;

/** Phases with a time by which they should be complete. */
const duePart = (phases: readonly PhaseVerdict[]): readonly Part[] => {
  const due = phases.filter(({ state, dueAt }) => state === "open" && dueAt !== undefined);
  if (due.length === 0) return [];
  return [fixed(`\n${due.map(({ title, reason = "" }) => `“${plain(title, 150)}”: ${prose(reason)}`).join(" ")}\n`)];
};

const problemPart = ({ problem }: ProcedureVerdict): readonly Part[] =>
  problem === undefined ? [] : [fixed(`\n⚠️ ${prose(problem.reason)} ${prose(problem.remedy)}\n`)];

/** Procedures on trial: they are judged and hold nothing back. */
const trialPart = (verdict: Verdict): readonly Part[] => {
  if (verdict.mode === "shadow") return [];
  const onTrial = verdict.procedures.filter(({ applies, mode }) => applies && mode === "shadow");
  if (onTrial.length === 0) return [];
  return [
    {
      before: "\nOn trial (shadow mode, holds nothing back):\n\n",
      rows: onTrial.map((procedure) => () => `- ${trialRow(procedure)}\n`),
      after: "",
      more: andMore,
    },
  ];
};

const trialRow = (procedure: ProcedureVerdict): string => {
  const alone = {
    stage: "merge",
    procedures: [procedure],
    mode: "shadow",
    gates: [],
    findings: [],
    evaluatedAt: new Date(0),
  } as const;
  const left = whatIsLeft(alone);
  return `${plain(procedure.title, 150)}: ${left === "" && procedure.problem === undefined ? "ready" : `would wait for ${plain(left, 300)}`}`;
};

/** What does not count here: procedures that don't apply, and phases after the merge. */
const elsewherePart = ({ procedures }: Verdict): readonly Part[] => {
  const rows = [
    ...procedures
      .filter(({ applies }) => !applies)
      .map(({ title, reason }) => `${plain(title, 150)} does not apply: ${prose(reason)}`),
    ...procedures.flatMap(({ phases }) =>
      phases
        .filter(({ holdsMerge, state }) => !holdsMerge && state !== "not-applicable")
        .map(
          ({ title, steps, reason }) =>
            `${plain(title, 150)} (${counted(steps.length, "step")}): ${prose(reason ?? "Merging does not wait for it.")}`,
        ),
    ),
  ];
  if (rows.length === 0) return [];
  return [
    { before: "\nNot part of this gate:\n\n", rows: rows.map((row) => () => `- ${row}\n`), after: "", more: andMore },
  ];
};

/** What it was judged by: the documents, their versions, and the values of their parameters. */
const provenance = (verdict: Verdict): readonly Part[] => {
  const procedures = verdict.procedures.filter(({ applies }) => applies);
  if (procedures.length === 0) return [];
  return [
    {
      before: "\nJudged by:\n\n",
      rows: procedures.map((procedure) => () => `- ${judgedBy(procedure)}\n`),
      after: "",
      more: andMore,
    },
  ];
};

const judgedBy = ({ title, version, source, parameters }: ProcedureVerdict): string => {
  const name = source.url === undefined ? plain(title, 150) : link(clipped(title, 150), source.url);
  const values = Object.entries(parameters).map(([key, value]) => `${code(key)} = ${code(value)}`);
  const from = code(source.reference, 300);
  return [`${name}${version === undefined ? "" : plain(`, version ${version}`, 60)} (${from})`, ...values].join(", ");
};
