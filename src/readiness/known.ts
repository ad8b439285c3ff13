import { Changes, groupKey, issueKey, pullKey, releaseKey, type Change } from "./change.ts";
import type { RepositoryRef, SubjectRef } from "./ports.ts";

/** A delivery that waits to be acted on, as the inbox keeps it. */
export interface PendingDelivery {
  readonly guid: string;
  readonly payload: unknown;
  readonly attempts: number;
  readonly receivedAt?: Date | undefined;
  /** The repository it is about, or of several the first. */
  readonly installationId?: number | undefined;
  readonly repositoryId?: number | undefined;
  readonly owner?: string | undefined;
  readonly name?: string | undefined;
}

/** What is stored of a subject. */
export interface StoredSubject {
  readonly key: string;
  readonly installationId: number;
  readonly repositoryId: number;
  readonly owner: string;
  readonly name: string;
  readonly number?: number | undefined;
  readonly headSha?: string | undefined;
  readonly baseRef?: string | undefined;
  /** `merged`: merged and still followed, because something is to be done afterwards; `closed` once nothing is. */
  readonly state: "open" | "merged" | "closed";
  /** What the pipeline last remembered, unchecked; `undefined` when nothing yet. */
  readonly memory: unknown;
}

/** A change with the delivery that brought it. */
export interface DeliveredChange {
  readonly guid: string;
  readonly change: Change;
}

/** The changes of these deliveries that concern one subject. */
export const changesFor = (key: string, deliveries: readonly PendingDelivery[]): readonly DeliveredChange[] =>
  deliveries.flatMap(({ guid, payload }) => {
    const changes = Changes.safeParse(payload);
    const own = changes.success ? changes.data.filter((change) => concerns(change, key)) : [];
    return own.map((change) => ({ guid, change }));
  });

/** Everything that deliveries tell, of whatever subject. */
export const changesIn = (deliveries: readonly PendingDelivery[]): readonly Change[] =>
  deliveries.flatMap(({ payload }) => Changes.safeParse(payload).data ?? []);

const concerns = (
  { repository, pulls, issues = [], shas, tip, everyPullOn, everyFollowed, release, group }: Change,
  key: string,
): boolean =>
  shas.length > 0 ||
  (release !== undefined && releaseKey(repository.id, release) === key) ||
  (group !== undefined && groupKey(repository.id, group.headSha) === key) ||
  tip !== undefined ||
  everyPullOn !== undefined ||
  everyFollowed === true ||
  pulls.some(({ number }) => pullKey(repository.id, number) === key) ||
  issues.some(({ number }) => issueKey(repository.id, number) === key);

/** The subject, named by the newest that is known of it; undefined when neither a change nor what was noted of it names it. */
export const refOf = (
  key: string,
  changes: readonly DeliveredChange[],
  noted: RepositoryRef | undefined,
): SubjectRef | undefined => {
  const change = changes.at(-1)?.change;
  const named = namedBy(key);
  if (named === undefined) return undefined;
  if (change !== undefined) {
    const { repository, installationId } = change;
    return {
      ...named,
      key,
      installationId,
      repositoryId: repository.id,
      owner: repository.owner,
      name: repository.name,
    };
  }
  if (noted === undefined) return undefined;
  const { installationId, repositoryId, owner, name } = noted;
  return { ...named, key, installationId, repositoryId, owner, name };
};

const SUBJECT_KEY = /\/(?<kind>pull|issue):(?<number>[1-9]\d*)$/u;

/** What a subject's key tells of it, as `pullKey` and `issueKey` spell it; undefined for a key of another kind. */
export const namedBy = (key: string): Pick<SubjectRef, "kind" | "number"> | undefined => {
  const { kind, number } = SUBJECT_KEY.exec(key)?.groups ?? {};
  if (number === undefined) return undefined;
  return { kind: kind === "issue" ? "issue" : "pull_request", number: Number(number) };
};

/** What an event tells of the subject it names. */
export interface Told {
  readonly headSha?: string | undefined;
  readonly headRef?: string | undefined;
  readonly baseRef?: string | undefined;
  readonly updatedAt?: string | undefined;
  readonly state?: "open" | "closed" | "merged" | undefined;
}

/** What the newest change that names the subject says of it; of an issue, also where the default branch stands. */
export const latestTold = (key: string, changes: readonly DeliveredChange[]): Told | undefined => {
  const named = changes.flatMap(({ change }) => [...pullsTold(key, change), ...issuesTold(key, change)]).at(-1);
  const tip = tipTold(key, changes);
  return tip === undefined ? named : { ...named, headSha: tip.sha, baseRef: tip.branch };
};

/** Whether an issue was deleted or handed to another repository: under this number nothing will ever be there again. */
export const isGone = (key: string, changes: readonly DeliveredChange[]): boolean =>
  changes.some(
    ({ change }) =>
      change.event === "issues" &&
      (change.action === "deleted" || change.action === "transferred") &&
      issuesTold(key, change).length > 0,
  );

/** The newest tip of the default branch that a push told, for an issue. */
export const tipTold = (key: string, changes: readonly DeliveredChange[]): Change["tip"] =>
  namedBy(key)?.kind === "issue"
    ? changes.findLast(({ change }) => change.tip !== undefined && change.isDefault === true)?.change.tip
    : undefined;

/** What a change says of one pull request, where it names its head. */
export const pullsTold = (key: string, { repository, pulls }: Change): readonly Told[] =>
  pulls.filter(({ number, headSha }) => headSha !== undefined && pullKey(repository.id, number) === key);

const issuesTold = (key: string, { repository, issues = [] }: Change): readonly Told[] =>
  issues.filter(({ number, state }) => state !== undefined && issueKey(repository.id, number) === key);
