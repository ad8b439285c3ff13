import { sql } from "kysely";
import type { Kysely } from "kysely";
import { openDatabase } from "./database.ts";
import type { Log } from "./log.ts";
import { migrate } from "./migrate.ts";
import type { Tables } from "./schema.ts";

/** The two users can't be set apart as they are; the message says what to change. */
export class UsersNotApart extends Error {
  readonly code = "users-not-apart";
}

export interface TwoUsers {
  /** Connects as the application does. */
  readonly databaseUrl: string;
  /** Connects as the user to whom the tables belong. */
  readonly migrationUrl: string;
  readonly log: Log;
}

/**
 * Brings the tables up to date as their owner, and gives the application's user what it needs: of the ledger that is to read and to
 * append. Doing it again changes nothing. Throws `UsersNotApart`.
 */
export async function prepareForTwoUsers({ databaseUrl, migrationUrl, log }: TwoUsers): Promise<void> {
  const user = await userOf(databaseUrl, log);
  const owner = await openDatabase({ databaseUrl: migrationUrl, log });
  try {
    await assertApart(owner.db, user);
    await migrate(owner.db);
    await owner.db.transaction().execute(async (trx) => {
      await sql`select pg_advisory_xact_lock(${GRANTING})`.execute(trx);
      for (const statement of await grants(trx)) await sql`${sql.raw(statement)} to ${sql.id(user)}`.execute(trx);
      for (const statement of await handovers(trx, user))
        await sql`${sql.raw(statement)} to ${sql.id(user)}`.execute(trx);
    });
  } finally {
    await owner.close();
  }
}

/** Replicas that start together grant one after the other: PostgreSQL refuses to do it at once ("gateu" in ASCII). */
const GRANTING = 0x6761746575;

async function userOf(databaseUrl: string, log: Log): Promise<string> {
  const database = await openDatabase({ databaseUrl, log });
  try {
    const { rows } = await sql<{ name: string }>`select current_user as name`.execute(database.db);
    return rows[0]?.name ?? "";
  } finally {
    await database.close();
  }
}

/** A user that is the owner, may act as the owner or is a superuser could take every protection away again. */
async function assertApart(db: Kysely<Tables>, user: string): Promise<void> {
  const { rows } = await sql<{ powers: string }>`
    select concat_ws(' and ',
      case when rolsuper then 'is a superuser' end,
      case when pg_has_role(oid, current_user, 'member') then 'is or may act as ' || current_user end,
      (select 'owns the table ledger' from pg_class
        where oid = to_regclass('ledger') and pg_has_role(pg_roles.oid, relowner, 'member'))
    ) as powers
    from pg_roles where rolname = ${user}
  `.execute(db);
  const powers = rows[0]?.powers ?? "";
  if (powers === "") return;
  throw new UsersNotApart(
    `The database user ${user} of DATABASE_URL ${powers}, so nothing keeps it from changing the ledger. Give DATABASE_URL a user of its own that is neither the owner of the tables nor a member of it, such as: create role gatehouse_app login password '…'`,
  );
}

/** Column by column: the application chooses neither the id of an entry nor its place in the chain. */
async function grants(db: Kysely<Tables>): Promise<readonly string[]> {
  const { rows } = await sql<{ schema: string }>`select quote_ident(current_schema()) as schema`.execute(db);
  const [{ schema } = { schema: "public" }] = rows;
  await sql`create schema if not exists pgboss`.execute(db);
  return [
    `grant usage on schema ${schema}`,
    ...[
      "deliveries",
      "delivery_subjects",
      "subjects",
      "published",
      "organisations",
      "deploy_requests",
      "catch_up_marks",
      "missed_deliveries",
      "swept_repositories",
      "asked_anew",
      "write_limits",
      "sessions",
      "standings",
      "waits",
      "shadow_merges",
      "enforcement",
    ].map((table) => `grant select, insert, update, delete on ${schema}.${table}`),
    `grant select, insert (subject_key, key, at, delivery_guid, entry) on ${schema}.ledger`,
    `grant select on ${schema}.ledger_heads, ${schema}.kysely_migration, ${schema}.kysely_migration_lock`,
    `grant usage, create on schema pgboss`,
  ];
}

/** The queue is the application's own: pg-boss creates and updates its tables itself. It may be there from the time of one user. */
async function handovers(db: Kysely<Tables>, user: string): Promise<readonly string[]> {
  const { rows } = await sql<{ statement: string; owner: string; refused: boolean }>`
    select statement, quote_ident(current_user) as owner, not pg_has_role(${user}, 'member') as refused from (
    select format('alter table pgboss.%I owner', relname) as statement from pg_class
      where relnamespace = 'pgboss'::regnamespace and relkind in ('r', 'p') and relowner = current_user::regrole
    union all
    select format('alter function %s owner', oid::regprocedure) from pg_proc
      where pronamespace = 'pgboss'::regnamespace and proowner = current_user::regrole
    union all
    select format('alter type %s owner', oid::regtype) from pg_type
      where typnamespace = 'pgboss'::regnamespace and typtype = 'e' and typowner = current_user::regrole
    ) as handover
  `.execute(db);
  const [first] = rows;
  if (first?.refused === true) {
    throw new UsersNotApart(
      `The queue's tables belong to ${first.owner} from the time when there was one user, and it may not give them away. Let it, as a superuser, and do this again: grant "${user}" to ${first.owner}`,
    );
  }
  return rows.map(({ statement }) => statement);
}
