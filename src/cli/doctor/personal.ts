import { Octokit } from "@octokit/rest";
import { throwAsOurs } from "../../github/errors.ts";
import type { Get } from "../../github/repository-settings.ts";

/** One answer may take this long, in milliseconds. */
const CALL_TIMEOUT_MS = 20_000;

/** Reads GitHub with a person's token; never writes. Throws `GithubError`. */
export const readingWith = (token: string, baseUrl: string): Get => {
  const quiet = { debug: ignore, info: ignore, warn: ignore, error: ignore };
  const octokit = new Octokit({ auth: token, baseUrl, log: quiet });
  return async (route, parameters) => {
    try {
      const headers = { "x-github-api-version": "2022-11-28" };
      const request = { signal: AbortSignal.timeout(CALL_TIMEOUT_MS) };
      const { data } = await octokit.request(route, { ...parameters, headers, request });
      return data;
    } catch (error) {
      return throwAsOurs(error, route);
    }
  };
};

const ignore = (): void => undefined;
