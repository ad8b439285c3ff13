import type { ChangedFile, FactName, RoleHolders } from "../evidence/snapshot.ts";
import type { SubjectRef } from "../readiness/ports.ts";
import type { Client, Found } from "./client.ts";
import { CommentNode, CONNECTIONS, type ConnectionName, type Page } from "./connections.ts";
import { filesOfRest } from "./facts.ts";
import { listTrees } from "./trees.ts";
import type { Gathered, Missing } from "./gathered.ts";
import { plannedReads, type PlannedRead, type Source } from "./planned-reads.ts";
import { OtherAnswer, PullAnswer, RepositoryAnswer, TeamAnswer } from "./pull-answer.ts";
import { connectionsOf, othersIn, pageQuery, queryFor, TEAM_PAGE_QUERY, type Wish } from "./query.ts";

/** What one query answered of the subject itself. */
export interface Answer {
  readonly pull: PullAnswer;
  readonly repository: RepositoryAnswer;
}

/** One wish as it goes to GitHub and comes back. */
interface Asked {
  readonly client: Client;
  readonly subject: SubjectRef;
  readonly wish: Wish;
  readonly gathered: Gathered;
  readonly missing: Missing;
  readonly reads: readonly PlannedRead[];
}

export interface Gathering {
  readonly client: Client;
  readonly subject: SubjectRef;
  readonly gathered: Gathered;
  readonly missing: Missing;
  readonly comments: Wish["comments"];
  readonly searchRuns: boolean;
}

/**
 * Brings what is missing in one query (and a call more for each further page), and keeps it in `gathered`.
 * Undefined when the subject is gone, also where another repository has taken its name. Nothing is kept when head or base turn
 * out to have moved: then `gathered` says where to.
 */
export const gather = async (gathering: Gathering): Promise<Answer | undefined> => {
  const { client, subject, gathered, missing } = gathering;
  await listTrees(gathering);
  const reads = plannedReads(gathered, missing);
  const wish: Wish = {
    owner: subject.owner,
    name: subject.name,
    number: subject.number,
    appId: client.appId,
    facts: missing.facts,
    git: reads.map(({ read }) => read),
    teams: missing.teams,
    comments: gathering.comments,
    searchRuns: gathering.searchRuns,
  };
  const { query, variables } = queryFor(wish);
  const { data, missing: notFound, forbidden } = await client.query(query, variables);
  if (notFound.includes("repository") || data["repository"] == null) return undefined;
  const repository = RepositoryAnswer.parse(data["repository"]);
  if (repository.databaseId !== subject.repositoryId || repository.pullRequest == null) return undefined;
  const pull = PullAnswer.parse(repository.pullRequest);
  if (!stands(gathered, pull, repository)) return { pull, repository };
  const asked: Asked = { client, subject, wish, gathered, missing, reads };
  keepReads(asked, repository, { data, forbidden });
  keepOwn(asked, pull, data);
  await Promise.all([keepLists(asked, pull), keepTeams(asked, data)]);
  if (missing.facts.includes("templates"))
    gathered.templates = (repository.pullRequestTemplates ?? []).flatMap(({ body }) => (body == null ? [] : [body]));
  return { pull, repository };
};

/** Whether what was asked for at the assumed head and base is what the pull request really has. */
const stands = (gathered: Gathered, pull: PullAnswer, repository: RepositoryAnswer): boolean => {
  const baseStands =
    pull.baseRefName === gathered.base ||
    (gathered.base === "HEAD" && repository.defaultBranchRef?.name === pull.baseRefName);
  return baseStands && (gathered.head === undefined || gathered.head === pull.headRefOid);
};

const keepReads = (
  { reads, wish }: Asked,
  repository: RepositoryAnswer,
  found: Pick<Found, "data" | "forbidden">,
): void => {
  const others = [...othersIn(wish.git)].map(([alias, where]) => [where, otherOf(alias, found)] as const);
  const sources = new Map<string, Read>([["home", { answer: repository, from: repository }], ...others]);
  for (const { read, keep } of reads) {
    const source = sources.get(read.where);
    if (source !== undefined) keep(source.answer?.[read.alias], source.from);
  }
};

interface Read {
  readonly answer: Readonly<Record<string, unknown>> | undefined;
  readonly from: Source;
}

