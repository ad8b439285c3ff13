import { Hono } from "hono";
import { outlineOf } from "../../../procedures/outline.ts";
import { holdersIn, type Policy } from "../../../procedures/policy.ts";
import type { PolicyReader } from "../../../readiness/viewing/policy.ts";
import type { ReadableRepository } from "../../../readiness/viewing/ports.ts";
import { missing, repositoryIn } from "../answers.tsx";
import { GithubAway } from "../../../readiness/viewing/ports.ts";
import type { PageEnv } from "../visit.ts";
import { fitting } from "../fitting.ts";
import { LEVELS, limited } from "./limited.ts";
import { ProcedurePage, type ProcedureShown } from "./procedure-page.tsx";

/** The pages of the procedures that a repository's default branch uses. */
export const procedurePages = ({ policies }: { readonly policies: PolicyReader }): Hono<PageEnv> =>
  new Hono<PageEnv>().get("/r/:owner/:name/procedures/:id", async (context) => {
    const repository = await repositoryIn(context);
    if (repository === undefined) return missing(context);
    const found = await policies.read(repository);
    if (found.state === "unknown") throw new GithubAway("the policy can't be read now");
    const shown = found.state === "none" ? undefined : procedureIn(found.policy, repository, context.req.param("id"));
    if (shown === undefined) return missing(context);
    return context.html(
      fitting(LEVELS, (most) => (
        <ProcedurePage shown={{ ...shown, ...limited(shown.outline, most) }} visit={context.var.visit} />
      )),
    );
  });

const procedureIn = (policy: Policy, repository: ReadableRepository, id: string): ProcedureShown | undefined => {
  const adopted = policy.procedures.find(({ procedure }) => procedure.id === id);
  if (adopted === undefined) return undefined;
  const outline = outlineOf(adopted.procedure);
  return {
    repository,
    outline,
    hidden: 0,
    isShadow: adopted.mode === "shadow",
    source: adopted.source,
    roles: outline.roles.map((role) => ({ role, holders: holdersIn(policy, role) })),
  };
};
