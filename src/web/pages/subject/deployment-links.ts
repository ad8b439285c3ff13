import { releaseMemoryOf } from "../../../readiness/deploy/memory.ts";
import type { StoredSubject } from "../../../readiness/known.ts";
import { deploymentPath } from "../addresses.ts";
import type { Tone } from "../parts/state-badge.tsx";

/** A deployment that brings a pull request or issue, or brought it. */
export interface DeploymentLink {
  readonly href: string;
  /** "4f2c1e7 to production". */
  readonly name: string;
  readonly word: string;
  readonly tone: Tone;
}

/** The newest of each environment, as it was decided last; `releases` has the newest first. */
export const deploymentLinks = (
  releases: readonly StoredSubject[],
  repository: { readonly owner: string; readonly name: string },
): readonly DeploymentLink[] => {
  const links = new Map<string, DeploymentLink>();
  for (const { state, memory } of releases) {
    const known = releaseMemoryOf(memory);
    const place = known?.environment.toLowerCase() ?? "";
    if (known?.answer === undefined || links.has(place)) continue;
    const { environment, answer } = known;
    links.set(place, {
      href: deploymentPath(repository, { environment, sha: answer.sha }),
      name: `${answer.sha.slice(0, 7)} to ${environment}`,
      ...(state === "open" || answer.decision !== "awaiting" ? SAID[answer.decision] : OVER),
    });
  }
  return [...links.values()];
};

const SAID = {
  approved: { word: "let through", tone: "good" },
  awaiting: { word: "awaited", tone: "waiting" },
  rejected: { word: "rejected", tone: "bad" },
} as const;

/** Nobody waits for it any more. */
const OVER = { word: "not asked for any more", tone: "quiet" } as const;
