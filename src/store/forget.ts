import type { Kysely } from "kysely";
import type { Tables } from "./schema.ts";

/** So many at once, that no statement takes long. */
const MOST_FORGOTTEN = 5000;

/** Forgets deliveries received before a moment that are done for everyone they concern; answers how many. */
export async function forget(db: Kysely<Tables>, before: Date): Promise<number> {
  const forgotten = await forgetSome(db, before);
  return forgotten < MOST_FORGOTTEN ? forgotten : forgotten + (await forget(db, before));
}

async function forgetSome(db: Kysely<Tables>, before: Date): Promise<number> {
  const done = db
    .selectFrom("deliveries")
    .select("id")
    .where("received_at", "<", before)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom("delivery_subjects")
            .select("delivery_id")
            .whereRef("delivery_id", "=", "deliveries.id")
            .where("processed_at", "is", null),
        ),
      ),
    )
    .limit(MOST_FORGOTTEN);
  const { numDeletedRows } = await db.deleteFrom("deliveries").where("id", "in", done).executeTakeFirst();
  return Number(numDeletedRows);
}
