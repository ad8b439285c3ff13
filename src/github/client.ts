import { LRUCache } from "lru-cache";
import type { Probot, ProbotOctokit } from "probot";
import type { z } from "zod";
import { RetryLater } from "../readiness/retry-later.ts";
import type { Limits } from "./limits.ts";
import { GithubError, throwAsOurs } from "./errors.ts";
import { GraphqlAnswer } from "./graphql-answer.ts";

/** What the adapters speak to GitHub through: one installation's rights, its own spacing, errors in our words. */
export interface Client {
  /** Our own App id: what is ours on GitHub carries it. */
  readonly appId: number;
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

/** GitHub's date-stamped API that the requests are written against. https://docs.github.com/en/rest/about-the-rest-api/api-versions */
const API_VERSION = "2022-11-28";

/** Clients by installation, kept so that tokens and connections are reused. */
export const clientsOf = ({ probot, appId, limits }: Sources): ((installationId: number) => Promise<Client>) => {
  const clients = new LRUCache<number, Promise<Client>>({ max: 10_000, ttl: 30 * 60_000 });
  return (installationId) => {
    const known = clients.get(installationId);
    if (known !== undefined) return known;
    const made = probot
      .auth(installationId)
      .then((octokit) => clientOf({ octokit, appId, space: (write) => limits.write(installationId, write) }));
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
  readonly space: (write: { readonly creates: boolean }) => Promise<void>;
}

const clientOf = ({ octokit, appId, space }: Access): Client => {
  const asked = waitingRoom();
  const request: Client["get"] = (route, parameters) => asked(() => answered(octokit, route, parameters));
  return {
    appId,
    query: (query, variables) => asked(() => found(octokit, query, variables)),
    get: request,
    write: async (route, parameters) => {
      await space({ creates: route.startsWith("POST ") });
      return request(route, parameters);
    },
    change: async (mutation, variables) => {
      await space({ creates: false });
      return asked(() => found(octokit, mutation, variables));
    },
  };
};

const answered = async (octokit: ProbotOctokit, route: string, parameters: Readonly<Record<string, unknown>>) => {
  try {
    const request = { ...parameters, headers: { "x-github-api-version": API_VERSION } };
    const { data, headers } = await withFreshToken(octokit, () => octokit.request(route, request));
    if (typeof data === "string" && isJson(headers)) throw new Error("the answer ends early");
    return data;
  } catch (error) {
    return throwAsOurs(error, route);
  }
};

/** Of an answer in JSON that breaks off octokit gives what came of it, as text. */
const isJson = (headers: { readonly "content-type"?: string }): boolean =>
  headers["content-type"]?.startsWith("application/json") === true;

const found = async (
  octokit: ProbotOctokit,
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<Found> => {
  try {
    const answer: unknown = await withFreshToken(octokit, () => octokit.graphql(query, { ...variables }));
    const { data } = GraphqlAnswer.parse({ data: answer });
    if (data == null) throw new GithubError("GraphQL: an answer without data", 200);
    return { data, missing: [], forbidden: [] };
  } catch (error) {
    return partial(error);
  }
};

/** Once GitHub has asked an installation to wait, nothing more is asked for it until then: going on can get the App banned. */
const waitingRoom = (): (<Answer>(call: () => Promise<Answer>) => Promise<Answer>) => {
  let until = new Date(0);
  return async (call) => {
    if (until.getTime() > Date.now()) throw new RetryLater(until, "GitHub has asked this installation to wait");
    try {
      return await call();
    } catch (error) {
      if (error instanceof RetryLater) until = error.at;
      throw error;
    }
  };
};

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

/** An answer with errors is whole only when each of them says that one of the things asked for is not there, or not for us. */
const partial = (error: unknown): Found => {
  if (error instanceof GithubError) throw error;
  const answer = GraphqlAnswer.safeParse(error);
  const errors = answer.success ? (answer.data.errors ?? []) : [];
  const data = answer.success ? answer.data.data : undefined;
  if (data == null || errors.length === 0 || !errors.every(isAbsence)) return throwAsOurs(error, "GraphQL");
  const forbidden = errors.filter(({ type }) => type === "FORBIDDEN").map(aliasOf);
  return { data, missing: errors.map(aliasOf), forbidden };
};

const aliasOf = ({ path }: QueryError): string => String(path?.[0]);

type QueryError = NonNullable<z.output<typeof GraphqlAnswer>["errors"]>[number];

/** What can be missing of an alias: all of it, or the subject in it. */
const SUBJECTS: ReadonlySet<string> = new Set(["", "pullRequest", "issue"]);

/** Asked for apart from the rest, so that a permission that is not granted costs only them. */
const MAY_BE_HIDDEN: ReadonlySet<string | number> = new Set(["deployed", "required"]);

/**
 * Whole things can be absent: a repository, a pull request, a comment, a team. A gap further down would be a partial answer. A team
 * that may not be seen is as good as none, and the role that needs it says so; so do the config of another repository and deployments.
 */
const isAbsence = ({ type, path }: QueryError): boolean => {
  const [alias = "", field, ...deeper] = path ?? [];
  if (String(alias).startsWith("team")) return type === "NOT_FOUND" || type === "FORBIDDEN";
  if ((String(alias).startsWith("other") || MAY_BE_HIDDEN.has(alias)) && type === "FORBIDDEN") return true;
  return type === "NOT_FOUND" && alias !== "" && deeper.length === 0 && SUBJECTS.has(String(field ?? ""));
};
