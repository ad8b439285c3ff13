import type { Verdict } from "../../evaluation/verdict.ts";
import type { PolicyFile, Visibility } from "../policy-of.ts";
import { placeKey, whereOf, type Where } from "../policy-places.ts";
import { unionOf, type Needs } from "../../requirements/needs.ts";
import { differenceOf } from "../../report/proposal/difference.ts";
import type { Impact, LookedAt } from "../../report/proposal/impact.ts";
import { pullKey } from "../change.ts";
import { boundAnew, headsOf } from "../heads.ts";
import { hintsOf } from "../hints.ts";
import { namedBy, type StoredSubject } from "../known.ts";
import { loadLedger } from "../ledger.ts";
import { lookTwice } from "../look.ts";
import { memoryOf } from "../memory.ts";
import type { Proposal, Reading, RepositoryRef, SubjectRef } from "../ports.ts";
import { RetryLater } from "../retry-later.ts";
import { judge, type Assessing, type Turn } from "../turn.ts";
import type { OpenPull, OpenPulls } from "./ports.ts";

/** What looking at a proposal speaks to besides what every turn does. */
export interface Proposing extends Assessing {
  readonly openPulls: OpenPulls;
}

/** So many open pull requests are looked at in the repository itself, and as many in others that build on it. */
const MOST = 20;

interface Looking {
  readonly parts: Proposing;
  /** The pull request that proposes. */
  readonly subject: SubjectRef;
  readonly proposal: Proposal;
  readonly reading: Reading;
  readonly signal: AbortSignal;
}

/**
 * What open pull requests would make of a proposal. One call for the list and, as a rule, one read for each: both policies are judged by the
 * same reading. One after the other, so that turns that people wait for find GitHub free.
 */
export const impactOf = async (looking: Looking): Promise<Impact> => {
  const own = await ownPulls(looking);
  const others = await pullsElsewhere(looking);
  const lookedAt: LookedAt[] = [];
  let hidden = 0;
  let needs: Needs | undefined;
  for (const pull of [...own.pulls, ...others.slice(0, MOST)]) {
    looking.signal.throwIfAborted();
    const seen = await seenOrUnread(looking, pull, needs);
    if (seen === undefined) continue;
    needs = seen.needs ?? needs;
    if (seen.isShown) lookedAt.push(seen.lookedAt);
    else if (seen.lookedAt.difference !== undefined) hidden += 1;
  }
  return { lookedAt, open: own.total + others.length, hidden };
};

/** A pull request that the proposal may matter to, and under which place it knows the files. */
interface Concerned {
  readonly subject: SubjectRef;
  readonly told?: OpenPull;
  readonly where: Where;
}

/** The pull request itself is judged by what holds when it is merged, so it is left out. */
const ownPulls = async ({ parts, subject, reading }: Looking) => {
  const listed = await parts.openPulls.to(subject, reading.snapshot.base, MOST + 1);
  const pulls = listed.pulls.filter(({ number }) => number !== subject.number).slice(0, MOST);
  return {
    total: Math.max(0, listed.total - 1),
    pulls: pulls.map((told): Concerned => ({ subject: pullOf(subject, told.number), told, where: "home" })),
  };
};

const pullOf = (repository: RepositoryRef, number: number): SubjectRef => {
  const { installationId, repositoryId, owner, name } = repository;
  return {
    installationId,
    repositoryId,
    owner,
    name,
    kind: "pull_request",
    number,
    key: pullKey(repositoryId, number),
  };
};

/** Only the default branch is what other repositories build on. */
const pullsElsewhere = async ({ parts, subject, reading, proposal }: Looking): Promise<readonly Concerned[]> => {
  if (!reading.isDefault) return [];
  const { installationId, repositoryId, owner, name } = subject;
  const repository = `${owner}/${name}`;
  const users = await parts.subjects.usingPolicyOf({ installationId, repositoryId, repository, paths: proposal.paths });
  return users.flatMap((user) => {
    const named = namedBy(user.key);
    const isOpenPull = named?.kind === "pull_request" && user.state === "open";
    return isOpenPull ? [{ subject: pullOf(user, named.number), where: whereOf(repository) }] : [];
  });
};

