import type { Probot } from "probot";
import { z } from "zod";
import type { RepositoryName } from "../readiness/deploy/callers.ts";
import { isGone, throwAsOurs } from "./errors.ts";

const Answer = z.object({ id: z.int(), suspended_at: z.string().nullish() });

/**
 * The App's installation on a repository, asked as the App itself; undefined where it is not installed, or suspended.
 * https://docs.github.com/en/rest/apps/apps#get-a-repository-installation-for-the-authenticated-app
 */
export const installationOf = async (probot: Probot, { owner, name }: RepositoryName): Promise<number | undefined> => {
  const route = "GET /repos/{owner}/{repo}/installation";
  try {
    const octokit = await probot.auth();
    const { data } = await octokit.request(route, { owner, repo: name }).catch((error) => throwAsOurs(error, route));
    const { id, suspended_at: suspendedAt } = Answer.parse(data);
    return suspendedAt == null ? id : undefined;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
};
