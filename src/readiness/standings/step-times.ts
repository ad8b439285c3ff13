import { z } from "zod";
import { isDone, stepKey, type GateVerdict, type StepState, type Verdict } from "../../evaluation/verdict.ts";
import { countingSteps, isAsked, isAskedNow, waitsOn, type PlacedStep } from "./asked.ts";

/** Since when a step is in its state, and since when somebody is awaited. Moments are ISO 8601. */
const StepTime = z.object({
  state: z.string(),
  /** What is awaited later begins anew when it is awaited. */
  since: z.string(),
  /** Of the gate: when it was looked at first. */
  first: z.string().optional(),
  /** Since when it has been awaited without a break; absent while it is not. */
  opened: z.string().optional(),
  /** On whom, as `waitsOn` says. */
  on: z.array(z.string()).optional(),
});
type StepTime = z.output<typeof StepTime>;

/** By `procedure/step`; under `merge` stands the gate of a pull request. */
export const StepTimes = z.record(z.string(), StepTime);
export type StepTimes = z.output<typeof StepTimes>;

/** The key of the merge gate: those of steps have a slash. */
export const GATE = "merge";

/** The key of what a pull request breaks of config and procedures, while it does. */
export const BROKEN = "config";

/** Somebody waited, and waits no more. */
export interface Wait {
  /** Absent where the pull request as a whole waited for its merge gate. */
  readonly step?: { readonly procedure: string; readonly id: string; readonly title: string } | undefined;
  readonly on: readonly string[];
  /** Of a gate: when it was looked at first, also where it was open meanwhile. */
  readonly openedAt: Date;
  readonly doneAt: Date;
  /** How it ended: the state of the step; of the gate `open` or `overridden`. */
  readonly outcome: string;
}

/** What a verdict makes of the times, and the waits that ended with it. */
export interface Timed {
  readonly times: StepTimes;
  readonly ended: readonly Wait[];
}

/**
 * A step waits from when it is awaited to when it is done; what is done at the first look did not wait. What breaks config or procedures
 * is not ready, whatever its steps say, and waits for its author.
 */
export const timed = (verdict: Verdict, before: StepTimes, isBroken = false): Timed => {
  const at = verdict.evaluatedAt.toISOString();
  const seen = [
    ...countingSteps(verdict).map((placed) => ofStep(verdict, placed)),
    ...gateOf(verdict, isBroken),
    ...(isBroken ? [MENDING] : []),
  ];
  const now = seen.map((one) => [one.key, timeOf(one, before[one.key], at)] as const);
  return { times: Object.fromEntries(now), ended: seen.flatMap((one) => endedBy(one, before[one.key], verdict)) };
};

interface Seen {
  readonly key: string;
  readonly state: string;
  readonly awaited: boolean;
  readonly done: boolean;
  readonly on: readonly string[];
  readonly step?: Wait["step"];
}

const ofStep = (verdict: Verdict, placed: PlacedStep): Seen => {
  const { procedure, step } = placed;
  return {
    key: stepKey(procedure.id, step.id),
    state: step.state,
    awaited: isAskedNow(verdict, placed),
    done: isDone(step.state) || (isAwaitable(step.state) && !isAsked(step)),
    on: waitsOn(step),
    step: { procedure: procedure.id, id: step.id, title: step.title },
  };
};

/** A parent that only waits for its sub-steps has done its own part. */
const isAwaitable = (state: StepState): boolean => state !== "locked";

const gateOf = (verdict: Verdict, isBroken: boolean): readonly Seen[] => {
  const gate = verdict.gates.find((one) => one.gate === "merge");
  if (gate === undefined || verdict.stage !== "merge") return [];
  return [ofGate(isBroken ? { ...gate, state: "shut", overridden: undefined } : gate)];
};

const MENDING: Seen = { key: BROKEN, state: "error", awaited: true, done: false, on: ["author"] };

/** What somebody opened is not ready. */
const ofGate = ({ state, overridden }: GateVerdict): Seen => ({
  key: GATE,
  state: overridden === undefined ? state : "overridden",
  awaited: state !== "open",
  done: state === "open",
  on: [],
});

const timeOf = ({ key, state, awaited, on }: Seen, before: StepTime | undefined, at: string): StepTime => ({
  state,
  since: before?.state === state && (before.opened !== undefined || !awaited) ? before.since : at,
  ...(key === GATE ? { first: before?.first ?? at } : {}),
  ...(awaited ? { opened: before?.opened ?? at, on: [...on] } : {}),
});

const endedBy = ({ done, state, step }: Seen, before: StepTime | undefined, verdict: Verdict): readonly Wait[] =>
  done && before?.opened !== undefined
    ? [
        {
          step,
          on: before.on ?? [],
          openedAt: new Date(before.first ?? before.opened),
          doneAt: verdict.evaluatedAt,
          outcome: state,
        },
      ]
    : [];
