import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { ShadowMerges } from "../readiness/adoption/shadow-merges.ts";
import type { ShadowTally } from "../report/shadow.ts";
import { jsonText } from "./json-text.ts";
import type { Tables } from "./schema.ts";

export interface Shadow extends ShadowMerges {
  /** Forgets merges before a moment. */
  clear(before: Date): Promise<void>;
}

/** What was merged while a procedure was on trial. */
export const createShadow = (db: Kysely<Tables>): Shadow => ({
  async note({ subject, mergedAt, held }) {
    await db
      .insertInto("shadow_merges")
      .values({
        subject_key: subject.key,
        repository_id: subject.repositoryId,
        merged_at: mergedAt,
        held: jsonText(held),
      })
      .onConflict((conflict) => conflict.column("subject_key").doNothing())
      .execute();
  },
  inRepository: (repositoryId, since) => tallyOf(db, repositoryId, since),
  async clear(before) {
    await db.deleteFrom("shadow_merges").where("merged_at", "<", before).execute();
  },
});

/** A step is called what it was called last. */
const tallyOf = async (db: Kysely<Tables>, repositoryId: number, since: Date): Promise<ShadowTally> => {
  const { rows } = await sql<ShadowTally & { since: Date | null }>`
    with merges as (
      select merged_at, held from shadow_merges where repository_id = ${repositoryId} and merged_at >= ${since}
    ), steps as (
      select step ->> 'procedure' as procedure, step ->> 'step' as step, count(*)::integer as count,
        (array_agg(step ->> 'title' order by merged_at desc))[1] as title
      from merges, jsonb_array_elements(held) as step
      group by 1, 2 order by count desc, 1, 2 limit 20
    )
    select min(merged_at) as since, count(*)::integer as merged,
      (count(*) filter (where jsonb_array_length(held) > 0))::integer as held,
      coalesce((select jsonb_agg(to_jsonb(steps) order by count desc, procedure, step) from steps), '[]') as by
    from merges
  `.execute(db);
  const [row = { since: null, merged: 0, held: 0, by: [] }] = rows;
  return { ...row, since: row.since ?? undefined };
};
