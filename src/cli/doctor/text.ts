import type { Concern } from "../../evaluation/enforcement/settings.ts";

/** What `gatehouse doctor` found. */
export interface Diagnosis {
  readonly repository: string;
  readonly branch: string;
  /** The gate holds, as far as could be told: nothing among the concerns is an error. */
  readonly holds: boolean;
  readonly concerns: readonly Concern[];
}

/** For people: the worst first, each with what to do. */
export const diagnosisText = ({ repository, branch, concerns }: Diagnosis): string => {
  const head = `${repository}, branch ${branch}: ${summary(concerns)}\n`;
  return [
    head,
    ...concerns.map(({ severity, says, remedy }) => `${WORDS[severity]}  ${says}\n         ${remedy}\n`),
  ].join("\n");
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
