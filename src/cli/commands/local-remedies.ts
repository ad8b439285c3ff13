import type { ProcedureVerdict, StepVerdict, Verdict } from "../../evaluation/verdict.ts";

/** The verdict with remedies for somebody with files before them, where those of the App lead to GitHub. */
export const withLocalRemedies = (verdict: Verdict): Verdict => ({
  ...verdict,
  procedures: verdict.procedures.map(procedureHere),
});

const procedureHere = (procedure: ProcedureVerdict): ProcedureVerdict => ({
  ...procedure,
  ...(procedure.problem === undefined
    ? {}
    : { problem: { ...procedure.problem, remedy: here(procedure.problem.code, procedure.problem.remedy) } }),
  phases: procedure.phases.map((phase) => ({ ...phase, steps: phase.steps.map(stepHere) })),
});

const stepHere = (step: StepVerdict): StepVerdict => ({
  ...step,
  remedy: here(step.code ?? "", step.remedy),
  steps: step.steps.map(stepHere),
});

const here = (code: string, remedy: string): string => {
  if (code.endsWith("/unknown-role") || code === "role/unknown") return ROLE;
  if (code === "step/crashed") return CRASHED;
  if (code === "procedure/unknown") return OTHERS;
  if (code === "window/unknown" || code === "window/which") return WINDOW;
  if (code === "window/no-calendar") return CALENDAR;
  return remedy.includes("/gate recheck") ? FACT : remedy;
};

const ROLE =
  "Add it under `roles` of the snapshot file, name the config that defines it with `--config`, or correct its name in the procedure.";
const FACT = "Add what is missing to the snapshot file, or mend the procedure.";
const WINDOW =
  "Name the config that defines it with `--config`, or give the step `days`, `hours` and `timezone` of its own.";
const CALENDAR =
  "Name the config of the checkout that holds it with `--config`, or name days in `holidays` to try it out.";
const OTHERS =
  "One procedure is judged here, so nothing is known of others; `gatehouse simulate` judges all that a repository has.";
const CRASHED = "This is a fault of Gatehouse; please report it.";
