import type { Clock } from "../world/clock.ts";
import type { Viewer } from "./access.ts";

const HOURLY = 5000;
const HOUR_MS = 3_600_000;

interface Budget {
  limit: number;
  used: number;
  resetAt: number;
}

/** Counts each token holder's hourly requests, REST and GraphQL apart, as GitHub's primary limits do. */
export class Limits {
  readonly #clock: Clock;
  readonly #hourly: number;
  readonly #budgets = new Map<string, Budget>();

  constructor(clock: Clock, hourly = HOURLY) {
    this.#clock = clock;
    this.#hourly = hourly;
  }

  /** Takes from the budget; false when there was nothing left. */
  spend(viewer: Viewer, resource: "core" | "graphql", cost: number): boolean {
    const budget = this.#budget(viewer, resource);
    if (budget.used + cost > budget.limit) return false;
    budget.used += cost;
    return true;
  }

  /** Leaves every holder with that many requests until the hour is over. */
  leave(remaining: number): void {
    for (const budget of this.#budgets.values()) budget.used = budget.limit - remaining;
  }

  state(viewer: Viewer, resource: "core" | "graphql") {
    const { limit, used, resetAt } = this.#budget(viewer, resource);
    return { limit, used, remaining: limit - used, reset: Math.ceil(resetAt / 1000) };
  }

  headers(viewer: Viewer, resource: "core" | "graphql"): Record<string, string> {
    const { limit, used, remaining, reset } = this.state(viewer, resource);
    return {
      "x-ratelimit-limit": String(limit),
      "x-ratelimit-remaining": String(remaining),
      "x-ratelimit-used": String(used),
      "x-ratelimit-reset": String(reset),
      "x-ratelimit-resource": resource,
    };
  }

  #budget(viewer: Viewer, resource: string): Budget {
    const key = `${holder(viewer)} ${resource}`;
    const now = this.#clock.now().getTime();
    const known = this.#budgets.get(key);
    if (known !== undefined && known.resetAt > now) return known;
    const budget = { limit: this.#hourly, used: 0, resetAt: now + HOUR_MS };
    this.#budgets.set(key, budget);
    return budget;
  }
}

function holder(viewer: Viewer): string {
  if (viewer.kind === "installation") return `installation ${viewer.installation.id}`;
  if (viewer.kind === "user") return `user ${viewer.account.id}`;
  return viewer.kind;
}
