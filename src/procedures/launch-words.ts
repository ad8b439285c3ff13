import { quote, series } from "../requirements/wording.ts";
import type { Phase, Procedure } from "./model.ts";

type Launching = Pick<Procedure, "subject"> & {
  readonly phases: readonly Pick<Phase, "blocks" | "environments">[];
};

/** What a procedure on issues does whose phases hold back deployments, as a clause; undefined of any other. */
export const launchWords = ({ subject, phases }: Launching): string | undefined => {
  const holding = phases.filter(({ blocks }) => blocks === "deploy");
  if (subject !== "issue" || holding.length === 0) return undefined;
  const places = [...new Set(holding.flatMap(({ environments }) => environments))];
  const isEverywhere = holding.some(({ environments }) => environments.length === 0);
  const where = isEverywhere ? "" : ` to ${series(places.map(quote))}`;
  return `collects pull requests and holds back their deployments${where}`;
};
