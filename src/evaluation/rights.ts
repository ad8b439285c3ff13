import type { LedgerEntry } from "../evidence/ledger.ts";
import type { Person, Snapshot } from "../evidence/snapshot.ts";
import type { Ticker } from "../requirements/define.ts";

/** What is known of somebody when they act. */
export interface Acting {
  readonly by: Person;
  /** Repository permission at the moment of the act. */
  readonly permission?: Permission | undefined;
  /** The role they acted in, held at the moment of the act. */
  readonly role?: string | undefined;
  readonly via?: LedgerEntry["via"] | undefined;
}

export type Permission = "admin" | "write" | "read" | "none";

/** Whether somebody may act; `why` completes "... does not count: ". */
export type Right = { readonly may: "yes" } | { readonly may: "no" | "unknown"; readonly why: string };

/**
 * Whether this person may tick a box of this ticker; what is not known is told apart from a no. Of Apps GitHub tells no permission,
 * but it lets none edit our comment that may not write here.
 */
export const mayTick = (ticker: Ticker, acting: Acting, snapshot: Snapshot): Right => {
  const bot = isBot(acting.by);
  if (bot && (ticker.humansOnly || acting.via === "command")) return no("a person must tick this, not an App");
  if (ticker.role !== undefined) return holdsRole(ticker.role, acting, snapshot);
  return bot ? YES : mayWrite(acting, snapshot);
};

/** Whether this person may speak for the role; Apps never may. */
export const mayActAs = (role: string, acting: Acting, snapshot: Snapshot): Right =>
  isBot(acting.by) ? NO_APP : holdsRole(role, acting, snapshot);

/** Whether this person may waive a step: with write permission where the procedure declares that it may not apply, and by an override role everywhere. */
export const mayWaive = (
  { waivable, overrideRoles }: { readonly waivable: boolean; readonly overrideRoles: readonly string[] },
  acting: Acting,
  snapshot: Snapshot,
): Right => {
  if (isBot(acting.by)) return no("a person must waive this, not an App");
  const overriding = mayOverride(overrideRoles, acting, snapshot);
  if (!waivable || overriding.may === "yes") return overriding;
  return mayWrite(acting, snapshot);
};

/** Whether this person holds one of the roles that may open what nobody else may. */
export const mayOverride = (roles: readonly string[], acting: Acting, snapshot: Snapshot): Right => {
  if (isBot(acting.by)) return NO_APP;
  if (roles.length === 0) return no("the config names no `override` roles, so nobody may do this");
  const rights = roles.map((role) => holdsRole(role, acting, snapshot));
  const best = rights.find(({ may }) => may === "yes") ?? rights.find(({ may }) => may === "unknown");
  return best ?? no(`only ${roles.join(" or ")} may do this`);
};

/**
 * Whether this person may give up the whole run: whoever holds an override role, and the author until the merge. After it others
 * rely on what was promised to follow.
 */
export const mayAbort = (roles: readonly string[], acting: Acting, snapshot: Snapshot): Right => {
  const overriding = mayOverride(roles, acting, snapshot);
  if (isBot(acting.by) || snapshot.state === "merged") return overriding;
  if (isAuthor(acting.by, snapshot)) return YES;
  return overriding.may === "no" ? no(`only ${["the author", ...roles].join(" or ")} may do this`) : overriding;
};

/** What an author wants to take up again, and who gave it up. */
interface Resuming extends Acting {
  readonly aborted: { readonly by: string; readonly unreadable?: true | undefined } | undefined;
}

/**
 * Whether this person may take up the run again: whoever holds an override role, and the author what the author gave up, or what
 * nobody can be said to have given up where nobody may override.
 */
export const mayResume = (roles: readonly string[], acting: Resuming, snapshot: Snapshot): Right => {
  const overriding = mayOverride(roles, acting, snapshot);
  const { by, aborted } = acting;
  if (overriding.may === "yes" || isBot(by) || !isAuthor(by, snapshot)) return overriding;
  if (aborted?.unreadable === true) return roles.length === 0 ? YES : overriding;
  return aborted !== undefined && sameLogin(aborted.by, by.login) ? YES : overriding;
};

/** The role of these that the person holds now: it is recorded with the act, and what the act rests on later. */
export const roleHeld = (roles: readonly string[], by: Person, snapshot: Snapshot): string | undefined =>
  roles.find((role) => isMember(role, by, snapshot));

export const isAuthor = (by: Person, { author }: Snapshot): boolean =>
  author !== null && sameLogin(author.login, by.login);

/** Logins are compared without regard to case, as GitHub does. */
export const sameLogin = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** Brackets can't occur in a person's login, so the suffix tells an App even where the type was lost. */
export const isBot = ({ login, type }: Person): boolean => type === "Bot" || login.endsWith("[bot]");

/** Why somebody may not, if so. */
export const whyNot = (right: Right): string | undefined => (right.may === "yes" ? undefined : right.why);

const holdsRole = (role: string, acting: Acting, snapshot: Snapshot): Right => {
  if (acting.role === role) return YES;
  const held = Object.hasOwn(snapshot.roles, role) ? snapshot.roles[role] : undefined;
  if (held === undefined) return unknown(`who holds the role ${role} is not known`);
  if (isMember(role, acting.by, snapshot)) return YES;
  if (held.problem !== undefined) return unknown(`who holds the role ${role} is not fully known (${held.problem})`);
  return no(`only ${role} may do this`);
};

const isMember = (role: string, { login }: Person, { roles }: Snapshot): boolean =>
  Object.hasOwn(roles, role) && (roles[role]?.members ?? []).some((member) => sameLogin(member, login));

const mayWrite = (acting: Acting, snapshot: Snapshot): Right => {
  const permission = acting.permission ?? permissionNow(acting.by.login, snapshot);
  if (permission === undefined) return unknown("their permission in this repository is not known");
  return permission === "admin" || permission === "write" ? YES : no("this needs write permission");
};

const permissionNow = (login: string, { permissions }: Snapshot): Permission | undefined =>
  Object.entries(permissions).find(([known]) => sameLogin(known, login))?.[1];

const YES: Right = { may: "yes" };
const no = (why: string): Right => ({ may: "no", why });
const unknown = (why: string): Right => ({ may: "unknown", why });
const NO_APP = no("a person must do this, not an App");
