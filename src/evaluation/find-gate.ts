import type { GateVerdict, Verdict } from "./verdict.ts";

/** A gate as commands and the ledger name it: `merge`, `deploy`, or `deploy/ENVIRONMENT`. */
export const gateName = ({ gate, environment }: Pick<GateVerdict, "gate" | "environment">): string =>
  environment === undefined ? gate : `${gate}/${environment}`;

/** What a person can mean by `GATE`: its name, or the environment alone; the merge gate where nothing is said. Case does not matter. */
export const gateCalled = ({ gates }: Verdict, name: string): GateVerdict | undefined => {
  const wanted = name === "" ? "merge" : name.toLowerCase();
  return (
    gates.find((one) => gateName(one).toLowerCase() === wanted) ??
    gates.find(({ environment }) => environment?.toLowerCase() === wanted)
  );
};

/** The environments that procedures of the verdict speak of, in reading order. */
export const environmentsOf = ({ procedures }: Verdict): readonly string[] => [
  ...new Set(
    procedures.flatMap(({ phases }) =>
      phases.flatMap(({ environments, starts }) => [...environments, ...(starts === undefined ? [] : [starts])]),
    ),
  ),
];

/** The environment that a person can mean, as the procedures spell it. */
export const environmentCalled = (verdict: Verdict, name: string): string | undefined =>
  environmentsOf(verdict).find((environment) => environment.toLowerCase() === name.toLowerCase());
