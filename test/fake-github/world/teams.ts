import type { Account, Team } from "./model.ts";

/** A team's members include those of the teams below it. */
export function membersOf(team: Team): Set<Account> {
  const below = [...team.org.teams.values()].filter(({ parent }) => parent === team);
  return new Set([...team.members, ...below.flatMap((one) => [...membersOf(one)])]);
}
