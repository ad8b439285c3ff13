import type { Snapshot } from "../../evidence/snapshot.ts";
import type { Policy } from "../../procedures/policy.ts";

/** The snapshot with the people whom the config names for a role; who is in a team only GitHub knows, so that stays the file's to say. */
export const withHolders = ({ roles }: Policy, snapshot: Snapshot): Snapshot => ({
  ...snapshot,
  roles: {
    ...Object.fromEntries(
      Object.entries(roles)
        .filter(([, holders]) => holders.every((holder) => !holder.startsWith("@")))
        .map(([role, members]) => [role, { members: [...members] }]),
    ),
    ...snapshot.roles,
  },
});
