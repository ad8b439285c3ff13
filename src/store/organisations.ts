import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "./schema.ts";

/** What an owner's `.github` repository had for a config when an installation last saw it. */
export interface Organisations {
  hasConfig(installationId: number): Promise<boolean>;
  /** Whether it is known that nothing was locked when it could last be read. */
  lockedNothing(installationId: number): Promise<boolean>;
  /** `binds` is undefined of a config that is broken: what was known of the one before stays. */
  note(
    installationId: number,
    seen: { readonly hasConfig: boolean; readonly binds: boolean | undefined },
  ): Promise<void>;
}

export function createOrganisations(db: Kysely<Tables>): Organisations {
  const rowOf = (installationId: number) =>
    db
      .selectFrom("organisations")
      .select(["has_config", "binding"])
      .where("installation_id", "=", installationId)
      .executeTakeFirst();
  return {
    async hasConfig(installationId) {
      const row = await rowOf(installationId);
      return row?.has_config === true;
    },
    async lockedNothing(installationId) {
      const row = await rowOf(installationId);
      return row?.binding === false;
    },
    async note(installationId, { hasConfig, binds }) {
      // Rows from before the column was there don't tell, but where there was no config nothing was locked.
      const kept = sql<
        boolean | null
      >`coalesce(organisations.binding, case when not organisations.has_config then false end)`;
      const next = binds === undefined ? kept : sql<boolean | null>`${binds}::boolean`;
      await db
        .insertInto("organisations")
        .values({ installation_id: installationId, has_config: hasConfig, binding: binds ?? null })
        .onConflict((conflict) =>
          conflict
            .column("installation_id")
            .doUpdateSet({ has_config: hasConfig, binding: next, seen_at: sql`now()` })
            .where(
              sql<boolean>`(organisations.has_config, organisations.binding) is distinct from (${hasConfig}::boolean, ${next})`,
            ),
        )
        .execute();
    },
  };
}
