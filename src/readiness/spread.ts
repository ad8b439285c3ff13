import { askForWelcome } from "./adoption/welcome.ts";
import { Changes, isGroupKey, pullKey, releaseNamed, type Change } from "./change.ts";
import { forgetRepository } from "./issue-procedures.ts";
import { namedBy, type PendingDelivery, type StoredSubject } from "./known.ts";
import { ownDelivery } from "./own-change.ts";
import type { PullHead, Pulls } from "./ports.ts";
import { RetryLater } from "./retry-later.ts";
import type { Anew } from "./catch-up/anew.ts";
import { MOST_AT_ONCE, usersElsewhere } from "./policy-users.ts";
import type { PendingDeliveries, Subjects } from "./turn.ts";
import type { Inbox } from "./inbox.ts";
import { isUnreadable, repositoryBeside } from "./unreadable-deliveries.ts";

export interface Spreading {
  readonly deliveries: PendingDeliveries;
  readonly inbox: Inbox;
  readonly pulls: Pulls;
  readonly subjects: Pick<Subjects, "bySha" | "usingPolicyOf" | "remember">;
  /** Looks at whole repositories anew, in its own time. */
  readonly anew: Pick<Anew, "ask">;
  /** Whether a new installation is welcomed with an issue. */
  readonly welcomes?: boolean | undefined;
  readonly now: () => Date;
}

/**
 * Hands a change that touches many to each of them: a commit nobody knows yet, a config that other repositories build on (those of its
 * own repository have it already). A repository that we were let into, or that is changed as a whole, is looked at anew in the background, and so are those of
 * others where they are many, so that a whole organisation's turns don't crowd out everybody else's. The parts have GUIDs of their own, so doing it twice does nothing twice.
 */
export const spread = async (parts: Spreading, key: string): Promise<void> => {
  const deliveries = await parts.deliveries.pending(key);
  if (deliveries.length === 0) return;
  const guids = deliveries.map(({ guid }) => guid);
  try {
    for (const delivery of deliveries) await spreadOne(parts, delivery, key);
    await parts.deliveries.done(guids, key);
  } catch (error) {
    await parts.deliveries.failed(guids, key, error);
    throw error;
  }
};

const spreadOne = async (parts: Spreading, delivery: PendingDelivery, key: string): Promise<void> => {
  if (isUnreadable(delivery)) return lookAtAll(parts, delivery, key);
  const { guid, payload } = delivery;
  const all = Changes.parse(payload);
  if (parts.welcomes === true) await askForWelcome(parts, all);
  const changes = all.filter(({ repository }) => key === `repo:${repository.id}`);
  for (const change of changes) {
    const { installationId, repository, touches, everyPullOn, isVast = false } = change;
    const isWhole = isVast || (touches === "any" && everyPullOn === "*");
    if (isWhole)
      await parts.anew.ask({ installationId, repositoryId: repository.id, ...nameOf(repository) }, parts.now());
    else await handToHeads(parts, change, guid);
    await tellAll(parts, await usersElsewhere(change, parts.subjects), guid);
  }
};

/** What can't be read may be about everything there, and must not hold up what comes after it. A repository without a name is new, and the sweep finds it. */
const lookAtAll = async ({ anew, now }: Spreading, delivery: PendingDelivery, key: string): Promise<void> => {
  const repository = repositoryBeside(key, [delivery]);
  if (repository !== undefined) await anew.ask(repository, now());
};

const nameOf = ({ owner, name }: Change["repository"]) => ({ owner, name });

const tellAll = async (parts: Spreading, users: readonly StoredSubject[], guid: string): Promise<void> => {
  if (users.filter(hasTurns).length <= MOST_AT_ONCE) {
    for (const user of users) await tell(parts, user, guid);
    return;
  }
  const repositories = new Map(users.map((user) => [user.repositoryId, user]));
  for (const { installationId, repositoryId, owner, name } of repositories.values())
    await parts.anew.ask({ installationId, repositoryId, owner, name }, parts.now());
};

/** A repository has none. */
const hasTurns = ({ key }: StoredSubject): boolean => namedBy(key) !== undefined || releaseNamed(key) !== undefined;

const handToHeads = async (parts: Spreading, change: Change, guid: string): Promise<void> => {
  const { installationId, repository, shas } = change;
  const heads = shas.map((sha) => parts.pulls.withHead({ installationId, ...repository }, sha));
  const pulls = (await Promise.all(heads)).flat();
  await Promise.all(pulls.map((pull) => hand(parts, { guid, change, pull })));
};

/** Of a repository, what is remembered of its policy is forgotten. */
const tell = async (parts: Spreading, user: StoredSubject, guid: string): Promise<unknown> =>
  hasTurns(user) ? lookAgain(parts, user, `${guid}/${user.key}`) : forgetRepository(parts.subjects, user, parts.now());

const hand = async (
  { inbox, now }: Spreading,
  { guid, change, pull }: { readonly guid: string; readonly change: Change; readonly pull: PullHead },
): Promise<void> => {
  const { id, owner, name } = change.repository;
  const part: Change = { ...change, pulls: [{ ...pull, state: "open" }] };
  await inbox.accept({
    guid: `${guid}/${id}/${pull.number}`,
    event: change.event,
    installationId: change.installationId,
    repositoryId: id,
    owner,
    name,
    payload: [part],
    receivedAt: now(),
    subjects: [pullKey(id, pull.number)],
  });
};

interface Waking {
  readonly inbox: Inbox;
  readonly subjects: Pick<Subjects, "get">;
  readonly now: () => Date;
}

/**
 * Makes a subject look again at a moment at which time alone changes its verdict. Where it has looked at this very moment already,
 * the timer went off too early, by a clock that is ahead of ours, and goes off again.
 */
export const wake = async (parts: Waking, key: string): Promise<void> => {
  const subject = await parts.subjects.get(key);
  if (subject === undefined || subject.state === "closed") return;
  const guid = `wake/${key}/${parts.now().toISOString()}`;
  if (!(await lookAgain(parts, subject, guid)))
    throw new RetryLater(new Date(Date.now() + AGAIN_MS), `${key} has looked at this moment already`);
};

const AGAIN_MS = 1000;

/** Gives a subject that is followed a turn. The same GUID again gives it none: false. */
export const lookAgain = async (
  parts: Pick<Waking, "inbox" | "now">,
  subject: StoredSubject,
  guid: string,
): Promise<boolean> => {
  const about = naming(subject.key);
  return about === undefined || (await lookAgainAt(parts, subject, { guid, about }));
};

/** The same, for whoever knows what it should look at. */
export const lookAgainAt = async (
  { inbox, now }: Pick<Waking, "inbox" | "now">,
  subject: StoredSubject,
  { guid, about }: { readonly guid: string; readonly about: Partial<Pick<Change, "release" | "issues" | "pulls">> },
): Promise<boolean> => {
  if (subject.state === "closed") return true;
  const when = { guid, key: subject.key, receivedAt: now() };
  const { accepted } = await inbox.accept(ownDelivery(subject, { event: WAKE, ...about }, when));
  return accepted;
};

/** Nobody asked: the subject looks again by itself. */
export const WAKE = "wake";

/** How a change names the subject of this key. */
export const naming = (key: string): Pick<Change, "release" | "issues"> | Pick<Change, "pulls"> | undefined => {
  const release = releaseNamed(key);
  if (release !== undefined) return { release };
  const named = namedBy(key);
  if (isGroupKey(key)) return { pulls: [] };
  if (named === undefined) return undefined;
  const numbers = [{ number: named.number }];
  return named.kind === "issue" ? { issues: numbers } : { pulls: numbers };
};
