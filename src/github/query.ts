import type { FactName } from "../evidence/snapshot.ts";
import type { Where } from "../readiness/policy-places.ts";
import { CONNECTIONS, type ConnectionName } from "./connections.ts";

/** One thing to read at a git expression: a file's identity, its text, or a folder's files. */
export interface GitRead {
  /** Response alias, unique in the query. */
  readonly alias: string;
  /** Such as `refs/heads/main:.github/gatehouse.yml` or `<sha>:docs`. */
  readonly expression: string;
  readonly select: "identity" | "text" | "folder";
  readonly where: Where;
}

/** The other repositories that something is read of, by the alias each has in the answer. */
export const othersIn = (git: readonly GitRead[]): ReadonlyMap<string, Where> =>
  new Map(
    [...new Set(git.map(({ where }) => where))]
      .filter((where) => where !== "home")
      .map((where, index) => [`other${index}`, where]),
  );

/** Everything one query is to bring. */
export interface Wish {
  readonly owner: string;
  readonly name: string;
  readonly number: number;
  readonly appId: number;
  readonly facts: readonly FactName[];
  readonly git: readonly GitRead[];
  /** `organisation/slug` each. */
  readonly teams: readonly string[];
  /** Node ids of our comments, where they are known; without them the comments are searched. */
  readonly comments: { readonly checklist?: string; readonly status?: string; readonly search: boolean };
  /** Look for our check runs on the head commit, because none is remembered. */
  readonly searchRuns: boolean;
}

/** A GraphQL query that asks for exactly the wish, with its variables. Costs one call and, as a rule, one point. */
export const queryFor = (wish: Wish): { readonly query: string; readonly variables: Record<string, unknown> } => {
  const variables: Record<string, unknown> = { owner: wish.owner, name: wish.name, number: wish.number };
  const declarations = ["$owner: String!", "$name: String!", "$number: Int!"];
  const declare = (name: string, type: string, value: unknown): string => {
    variables[name] = value;
    declarations.push(`$${name}: ${type}`);
    return `$${name}`;
  };
  const git = (where: GitRead["where"]): string =>
    wish.git
      .filter((read) => read.where === where)
      .map(
        (read) =>
          `${read.alias}: object(expression: ${declare(`x_${read.alias}`, "String!", read.expression)}) ${GIT_SELECTION[read.select]}`,
      )
      .join("\n");
  const body = [
    "rateLimit { cost remaining resetAt }",
    `repository(owner: $owner, name: $name) { databaseId url visibility defaultBranchRef { name } ${git("home")} ${templates(wish)} pullRequest(number: $number) { ${pull(wish, declare)} } }`,
    ...[...othersIn(wish.git)].map(([alias, where]) =>
      otherRepository({ alias, where, selection: git(where) }, declare),
    ),
    ...wish.teams.map((team, index) => teamSelection(team, `team${index}`, declare)),
    ...(["checklist", "status"] as const).map((kind) => commentSelection(wish.comments[kind], kind, declare)),
  ].join("\n");
  return { query: `query Snapshot(${declarations.join(", ")}) {\n${body}\n}`, variables };
};

/** The rest of one connection after a cursor, for lists longer than a page. */
export const pageQuery = (
  connection: ConnectionName,
): string => `query Page($owner: String!, $name: String!, $number: Int!, $after: String!) {
  repository(owner: $owner, name: $name) { pullRequest(number: $number) { ${CONNECTIONS[connection].select(", after: $after")} } }
}`;

/** The rest of a team's members after a cursor. */
export const TEAM_PAGE_QUERY = `query TeamPage($org: String!, $slug: String!, $after: String!) {
  organization(login: $org) { team(slug: $slug) { members(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { login } } } }
}`;

type Declare = (name: string, type: string, value: unknown) => string;

const BLOB = "oid byteSize isBinary isTruncated text";

const GIT_SELECTION = {
  identity: "{ oid }",
  text: `{ ... on Blob { ${BLOB} } }`,
  folder: `{ ... on Tree { entries { name type object { ... on Blob { ${BLOB} } } } } }`,
} as const satisfies Record<GitRead["select"], string>;

const PULL_FIELDS = `number updatedAt createdAt mergedAt mergeCommit { oid } title body state isDraft url
  author { __typename login }
  baseRefName headRefName headRefOid isCrossRepository
  milestone { title } additions deletions changedFiles
  labels(first: 100) { nodes { name } }`;

const COMMENT =
  "id fullDatabaseId body lastEditedAt isMinimized author { __typename login } editor { __typename login }";

const pull = (wish: Wish, declare: Declare): string =>
  [
    PULL_FIELDS,
    ...connectionsOf(wish).map((name) => CONNECTIONS[name].select("")),
    ...(wish.facts.includes("reviews")
      ? ["writers: latestOpinionatedReviews(first: 100, writersOnly: true) { nodes { author { login } } }"]
      : []),
    ...(wish.searchRuns ? [runSearch(declare("app", "Int!", wish.appId))] : []),
  ].join("\n");

/** Which lists the wish needs. */
export const connectionsOf = (wish: Pick<Wish, "facts" | "comments">): readonly ConnectionName[] => {
  const names: ConnectionName[] = [];
  if (wish.facts.includes("files")) names.push("files");
  if (wish.facts.includes("reviews")) names.push("reviews");
  if (wish.facts.includes("threads")) names.push("threads");
  if (wish.facts.includes("linkedIssues")) names.push("linkedIssues");
  if (wish.facts.includes("commits")) names.push("commits");
  if (wish.facts.includes("checks")) names.push("checks");
  if (wish.comments.search) names.push("comments");
  return names;
};

const runSearch = (
  app: string,
): string => `runs: commits(last: 1) { nodes { commit { checkSuites(first: 10, filterBy: { appId: ${app} }) {
  nodes { checkRuns(first: 50, filterBy: { appId: ${app} }) { nodes { name } } } } } } }`;

const templates = (wish: Wish): string => (wish.facts.includes("templates") ? "pullRequestTemplates { body }" : "");

interface OtherRepository {
  readonly alias: string;
  readonly where: Where;
  readonly selection: string;
}

/** Only under the very name that was asked for: a transferred repository would answer from its new owner's account. */
const otherRepository = ({ alias, where, selection }: OtherRepository, declare: Declare): string => {
  const name = where === "organisation" ? ".github" : where.slice(where.indexOf("/") + 1);
  return `${alias}: repository(owner: $owner, name: ${declare(`${alias}_name`, "String!", name)}, followRenames: false) { url visibility ${selection} }`;
};

const teamSelection = (team: string, alias: string, declare: Declare): string => {
  const [organization, slug] = team.split("/");
  return `${alias}: organization(login: ${declare(`${alias}_org`, "String!", organization)}) { team(slug: ${declare(`${alias}_slug`, "String!", slug)}) {
    members(first: 100) { pageInfo { hasNextPage endCursor } nodes { login } } } }`;
};

const commentSelection = (id: string | undefined, alias: string, declare: Declare): string =>
  id === undefined
    ? ""
    : `${alias}: node(id: ${declare(`${alias}_id`, "ID!", id)}) { ... on IssueComment { ${COMMENT} } }`;
