import { LRUCache } from "lru-cache";
import type { Probot, ProbotOctokit } from "probot";
import { asking, type Octokit } from "./asking.ts";
import { untilUnarchived } from "./errors.ts";
import type { Limits } from "./limits.ts";

/** What the adapters speak to GitHub through: one installation's rights, its own spacing, errors in our words. */
export interface Client {
  /** Our own App id: what is ours on GitHub carries it. */
  readonly appId: number;
  /** True: GitHub answers nothing at all to a question for a team, so none is asked, and who is in one is not known. */
  readonly hidesTeams?: boolean;
  /** Runs a query. Parts that GitHub could not find are null and listed; every other error throws. */
  readonly query: (query: string, variables: Readonly<Record<string, unknown>>) => Promise<Found>;
  /** Reads by REST. Throws {@link GithubError} with GitHub's status, `RetryLater` when asked to wait. */
  readonly get: (route: string, parameters: Readonly<Record<string, unknown>>) => Promise<unknown>;
  /** Writes by REST, spaced by the installation's limits. */
  readonly write: (route: string, parameters: Readonly<Record<string, unknown>>) => Promise<unknown>;
  /** Runs a mutation that creates nothing, spaced likewise. What could not be found is null and listed; every other error throws. */
  readonly change: (mutation: string, variables: Readonly<Record<string, unknown>>) => Promise<Found>;
}

/** A query's data and the top-level aliases under which GitHub found nothing; of those, what it refused to show. */
export interface Found {
  readonly data: Readonly<Record<string, unknown>>;
  readonly missing: readonly string[];
  readonly forbidden: readonly string[];
}

/** Clients by installation, kept so that tokens and connections are reused. */
export const clientsOf = ({ probot, appId, limits }: Sources): ((installationId: number) => Promise<Client>) => {
  const clients = new LRUCache<number, Promise<Client>>({ max: 10_000, ttl: 30 * 60_000 });
  return (installationId) => {
    const known = clients.get(installationId);
    if (known !== undefined) return known;
    const made = probot.auth(installationId).then((octokit) => clientOf({ octokit, appId, limits, installationId }));
    clients.set(installationId, made);
    made.catch(() => clients.delete(installationId));
    return made;
  };
};

interface Sources {
  readonly probot: Probot;
  readonly appId: number;
  readonly limits: Limits;
}

interface Access {
  readonly octokit: ProbotOctokit;
  readonly appId: number;
  readonly limits: Limits;
  readonly installationId: number;
}

/** Who reads a subject mostly writes to it right afterwards, and should not have to wait then to be let through. */
const clientOf = ({ octokit, appId, limits, installationId }: Access): Client => {
  const { query, get } = asking(refreshing(octokit), "this installation");
  return {
    appId,
    query: (text, variables) => {
      void limits.ahead(installationId);
      return query(text, variables);
    },
    get,
    write: async (route, parameters) => {
      await limits.write(installationId, { creates: route.startsWith("POST ") });
      return get(route, parameters).catch(untilUnarchived);
    },
    change: async (mutation, variables) => {
      await limits.write(installationId, { creates: false });
      return query(mutation, variables).catch(untilUnarchived);
    },
  };
};

const refreshing = (octokit: ProbotOctokit): Octokit => ({
  request: (route, parameters) => withFreshToken(octokit, () => octokit.request(route, parameters)),
  graphql: (query, variables) => withFreshToken(octokit, () => octokit.graphql(query, variables)),
});

/** A token kept from before may have been taken back, by an uninstallation or a change of permissions: one new one is tried. */
const withFreshToken = async <Answer>(octokit: ProbotOctokit, call: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await call();
  } catch (error) {
    if (!isUnauthorized(error)) throw error;
    await octokit.auth({ type: "installation", refresh: true });
    return call();
  }
};

const isUnauthorized = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "status" in error && error.status === 401;
