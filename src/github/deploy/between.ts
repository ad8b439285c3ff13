import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { RepositoryRef } from "../../readiness/ports.ts";
import type { Client } from "../client.ts";
import { isGone } from "../errors.ts";
import { where } from "../writers.ts";

/** How one commit stands to another, and what it has that the other one lacks. */
export interface Between {
  readonly status: "ahead" | "behind" | "diverged" | "identical";
  readonly total: number;
  /** None where there are more than {@link MOST_COMMITS}; fewer than `total` where GitHub did not list all of them. */
  readonly shas: readonly string[];
}

/** More commits than this are not gone through: it would take minutes, and nobody reads such a release. */
export const MOST_COMMITS = 5000;

const PAGE = 100;

const Answer = z.object({
  status: z.enum(["ahead", "behind", "diverged", "identical"]),
  total_commits: z.int(),
  commits: z.array(z.object({ sha: z.string() })),
});
type Answer = z.output<typeof Answer>;

/** Commits of comparisons that are kept: between two commits nothing ever changes. */
const MOST_KEPT = 50_000;

/** Asked for a comparison; undefined where GitHub does not know one of the two, or they have nothing in common. */
export type Compare = (
  client: Client,
  repository: RepositoryRef,
  asked: { readonly base: string; readonly head: string },
) => Promise<Between | undefined>;

/**
 * Compares commits, each two once. The first answer lists up to 250 commits, the newest of them; the others are paged, and only the
 * first page lists files. https://docs.github.com/en/rest/commits/commits#compare-two-commits
 */
export const rememberingCompares = (): Compare => {
  const known = new LRUCache<string, Between>({ maxSize: MOST_KEPT, sizeCalculation: ({ shas }) => shas.length + 1 });
  return async (client, repository, { base, head }) => {
    if (base === head) return { status: "identical", total: 0, shas: [] };
    const key = `${repository.repositoryId} ${base}...${head}`;
    const found = known.get(key) ?? (await compared({ client, repository, basehead: `${base}...${head}` }));
    if (found !== undefined && isDone(found)) known.set(key, found);
    return found;
  };
};

const isDone = ({ total, shas }: Between): boolean => total > MOST_COMMITS || shas.length >= total;

interface Asking {
  readonly client: Client;
  readonly repository: RepositoryRef;
  readonly basehead: string;
}

const compared = async (asking: Asking): Promise<Between | undefined> => {
  try {
    const first = await pageOf(asking, {});
    const { status, total_commits: total } = first;
    const shas = total > MOST_COMMITS ? [] : await wholeOf(asking, first);
    return { status, total, shas };
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
};

/** Pages from the oldest on until none is missing. */
const wholeOf = async (asking: Asking, first: Answer): Promise<readonly string[]> => {
  const { total_commits: total } = first;
  const shas = new Set(first.commits.map(({ sha }) => sha));
  for (let page = 1; shas.size < total && page <= Math.ceil(total / PAGE); page += 1) {
    const { commits } = await pageOf(asking, { per_page: PAGE, page });
    for (const { sha } of commits) shas.add(sha);
  }
  return [...shas];
};

const pageOf = async ({ client, repository, basehead }: Asking, paging: object): Promise<Answer> =>
  Answer.parse(
    await client.get("GET /repos/{owner}/{repo}/compare/{basehead}", { ...where(repository), basehead, ...paging }),
  );
