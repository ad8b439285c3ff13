import { namedBy, type StoredSubject } from "./known.ts";
import { alwaysChecked, mayRunOnIssues, type forgetIssueProcedures } from "./issue-procedures.ts";
import { releaseMemoryOf } from "./deploy/memory.ts";
import { memoryOf } from "./memory.ts";
import type { PeopleAsked } from "./people.ts";
import { matters } from "./relevance.ts";
import { MOST_AT_ONCE, usersElsewhere, type PolicySource } from "./policy-users.ts";
import { groupKey, issueKey, pullKey, releaseKey, releaseNamed, repositoryKey, type Change } from "./change.ts";

/** What is known without asking GitHub. */
export interface KnownSubjects {
  /** Keys of pull requests with this head that are followed, and open issues that were judged at it or wait to be judged anew. */
  readonly atCommit: (
    repositoryId: number,
    sha: string,
  ) => Promise<{ readonly pulls: readonly string[]; readonly issues: readonly WaitingSubject[] }>;
  /** What is followed and looks at a branch's tip, by what it remembers or because it waits to be judged anew. */
  readonly lookingAt: (tip: {
    readonly repositoryId: number;
    readonly branch: string;
    readonly isDefault: boolean;
  }) => Promise<readonly WaitingSubject[]>;
  /** Open ones, and merged ones for which something is still to be done. */
  readonly followedIn: (repositoryId: number) => Promise<readonly KnownSubject[]>;
  /** Whether a status comment of ours is there. */
  readonly hasStatus: (key: string) => Promise<boolean>;
  /** Releases of a commit, closed ones as well. */
  readonly releasesAt: (repositoryId: number, sha: string) => Promise<readonly KnownSubject[]>;
  /** Open releases of a repository, to one environment or to any. */
  readonly releasesTo: (repositoryId: number, environment: string | undefined) => Promise<readonly KnownSubject[]>;
  /** Followed ones of other repositories whose policy is partly in this one, and those repositories themselves. */
  readonly usingPolicyOf: (source: PolicySource) => Promise<readonly KnownSubject[]>;
}

export interface KnownSubject {
  readonly key: string;
  readonly state: StoredSubject["state"];
  readonly baseRef?: string | undefined;
  readonly memory: unknown;
}

interface WaitingSubject extends KnownSubject {
  /** A delivery is not done with yet, so what is remembered may be about to change. */
  readonly waits: boolean;
}

/** What is asked about what is followed. */
export type Followed = KnownSubjects & PeopleAsked & Parameters<typeof forgetIssueProcedures>[0];

/** Who is to have a turn for a change; where too many are, their repository has one that spreads it. Calls GitHub never. */
export const concernedBy = async (
  change: Change,
  subjects: Followed,
): Promise<{ readonly change: Change; readonly keys: readonly string[] }> => {
  const keys = await keysOf(change, subjects);
  const isShared = change.touches === "policy" || typeof change.touches === "object";
  if (!isShared || keys.length <= MOST_AT_ONCE) return { change, keys };
  return { change: { ...change, isVast: true }, keys: [repositoryKey(change.repository.id)] };
};

const keysOf = async (change: Change, subjects: Followed): Promise<readonly string[]> => [
  ...(await keysOfIssues(change, subjects)),
  ...(await keysAtLarge(change, subjects)),
];

/** Issues cost nothing where it is known that no procedure runs on them, but for what becomes of our own comments there. */
const keysOfIssues = async (
  { repository, issues = [], touches, act }: Change,
  subjects: Followed,
): Promise<readonly string[]> => {
  const keys = issues.map(({ number }) => issueKey(repository.id, number));
  if (keys.length === 0 || (await mayRunOnIssues(subjects, repository.id))) return keys;
  if (touches !== "comments" || act?.kind === "command") return [];
  const ours = await Promise.all(keys.map(async (key) => ((await subjects.hasStatus(key)) ? [key] : [])));
  return ours.flat();
};

const keysAtLarge = async (change: Change, subjects: Followed): Promise<readonly string[]> => {
  const { id } = change.repository;
  if (change.release !== undefined) return [releaseKey(id, change.release)];
  if (change.group !== undefined) return [groupKey(id, change.group.headSha)];
  if (change.everyFollowed === true)
    return (await subjects.followedIn(id)).filter((subject) => isConcerned(change, subject)).map(({ key }) => key);
  if (change.tip !== undefined) return keysAtTip(change, change.tip, subjects);
  if (change.everyPullOn === undefined) return keysAtCommit(change, subjects);
  if (change.touches === "any") return [repositoryKey(id)];
  const [followed, elsewhere] = await Promise.all([subjects.followedIn(id), usersElsewhere(change, subjects)]);
  const own = followed.filter((subject) => !isRemoval(change) && isTouched(change, subject)).map(({ key }) => key);
  return elsewhere.length === 0 ? own : [...own, repositoryKey(id)];
};

/**
 * A commit nobody knows is ignored when only its checks changed: its pull request, if any, is evaluated when its own event
 * arrives. Someone who asked for a re-check is answered even then, by looking the commit up.
 */
