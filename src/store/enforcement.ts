import type { Kysely } from "kysely";
import { z } from "zod";
import type { Enforcements } from "../readiness/adoption/enforcement.ts";
import { jsonText } from "./json-text.ts";
import type { Tables } from "./schema.ts";

/** `undefined` has no place in JSON: what could not be determined is null there. */
const Found = z.object({
  branch: z.string(),
  isRequired: z.boolean().nullable(),
  environments: z.array(z.object({ name: z.string(), isProtected: z.boolean().nullable() })),
  concerns: z.array(
    z.object({
      severity: z.enum(["error", "warning", "unknown"]),
      code: z.string(),
      says: z.string(),
      remedy: z.string(),
    }),
  ),
});

/** How far each repository's settings make people pass the gate, as it was found last. What another release wrote counts as never looked at. */
export const createEnforcements = (db: Kysely<Tables>): Enforcements => ({
  of: async (repositoryId) => {
    const query = db.selectFrom("enforcement").selectAll().where("repository_id", "=", repositoryId);
    const row = await query.executeTakeFirst();
    const found = Found.safeParse(row?.found).data;
    if (row === undefined || found === undefined) return undefined;
    return {
      ...found,
      isRequired: found.isRequired ?? undefined,
      environments: found.environments.map((one) => ({ ...one, isProtected: one.isProtected ?? undefined })),
      checkedAt: row.checked_at,
    };
  },
  keep: async (repositoryId, { checkedAt, branch, isRequired, environments, concerns }) => {
    const found = jsonText({
      branch,
      isRequired: isRequired ?? null,
      environments: environments.map((one) => ({ ...one, isProtected: one.isProtected ?? null })),
      concerns,
    });
    await db
      .insertInto("enforcement")
      .values({ repository_id: repositoryId, checked_at: checkedAt, found })
      .onConflict((conflict) => conflict.column("repository_id").doUpdateSet({ checked_at: checkedAt, found }))
      .execute();
  },
});
