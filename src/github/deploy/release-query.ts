import { z } from "zod";
import type { ReleaseAsked } from "../../readiness/deploy/ports.ts";
import type { RepositoryRef } from "../../readiness/ports.ts";
import { DeploymentPage, deploymentsTo } from "../deployments.ts";
import { gitSelections, variablesOf, type GitRead } from "../git-reads.ts";
import { RepositoryAnswer } from "../pull-answer.ts";
import { COMMIT_WITH_PULLS } from "./commit-pulls.ts";

type Asked = Pick<ReleaseAsked, "environment" | "sha">;

/** Everything of a release that one query can tell: policy, the default branch, the commit, and what was deployed last. */
export const releaseQuery = (repository: RepositoryRef, asked: Asked, git: readonly GitRead[]) => {
  const { variables, declarations, declare } = variablesOf(repository);
  const { home, others } = gitSelections(git, declare);
  const names = spellings(asked.environment).map((name, index) => declare(`e${index}`, "String!", name));
  const query = `
  rateLimit { cost remaining resetAt }
  repository(owner: $owner, name: $name) { databaseId url visibility defaultBranchRef { name target { oid } } ${home}
    commit: object(expression: ${declare("sha", "String!", asked.sha)}) { ... on Commit { ${COMMIT_WITH_PULLS} } } }
  deployed: repository(owner: $owner, name: $name) { ${deploymentsTo(names.join(", "), "first: 30")} }
  ${others.join("\n")}`;
  return { query: `query Release(${declarations.join(", ")}) {${query}\n}`, variables };
};

/** Files of policy that only the answer told to read. */
export const policyQuery = (repository: RepositoryRef, git: readonly GitRead[]) => {
  const { variables, declarations, declare } = variablesOf(repository);
  const { home, others } = gitSelections(git, declare);
  const query = `
  repository(owner: $owner, name: $name) { databaseId url visibility ${home} }
  ${others.join("\n")}`;
  return { query: `query ReleasePolicy(${declarations.join(", ")}) {${query}\n}`, variables };
};

/** Deployments older than those of the first query; null: the newest, of an environment that turned out to be spelt otherwise. */
export const deploymentsQuery = (repository: RepositoryRef, { environment }: Asked, after: string | null) => {
  const { variables, declarations, declare } = variablesOf(repository);
  const names = spellings(environment).map((name, index) => declare(`e${index}`, "String!", name));
  const page = `first: 100, after: ${declare("after", "String", after)}`;
  const query = `repository(owner: $owner, name: $name) { ${deploymentsTo(names.join(", "), page)} }`;
  return { query: `query ReleaseDeployments(${declarations.join(", ")}) { ${query} }`, variables };
};

/**
 * Environments are told apart without regard to case, while a deployment keeps the spelling it was made with and is asked for by it.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments
 */
export const spellings = (environment: string): readonly string[] => {
  const lower = environment.toLowerCase();
  const [first = "", ...rest] = lower;
  return [...new Set([environment, lower, `${first.toUpperCase()}${rest.join("")}`, environment.toUpperCase()])];
};

/** The repository in the answer to {@link releaseQuery}. A commit that is none, such as a file's hash, is an empty object. */
export const ReleaseAnswer = RepositoryAnswer.extend({
  defaultBranchRef: z.looseObject({ name: z.string(), target: z.object({ oid: z.string() }).nullish() }).nullish(),
  commit: z.looseObject({ oid: z.string().optional() }).nullish(),
});
export type ReleaseAnswer = z.output<typeof ReleaseAnswer>;

/** Deployments under the alias that they were asked for by. */
export const Deployed = z.object({ deployments: DeploymentPage }).nullish();
