import { clipped } from "../../report/prose.ts";
import type { ShadowTally } from "../../report/shadow.ts";
import type { Concern } from "../../evaluation/enforcement/settings.ts";

/** What `gatehouse doctor` found. */
export interface Diagnosis {
  readonly repository: string;
  readonly branch: string;
  /** The gate holds, as far as could be told: nothing among the concerns is an error. */
  readonly holds: boolean;
  readonly concerns: readonly Concern[];
  /** What was merged while something was on trial, where it was asked for. */
  readonly trial?: ShadowTally;
}

/** For people: the worst first, each with what to do. */
export const diagnosisText = ({ repository, branch, concerns, trial }: Diagnosis): string => {
  const head = `${repository}, branch ${branch}: ${summary(concerns)}\n`;
  return [
    head,
    ...concerns.map(({ severity, says, remedy }) => `${WORDS[severity]}  ${says}\n         ${remedy}\n`),
    ...(trial === undefined ? [] : [`${trialWords(trial)}\n`]),
  ].join("\n");
};

const trialWords = (trial: ShadowTally): string =>
  trial.since === undefined
    ? "on trial  Nothing was merged in the last 90 days while a procedure was in shadow mode."
    : `on trial  Since ${trial.since.toISOString().slice(0, 10)}: ${heldWords(trial)}`;

const MOST_NAMED = 10;

/** The terminal's form of what the check says. */
const heldWords = ({ merged, held, by }: ShadowTally): string => {
  const steps = by.slice(0, MOST_NAMED).map(({ title, count }) => `\n         ${count} by “${clipped(title, 80)}”`);
  return `${merged} merged, ${held} of them would have been held.${steps.join("")}`;
};

const WORDS = { error: "open   ", warning: "way round", unknown: "unknown" } as const satisfies Record<
  Concern["severity"],
  string
>;

const summary = (concerns: readonly Concern[]): string => {
  if (concerns.length === 0) return "the gate is enforced.";
  const count = (severity: Concern["severity"]): number => concerns.filter((one) => one.severity === severity).length;
  const parts = [
    [count("error"), "place where the gate does not hold", "places where the gate does not hold"],
    [count("warning"), "way round it", "ways round it"],
    [count("unknown"), "thing that could not be told", "things that could not be told"],
  ] as const;
  return `${parts
    .filter(([number]) => number > 0)
    .map(([number, one, many]) => `${number} ${number === 1 ? one : many}`)
    .join(", ")}.`;
};
