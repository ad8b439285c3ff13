import { undetermined, type Undetermined } from "./outcome.ts";
import { quote, sameName } from "./wording.ts";

/** The outcome of a requirement whose role nobody defined: it could be held by anyone or no one, so nothing passes. */
export const unknownRole = (kind: string, role: string): Undetermined =>
  undetermined({
    code: `${kind}/unknown-role`,
    reason: `The role ${quote(role)} is not defined.`,
    remedy: `Define ${quote(role)} under \`roles\` in \`.github/gatehouse.yml\`.`,
    short: `role ${role} unknown`,
  });

/** Whether a login is among others. */
export const isAmong = (login: string, logins: readonly string[]): boolean =>
  logins.some((other) => sameName(login, other));
