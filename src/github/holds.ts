import { z } from "zod";
import type { Deployment } from "../evidence/deployment.ts";
import type { SubjectRef } from "../readiness/ports.ts";
import type { Client } from "./client.ts";
import type { Settled } from "./deployments.ts";
import { isGone } from "./errors.ts";
import { where } from "./writers.ts";

/** What a deployed commit is held against. */
export interface Change {
  /** The commit that the merge made, or the head of what is not merged. */
  readonly sha: string;
  /** ISO 8601; absent while nothing was merged. */
  readonly mergedAt: string | undefined;
}

type Compare = (sha: string) => Promise<Comparison>;

/**
 * A deployment of an older commit, as after a rollback, tells nothing of those before it, so then one more is compared. What it does
 * not tell either stays unknown.
 */
const MOST_COMPARES = 2;

/** Deployments of one environment with whether each holds the change; asks GitHub by `compare` twice at most. */
export const withHolds = async (
  deployments: readonly Settled[],
  { sha, mergedAt }: Change,
  compare: Compare,
): Promise<readonly Deployment[]> => {
  const isOld = ({ createdAt }: Settled): boolean =>
    mergedAt === undefined || Date.parse(createdAt) < Date.parse(mergedAt);
  const ran = deployments.filter((one) => !isOld(one) && (one.state === "success" || one.state === "inactive"));
  const told = ran[0]?.sha === sha ? [] : await comparisonsOf(ran, { sha, compare });
  return deployments.map((one) => {
    const { createdAt: _asked, ...deployment } = one;
    if (one.sha === sha) return { ...deployment, holds: true };
    return { ...deployment, holds: isOld(one) ? false : holdsBy(told, one.sha) };
  });
};

/** Deployments as an issue sees them: it has no change, and its head is the tip of the default branch. */
export const withoutHolds = (deployments: readonly Settled[]): readonly Deployment[] =>
  deployments.map(({ createdAt: _asked, ...deployment }) => ({ ...deployment, holds: null }));

/** Of the newest, and while that lacks the change, of the newest that is not known to. */
const comparisonsOf = async (
  ran: readonly Settled[],
  { sha, compare }: { readonly sha: string; readonly compare: Compare },
): Promise<readonly Comparison[]> => {
  const told = new Map<string, Comparison>();
  while (told.size < MOST_COMPARES) {
    const next = ran.find((one) => !told.has(one.sha) && holdsBy([...told.values()], one.sha) !== false);
    if (next === undefined || next.sha === sha || holdsBy([...told.values()], next.sha) === true) break;
    told.set(next.sha, await compare(next.sha));
  }
  return [...told.values()];
};

const holdsBy = (told: readonly Comparison[], sha: string): boolean | null =>
  told.map((comparison) => comparison(sha)).find((holds) => holds !== null) ?? null;

/** Whether a commit holds the one that was compared with; null where the comparison does not tell. */
export type Comparison = (sha: string) => boolean | null;

const Answer = z.object({
  status: z.string(),
  total_commits: z.int(),
  commits: z.array(z.object({ sha: z.string(), parents: z.array(z.object({ sha: z.string() })) })),
});

/**
 * Compares deployed commits with the merge commit, each once. The answer lists what lies between with its parents, so one call tells of
 * earlier deployments too. At most 250 commits are listed: https://docs.github.com/en/rest/commits/commits#compare-two-commits
 */
export const comparing = (client: Client, subject: SubjectRef, base: string): Compare => {
  const known = new Map<string, Promise<Comparison>>();
  return (head) => {
    const comparison = known.get(head) ?? compared({ client, subject }, base, head);
    known.set(head, comparison);
    return comparison;
  };
};

const compared = async (
  { client, subject }: { readonly client: Client; readonly subject: SubjectRef },
  base: string,
  head: string,
): Promise<Comparison> => {
  try {
    const basehead = `${base}...${head}`;
    const found = await client.get("GET /repos/{owner}/{repo}/compare/{basehead}", { ...where(subject), basehead });
    return comparisonOf(Answer.parse(found), base, head);
  } catch (error) {
    if (isGone(error)) return () => null;
    throw error;
  }
};

const comparisonOf = (answer: z.output<typeof Answer>, base: string, head: string): Comparison => {
  if (answer.status !== "ahead" && answer.status !== "identical") return (sha) => (sha === head ? false : null);
  const between = new Map(answer.commits.map(({ sha, parents }) => [sha, parents.map((parent) => parent.sha)]));
  const isWhole = answer.total_commits <= answer.commits.length;
  const holding = descendants(base, between);
  return (sha) => {
    if (sha === head || holding.has(sha)) return true;
    return between.has(sha) && isWhole ? false : null;
  };
};

/** The base and those of the commits that descend from it. */
const descendants = (base: string, between: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> => {
  const found = new Set([base]);
  const next = (): string | undefined =>
    [...between].find(([sha, parents]) => !found.has(sha) && parents.some((parent) => found.has(parent)))?.[0];
  for (let sha = next(); sha !== undefined; sha = next()) found.add(sha);
  return found;
};
