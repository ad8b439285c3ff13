import { latestRuns, latestStatuses, suitesOf } from "../world/derived.ts";
import type { CheckRun, Repository, Status } from "../world/model.ts";

const GREEN = new Set(["success", "neutral", "skipped"]);

/** The newest check run per App and name and the newest status per context, together. */
export function checkContexts(repo: Repository, sha: string): (CheckRun | Status)[] {
  return [...latestRuns(suitesOf(repo, sha)), ...latestStatuses(repo, sha)];
}

export function rollupState(contexts: readonly (CheckRun | Status)[]): string {
  const states = new Set(contexts.map((one) => (one.kind === "CheckRun" ? runState(one) : one.state)));
  if (states.has("error")) return "ERROR";
  if (states.has("failure")) return "FAILURE";
  return states.has("pending") ? "PENDING" : "SUCCESS";
}

function runState({ conclusion }: CheckRun): string {
  if (conclusion === null) return "pending";
  return GREEN.has(conclusion) ? "success" : "failure";
}
