import type { Probot } from "probot";
import { throwAsOurs } from "../errors.ts";

/** An answer to a call that is made as the App itself, not as one of its installations. */
export interface AppAnswer {
  readonly data: unknown;
  /** The `Link` header, which names the next page. */
  readonly link: string;
}

export type AppCall = (route: string, parameters: Readonly<Record<string, unknown>>) => Promise<AppAnswer>;

/** Calls GitHub with the App's own token. Throws `GithubError`, or `RetryLater` when asked to wait. */
export const appCallsOn =
  (probot: Probot): AppCall =>
  async (route, parameters) => {
    const octokit = await probot.auth();
    const headers = { "x-github-api-version": "2022-11-28" };
    const answer = await octokit
      .request(route, { ...parameters, headers })
      .catch((error: unknown) => throwAsOurs(error, route));
    return { data: answer.data, link: answer.headers.link ?? "" };
  };
