import { undetermined, unmet, waiting, type Actor, type Outcome } from "./outcome.ts";
import type { Opinion } from "./opinions.ts";
import type { SignoffSettings } from "./signoff-settings.ts";
import { capital, counted, listed, quote } from "./wording.ts";

/** Somebody who counts spoke against it. */
export const changesRequested = (against: readonly Opinion[]): Outcome => {
  const names = against.map(({ login }) => login);
  return unmet({
    code: "signoff/changes-requested",
    reason: `${listed(names)} asked for changes.`,
    remedy: `Make the changes and ask ${listed(names)} to review again.`,
    short: "changes requested",
    actors: names.map((login): Actor => ({ kind: "login", login })),
  });
};

/** How many there are, and what became of the others. */
export interface Tally {
  readonly settings: SignoffSettings;
  readonly onIssue: boolean;
  readonly given: number;
  /** Sentences, one for each approval that is stale. */
  readonly stale: readonly string[];
  /** Sentences, one for each approval that was taken back. */
  readonly withdrawn: readonly string[];
  /** Logins of those who approved the head commit and don't hold the role. */
  readonly outsiders: readonly string[];
}

/** More people have to sign off. */
export const tooFew = (tally: Tally, actor: Actor): Outcome => {
  const { settings, given, stale } = tally;
  const left = settings.count - given;
  return waiting({
    code: stale.length > 0 ? "signoff/stale" : "signoff/too-few",
    reason: [
      `${given} of ${counted(settings.count, "sign-off")} given.`,
      ...stale,
      ...tally.withdrawn,
      ...notHeld(tally),
    ].join(" "),
    remedy: settings.count === 1 ? `${alone(tally)}.` : `Ask ${whom(settings, left)} to ${how(tally)}.`,
    short: counted(left, "sign-off"),
    actors: [actor],
  });
};

/** Who approved should not wonder why nothing came of it. */
const notHeld = ({ settings: { role }, outsiders }: Tally): readonly string[] => {
  if (role === undefined || outsiders.length === 0) return [];
  const more = outsiders.length - NAMED;
  const names = more > 0 ? [...outsiders.slice(0, NAMED), `${more} more`] : outsiders;
  return [`${listed(names)} approved, but ${outsiders.length === 1 ? "is" : "are"} not in ${role}.`];
};

const NAMED = 2;

/** Where one is enough, whoever reads it is told what to do, and not whom to ask. */
const alone = (tally: Tally): string => {
  const { role, not_author } = tally.settings;
  const as = role === undefined ? "with write permission" : `as a member of ${role}`;
  return `${capital(how(tally))}, ${as}${not_author ? " and not as the author" : ""}`;
};

const whom = ({ role, not_author }: SignoffSettings, left: number): string => {
  const who = role === undefined ? "with write permission" : `of ${role}`;
  const people = `${left} more ${left === 1 ? "person" : "people"} ${who}`;
  return not_author ? `${people}, not the author,` : people;
};

const how = ({ settings: { role, via }, onIssue }: Tally): string => {
  if (role === undefined || !via.includes("command")) return "approve the head commit";
  const command = quote(`/gate signoff ${role}`);
  if (onIssue || !via.includes("review")) return `comment ${command}`;
  return `approve the head commit or comment ${command}`;
};

/** What a step asks for can't be given on an issue. */
export const noRoute = ({ role }: SignoffSettings): Outcome =>
  undetermined({
    code: "signoff/no-route",
    reason: "On an issue there are no reviews: people sign off by command, for a role.",
    remedy: `In the procedure, ${role === undefined ? "name the role that signs off" : `add ${quote("command")} to ${quote("via")}`}.`,
    short: "sign-off not possible",
  });

/** Who may sign off is not fully known, and those who are known are not enough. */
export const partlyKnown = (role: string, problem: string): Outcome =>
  undetermined({
    code: "signoff/role-unknown",
    reason: `Who holds the role ${quote(role)} is not fully known (${quote(problem)}), and the members known have not signed off enough.`,
    remedy: `Let Gatehouse see the teams of ${quote(role)}, or name its members in the config.`,
    short: `role ${role} not determined`,
  });

/** The role has not as many members as have to sign off. */
export const roleTooSmall = (role: string, able: number, { count, not_author }: SignoffSettings): Outcome =>
  unmet({
    code: "signoff/role-too-small",
    reason: `The role ${quote(role)} has ${counted(able, "member")} who may sign off${not_author ? ", the author left out" : ""}; ${count} are needed.`,
    remedy: `Add people to the role ${quote(role)} in the config, or have the procedure ask for fewer sign-offs.`,
    short: "role too small",
    actors: [{ kind: "writers" }],
    unknown: true,
  });
