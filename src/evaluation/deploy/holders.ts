import { nearest } from "../../procedures/nearest.ts";
import { sameName } from "../../requirements/wording.ts";
import type { Holder, Release, WayOut } from "./decision.ts";
import { freezesOver, heldByFreeze, lastingAt } from "./freezes.ts";
import type { MemberOutcome } from "./outcome.ts";

/** Everything that would hold a release if nobody lifted anything, in the order in which people should read it. */
export const holdersOf = (release: Release, now: Date): readonly Holder[] => {
  const unreadable = unreadableIn(release);
  if (release.course === "back") return [...unreadable, ...overtakenIn(release)];
  const frozen = lastingAt(freezesOver(release), now.getTime()).map(heldByFreeze);
  const first = [...brokenIn(release), ...unreadable];
  if (release.course === "same") return [...first, ...frozen];
  const members = release.members.filter((member) => isHolding(member, release));
  return [
    ...first,
    ...strangeIn(release),
    ...ranked(members, ["never", "shut", "people"]),
    ...release.blocking.map((blocking): Holder => ({ by: "previous", blocking })),
    ...directIn(release, now),
    ...frozen,
    ...ranked(members, ["clock"]),
  ];
};

/** What only the clock is awaited for. */
export const isOfTheClock = (holder: Holder): boolean =>
  holder.by === "freeze" || holder.by === "settling" || (holder.by === "member" && rankOf(holder.member) === "clock");

const overtakenIn = ({ overtaken, previous }: Release): readonly Holder[] =>
  overtaken === true ? [{ by: "overtaken", sha: previous?.sha }] : [];

const brokenIn = ({ broken, unconfigured }: Release): readonly Holder[] => {
  if (unconfigured === true) return [{ by: "unconfigured" }];
  return broken.length === 0 ? [] : [{ by: "broken", reasons: broken }];
};

const unreadableIn = ({ problem }: Release): readonly Holder[] =>
  problem === undefined ? [] : [{ by: "unreadable", reason: problem }];

/**
 * An environment that nobody speaks of was renamed, or is misspelt: what guards another one does not guard it. Where the config can't
 * be read, or members are not known, nobody can tell.
 */
const strangeIn = ({ rule, members, environment, broken, unconfigured, problem }: Release): readonly Holder[] => {
  if (broken.length > 0 || unconfigured === true || problem !== undefined) return [];
  const known = [...rule.known, ...members.flatMap(({ names }) => names)];
  const isKnown =
    rule.listed ||
    rule.everywhere ||
    members.some(({ everywhere }) => everywhere) ||
    known.some((name) => sameName(name, environment));
  return isKnown ? [] : [{ by: "environment", nearest: nearest(environment, known.toSorted()) }];
};

/** The config can allow commits without a pull request on the default branch; a branch of anybody's is another matter. */
const directIn = (release: Release, now: Date): readonly Holder[] => {
  const { rule, directCommits: commits, onDefault, askedAgainAt, mode } = release;
  if (commits.length === 0) return [];
  if (mode === "enforce" && askedAgainAt !== undefined && new Date(askedAgainAt) > now)
    return [{ by: "settling", commits, until: new Date(askedAgainAt) }];
  return rule.directCommits === "allow" && onDefault === true ? [] : [{ by: "direct", commits, way: wayOf(release) }];
};

const wayOf = ({ members, lead, environment, onDefault }: Release): WayOut => {
  const isThere = members.some(({ kind, number }) => kind === "pull_request" && number === lead);
  if (lead !== undefined && isThere) return { by: "override", number: lead, environment };
  return { by: onDefault === true ? "config" : "pull-request" };
};

/**
 * In a config in shadow mode every member tells what would hold; otherwise those in shadow mode hold nothing, unless it is a branch of
 * their own that says so.
 */
const isHolding = ({ kind, number, state, mode, overridden }: MemberOutcome, release: Release): boolean => {
  const isAside = kind === "pull_request" && release.aside?.includes(number) === true;
  if (mode === "shadow" && release.mode === "enforce" && !isAside) return false;
  return overridden !== undefined || (state !== "open" && state !== "not-asked");
};

type Rank = "never" | "shut" | "people" | "clock";

const rankOf = ({ state, opensAt }: MemberOutcome): Rank => {
  if (state === "never" || state === "shut") return state;
  return opensAt === undefined ? "people" : "clock";
};

const ranked = (members: readonly MemberOutcome[], ranks: readonly Rank[]): readonly Holder[] =>
  members
    .filter((member) => ranks.includes(rankOf(member)))
    .toSorted((one, other) => ranks.indexOf(rankOf(one)) - ranks.indexOf(rankOf(other)) || one.number - other.number)
    .map((member): Holder => ({ by: "member", member }));
