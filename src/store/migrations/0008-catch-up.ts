import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** What is missed while we are away and how far it was made up for; and a quick way to what was last heard of a subject. */
export const catchUp: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

const STATEMENTS = [
  `create table catch_up_marks (
    name text primary key,
    at timestamptz not null
  )`,
  `create table missed_deliveries (
    guid text primary key,
    attempt_id bigint not null,
    happened_at timestamptz not null,
    asked integer not null default 0,
    asked_at timestamptz
  )`,
  `create table swept_repositories (
    repository_id bigint primary key,
    installation_id bigint not null,
    swept_at timestamptz not null
  )`,
  `create index swept_repositories_installation on swept_repositories (installation_id)`,
  `create index delivery_subjects_heard on delivery_subjects (subject_key, delivery_id)`,
];
