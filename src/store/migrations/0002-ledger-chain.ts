import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/**
 * Chains the entries of each repository by hashes. The database does it itself, in a trigger, so that every way of adding an
 * entry is covered (the previous release as well), and so that the application's user needs no right but to insert.
 */
export const ledgerChain: Migration = {
  async up(db: Kysely<unknown>) {
    const { rows } = await sql<{ schema: string }>`select quote_ident(current_schema()) as schema`.execute(db);
    const [{ schema } = { schema: "public" }] = rows;
    const parts = [columns, functions, trigger, chaining, guards];
    for (const statement of parts.flatMap((part) => part(schema))) await sql.raw(statement).execute(db);
  },
};

const columns = (schema: string): readonly string[] => [
  `create table ${schema}.ledger_heads (
    chain text primary key,
    sequence bigint not null,
    hash text not null
  )`,
  `alter table ${schema}.ledger
    add column chain text,
    add column sequence bigint,
    add column recorded_at timestamptz,
    add column previous_hash text,
    add column hash text`,
];

/** The schema is written out: a function that runs with its owner's rights must not look names up by the caller's path. */
const functions = (schema: string): readonly string[] => [
  `create function ${schema}.ledger_record(link ${schema}.ledger) returns text language sql stable
    set search_path = pg_catalog, pg_temp as $$
    select jsonb_build_object(
      'id', link.id,
      'chain', link.chain,
      'sequence', link.sequence,
      'subject', link.subject_key,
      'key', link.key,
      'at', to_char(link.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
      'recorded', to_char(link.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
      'delivery', link.delivery_guid,
      'entry', link.entry,
      'previous', link.previous_hash
    )::text
  $$`,
  `create function ${schema}.ledger_chained(link ${schema}.ledger) returns ${schema}.ledger language plpgsql
    set search_path = pg_catalog, pg_temp as $$
    declare
      head ${schema}.ledger_heads;
    begin
      link.chain := split_part(link.subject_key, '/', 1);
      insert into ${schema}.ledger_heads (chain, sequence, hash) values (link.chain, 0, '') on conflict do nothing;
      select * into strict head from ${schema}.ledger_heads where chain = link.chain for update;
      link.sequence := head.sequence + 1;
      link.previous_hash := head.hash;
      link.hash := encode(sha256(convert_to(${schema}.ledger_record(link), 'UTF8')), 'hex');
      return link;
    end
  $$`,
];

const trigger = (schema: string): readonly string[] => [
  // An entry that is there already is refused by the table's own rule after this, so the head must stay as it is for it.
  `create function ${schema}.ledger_append() returns trigger language plpgsql security definer
    set search_path = pg_catalog, pg_temp as $$
    begin
      new.recorded_at := clock_timestamp();
      new := ${schema}.ledger_chained(new);
      if not exists (select from ${schema}.ledger where subject_key = new.subject_key and key = new.key) then
        update ${schema}.ledger_heads set sequence = new.sequence, hash = new.hash where chain = new.chain;
      end if;
      return new;
    end
  $$`,
  `revoke all on function ${schema}.ledger_record(${schema}.ledger) from public`,
  `revoke all on function ${schema}.ledger_chained(${schema}.ledger) from public`,
  `revoke all on function ${schema}.ledger_append() from public`,
];

/** Entries of the release before, in the order in which they were added. */
const chaining = (schema: string): readonly string[] => [
  `alter table ${schema}.ledger disable trigger ledger_append_only`,
  `do $$
    declare
      link ${schema}.ledger;
    begin
      for link in select * from ${schema}.ledger order by id loop
        link := ${schema}.ledger_chained(link);
        update ${schema}.ledger
          set chain = link.chain, sequence = link.sequence, previous_hash = link.previous_hash, hash = link.hash
          where id = link.id;
        update ${schema}.ledger_heads set sequence = link.sequence, hash = link.hash where chain = link.chain;
      end loop;
    end
  $$`,
  `alter table ${schema}.ledger enable trigger ledger_append_only`,
];

const guards = (schema: string): readonly string[] => [
  `alter table ${schema}.ledger
    alter column chain set not null,
    alter column sequence set not null,
    alter column previous_hash set not null,
    alter column hash set not null,
    add constraint ledger_sequence unique (chain, sequence)`,
  `create trigger ledger_append before insert on ${schema}.ledger
    for each row execute function ${schema}.ledger_append()`,
  `create trigger ledger_heads_stay before delete or truncate on ${schema}.ledger_heads
    for each statement execute function ${schema}.ledger_is_append_only()`,
];
