import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Workflow runs that asked whether they may deploy, and a quick way to rollbacks: what ran then is no good deployment. */
export const deployRequests: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

const STATEMENTS = [
  `create table deploy_requests (
    subject_key text not null,
    run_id bigint not null,
    attempt integer not null,
    environment text not null,
    asked_at timestamptz not null,
    causes text[] not null,
    reports integer not null default 0,
    digest text,
    refusals integer not null default 0,
    answer text,
    answered_at timestamptz,
    primary key (subject_key, run_id, attempt)
  )`,
  `create index ledger_rollbacks on ledger (chain) where entry ->> 'act' in ('rollback', 'resume')`,
];
