import { everyVerdict, type ExitState, type Verdict } from "../../evaluation/verdict.ts";
import { isSound } from "../../procedures/finding.ts";
import { counting } from "../../report/stage.ts";

/** Whether `evaluate` says yes. A step in error says no even where it would not hold back the merge: a test must not pass on what nobody could determine. */
export const isReady = (verdict: Verdict): boolean => {
  const { procedures, findings } = verdict;
  const steps = procedures.flatMap(({ phases }) => phases.flatMap((phase) => everyVerdict(phase.steps)));
  return (
    isSound(findings) &&
    procedures.every(({ problem }) => problem === undefined) &&
    steps.every(({ state }) => state !== "error") &&
    isReached(verdict)
  );
};

/** Before the merge its gate alone is at stake; after it, and on an issue, no gate is left, so the whole run has to be done. */
const isReached = (verdict: Verdict): boolean =>
  verdict.stage === "merge"
    ? verdict.gates.every(({ gate, state }) => gate !== "merge" || state === "open")
    : counting(verdict).every(({ exit }) => ENDED_WELL[exit]);

const ENDED_WELL = {
  completed: true,
  partial: true,
  "in-progress": false,
  blocked: false,
  aborted: false,
  "rolled-back": false,
} as const satisfies Record<ExitState, boolean>;
