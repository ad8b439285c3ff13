import { sql } from "kysely";
import type { Kysely, RawBuilder } from "kysely";
import { LedgerEntry } from "../evidence/ledger.ts";
import { namedBy } from "../readiness/known.ts";
import { digestOf } from "../readiness/publish.ts";
import type {
  Exception,
  ExceptionCount,
  OnWaited,
  OnWeek,
  StepWaited,
  StepWeek,
  WaitingNow,
  WaitsRead,
  WeekWaited,
} from "../readiness/waits.ts";
import { repositoryIdOf, repositoryKey } from "./keys.ts";
import { duesOf } from "./put-off.ts";
import type { Tables } from "./schema.ts";

/** How long people waited, and what was let through all the same. */
export const createWaits = (db: Kysely<Tables>): WaitsRead => ({
  bySteps: async (repositoryIds, since) => rowsOf(db, bySteps(ended(repositoryIds, since))),
  byPeople: async (repositoryIds, since) => rowsOf(db, byPeople(ended(repositoryIds, since))),
  byStepsAndWeeks: async (repositoryIds, since) => rowsOf(db, byStepsAndWeeks(ended(repositoryIds, since))),
  byPeopleAndWeeks: async (repositoryIds, since) => rowsOf(db, byPeopleAndWeeks(ended(repositoryIds, since))),
  byWeeks: async (repositoryIds, since) => rowsOf(db, byWeeks(repositoryIds, since)),
  now: async (repositoryIds) => rowsOf(db, waitingNow(repositoryIds)),
  exceptions: (repositoryIds, since) => exceptions(db, repositoryIds, since),
  exceptionsByWeeks: async (repositoryIds, since) => rowsOf(db, exceptionsByWeeks(repositoryIds, since)),
});

const bySteps = (which: RawBuilder<unknown>) => sql<StepWaited>`
  select procedure, step, (array_agg(title order by done_at desc))[1] as title, ${WAITED}
  from waits where ${which} and step is not null
  group by procedure, step order by "medianMs" desc limit 50`;

const byPeople = (which: RawBuilder<unknown>) => sql<OnWaited>`
  select waiting as "on", ${WAITED}
  from waits, unnest(waited_on) as waiting where ${which} and step is not null
  group by waiting order by "medianMs" desc limit 50`;

/** A month of an organisation in which thousands are awaited; of more the oldest weeks are left out. */
const MOST_BY_WEEK = 20_000;

const byStepsAndWeeks = (which: RawBuilder<unknown>) => sql<StepWeek>`
  select procedure, step, ${weekOf(sql`done_at`)} as week, ${WAITED}
  from waits where ${which} and step is not null
  group by 1, 2, 3 order by 3 desc, 1, 2 limit ${MOST_BY_WEEK}`;

const byPeopleAndWeeks = (which: RawBuilder<unknown>) => sql<OnWeek>`
  select waiting as "on", ${weekOf(sql`done_at`)} as week, ${WAITED}
  from waits, unnest(waited_on) as waiting where ${which} and step is not null
  group by 1, 2 order by 2 desc, 1 limit ${MOST_BY_WEEK}`;

/** Who lost readiness and became ready again is one pull request still: the last time counts, from the first look on. */
const byWeeks = (repositoryIds: readonly number[], since: Date) => sql<WeekWaited>`
  with gates as (
    select distinct on (subject_key) done_at, outcome, min(opened_at) over (partition by subject_key) as opened_at
    from waits where repository_id = any(${sql.val(repositoryIds)}::bigint[]) and step is null
    order by subject_key, done_at desc
  )
  select ${weekOf(sql`done_at`)} as week, ${WAITED}
  from gates where done_at >= ${since} and outcome = 'open'
  group by 1 order by 1`;

