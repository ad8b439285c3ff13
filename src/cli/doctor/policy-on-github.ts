import { z } from "zod";
import { readBuiltins } from "../../config/builtins.ts";
import type { Policy } from "../../procedures/policy.ts";
import { isGone } from "../../github/errors.ts";
import type { Get } from "../../github/repository-settings.ts";
import { policyOf, type PolicyFile } from "../../readiness/policy-of.ts";
import { placeKey, repositoryOf, type Place } from "../../readiness/policy-places.ts";

export interface At {
  readonly owner: string;
  readonly name: string;
  readonly branch: string;
  /** The repository's page, on whichever GitHub it is. */
  readonly url: string;
}

/** The policy that holds at a branch, read file by file with a person's rights; undefined where there is no config. */
export const policyOnGithub = async (get: Get, at: At): Promise<Policy | undefined> => {
  const builtins = readBuiltins();
  const files = new Map<string, PolicyFile>();
  const { owner, name, branch } = at;
  const url = `${at.url}/blob/${branch}`;
  for (;;) {
    const state = policyOf({ files, owner, name, url, builtin: (id) => builtins.get(id)?.text });
    if (state.state === "none") return undefined;
    if (state.state === "policy") return state.policy;
    for (const place of state.places) files.set(placeKey(place), await fileAt(get, at, place));
  }
};

const Content = z.object({ sha: z.string(), content: z.string(), encoding: z.string() });

/** https://docs.github.com/en/rest/repos/contents#get-repository-content */
const TOO_LARGE = "GitHub hands over no file above 1 MB";

const Repository = z.object({ visibility: z.enum(["public", "internal", "private"]).default("private") });

const fileAt = async (get: Get, at: At, place: Place): Promise<PolicyFile> => {
  const [owner = "", repo = ""] = repositoryOf(place.where, at).split("/");
  const visibility = await visibilityOf(get, { owner, repo });
  if (visibility === undefined) return { oid: null, text: null, absence: "hidden" };
  const ref = place.where === "home" ? { ref: at.branch } : {};
  try {
    const found = await get("GET /repos/{owner}/{repo}/contents/{path}", { owner, repo, path: place.path, ...ref });
    const { sha, content, encoding } = Content.parse(found);
    if (encoding !== "base64") return { oid: sha, text: null, problem: TOO_LARGE, visibility };
    return { oid: sha, text: Buffer.from(content, "base64").toString("utf8"), visibility };
  } catch (error) {
    if (isGone(error)) return { oid: null, text: null, visibility };
    throw error;
  }
};

const visibilityOf = async (get: Get, where: { readonly owner: string; readonly repo: string }) => {
  try {
    return Repository.parse(await get("GET /repos/{owner}/{repo}", where)).visibility;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
};