const keysAtCommit = async (change: Change, subjects: Followed): Promise<readonly string[]> => {
  const { id } = change.repository;
  const named = change.pulls.map(({ number }) => pullKey(id, number));
  const found = await Promise.all(change.shas.map((sha) => subjects.atCommit(id, sha)));
  const touched = found.flatMap(({ issues }) => touchedOf(change, issues));
  const keys = [...named, ...found.flatMap(({ pulls }) => pulls), ...touched];
  if (change.act?.kind !== "recheck") return keys;
  const others = [...(await releasesOf(change, subjects)), ...(await groupsAt(change, subjects))];
  return keys.length + others.length === 0 ? [repositoryKey(id)] : [...keys, ...others];
};

/** Groups of a merge queue with this head; what other checks say of it is no matter of theirs. */
const groupsAt = async ({ repository, shas }: Change, { get }: Pick<Followed, "get">): Promise<readonly string[]> => {
  const known = await Promise.all(shas.map((sha) => get(groupKey(repository.id, sha))));
  return known.flatMap((group) => (group?.state === "open" ? [group.key] : []));
};

/** Who presses the button of a commit's check may mean that of its deployment. */
const releasesOf = async ({ shas, repository: { id } }: Change, subjects: KnownSubjects): Promise<readonly string[]> =>
  (await Promise.all(shas.map((sha) => subjects.releasesAt(id, sha)))).flat().map(({ key }) => key);

/** A push that names all its paths reaches those that look at one of them; of a branch that nobody looks at nothing is stored. */
const keysAtTip = async (
  change: Change,
  tip: NonNullable<Change["tip"]>,
  subjects: Followed,
): Promise<readonly string[]> => {
  const { id: repositoryId } = change.repository;
  const isDefault = change.isDefault !== false;
  const looking = await subjects.lookingAt({ repositoryId, branch: tip.branch, isDefault });
  return [...touchedOf(change, looking), ...(isDefault ? await releasesAtTip(repositoryId, tip, subjects) : [])];
};

/** Environments whose check stands on every tip of the default branch: the new one is judged, and the one before no more. */
const releasesAtTip = async (
  repositoryId: number,
  { sha }: NonNullable<Change["tip"]>,
  subjects: Followed,
): Promise<readonly string[]> => {
  const environments = await alwaysChecked(subjects, repositoryId);
  const before = await Promise.all(environments.map((one) => subjects.releasesTo(repositoryId, one)));
  return [
    ...before.flat().map(({ key }) => key),
    ...environments.map((environment) => releaseKey(repositoryId, { environment, sha })),
  ];
};

/** What waits may look at more than it remembers, so it decides in its own turn. */
const touchedOf = (change: Change, subjects: readonly WaitingSubject[]): readonly string[] =>
  subjects
    .filter(({ key, waits, memory: stored }) => waits || matters(change, memoryOf(stored), namedBy(key)?.kind))
    .map(({ key }) => key);

/** A release rests on its members, whose own turns tell it what people can do; where it goes to may matter to any of them. */
const isConcerned = (change: Change, subject: KnownSubject): boolean => {
  if (releaseNamed(subject.key) !== undefined) return change.touches === "deployments" && change.isUnderWay !== true;
  if (change.touches === "deployments") return isWatching(change, subject);
  return matters(change, memoryOf(subject.memory), namedBy(subject.key)?.kind);
};

/** Whether the subject looks at deployments to the environment that the change names. */
const isWatching = ({ environment }: Change, { memory: stored }: KnownSubject): boolean => {
  const memory = memoryOf(stored);
  if (memory === undefined || environment === undefined) return memory?.needs.environments.length !== 0;
  return memory.needs.environments.some((name) => name.toLowerCase() === environment.toLowerCase());
};

/** Of a repository that we may not see any more nothing can be looked at. */
const isRemoval = ({ event, action }: Change): boolean => event === "installation" && action === "removed";

/** Whether a change of the repository at large can matter to this subject, by what it was last judged by. */
const isTouched = (change: Change, subject: KnownSubject): boolean => {
  if (!isJudgedBy(change, subject)) return false;
  if (releaseNamed(subject.key) !== undefined) return isPolicyOf(change, subject);
  const memory = memoryOf(subject.memory);
  if (memory === undefined) return true;
  if (change.touches === "linkedIssues") return matters(change, memory);
  return change.paths === undefined || change.paths.some((path) => memory.policyPaths.includes(path));
};

const isPolicyOf = ({ touches, paths }: Change, subject: KnownSubject): boolean => {
  const known = releaseMemoryOf(subject.memory)?.policyPaths;
  return (
    touches === "policy" && (paths === undefined || known === undefined || paths.some((path) => known.includes(path)))
  );
};

/** Whether the branch is the one that the subject's policy is on: the base, or for an issue the default one, however it was called. */
const isJudgedBy = ({ everyPullOn, isDefault }: Change, { key, baseRef }: KnownSubject): boolean => {
  if (everyPullOn === "*") return true;
  const isIssue = namedBy(key)?.kind === "issue";
  if (isDefault !== undefined && (isIssue || baseRef === undefined)) return isDefault;
  return baseRef === undefined || baseRef === everyPullOn;
};
