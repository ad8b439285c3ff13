import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "./schema.ts";

/** Whether the owner's `.github` repository had a config when an installation last saw it. */
export interface Organisations {
  hasConfig(installationId: number): Promise<boolean>;
  note(installationId: number, seen: { readonly hasConfig: boolean }): Promise<void>;
}

export function createOrganisations(db: Kysely<Tables>): Organisations {
  return {
    async hasConfig(installationId) {
      const row = await db
        .selectFrom("organisations")
        .select("has_config")
        .where("installation_id", "=", installationId)
        .executeTakeFirst();
      return row?.has_config === true;
    },
    async note(installationId, { hasConfig }) {
      await db
        .insertInto("organisations")
        .values({ installation_id: installationId, has_config: hasConfig })
        .onConflict((conflict) =>
          conflict
            .column("installation_id")
            .doUpdateSet({ has_config: hasConfig, seen_at: sql`now()` })
            .where("organisations.has_config", "!=", hasConfig),
        )
        .execute();
    },
  };
}
