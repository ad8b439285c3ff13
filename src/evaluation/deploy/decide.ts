import type { Decision, Holder, Release } from "./decision.ts";
import { freezesOver, thawOf } from "./freezes.ts";
import { holdersOf, isOfTheClock } from "./holders.ts";
import type { MemberOutcome } from "./outcome.ts";

/** Whether a release may be deployed now. What may still become true is awaited; only what can't is rejected. */
export const decide = (release: Release, now: Date): Decision => {
  const every = holdersOf(release, now);
  const lifting = liftingOf(release, now);
  const holders = every.filter((holder) => liftersOf(holder, lifting, now) === undefined);
  const timed = { ...wakeOf(release, now), decidedAt: now };
  if (holders.length === 0) return { state: "approved", ...overridden(every, lifting, now), ...timed };
  if (release.mode === "shadow") return { state: "approved", holders, despite: { by: "shadow" }, ...timed };
  return { state: stateOf(holders), holders, ...opening(release, holders, now), ...timed };
};

type Opened = NonNullable<MemberOutcome["overridden"]>;

/** What was said on the pull request that brought the commit to open the environment all the same. */
const liftingOf = ({ members, lead }: Release, now: Date): Opened | undefined => {
  const brought = members.find(({ kind, number }) => kind === "pull_request" && number === lead);
  return brought === undefined || brought.state === "never" ? undefined : lasting(brought.lifts, now);
};

/** Remembered words may have expired meanwhile. */
const lasting = (said: Opened | undefined, now: Date): Opened | undefined =>
  said !== undefined && Date.parse(said.until) > now.getTime() ? said : undefined;

/** Who lifted this holder. A config that can't be read, and a release that can't be told, nobody lifts: it is not known who may. */
const liftersOf = (holder: Holder, lifting: Opened | undefined, now: Date): Opened | undefined => {
  switch (holder.by) {
    case "broken":
    case "unconfigured":
    case "unreadable":
    case "overtaken":
      return undefined;
    case "member":
      return holder.member.state === "open" ? lasting(holder.member.overridden, now) : undefined;
    case "environment":
    case "previous":
    case "direct":
    case "settling":
    case "freeze":
      return lifting;
  }
};

const overridden = (
  holders: readonly Holder[],
  lifting: Opened | undefined,
  now: Date,
): Pick<Decision, "holders" | "despite"> => {
  const said = holders.flatMap((holder) => liftersOf(holder, lifting, now) ?? []);
  if (said.length === 0) return { holders };
  const who = [...new Set(said.flatMap(({ by }) => by))];
  const reason = [...new Set(said.map((one) => one.reason))].join("; ");
  return { holders, despite: { by: "override", who, reason } };
};

/** While it can't be told what belongs to the release, a no-go may be about something else, and a rejection is final. */
const stateOf = (holders: readonly Holder[]): Decision["state"] => {
  if (holders.some(({ by }) => by === "broken" || by === "unconfigured" || by === "unreadable")) return "awaiting";
  return holders.some((holder) => holder.by === "member" && holder.member.state === "never") ? "rejected" : "awaiting";
};

/** Known only where the clock alone is awaited; a freeze that begins meanwhile puts it off. */
const opening = (release: Release, holders: readonly Holder[], now: Date): Pick<Decision, "opensAt"> => {
  if (!holders.every(isOfTheClock)) return {};
  const opens = holders.flatMap((holder) => {
    if (holder.by === "freeze") return [holder.until.getTime()];
    return holder.by === "member" && holder.member.opensAt !== undefined ? [Date.parse(holder.member.opensAt)] : [];
  });
  const latest = opens.reduce((one, other) => Math.max(one, other), 0);
  const thaw = thawOf(freezesOver(release), latest);
  return thaw > now.getTime() ? { opensAt: new Date(thaw) } : {};
};

/** Every moment at which time alone may change the decision: freezes begin and end, words expire, what is due becomes overdue. */
const wakeOf = (release: Release, now: Date): Pick<Decision, "wakeAt"> => {
  const said = release.members.flatMap(({ wakeAt, opensAt, overridden: opened, lifts }) => [
    wakeAt,
    opensAt,
    opened?.until,
    lifts?.until,
  ]);
  const due = release.blocking.map(({ dueAt }) => dueAt);
  const texts = [...said, ...due, release.askedAgainAt].flatMap((text) =>
    text === undefined ? [] : [Date.parse(text)],
  );
  const edges = freezesOver(release).flatMap(({ from, to }) => [from, to]);
  const future = [...texts, ...edges].filter((at) => at > now.getTime());
  return future.length === 0 ? {} : { wakeAt: new Date(future.reduce((one, other) => Math.min(one, other))) };
};
