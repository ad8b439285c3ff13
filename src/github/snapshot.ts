import type { ChangedFile, RoleHolders, Snapshot } from "../evidence/snapshot.ts";
import { holdersIn, type Policy } from "../procedures/policy.ts";
import type { SubjectRef } from "../readiness/ports.ts";
import { checksOf, commitOf, fileOf, issuesOf, personOf, reviewsOf, threadOf } from "./facts.ts";
import type { Answer } from "./gather.ts";
import { asItWas, listsBefore } from "./as-it-was.ts";
import type { Gathered } from "./gathered.ts";

interface Parts {
  readonly answer: Answer;
  readonly gathered: Gathered;
  readonly subject: SubjectRef;
  readonly appId: number;
  readonly policy?: Policy;
}

/** Puts what was read into the snapshot's words. A list that was not read stays absent. Pure. */
export const snapshotOf = (parts: Parts): Snapshot => {
  const { past } = parts.gathered;
  if (past === undefined) return asItIs(parts);
  return asItWas(
    asItIs({ ...parts, gathered: { ...parts.gathered, lists: listsBefore(parts.gathered.lists, past.at) } }),
  );
};

const asItIs = ({ answer: { pull }, gathered, subject, appId, policy }: Parts): Snapshot => ({
  subject: { kind: subject.kind, repository: `${subject.owner}/${subject.name}`, number: subject.number },
  title: pull.title,
  body: pull.body,
  author: personOf(pull.author),
  state: STATES[pull.state],
  openedAt: pull.createdAt,
  mergedAt: pull.mergedAt ?? null,
  mergeSha: pull.mergeCommit?.oid ?? null,
  draft: pull.isDraft,
  fork: pull.isCrossRepository,
  labels: (pull.labels?.nodes ?? []).map(({ name }) => name),
  milestone: pull.milestone?.title ?? null,
  base: pull.baseRefName,
  ...retargeting(pull),
  head: pull.headRefName,
  headSha: pull.headRefOid,
  size: pull.additions + pull.deletions,
  roles: rolesOf(policy, gathered),
  permissions: {},
  unread: Object.fromEntries(gathered.unread),
  ...listsOf(gathered, appId),
  ...(gathered.templates === undefined ? {} : { templates: [...gathered.templates] }),
  documents: copied(gathered.documents),
  baseDocuments: copied(gathered.baseDocuments),
  deployments: copied(gathered.deployments),
  outputs: copied(gathered.outputs),
  openIssues: copied(gathered.openIssues),
});

/** https://docs.github.com/en/graphql/reference/objects#baserefchangedevent */
const retargeting = ({ retargeted }: Answer["pull"]): Pick<Snapshot, "retargetedAt"> => {
  const retargetedAt = retargeted?.nodes.at(-1)?.createdAt;
  return retargetedAt === undefined ? {} : { retargetedAt };
};

const STATES = { OPEN: "open", CLOSED: "closed", MERGED: "merged" } as const;

/** What the pull request changes; undefined while the list was not read. */
export const changedFiles = ({ lists, renamed }: Gathered): readonly ChangedFile[] | undefined =>
  renamed ?? lists.files?.map(fileOf);

const filesOf = (gathered: Gathered): Pick<Snapshot, "files"> => {
  const files = gathered.unread.has("files") ? undefined : changedFiles(gathered);
  return files === undefined ? {} : { files: [...files] };
};

const listsOf = (gathered: Gathered, appId: number) => ({
  ...filesOf(gathered),
  ...othersOf(gathered, appId),
});

const othersOf = ({ lists, writers }: Gathered, appId: number) => ({
  ...(lists.reviews === undefined ? {} : { reviews: [...reviewsOf(lists.reviews, writers)] }),
  ...(lists.checks === undefined ? {} : { checks: [...checksOf(lists.checks, appId)] }),
  ...(lists.threads === undefined ? {} : { threads: lists.threads.map(threadOf) }),
  ...(lists.linkedIssues === undefined ? {} : { linkedIssues: [...issuesOf(lists.linkedIssues)] }),
  ...(lists.commits === undefined ? {} : { commits: lists.commits.map(commitOf) }),
});

const copied = <Value>(map: ReadonlyMap<string, readonly Value[] | undefined>): Record<string, Value[]> =>
  Object.fromEntries([...map].flatMap(([key, values]) => (values === undefined ? [] : [[key, [...values]]])));

/** `@org/team` in a role's definition, in the form the query takes: `org/team`. */
const teamOf = (holder: string): string | undefined => (holder.startsWith("@") ? holder.slice(1) : undefined);

/** The teams that have to be read to know who holds these roles. */
export const teamsOf = (policy: Policy | undefined, roles: readonly string[]): readonly string[] => [
  ...new Set(roles.flatMap((role) => holdersIn(policy, role).flatMap((holder) => teamOf(holder) ?? []))),
];

/** Holders of every role whose teams were read; a role with a team that was not needed is left out. */
const rolesOf = (policy: Policy | undefined, { teams }: Gathered): Record<string, RoleHolders> =>
  Object.fromEntries(
    Object.entries(policy?.roles ?? {}).flatMap(([role, holders]) => {
      const found = holders.map((holder) => holdersOf(holder, teams));
      if (found.includes(undefined)) return [];
      const known = found.flatMap((one) => one ?? []);
      const problem = known.map((one) => one.problem).find((one) => one !== undefined);
      const members = [...new Set(known.flatMap((one) => one.members))];
      return [[role, problem === undefined ? { members } : { members, problem }]];
    }),
  );

const holdersOf = (holder: string, teams: Gathered["teams"]): RoleHolders | undefined => {
  const team = teamOf(holder);
  return team === undefined ? { members: [holder] } : teams.get(team);
};

/** Paths the pull request changes, old names of renames included; undefined while the list was not read. */
export const filesAt = (gathered: Gathered): ReadonlySet<string> | undefined => {
  const files = changedFiles(gathered);
  return files === undefined ? undefined : new Set(files.flatMap(pathsOf));
};

const pathsOf = ({ path, previous }: ChangedFile): readonly string[] =>
  previous === undefined ? [path] : [path, previous];
