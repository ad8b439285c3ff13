import type { Kysely } from "kysely";
import type { Anew } from "../readiness/catch-up/anew.ts";
import type { AskedRuns, Marks, MissedDeliveries, SweepPlan, SweepRecords } from "../readiness/catch-up/ports.ts";
import { anewIn } from "./asked-anew.ts";
import { missedIn } from "./missed-deliveries.ts";
import type { Tables } from "./schema.ts";
import { planIn } from "./sweep-plan.ts";
import { sweepsIn } from "./swept.ts";

/** What was missed while no process ran, and how far it was made up for. */
export interface CatchUpRecords {
  readonly marks: Marks;
  readonly missed: MissedDeliveries;
  readonly sweeps: SweepRecords;
  readonly plan: SweepPlan;
  readonly anew: Anew;
  readonly asked: AskedRuns;
}

export const createCatchUp = (db: Kysely<Tables>): CatchUpRecords => ({
  marks: marksIn(db),
  missed: missedIn(db),
  sweeps: sweepsIn(db),
  plan: planIn(db),
  anew: anewIn(db),
  asked: askedIn(db),
});

const marksIn = (db: Kysely<Tables>): Marks => ({
  get: async (name) => {
    const row = await db.selectFrom("catch_up_marks").select("at").where("name", "=", name).executeTakeFirst();
    return row?.at;
  },
  set: async (name, at) => {
    await db
      .insertInto("catch_up_marks")
      .values({ name, at })
      .onConflict((conflict) => conflict.column("name").doUpdateSet({ at }))
      .execute();
  },
});

const askedIn = (db: Kysely<Tables>): AskedRuns => ({
  deploys: async (repositoryId) => {
    const releases = db.selectFrom("subjects").select("key").where("repository_id", "=", repositoryId);
    return (await releases.where("kind", "=", "deployment").limit(1).executeTakeFirst()) !== undefined;
  },
  of: async (subjectKey) => {
    const asked = await db
      .selectFrom("deploy_requests")
      .select(["run_id", "attempt", "answer"])
      .where("subject_key", "=", subjectKey)
      .execute();
    return asked.map(({ run_id: runId, attempt, answer }) => ({ runId, attempt, isAnswered: answer !== null }));
  },
});
