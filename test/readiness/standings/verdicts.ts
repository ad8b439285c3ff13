import type { PhaseVerdict, ProcedureVerdict, StepVerdict, Verdict } from "../../../src/evaluation/verdict.ts";
import { NOTHING } from "../../store/standing-news.ts";

/** Verdicts as a turn tells them, each with what matters of it. */

export const stepVerdict = (about: Partial<StepVerdict> = {}): StepVerdict => ({
  id: "qa",
  title: "QA agrees",
  state: "waiting",
  reason: "Nobody signed off.",
  remedy: "Sign off.",
  short: "sign-off",
  actors: [{ kind: "role", role: "qa", people: ["Quinn", "mona"] }],
  evidence: [],
  optional: false,
  waivable: false,
  steps: [],
  ...about,
});

/** An open one that the merge waits for. */
export const phaseVerdict = (about: Partial<PhaseVerdict> = {}): PhaseVerdict => ({
  id: "ready",
  title: "Ready",
  blocks: "merge",
  environments: [],
  state: "open",
  holdsMerge: true,
  steps: [],
  ...about,
});

export const procedureVerdict = (about: Partial<ProcedureVerdict> = {}): ProcedureVerdict => ({
  id: "release",
  title: "Release",
  source: { reference: "release.yml" },
  mode: "enforce",
  applies: true,
  reason: "",
  exit: "in-progress",
  parameters: {},
  phases: [],
  ...about,
});

/** Of one procedure with one phase of these steps. */
export const verdictOf = (steps: readonly StepVerdict[]): Verdict => ({
  ...NOTHING,
  procedures: [procedureVerdict({ phases: [phaseVerdict({ steps })] })],
});
