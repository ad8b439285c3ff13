import { ConfigForm } from "../../procedures/config-schema.ts";

/** Logins and teams in a list as people type it. */
export const holdersOf = (text: string): readonly string[] => [
  ...new Set(text.split(/[\s,]+/u).filter((holder) => holder !== "")),
];

/** What is wrong with such a list, if anything. */
export const holderProblem = (text: string, { isNeeded }: { readonly isNeeded: boolean }): string | undefined => {
  const holders = holdersOf(text);
  if (holders.length === 0) return isNeeded ? "Name at least one login or team." : undefined;
  return rolesProblem("lead", holders);
};

/** What the config's own schema says of a role, in one sentence. */
export const rolesProblem = (role: string, holders: readonly string[]): string | undefined =>
  ConfigForm.safeParse({ roles: { [role]: holders } }).error?.issues[0]?.message;
