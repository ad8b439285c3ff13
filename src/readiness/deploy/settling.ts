import type { ReleaseTurn } from "./parts.ts";
import type { DeployRequest, ReleaseReading } from "./ports.ts";
import type { Told } from "./tell-runs.ts";

/**
 * Milliseconds after which it is asked again who brought commits that nobody seems to have brought. A run that a merge sets off asks at
 * once, and GitHub links the merge's commit to its pull request some seconds later.
 */
const LOOKS_MS = [10_000, 30_000];

/** Since when a release is known to bring commits without a pull request, ISO 8601; undefined where it brings none. */
export const directSince = (
  { memory, parts }: Pick<ReleaseTurn, "memory"> & { readonly parts: Pick<ReleaseTurn["parts"], "now"> },
  { direct }: Pick<ReleaseReading, "direct">,
): string | undefined => (direct.length === 0 ? undefined : (memory?.directSince ?? parts.now().toISOString()));

/** The next look, ISO 8601; undefined once GitHub is to be believed. */
export const nextAsking = (since: string | undefined, now: Date): string | undefined => {
  if (since === undefined) return undefined;
  const looks = LOOKS_MS.map((after) => Date.parse(since) + after);
  const next = looks.find((at) => at > now.getTime());
  return next === undefined ? undefined : new Date(next).toISOString();
};

/** Runs that are told nothing yet. */
export const silent = (requests: readonly DeployRequest[]): Told => ({
  waiting: requests.length,
  settled: false,
  isRefused: false,
});
