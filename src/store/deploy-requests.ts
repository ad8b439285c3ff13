import { sql } from "kysely";
import type { Kysely, Selectable } from "kysely";
import type { DeployRequest, DeployRequests } from "../readiness/deploy/ports.ts";
import type { Tables } from "./schema.ts";

/** Runs that asked for a release, told apart by run and attempt; the release's key says which environment. */
export const createDeployRequests = (db: Kysely<Tables>): DeployRequests => ({
  ask: (request) => ask(db, request),
  async waiting(subjectKey) {
    const query = db.selectFrom("deploy_requests").selectAll().where("subject_key", "=", subjectKey);
    const rows = await query.where("answer", "is", null).orderBy("asked_at").orderBy("run_id").execute();
    return rows.map(toRequest);
  },
  note: (request, what) => note(db, request, what),
});

/** A question that was answered is open again when another delivery asks it: another job of the run has come to the gate. */
const ask = async (
  db: Kysely<Tables>,
  { subjectKey, runId, attempt, environment, askedAt, cause }: Parameters<DeployRequests["ask"]>[0],
): Promise<void> => {
  const causes = sql<string[]>`array[${sql.val(cause)}]::text[]`;
  const values = { subject_key: subjectKey, run_id: runId, attempt, environment, asked_at: askedAt, causes };
  const isAnswered = sql`deploy_requests.answer is not null`;
  await db
    .insertInto("deploy_requests")
    .values(values)
    .onConflict((conflict) =>
      conflict
        .columns(["subject_key", "run_id", "attempt"])
        .doUpdateSet({
          causes: sql`deploy_requests.causes || excluded.causes`,
          asked_at: sql`case when ${isAnswered} then excluded.asked_at else deploy_requests.asked_at end`,
          reports: sql`case when ${isAnswered} then 0 else deploy_requests.reports end`,
          digest: sql`case when ${isAnswered} then null else deploy_requests.digest end`,
          refusals: 0,
          answer: null,
          answered_at: null,
        })
        .where(sql<boolean>`not deploy_requests.causes @> excluded.causes`),
    )
    .execute();
};

const note = async (
  db: Kysely<Tables>,
  { subjectKey, runId, attempt }: Parameters<DeployRequests["note"]>[0],
  { reports, digest, refusals, answer, answeredAt }: Parameters<DeployRequests["note"]>[1],
): Promise<void> => {
  const set = { reports, digest, refusals, answer, answered_at: answeredAt };
  if (Object.values(set).every((value) => value === undefined)) return;
  await db
    .updateTable("deploy_requests")
    .set(set)
    .where("subject_key", "=", subjectKey)
    .where("run_id", "=", runId)
    .where("attempt", "=", attempt)
    .execute();
};

const toRequest = (row: Selectable<Tables["deploy_requests"]>): DeployRequest => ({
  subjectKey: row.subject_key,
  runId: row.run_id,
  attempt: row.attempt,
  environment: row.environment,
  askedAt: row.asked_at,
  reports: row.reports,
  digest: row.digest ?? undefined,
  refusals: row.refusals,
});
