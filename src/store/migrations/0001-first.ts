import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Deliveries, subjects, the append-only ledger and what was published. */
export const first: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

const STATEMENTS = [
  `create table deliveries (
    id bigint generated always as identity primary key,
    guid text not null unique,
    event text not null,
    action text,
    installation_id bigint,
    repository_id bigint,
    owner text,
    name text,
    sender jsonb,
    payload jsonb not null,
    received_at timestamptz not null
  )`,
  `create index deliveries_received on deliveries (received_at)`,
  `create table delivery_subjects (
    delivery_id bigint not null references deliveries (id) on delete cascade,
    subject_key text not null,
    processed_at timestamptz,
    attempts integer not null default 0,
    error text,
    primary key (delivery_id, subject_key)
  )`,
  `create index delivery_subjects_pending on delivery_subjects (subject_key, delivery_id) where processed_at is null`,
  `create table subjects (
    key text primary key,
    kind text not null,
    installation_id bigint not null,
    repository_id bigint not null,
    owner text not null,
    name text not null,
    number bigint,
    head_sha text,
    base_ref text,
    state text not null,
    memory jsonb,
    updated_at timestamptz not null default now()
  )`,
  `create index subjects_sha on subjects (repository_id, head_sha)`,
  `create index subjects_open on subjects (repository_id) where state = 'open'`,
  `create table ledger (
    id bigint generated always as identity primary key,
    subject_key text not null,
    key text not null,
    at timestamptz not null,
    delivery_guid text,
    entry jsonb not null,
    unique (subject_key, key)
  )`,
  `create function ledger_is_append_only() returns trigger language plpgsql as $$
    begin
      raise exception 'the ledger is append-only: % refused', tg_op;
    end
  $$`,
  `create trigger ledger_append_only before update or delete or truncate on ledger
    for each statement execute function ledger_is_append_only()`,
  `create table published (
    subject_key text not null,
    kind text not null,
    name text not null,
    head_sha text not null default '',
    remote_id text not null,
    node_id text,
    digest text not null,
    body text,
    updated_at timestamptz not null default now(),
    primary key (subject_key, kind, name, head_sha)
  )`,
];
