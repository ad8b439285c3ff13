import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Pull requests that broken config or procedures of their base branch hold: few, and looked for often. */
export const heldByConfig: Migration = {
  async up(db: Kysely<unknown>) {
    await sql
      .raw(
        `create index standings_held_by_config on standings (repository_id, base, changed_at)
          where followed and state = 'open' and kind = 'pull_request' and verdict ->> 'mode' = 'enforce'
            and verdict -> 'findings' @> '[{"severity": "error"}]'::jsonb`,
      )
      .execute(db);
  },
};
