import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";

/** What is left of GitHub's budget, per resource, over all installations that were heard of within their hour. */
export interface BudgetLeft {
  readonly resource: string;
  /** Of whoever has least. */
  readonly lowest: number;
  /** Least share that anybody has left, from 0 to 1. */
  readonly lowestShare: number;
  readonly installations: number;
}

export interface Budgets {
  /** Notes what GitHub said with an answer to somebody. */
  readonly heard: (authorization: string, headers: Headers) => void;
  readonly left: () => readonly BudgetLeft[];
}

interface Heard {
  readonly resource: string;
  readonly remaining: number;
  readonly limit: number;
  readonly resetAt: number;
}

const MOST = 20_000;

/** An installation is known by its token's digest, which is nobody's name and keeps no secret. */
export const createBudgets = (): Budgets => {
  const known = new LRUCache<string, Heard>({ max: MOST });
  return {
    heard: (authorization, headers) => {
      const heard = heardIn(headers);
      if (heard === undefined) return;
      const digest = createHash("sha256").update(authorization).digest("base64");
      known.set(`${heard.resource} ${digest}`, heard);
    },
    left: () => {
      const open = [...known.values()].filter(({ resetAt }) => resetAt > Date.now());
      return [...new Set(open.map(({ resource }) => resource))].toSorted().map((resource) =>
        leftOf(
          resource,
          open.filter((heard) => heard.resource === resource),
        ),
      );
    },
  };
};

/** GitHub's own names. https://docs.github.com/en/rest/rate-limit/rate-limit#get-rate-limit-status-for-the-authenticated-user */
const RESOURCES: ReadonlySet<string> = new Set(["core", "graphql", "search", "integration_manifest", "code_search"]);

const heardIn = (headers: Headers): Heard | undefined => {
  const numbers = ["remaining", "limit", "reset"].map((name) =>
    Number(headers.get(`x-ratelimit-${name}`) ?? Number.NaN),
  );
  const [remaining = Number.NaN, limit = Number.NaN, reset = Number.NaN] = numbers;
  if (numbers.some((number) => !Number.isFinite(number)) || limit <= 0) return undefined;
  const said = headers.get("x-ratelimit-resource") ?? "core";
  return { resource: RESOURCES.has(said) ? said : "other", remaining, limit, resetAt: reset * 1000 };
};

const leftOf = (resource: string, heard: readonly Heard[]): BudgetLeft => ({
  resource,
  lowest: Math.min(...heard.map(({ remaining }) => remaining)),
  lowestShare: Math.min(...heard.map(({ remaining, limit }) => remaining / limit)),
  installations: heard.length,
});