const waitingNow = (repositoryIds: readonly number[]) => sql<WaitingNow>`
  select waiting as "on", count(*)::integer as steps, count(distinct key)::integer as subjects,
    min((time ->> 'opened')::timestamptz) as since
  from standings, jsonb_each(times) as each (step, time), jsonb_array_elements_text(time -> 'on') as waiting
  where followed and repository_id = any(${sql.val(repositoryIds)}::bigint[]) and time -> 'opened' is not null
  group by waiting order by steps desc, since limit 50`;

const exceptionsByWeeks = (repositoryIds: readonly number[], since: Date) => sql<ExceptionCount>`
  select ${weekOf(sql`at`)} as week, entry ->> 'act' as act, count(*)::integer as count
  from ledger where ${excepted(repositoryIds, since)}
  group by 1, 2 order by 1, 2`;

const rowsOf = async <Row>(db: Kysely<Tables>, query: RawBuilder<Row>): Promise<readonly Row[]> =>
  (await query.execute(db)).rows;

/** Medians are of use where others wait for very long; nine of ten tells how bad it gets. */
const WAITED = sql`count(*)::integer as count,
  (1000 * percentile_cont(0.5) within group (order by extract(epoch from done_at - opened_at)))::float8 as "medianMs",
  (1000 * percentile_cont(0.9) within group (order by extract(epoch from done_at - opened_at)))::float8 as "mostMs"`;

const ended = (repositoryIds: readonly number[], since: Date) =>
  sql`repository_id = any(${sql.val(repositoryIds)}::bigint[]) and done_at >= ${since}`;

const weekOf = (at: RawBuilder<unknown>) => sql`date_trunc('week', ${at} at time zone 'UTC') at time zone 'UTC'`;

/** Word for word what the index is for. */
const excepted = (repositoryIds: readonly number[], since: Date) =>
  sql`chain = any(${sql.val(repositoryIds.map(repositoryKey))}::text[]) and at >= ${since}
    and entry ->> 'act' in ('waive', 'defer', 'override', 'exempt')`;

interface Recorded {
  readonly subject_key: string;
  readonly entry: unknown;
}

const exceptions = async (
  db: Kysely<Tables>,
  repositoryIds: readonly number[],
  since: Date,
): Promise<readonly Exception[]> => {
  const { rows } = await sql<Recorded>`
    select subject_key, entry from ledger where ${excepted(repositoryIds, since)} order by at desc, id desc limit 100
  `.execute(db);
  const found = rows.flatMap(toException);
  const followUps = await followUpsOf(
    db,
    rows.map((row) => row.subject_key),
  );
  const dues = await duesOf(db, found);
  return found.map(({ subjectKey, ...exception }) => ({
    ...exception,
    followUp: followUps.get(`${subjectKey} ${digestOf(exception.entry.key ?? "")}`),
    dueAt: dues.get(exception.entry),
  }));
};

/** What another release recorded in a shape of its own can't be told of here; the audit has it. */
const toException = ({
  subject_key: subjectKey,
  entry: recorded,
}: Recorded): readonly (Exception & { readonly subjectKey: string })[] => {
  const entry = LedgerEntry.safeParse(recorded).data;
  const named = namedBy(subjectKey);
  if (entry === undefined || named === undefined) return [];
  if (entry.act !== "waive" && entry.act !== "defer" && entry.act !== "override" && entry.act !== "exempt") return [];
  const { kind, number } = named;
  return [{ entry, subjectKey, repositoryId: repositoryIdOf(subjectKey), subject: kind, number }];
};

const followUpsOf = async (db: Kysely<Tables>, keys: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  if (keys.length === 0) return new Map();
  const published = await db
    .selectFrom("published")
    .select(["subject_key", "name", "remote_id"])
    .where("subject_key", "in", [...new Set(keys)])
    .where("kind", "=", "follow-up")
    .execute();
  return new Map(
    published
      .filter(({ remote_id: url }) => /^https?:/u.test(url))
      .map(({ subject_key: key, name, remote_id: url }) => [`${key} ${name}`, url]),
  );
};
