import { z } from "zod";
import { GithubError, isGone } from "../errors.ts";
import { where } from "../writers.ts";
import type { Asking } from "./asking.ts";
import { spellings } from "./release-query.ts";

const Environment = z.object({ name: z.string() });

/**
 * How GitHub spells an environment whose deployments were found by none of the usual spellings: whoever asks may write it otherwise,
 * and what ran there must not pass for nothing. Undefined where there is no other spelling, `hidden` where we may not know.
 * https://docs.github.com/en/rest/deployments/environments#get-an-environment
 */
export const speltOnGithub = async ({
  client,
  repository,
  asked: { environment },
}: Asking): Promise<z.output<typeof Environment> | "hidden" | undefined> => {
  const route = "GET /repos/{owner}/{repo}/environments/{environment_name}";
  try {
    const found = Environment.parse(await client.get(route, { ...where(repository), environment_name: environment }));
    return spellings(environment).includes(found.name) ? undefined : found;
  } catch (error) {
    if (isGone(error)) return undefined;
    if (error instanceof GithubError && error.status === 403 && !error.shutOut) return "hidden";
    throw error;
  }
};