interface Seen {
  readonly lookedAt: LookedAt;
  /** What judging it needed, which the next one is likely to need as well. */
  readonly needs?: Needs | undefined;
  readonly isShown: boolean;
}

/** What can't be read of one is said, and keeps nothing from being said of the others. Throws `RetryLater`. */
const seenOrUnread: typeof seenUnder = async (looking, concerned, needs) => {
  try {
    return await seenUnder(looking, concerned, needs);
  } catch (error) {
    if (error instanceof RetryLater || looking.signal.aborted) throw error;
    const { subject, told } = concerned;
    looking.parts.log.warn({ err: error, subject: subject.key }, "a proposal could not be tried on a pull request");
    if (told === undefined) return undefined;
    const { number, title, url } = told;
    return { lookedAt: { number, title, url, difference: "unread" }, isShown: true };
  }
};

const seenUnder = async (
  looking: Looking,
  concerned: Concerned,
  needs: Needs | undefined,
): Promise<Seen | undefined> => {
  const { parts, proposal } = looking;
  const { subject, where } = concerned;
  const stored = await parts.subjects.get(subject.key);
  const turn = await turnFor(looking, subject, stored);
  const hints = hintsOf(turn, latestOf(concerned, stored));
  const reading = await parts.reader.read(subject, {
    ...hints,
    comments: { search: false },
    needs: unionOf([hints.needs, needs].flatMap((one) => one ?? [])),
    proposed: proposedFiles(proposal, where),
  });
  if (reading?.alternative === undefined || reading.snapshot.state !== "open") return undefined;
  const { title } = reading.snapshot;
  const isElsewhere = where !== "home";
  const isShown = !isElsewhere || isReadableFor(looking.reading.visibility, reading.visibility);
  const repository = isElsewhere ? { repository: `${subject.owner}/${subject.name}` } : {};
  const [before, after] = await verdictsOn(turn, reading);
  const difference = differenceOf(before, after);
  const lookedAt = { number: subject.number, title, url: reading.url, ...repository, difference };
  return { lookedAt, needs: unionOf([reading.needs, reading.alternative.needs]), isShown };
};

const latestOf = ({ told }: Concerned, stored: StoredSubject | undefined) => ({
  headSha: told?.headSha ?? stored?.headSha,
  headRef: told?.headRef,
  baseRef: stored?.baseRef,
  state: "open" as const,
});

const proposedFiles = ({ files }: Proposal, where: Where): ReadonlyMap<string, PolicyFile> =>
  new Map([...files].map(([path, file]) => [placeKey({ where, path }), file]));

const turnFor = async (
  { parts, signal }: Looking,
  subject: SubjectRef,
  stored: StoredSubject | undefined,
): Promise<Turn> => ({
  id: subject.key,
  parts,
  subject,
  changes: [],
  memory: memoryOf(stored?.memory),
  published: await parts.published.get(subject.key),
  signal,
  attempts: 0,
});

/** Under what holds and under what is proposed; undefined where there is no config. What people did counts as far as it is recorded. */
const verdictsOn = async (
  turn: Turn,
  reading: Reading,
): Promise<readonly [Verdict | undefined, Verdict | undefined]> => {
  const heads = headsOf(turn, reading);
  const ledger = (await loadLedger(turn.parts.ledger, turn.subject.key)).map((entry) => boundAnew(entry, heads));
  const { policy, alternative } = reading;
  const held = policy === undefined ? undefined : await lookTwice({ ...turn, policy, reading }, ledger);
  if (alternative?.policy === undefined) return [held && judge(held, ledger), undefined];
  const other = { ...turn, policy: alternative.policy, reading: { ...reading, snapshot: alternative.snapshot } };
  return [held && judge(held, ledger), judge(await lookTwice(other, ledger), ledger)];
};

/** Whether everybody who reads a check of a repository of this visibility may read that other one; a private one may have outside collaborators. */
const isReadableFor = (reading: Visibility | undefined, other: Visibility | undefined): boolean =>
  other === "public" || (other === "internal" && reading === "internal");
