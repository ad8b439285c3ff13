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
const MOST_RELATIONS = 10_000;

interface Pair {
  readonly base: string;
  readonly head: string;
}

type Compare<Answered> = (client: Client, repository: RepositoryRef, asked: Pair) => Promise<Answered | undefined>;

/** Compares commits; undefined where GitHub does not know one of the two, or they have nothing in common. */
export interface Compares {
  /**
   * With the commits between. The first answer lists up to 250 of them, the newest; the others are paged, and only a first page lists
   * files. https://docs.github.com/en/rest/commits/commits#compare-two-commits
   */
  readonly between: Compare<Between>;
  /** How they stand to each other alone, in one call. */
  readonly relation: Compare<Between["status"]>;
}

/** Compares each two commits once. */
export const rememberingCompares = (): Compares => {
  const known = new LRUCache<string, Between>({ maxSize: MOST_KEPT, sizeCalculation: ({ shas }) => shas.length + 1 });
  const relations = new LRUCache<string, Between["status"]>({ max: MOST_RELATIONS });
  return {
    between: async (client, repository, asked) => {
      if (asked.base === asked.head) return { status: "identical", total: 0, shas: [] };
      const key = keyOf(repository, asked);
      const found = known.get(key) ?? (await unlessGone(() => compared({ client, repository, ...asked })));
      if (found !== undefined && isDone(found)) known.set(key, found);
      return found;
    },
    relation: async (client, repository, asked) => {
      if (asked.base === asked.head) return "identical";
      const key = keyOf(repository, asked);
      const found = relations.get(key) ?? (await unlessGone(() => related({ client, repository, ...asked })));
      if (found !== undefined) relations.set(key, found);
      return found;
    },
  };
};

const keyOf = ({ repositoryId }: RepositoryRef, { base, head }: Pair): string => `${repositoryId} ${base}...${head}`;

const isDone = ({ total, shas }: Between): boolean => total > MOST_COMMITS || shas.length >= total;

interface Asking extends Pair {
  readonly client: Client;
  readonly repository: RepositoryRef;
}

const unlessGone = async <Answered>(call: () => Promise<Answered>): Promise<Answered | undefined> => {
  try {
    return await call();
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
};

const compared = async (asking: Asking): Promise<Between> => {
  const first = await pageOf(asking, {});
  const { status, total_commits: total } = first;
  return { status, total, shas: total > MOST_COMMITS ? [] : await wholeOf(asking, first) };
};

/** A second page has no files, which can be many. */
const related = async (asking: Asking): Promise<Between["status"]> =>
  (await pageOf(asking, { per_page: 1, page: 2 })).status;

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

const pageOf = async ({ client, repository, base, head }: Asking, paging: object): Promise<Answer> => {
  const asked = { ...where(repository), basehead: `${base}...${head}`, ...paging };
  return Answer.parse(await client.get("GET /repos/{owner}/{repo}/compare/{basehead}", asked));
};
