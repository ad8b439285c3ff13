import type { StepVerdict } from "./verdict.ts";

/** Whether time alone is awaited. */
const isOfTime = ({ state, actors }: Pick<StepVerdict, "state" | "actors">): boolean =>
  state === "waiting" && actors.length > 0 && actors.every(({ kind }) => kind === "clock");

/** When time alone closes a step. Where people are awaited as well, no moment is known. */
export const closesAt = (step: Pick<StepVerdict, "state" | "actors" | "wakeAt" | "opensAt">): Date | undefined =>
  isOfTime(step) ? (step.opensAt ?? step.wakeAt) : undefined;
