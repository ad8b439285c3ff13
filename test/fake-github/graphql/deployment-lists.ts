import type { Repository } from "../world/model.ts";
import { type Args, type Context, connect, demand, list, record } from "./resolving.ts";

/** Deployments of a repository, or of one commit; oldest first unless asked for otherwise, as GitHub's schema says. */
export function deploymentsOf(
  { repo, sha }: { readonly repo: Repository; readonly sha?: string },
  args: Args,
  context: Context,
) {
  demand(context, repo, "deployments");
  const environments = list(args, "environments");
  const chosen = repo.deployments
    .filter((one) => sha === undefined || one.sha === sha)
    .filter(({ environment }) => environments === undefined || environments.includes(environment));
  const { direction } = record(args, "orderBy");
  return connect(direction === "DESC" ? chosen.toReversed() : chosen, args, { context, name: "deployments" });
}
