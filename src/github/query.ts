import type { FactName } from "../evidence/snapshot.ts";
import type { SubjectRef } from "../readiness/ports.ts";
import { CONNECTIONS, rollupSelection, type ConnectionName } from "./connections.ts";
import { deploymentsTo } from "./deployments.ts";
import { gitSelections, variablesOf, type Declare, type GitRead } from "./git-reads.ts";
import { CHECK_NAME } from "../report/check-run.ts";
import { openIssuesSelection } from "./open-issues.ts";
import { outputsSelection } from "./outputs.ts";

/** Everything one query is to bring. */
export interface Wish {
  readonly subject: Pick<SubjectRef, "kind" | "owner" | "name" | "number">;
  readonly appId: number;
  readonly facts: readonly FactName[];
  readonly git: readonly GitRead[];
  /** `organisation/slug` each. */
  readonly teams: readonly string[];
  readonly environments: readonly string[];
  readonly outputs: readonly string[];
  /** `label:NAME` or `milestone:TITLE` each. */
  readonly issues: readonly string[];
  /** Node ids of our comments, where they are known; without them the comments are searched. */
  readonly comments: { readonly checklist?: string; readonly status?: string; readonly search: boolean };
  /** Which issues a pull request closes; of an issue, which pull requests close it or share its milestone. */
  readonly neighbours: boolean;
  /** Look for our check runs on the head commit, because none is remembered. */
  readonly searchRuns: boolean;
}

/** A GraphQL query that asks for exactly the wish, with its variables. Costs one call and, as a rule, one point. */
export const queryFor = (wish: Wish): { readonly query: string; readonly variables: Record<string, unknown> } => {
  const { subject: of } = wish;
  const { variables, declarations, declare } = variablesOf(of);
  declare("number", "Int!", of.number);
  const git = gitSelections(wish.git, declare);
  const body = [
    "rateLimit { cost remaining resetAt }",
    `repository(owner: $owner, name: $name) { databaseId url visibility ${git.home} ${templates(wish)}
    ${subject(wish, declare)} ${openIssuesSelection(wish.issues, declare)} }`,
    deployed(wish, declare),
    required(wish, declare),
    ...git.others,
    ...wish.teams.map((team, index) => teamSelection(team, `team${index}`, declare)),
    ...(["checklist", "status"] as const).map((kind) => commentSelection(wish.comments[kind], kind, declare)),
  ].join("\n");
  return { query: `query Snapshot(${declarations.join(", ")}) {\n${body}\n}`, variables };
};

/** The same of a commit by its name: all that is asked of the head commit. Undefined where that is nothing. */
export const headQuery = (wish: Wish, head: string): ReturnType<typeof queryFor> | undefined => {
  const { variables, declarations, declare } = variablesOf(wish.subject);
  const tip = tipOf(wish, declare);
  if (tip.length === 0) return undefined;
  const commit = `object(expression: ${declare("head", "String!", head)}) { ... on Commit { oid
    ${tip.map(({ selection }) => selection).join("\n")} } }`;
  return {
    query: `query Head(${declarations.join(", ")}) { repository(owner: $owner, name: $name) { ${commit} } }`,
    variables,
  };
};

const PULL_FIELDS = `number updatedAt createdAt mergedAt mergeCommit { oid } title body state isDraft url
  author { __typename login }
  baseRefName headRefName headRefOid isCrossRepository
  retargeted: timelineItems(last: 1, itemTypes: [BASE_REF_CHANGED_EVENT, AUTOMATIC_BASE_CHANGE_SUCCEEDED_EVENT]) {
    nodes { ... on BaseRefChangedEvent { createdAt } ... on AutomaticBaseChangeSucceededEvent { createdAt } } }
  milestone { title } additions deletions changedFiles
  labels(first: 100) { nodes { name } }`;

const COMMENT =
  "id fullDatabaseId body lastEditedAt isMinimized author { __typename login } editor { __typename login }";

const ISSUE_FIELDS = `number updatedAt createdAt title body state url
  author { __typename login } milestone { title } labels(first: 100) { nodes { name } }`;

