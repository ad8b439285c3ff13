import { Octokit } from "@octokit/rest";
import { asking } from "../../github/asking.ts";
import type { Client } from "../../github/client.ts";

/** GitHub as one person sees it: what the server reads with an App's rights is read with theirs, and nothing can be written. */
export interface PersonalClient extends Client {
  /** Requests made so far, and what GitHub said of the limit with the last one. */
  readonly made: () => Made;
  /** The same client, which takes what this App wrote for Gatehouse's own. */
  readonly knowing: (appId: number) => PersonalClient;
}

export interface Made {
  readonly calls: number;
  /** How many of this kind are left of the hour, and when the next hour begins. */
  readonly budget?: { readonly remaining: number; readonly resetAt: Date };
}

interface Access {
  readonly token: string;
  /** GitHub's REST address without a slash at the end. */
  readonly apiUrl: string;
}

/** No App has this number, so that nothing is taken for Gatehouse's own until it is known which App that is. */
const NO_APP = 0;

/** Signs in with a person's token; asks nothing yet. */
export const personalClient = ({ token, apiUrl }: Access): PersonalClient => {
  const octokit = new Octokit({ auth: token, baseUrl: apiUrl, log: QUIET, request: { fetch: patientFetch } });
  const seen: Seen = { calls: 0, budget: undefined, hidesTeams: false };
  octokit.hook.before("request", () => {
    seen.calls += 1;
  });
  const isClassic = CLASSIC.test(token);
  octokit.hook.after("request", ({ headers }) => note(seen, { headers, isClassic }));
  return clientFor(seen, asking(octokit, "this token"), NO_APP);
};

interface Seen {
  calls: number;
  budget: Made["budget"] | undefined;
  hidesTeams: boolean;
}

const clientFor = (seen: Seen, asked: ReturnType<typeof asking>, appId: number): PersonalClient => ({
  ...asked,
  appId,
  get hidesTeams() {
    return seen.hidesTeams;
  },
  write: refuse,
  change: refuse,
  made: () => ({ calls: seen.calls, ...(seen.budget === undefined ? {} : { budget: seen.budget }) }),
  knowing: (id) => clientFor(seen, asked, id),
});

const refuse = async (): Promise<never> => {
  throw new Error("The command line only reads");
};

/** Personal access tokens of the classic kind, and those of OAuth applications: only these have scopes. */
const CLASSIC = /^(?:gh[po]_|[\da-f]{40}$)/u;

/**
 * Of a classic token GitHub tells the scopes, and answers nothing at all to a query for a team without this one.
 * https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps#available-scopes
 */
const TEAM_SCOPES: ReadonlySet<string> = new Set(["read:org", "write:org", "admin:org"]);

const note = (
  seen: Seen,
  { headers, isClassic }: { readonly headers: Readonly<Record<string, unknown>>; readonly isClassic: boolean },
): void => {
  const scopes = headers["x-oauth-scopes"];
  if (isClassic && typeof scopes === "string")
    seen.hidesTeams = !scopes.split(",").some((scope) => TEAM_SCOPES.has(scope.trim()));
  const remaining = Number(headers["x-ratelimit-remaining"]);
  const reset = Number(headers["x-ratelimit-reset"]);
  if (Number.isInteger(remaining) && reset > 0) seen.budget = { remaining, resetAt: new Date(reset * 1000) };
};

/** One answer may take this long, in milliseconds. */
const CALL_TIMEOUT_MS = 20_000;

const patientFetch: typeof fetch = (input, init) =>
  fetch(input, { ...init, signal: init?.signal ?? AbortSignal.timeout(CALL_TIMEOUT_MS) });

const ignore = (): void => undefined;
const QUIET = { debug: ignore, info: ignore, warn: ignore, error: ignore };
