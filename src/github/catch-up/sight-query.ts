import { z } from "zod";
import type { Looking, SeenPull } from "../../readiness/catch-up/ports.ts";
import { CONFIG_PATH } from "../../readiness/policy-places.ts";

/** A query with its variables. */
export interface Query {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const PULLS = 50;
const ENDED = 20;

const PULL = `pageInfo { hasNextPage endCursor } nodes { number state updatedAt headRefOid headRefName baseRefName }`;
const NEWEST = "orderBy: { field: UPDATED_AT, direction: DESC }";

/** Begins with `other`, because the owner may keep it from us. */
export const OWNER_CONFIG = "otherConfig";

/**
 * Looks at many repositories of one owner. One point for fifty of them, since each has two lists and the lists hold no lists.
 * https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
 */
export const sightQuery = (many: readonly Looking[]): Query => {
  const variables: Record<string, unknown> = {
    owner: many[0]?.repository.owner ?? "",
    config: `HEAD:${CONFIG_PATH}`,
  };
  const selections = many.map(({ repository, since }, index) => {
    variables[`n${index}`] = repository.name;
    const ended =
      since === undefined
        ? ""
        : `ended: pullRequests(states: [CLOSED, MERGED], first: ${ENDED}, ${NEWEST}) { ${PULL} }`;
    return `r${index}: repository(owner: $owner, name: $n${index}) { databaseId isArchived
      defaultBranchRef { name target { oid } } config: object(expression: $config) { oid }
      open: pullRequests(states: [OPEN], first: ${PULLS}, ${NEWEST}) { ${PULL} } ${ended} }`;
  });
  const names = many.map((_one, index) => `, $n${index}: String!`).join("");
  return {
    query: `query Sweep($owner: String!, $config: String!${names}) {
      ${OWNER_CONFIG}: repository(owner: $owner, name: ".github") { config: object(expression: $config) { oid } }
      ${selections.join("\n")} }`,
    variables,
  };
};

/** The next page of one of a repository's two lists. */
export const pageQuery = ({ repository: { owner, name } }: Looking, list: "open" | "ended", after: string): Query => ({
  query: `query SweepPage($owner: String!, $name: String!, $after: String!) { repository(owner: $owner, name: $name) {
    list: pullRequests(states: [${list === "open" ? "OPEN" : "CLOSED, MERGED"}], first: 100, after: $after, ${NEWEST}) { ${PULL} } } }`,
  variables: { owner, name, after },
});

/** Whether branches other than the default one have a config of their own. */
export const branchesQuery = ({ repository: { owner, name } }: Looking, branches: readonly string[]): Query => {
  const variables: Record<string, unknown> = { owner, name };
  const selections = branches.map((branch, index) => {
    variables[`b${index}`] = `refs/heads/${branch}:${CONFIG_PATH}`;
    return `b${index}: object(expression: $b${index}) { oid }`;
  });
  const names = branches.map((_one, index) => `, $b${index}: String!`).join("");
  return {
    query: `query SweepBranches($owner: String!, $name: String!${names}) {
      repository(owner: $owner, name: $name) { ${selections.join("\n")} } }`,
    variables,
  };
};

const Pull = z
  .object({
    number: z.int(),
    state: z.enum(["OPEN", "CLOSED", "MERGED"]),
    updatedAt: z.string(),
    headRefOid: z.string(),
    headRefName: z.string(),
    baseRefName: z.string(),
  })
  .transform(
    ({ number, state, updatedAt, headRefOid: headSha, headRefName: headRef, baseRefName: baseRef }): SeenPull => ({
      number,
      state: STATES[state],
      headSha,
      headRef,
      baseRef,
      updatedAt,
    }),
  );

const STATES = { OPEN: "open", CLOSED: "closed", MERGED: "merged" } as const;

export const PullList = z.object({
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
  nodes: z.array(Pull),
});
export type PullList = z.output<typeof PullList>;

const Blob = z.object({ oid: z.string() }).nullish();

export const OwnerConfig = z.object({ config: Blob }).nullish();

export const SeenAnswer = z
  .object({
    databaseId: z.int(),
    isArchived: z.boolean(),
    defaultBranchRef: z.object({ name: z.string(), target: z.object({ oid: z.string() }).nullish() }).nullish(),
    config: Blob,
    open: PullList,
    ended: PullList.optional(),
  })
  .nullish();
export type SeenAnswer = z.output<typeof SeenAnswer>;

export const PageAnswer = z.object({ repository: z.object({ list: PullList }) });

export const BranchesAnswer = z.object({ repository: z.record(z.string(), Blob) });
