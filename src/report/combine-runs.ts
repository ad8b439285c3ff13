import type { CheckRun } from "./check-run.ts";
import { clipped } from "./prose.ts";

/** What one pull request says of its head commit. */
export interface NumberedRun extends Pick<CheckRun, "conclusion" | "title" | "summary"> {
  readonly number: number;
}

/** From worst to best: one pull request that is not ready holds the commit back for all. */
const WORST_FIRST = [
  "failure",
  "action_required",
  "neutral",
  "success",
] as const satisfies readonly CheckRun["conclusion"][];

/** GitHub's limit for a summary: https://docs.github.com/en/rest/checks/runs#create-a-check-run */
const LIMIT = 65_535;

/** One check for a commit that is the head of several pull requests, because GitHub has room for one of a name. */
export const combineRuns = (runs: readonly NumberedRun[]): Pick<CheckRun, "conclusion" | "title" | "summary"> => {
  const sorted = runs.toSorted((one, other) => rank(one) - rank(other) || one.number - other.number);
  const [worst] = sorted;
  if (worst === undefined) throw new Error("there is no run to combine");
  const share = Math.floor((LIMIT - 200) / sorted.length) - 50;
  const parts = sorted.map(
    ({ number, title, summary }) => `## Pull request ${number}: ${title}\n\n${clipped(summary, share)}`,
  );
  return {
    conclusion: worst.conclusion,
    title: clipped(worst.conclusion === "success" ? worst.title : `Pull request ${worst.number}: ${worst.title}`, 255),
    summary: `${sorted.length} open pull requests have this head commit; all of them have to be ready.\n\n${parts.join("\n\n")}`,
  };
};

const rank = ({ conclusion }: NumberedRun): number => WORST_FIRST.indexOf(conclusion);