/** An issue has no commits: it is judged at the tip of the default branch. */
const subject = (wish: Wish, declare: Declare): string => {
  const lists = connectionsOf(wish).filter((name) => name !== "checks");
  const fields = lists.map((name) => CONNECTIONS[name].select(""));
  const tip = tipOf(wish, declare);
  if (wish.subject.kind === "issue")
    return `defaultBranchRef { name target { oid ... on Commit { id ${tip.map(({ selection }) => selection).join("\n")} } } }
    issue(number: $number) { ${[ISSUE_FIELDS, ...fields].join("\n")} }`;
  const commits = tip.map(
    ({ alias, selection }) => `${alias}: commits(last: 1) { nodes { commit { oid ${selection} } } }`,
  );
  return `defaultBranchRef { name }
    pullRequest(number: $number) { ${[PULL_FIELDS, ...fields, ...writers(wish), ...commits].join("\n")} }`;
};

const writers = ({ facts }: Wish): readonly string[] =>
  facts.includes("reviews")
    ? ["writers: latestOpinionatedReviews(first: 100, writersOnly: true) { nodes { author { login } } }"]
    : [];

/** What is asked of the head commit, under aliases that can stand side by side. */
const tipOf = (wish: Wish, declare: Declare): readonly { readonly alias: string; readonly selection: string }[] => [
  ...(wish.facts.includes("checks") ? [{ alias: "checks", selection: rollupSelection("") }] : []),
  ...(wish.searchRuns ? [{ alias: "runs", selection: runSearch(declare("app", "Int!", wish.appId)) }] : []),
  ...(wish.outputs.length > 0 ? [{ alias: "outputs", selection: outputsSelection(wish.outputs, declare) }] : []),
];

/**
 * Deployments apart from the rest, because GitHub answers nothing at all of a repository where one of its fields is forbidden, and the
 * permission to read them may not have been granted. Those of the subject's own commit are asked for besides the newest.
 */
const deployed = (wish: Wish, declare: Declare): string => {
  if (wish.environments.length === 0) return "";
  const names = wish.environments.map((name, index) => declare(`e${index}`, "String!", name));
  const lists = names.map((name, index) => `e${index}: ${deploymentsTo(name, "first: 30")}`).join("\n");
  const own =
    wish.subject.kind === "issue"
      ? ""
      : `pullRequest(number: $number) { mergeCommit { ${lists} } commits(last: 1) { nodes { commit { ${lists} } } } }`;
  return `deployed: repository(owner: $owner, name: $name) { ${lists} ${own} }`;
};

/**
 * Whether our check has to pass, of which GitHub tells only once there is one. Apart from the rest for the same reason.
 * https://docs.github.com/en/graphql/reference/objects#checkrun
 */
const required = ({ appId, subject: { kind } }: Wish, declare: Declare): string => {
  if (kind === "issue") return "";
  const own = `filterBy: { checkName: ${declare("own", "String!", CHECK_NAME)} }`;
  return `required: repository(owner: $owner, name: $name) { pullRequest(number: $number) { commits(last: 1) { nodes { commit {
    checkSuites(first: 1, filterBy: { appId: ${declare("us", "Int!", appId)}, checkName: $own }) { nodes {
      checkRuns(first: 1, ${own}) { nodes { isRequired(pullRequestNumber: $number) } } } } } } } } }`;
};

/** Lists that only pull requests have. */
const OF_PULLS: ReadonlySet<FactName> = new Set(["files", "reviews", "threads", "linkedIssues", "commits"]);

/** Which lists the wish needs. */
export const connectionsOf = (
  given: Pick<Wish, "facts" | "comments" | "subject" | "neighbours">,
): readonly ConnectionName[] => {
  const isIssue = given.subject.kind === "issue";
  const wish = isIssue ? { ...given, facts: given.facts.filter((fact) => !OF_PULLS.has(fact)) } : given;
  const names: ConnectionName[] = [];
  if (wish.neighbours) names.push(...(isIssue ? (["closedBy", "milestoned"] as const) : (["closes"] as const)));
  if (wish.facts.includes("files")) names.push("files");
  if (wish.facts.includes("reviews")) names.push("reviews");
  if (wish.facts.includes("threads")) names.push("threads");
  if (wish.facts.includes("linkedIssues")) names.push("linkedIssues");
  if (wish.facts.includes("commits")) names.push("commits");
  if (wish.facts.includes("checks")) names.push("checks");
  if (wish.comments.search) names.push("comments");
  return names;
};

const runSearch = (app: string): string => `ownSuites: checkSuites(first: 10, filterBy: { appId: ${app} }) {
  nodes { checkRuns(first: 50, filterBy: { appId: ${app} }) { nodes { name } } } }`;

const templates = ({ facts, subject: { kind } }: Wish): string => {
  if (!facts.includes("templates")) return "";
  return kind === "issue" ? "templates: issueTemplates { body }" : "templates: pullRequestTemplates { body }";
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
