import { isSound, type Finding } from "../../procedures/finding.ts";
import { countLeft, whatIsLeft, whoseTurn } from "../../report/left.ts";
import { EXITS } from "../../report/exits.ts";
import { gateNow, rolledBackIn, scopeOf } from "../../report/stage.ts";
import { counted } from "../../requirements/wording.ts";
import type { EvaluateAnswer, ParseAnswer, ValidateAnswer } from "../answers.ts";
import type { StepOutline } from "../../procedures/outline.ts";
import { NO_STEPS } from "../commands/local-policy.ts";
import { openSteps } from "./open-steps.ts";

/** One line: whether the document is a procedure, and how large it is. */
export const parsedSummary = ({ file, id, title, phases, findings }: ParseAnswer): string => {
  if (id === null) return `${file} is not valid: ${tally(findings)}.`;
  const steps = phases.reduce(
    (sum, phase) => sum + phase.steps.reduce((all, step) => all + size(step), phase.gate === null ? 0 : 1),
    0,
  );
  const warned = findings.length === 0 ? "" : `, ${tally(findings)}`;
  return `${file} is valid${warned}: “${title}” (${id}), ${counted(phases.length, "phase")}, ${counted(steps, "step")}.`;
};

/** One line: whether the checkout is valid, and what was looked at. */
export const validatedSummary = ({ valid, files, procedures, findings }: ValidateAnswer): string => {
  const warned = findings.length === 0 ? "" : `, ${tally(findings)}`;
  const read = `${counted(files.length, "file")} read, ${counted(procedures.length, "procedure")} in use`;
  return valid ? `Valid${warned}: ${read}.` : `Not valid: ${tally(findings)}; ${read}.`;
};

/** One line: how much is left and whose turn it is. */
export const evaluatedSummary = (answer: EvaluateAnswer): string => {
  const { verdict, ready } = answer;
  if (verdict.findings.some(({ code }) => code === NO_STEPS))
    return `Not ready: ${answer.procedureFile} has no steps, so there is nothing to judge.`;
  if (!isSound(verdict.findings)) {
    const what = answer.configFile === undefined ? "the procedure is" : "procedure and config are";
    return `Not ready: ${what} not valid, ${tally(verdict.findings)}.`;
  }
  const [procedure] = verdict.procedures;
  if (procedure?.problem !== undefined) return `Not ready: ${procedure.problem.reason}`;
  if (procedure?.applies === false) return `Does not apply: ${procedure.reason ?? "its condition does not hold."}`;
  return ready ? readySummary(answer) : leftSummary(answer);
};

/** What to add to a snapshot file. */
export const lackingSentence = (keys: readonly string[]): string =>
  `The snapshot file lacks what the procedure is judged by; add ${keys.join(", ")}. Where there is none of it, write an empty list, or say so of all with \`--assume-absent\`.`;

const size = ({ steps }: StepOutline): number => steps.reduce((sum, step) => sum + size(step), 1);

const tally = (findings: readonly Finding[]): string => {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const warnings = findings.length - errors;
  return [
    ...(errors > 0 ? [counted(errors, "error")] : []),
    ...(warnings > 0 ? [counted(warnings, "warning")] : []),
  ].join(" and ");
};

const readySummary = ({ verdict }: EvaluateAnswer): string => {
  const { total } = gateNow(verdict);
  const all = allOf(total, scopeOf(verdict));
  if (verdict.stage !== "merge") return total === 0 ? "Ready: nothing is left." : `Completed: ${all} done.`;
  return total === 0 ? "Ready: nothing holds back the merge." : `Ready: ${all} done.`;
};

const allOf = (total: number, scope: string): string =>
  total === 1 ? `the one step to do${scope} is` : `all ${total} steps${scope} are`;

const leftSummary = (answer: EvaluateAnswer): string => {
  const { verdict } = answer;
  const gate = gateNow(verdict);
  const not = verdict.stage === "merge" ? "Not ready" : "Not completed";
  if (gate.left === 0) return `${not}: ${nothingLeft(answer)}.`;
  if (rolledBackIn(verdict) !== undefined) return `${not}: it was rolled back.`;
  const what = whatIsLeft(verdict);
  return `${not}: ${countLeft(gate)}${scopeOf(verdict)}${what === "" ? "" : ` (${what})`}.${whoseTurn(verdict)}`;
};

/** What says no where nothing is left of what is counted now. */
const nothingLeft = (answer: EvaluateAnswer): string => {
  const ended = answer.verdict.procedures.find(({ exit }) => exit === "aborted" || exit === "rolled-back");
  if (ended !== undefined) return `nothing is left to do, but the run is ${EXITS[ended.exit]}`;
  return `nothing holds back the merge, but ${undetermined(answer)} could not be determined`;
};

const undetermined = (answer: EvaluateAnswer): string =>
  counted(openSteps(answer).filter(({ step }) => step.state === "error").length, "step");
