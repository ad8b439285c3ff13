import { sql } from "kysely";
import type { Kysely, Selectable } from "kysely";
import type { Opening as Opened } from "../readiness/turn.ts";
import type { SubjectKey } from "./keys.ts";
import { toItem } from "./published.ts";
import type { Tables } from "./schema.ts";
import { toSubject } from "./subjects.ts";

/** What a turn begins with: the subject, what was written for it, oldest first, and what is recorded of it, oldest first. */
export type Opening = (key: SubjectKey) => Promise<Opened>;

interface Row {
  readonly subject: Omit<Selectable<Tables["subjects"]>, "updated_at"> | null;
  readonly published: readonly Omit<Selectable<Tables["published"]>, "body" | "updated_at">[];
  readonly recorded: readonly { readonly at: string; readonly entry: unknown }[];
}

/** One statement, because nothing else can be done before it is answered. */
export const openingIn =
  (db: Kysely<Tables>): Opening =>
  async (key) => {
    const { rows } = await sql<Row>`
      select
        (select to_jsonb(subjects) from subjects where key = ${key}) as subject,
        (
          select coalesce(jsonb_agg(to_jsonb(published) - 'body' order by updated_at, kind, name), '[]')
          from published where subject_key = ${key}
        ) as published,
        (
          select coalesce(jsonb_agg(jsonb_build_object('at', at, 'entry', entry) order by sequence), '[]')
          from ledger where subject_key = ${key}
        ) as recorded
    `.execute(db);
    const [{ subject, published, recorded } = NOTHING] = rows;
    return {
      stored: subject === null ? undefined : toSubject(subject),
      published: published.map(toItem),
      recorded: recorded.map(({ at, entry }) => ({ at: new Date(at), entry })),
    };
  };

const NOTHING: Row = { subject: null, published: [], recorded: [] };
