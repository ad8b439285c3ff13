import { sql } from "kysely";
import type { Kysely, RawBuilder } from "kysely";
import { jsonText } from "./json-text.ts";
import type { SubjectKey } from "./keys.ts";
import type { Tables } from "./schema.ts";

/** What a memory says pages were told, after its repository left: a turn that read it before is too late to tell them more. */
const OUT_OF_SIGHT = "out of sight";
const MARK = sql`${sql.lit(JSON.stringify({ stands: OUT_OF_SIGHT }))}::jsonb`;

/** Whether a turn that found this told before it began is too late. In a statement on `subjects`. */
export const isTooLate = (told: string | undefined): RawBuilder<boolean> =>
  told === OUT_OF_SIGHT
    ? sql<boolean>`false`
    : sql<boolean>`coalesce(subjects.memory ->> 'stands' = ${OUT_OF_SIGHT}, false)`;

/**
 * The memory to be kept by such a turn, `given.memory` of the statement: what it says was told was taken back since. By that name, as a
 * memory is large and would be sent and parsed as often as it is written out.
 */
export const stillMarked = (tooLate: RawBuilder<boolean>): RawBuilder<unknown> =>
  sql`case when ${tooLate} then given.memory || ${MARK} else given.memory end`;

/** A memory by the name that `stillMarked` calls it. */
export const givenMemory = (memory: unknown): RawBuilder<unknown> =>
  sql`(select ${jsonText(memory)}::jsonb as memory) as given`;

interface Leaving {
  readonly installationId: number;
  /** Undefined: all of the installation's. */
  readonly repositoryIds: readonly number[] | undefined;
}

/**
 * Takes everything from pages that is about repositories out of our sight, and looks at none of them anew. Marks the memories first:
 * whoever is about to write a standing has done so by then, or finds the mark. A subject that was never judged is forgotten altogether, so
 * that its first turn fails. Everybody else takes a subject before its standing, too, but not all in the same order: PostgreSQL may end one.
 */
export const leave = async (db: Kysely<Tables>, leaving: Leaving, tries = TRIES): Promise<void> => {
  try {
    await leaveAtOnce(db, leaving);
  } catch (error) {
    if (tries === 1 || !isDeadlock(error)) throw error;
    await leave(db, leaving, tries - 1);
  }
};

const TRIES = 5;

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const isDeadlock = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "40P01";

const leaveAtOnce = (db: Kysely<Tables>, { installationId, repositoryIds }: Leaving): Promise<void> =>
  db.transaction().execute(async (trx) => {
    const meant =
      repositoryIds === undefined ? sql`true` : sql`repository_id = any(${sql.val(repositoryIds)}::bigint[])`;
    const which = sql`installation_id = ${installationId} and ${meant}`;
    const subjects = sql`${which} and kind in ('pull_request', 'issue')`;
    await sql`update subjects set memory = memory || ${MARK} where ${subjects} and memory is not null`.execute(trx);
    await sql`delete from subjects where ${subjects} and memory is null`.execute(trx);
    await sql`delete from standings where ${which}`.execute(trx);
    await sql`delete from waits where ${which}`.execute(trx);
    await sql`delete from asked_anew where ${which}`.execute(trx);
  });

/** Keeps a memory without any news. Answers whether the subject is there. */
export const keepMemory = async (db: Kysely<Tables>, key: SubjectKey, memory: unknown): Promise<boolean> => {
  const { rows } = await sql`
    update subjects set memory = ${stillMarked(isTooLate(undefined))}, updated_at = now()
    from ${givenMemory(memory)} where key = ${key} returning key
  `.execute(db);
  return rows.length > 0;
};