const otherOf = (alias: string, { data, forbidden }: Pick<Found, "data" | "forbidden">): Read => {
  if (forbidden.includes(alias)) return { answer: undefined, from: { absence: "forbidden" } };
  const answer = OtherAnswer.parse(data[alias]);
  return answer == null ? { answer: undefined, from: { absence: "hidden" } } : { answer, from: answer };
};

const keepOwn = ({ gathered, wish }: Asked, pull: PullAnswer, data: Readonly<Record<string, unknown>>): void => {
  for (const kind of ["checklist", "status"] as const) {
    if (wish.comments[kind] === undefined) continue;
    const comment = CommentNode.safeParse(data[kind]);
    if (comment.success) gathered.comments[kind] = comment.data;
  }
  if (wish.searchRuns)
    gathered.runs = (pull.runs?.nodes ?? []).flatMap(({ commit }) =>
      (commit.checkSuites?.nodes ?? []).flatMap((suite) => (suite.checkRuns?.nodes ?? []).map(({ name }) => name)),
    );
};

const keepLists = async (asked: Asked, pull: PullAnswer): Promise<void> => {
  const { gathered, wish } = asked;
  const names = connectionsOf(wish);
  const lists = await Promise.all(names.map(async (name) => [name, await whole(asked, name, pull)] as const));
  gathered.lists = { ...gathered.lists, ...Object.fromEntries(lists) };
  if (wish.facts.includes("reviews"))
    gathered.writers = new Set((pull.writers?.nodes ?? []).flatMap(({ author }) => author?.login.toLowerCase() ?? []));
  noteCutOff(gathered, wish.facts, pull);
  if (wish.facts.includes("files") && gathered.lists.files?.some(({ changeType }) => changeType === "RENAMED") === true)
    gathered.renamed = await filesByRest(asked);
};

/** GraphQL does not tell a rename's old name, and leaving a protected path is a change of it. */
const filesByRest = async ({ client, subject }: Asked): Promise<readonly ChangedFile[]> => {
  const files: ChangedFile[] = [];
  for (let page = 1; ; page += 1) {
    const some = filesOfRest(
      await client.get("GET /repos/{owner}/{repo}/pulls/{pull_number}/files", {
        owner: subject.owner,
        repo: subject.name,
        pull_number: subject.number,
        per_page: 100,
        page,
      }),
    );
    files.push(...some);
    if (some.length < 100) return files;
  }
};

/** GitHub lists at most 3,000 files: what lies beyond can't be judged, so nothing about files is. */
const noteCutOff = (gathered: Gathered, facts: readonly FactName[], pull: PullAnswer): void => {
  const read = gathered.lists.files?.length ?? 0;
  if (!facts.includes("files") || read >= pull.changedFiles) return;
  gathered.unread.set(
    "files",
    `GitHub lists ${read} of the ${pull.changedFiles} changed files, so rules about files can't be judged.`,
  );
};

const whole = async (asked: Asked, name: ConnectionName, pull: PullAnswer): Promise<readonly unknown[]> => {
  const { client, subject } = asked;
  let page: Page<unknown> = CONNECTIONS[name].page(pull);
  const nodes = [...page.nodes];
  while (page.next !== undefined) {
    const { data } = await client.query(pageQuery(name), {
      owner: subject.owner,
      name: subject.name,
      number: subject.number,
      after: page.next,
    });
    page = CONNECTIONS[name].page(RepositoryAnswer.partial().parse(data["repository"]).pullRequest);
    nodes.push(...page.nodes);
  }
  return nodes;
};

const keepTeams = async ({ client, gathered, wish }: Asked, data: Readonly<Record<string, unknown>>): Promise<void> => {
  await Promise.all(
    wish.teams.map(async (team, index) =>
      gathered.teams.set(team, await membersOf(client, team, data[`team${index}`])),
    ),
  );
};

const membersOf = async (client: Client, team: string, data: unknown): Promise<RoleHolders> => {
  const [org = "", slug = ""] = team.split("/");
  const members: string[] = [];
  for (let answer = TeamAnswer.parse(data); ;) {
    const found = answer?.team?.members;
    if (found === undefined)
      return { members, problem: `the team @${team} does not exist or can't be seen by Gatehouse` };
    members.push(...found.nodes.map(({ login }) => login));
    if (!found.pageInfo.hasNextPage) return { members };
    const next = await client.query(TEAM_PAGE_QUERY, { org, slug, after: found.pageInfo.endCursor });
    answer = TeamAnswer.parse(next.data["organization"]);
  }
};
