import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Versions } from "../readiness/viewing/versions.ts";
import { IS_HELD } from "./held-by-config.ts";
import type { Tables } from "./schema.ts";

/** What pages show of a subject, or of a whole repository, in one word that is another one as soon as something of it is. */
export const createVersions = (db: Kysely<Tables>): Versions => ({
  of: async (keys) => {
    if (keys.length === 0) return new Map();
    const subjects = keys.filter((key) => key.includes("/"));
    const repositories = keys.flatMap((key) => /^repo:(\d{1,18})$/u.exec(key)?.[1] ?? []);
    const logins = keys.flatMap((key) => /^turn:(.+)$/u.exec(key)?.[1] ?? []);
    const { rows } = await sql<{ key: string; version: string }>`
      ${ofSubjects(subjects)} union all ${ofRepositories(repositories)} union all ${ofTurns(logins)}
    `.execute(db);
    return new Map(rows.map(({ key, version }) => [key, version]));
  },
});

/** A deployment has no standing; its memory is all that pages show of it. */
const ofSubjects = (keys: readonly string[]) => sql`
  select subjects.key, concat_ws(' ',
    coalesce(standings.changed_at, subjects.updated_at),
    subjects.memory -> 'record' ->> 'seenAt',
    (select max(sequence) from ledger where subject_key = subjects.key),
    exists (select from delivery_subjects where subject_key = subjects.key and processed_at is null)
  ) as version
  from subjects left join standings on standings.key = subjects.key
  where subjects.key = any(${sql.val(keys)}::text[])`;

const ofRepositories = (ids: readonly string[]) => sql`
  select 'repo:' || id as key, concat_ws(' ',
    (select concat_ws(' ', count(*), max(changed_at)) from standings where repository_id = id and followed),
    (select concat_ws(' ', count(*), max(updated_at)) from subjects
      where repository_id = id and state = 'open' and kind = 'deployment')
  ) as version
  from unnest(${sql.val(ids)}::bigint[]) as id`;

/**
 * Many people wait for something in few repositories each, so that one short piece for each of these is the least. Where config is broken
 * there is another, whoever looks: who may mend it is known to the page.
 */
const ofTurns = (logins: readonly string[]) => sql`
  (with broken as materialized (
    select repository_id, concat_ws('/', 'config', count(*), extract(epoch from max(changed_at))) as told
    from standings where ${IS_HELD} group by repository_id
  )
  select 'turn:' || login as key, coalesce(string_agg(concat_ws('=', repository_id, told), ' ' order by repository_id, told), '') as version
  from unnest(${sql.val(logins)}::text[]) as login left join lateral (
    select repository_id, concat_ws('/', count(*), extract(epoch from max(changed_at))) as told
    from standings where followed and awaited @> array[login] group by repository_id
    union all select repository_id, told from broken
  ) as own on true
  group by login)`;
