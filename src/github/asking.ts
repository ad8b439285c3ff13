import type { z } from "zod";
import { RetryLater } from "../readiness/retry-later.ts";
import type { Client, Found } from "./client.ts";
import { GithubError, throwAsOurs } from "./errors.ts";
import { GraphqlAnswer } from "./graphql-answer.ts";

/** What is used of octokit, whoever signs in by it. */
export interface Octokit {
  readonly request: (
    route: string,
    parameters: Readonly<Record<string, unknown>>,
  ) => Promise<{ readonly data: unknown; readonly headers: { readonly "content-type"?: string } }>;
  readonly graphql: (query: string, variables: Readonly<Record<string, unknown>>) => Promise<unknown>;
}

/** GitHub's date-stamped API that the requests are written against. https://docs.github.com/en/rest/about-the-rest-api/api-versions */
const API_VERSION = "2022-11-28";

/** Asks GitHub with the rights of whoever signed in, errors in our words; `who` completes "GitHub has asked ... to wait". */
export const asking = (octokit: Octokit, who: string): Pick<Client, "query" | "get"> => {
  const asked = waitingRoom(who);
  return {
    query: (query, variables) => asked(() => found(octokit, query, variables)),
    get: (route, parameters) => asked(() => answered(octokit, route, parameters)),
  };
};

const answered = async (octokit: Octokit, route: string, parameters: Readonly<Record<string, unknown>>) => {
  try {
    const request = { ...parameters, headers: { "x-github-api-version": API_VERSION } };
    const { data, headers } = await octokit.request(route, request);
    if (typeof data === "string" && isJson(headers)) throw new Error("the answer ends early");
    return data;
  } catch (error) {
    return throwAsOurs(error, route);
  }
};

/** Of an answer in JSON that breaks off octokit gives what came of it, as text. */
const isJson = (headers: { readonly "content-type"?: string }): boolean =>
  headers["content-type"]?.startsWith("application/json") === true;

const found = async (octokit: Octokit, query: string, variables: Readonly<Record<string, unknown>>): Promise<Found> => {
  try {
    const answer: unknown = await octokit.graphql(query, { ...variables });
    const { data } = GraphqlAnswer.parse({ data: answer });
    if (data == null) throw new GithubError("GraphQL: an answer without data", 200);
    return { data, missing: [], forbidden: [] };
  } catch (error) {
    return partial(error);
  }
};

/** Once GitHub has asked somebody to wait, nothing more is asked for them until then: going on can get the App banned. */
const waitingRoom = (who: string): (<Answer>(call: () => Promise<Answer>) => Promise<Answer>) => {
  let until = new Date(0);
  return async (call) => {
    if (until.getTime() > Date.now()) throw new RetryLater(until, `GitHub has asked ${who} to wait`);
    try {
      return await call();
    } catch (error) {
      if (error instanceof RetryLater) until = error.at;
      throw error;
    }
  };
};

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
