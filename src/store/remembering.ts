import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { EndedWait, StandingNews } from "../readiness/standings/ports.ts";
import { jsonText } from "./json-text.ts";
import type { SubjectKey } from "./keys.ts";
import { givenMemory, isTooLate, stillMarked } from "./out-of-sight.ts";
import type { Tables } from "./schema.ts";

/**
 * Keeps a memory, how the subject stands for pages, and the waits that ended, in one statement: after a crash before it the next turn finds the
 * old memory and does it all. Where its repository left since the turn began, pages are told nothing. Answers whether the subject is there.
 */
export const remembering = async (
  db: Kysely<Tables>,
  { key, memory, news }: { readonly key: SubjectKey; readonly memory: unknown; readonly news: StandingNews },
): Promise<boolean> => {
  const { rows } = await sql`
    with before as (
      select key, ${isTooLate(news.told)} as too_late from subjects where key = ${key} for update
    ), remembered as (
      update subjects set memory = ${stillMarked(sql`before.too_late`)}, updated_at = now()
      from before, ${givenMemory(memory)} where subjects.key = before.key returning subjects.key
    ), telling as (
      select key from before where not too_late
    ), kept as (
      insert into standings (key, ${COLUMNS})
      select telling.key, ${COLUMNS} from telling, jsonb_to_record(${jsonText(toRow(news))}::jsonb) as (
        installation_id bigint, repository_id bigint, owner text, name text, kind text, number bigint, title text, url text,
        author text, state text, draft boolean, head_sha text, base text, opened_at timestamptz, verdict jsonb, proposed jsonb, times jsonb,
        awaited text[], to_do integer, due_at timestamptz, followed boolean, undetermined_since timestamptz,
        judged_at timestamptz, changed_at timestamptz
      )
      on conflict (key) do update set ${SET}
    ), ended as (
      insert into waits (subject_key, installation_id, repository_id, number, procedure, step, title, waited_on, opened_at, done_at, outcome, done_by)
      select telling.key, ${news.standing.installationId}, ${news.standing.repositoryId}, ${news.standing.number}, procedure,
        step, title, waited_on, opened_at, done_at, outcome, done_by
      from telling, jsonb_to_recordset(${jsonText(news.ended.map(toWait))}::jsonb) as (
        procedure text, step text, title text, waited_on text[], opened_at timestamptz, done_at timestamptz, outcome text, done_by text
      )
    )
    select key from remembered
  `.execute(db);
  return rows.length > 0;
};

const NAMES = [
  "installation_id",
  "repository_id",
  "owner",
  "name",
  "kind",
  "number",
  "title",
  "url",
  "author",
  "state",
  "draft",
  "head_sha",
  "base",
  "opened_at",
  "verdict",
  "proposed",
  "times",
  "awaited",
  "to_do",
  "due_at",
  "followed",
  "undetermined_since",
  "judged_at",
  "changed_at",
] as const satisfies readonly (keyof Tables["standings"])[];

const COLUMNS = sql.raw(NAMES.join(", "));
const SET = sql.raw(NAMES.map((name) => `${name} = excluded.${name}`).join(", "));

const toRow = ({
  standing,
  times,
  awaited,
  dueAt,
  at,
}: StandingNews): Readonly<Record<(typeof NAMES)[number], unknown>> => ({
  installation_id: standing.installationId,
  repository_id: standing.repositoryId,
  owner: standing.owner,
  name: standing.name,
  kind: standing.kind,
  number: standing.number,
  title: standing.title,
  url: standing.url,
  author: standing.author,
  state: standing.state,
  draft: standing.draft,
  head_sha: standing.headSha,
  base: standing.base ?? null,
  opened_at: standing.openedAt ?? null,
  verdict: standing.verdict,
  proposed: standing.proposed,
  times,
  awaited,
  to_do: standing.toDo,
  due_at: dueAt ?? null,
  followed: standing.followed,
  undetermined_since: null,
  judged_at: at,
  changed_at: at,
});

const toWait = ({ step, on, openedAt, doneAt, outcome, by }: EndedWait) => ({
  procedure: step?.procedure ?? null,
  step: step?.id ?? null,
  title: step?.title ?? null,
  waited_on: on,
  opened_at: openedAt,
  done_at: doneAt,
  outcome,
  done_by: by ?? null,
});
