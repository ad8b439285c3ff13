import { createHash } from "node:crypto";
import pg from "pg";
import { z } from "zod";

/**
 * A connection that gives every statement with values a name, so that PostgreSQL reads it once for each connection, and plans it
 * anew only as long as the values make a difference. What the server asks is always the same few statements, and planning one often
 * takes longer than answering it.
 * https://www.postgresql.org/docs/current/sql-prepare.html
 */
export class PreparingClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    const query = this.query.bind(this);
    Object.assign(this, {
      query: (...asked: readonly unknown[]): unknown => noticing(Reflect.apply(query, this, named(asked))),
    });
  }
}

const named = (asked: readonly unknown[]): readonly unknown[] => {
  const [text, values, ...rest] = asked;
  if (typeof text !== "string" || !Array.isArray(values) || values.length === 0) return asked;
  const name = nameOf(text);
  return name === undefined ? asked : [{ name, text, values }, ...rest];
};

/** More than the server has. Each stays in the memory of every connection, and lists of values make statements of any length. */
const MOST_NAMES = 300;

const names = new Map<string, string>();
let generation = 0;

const nameOf = (text: string): string | undefined => {
  const known = names.get(text);
  if (known !== undefined || names.size >= MOST_NAMES || EVERY_COLUMN.test(text)) return known;
  const name = `gatehouse-${generation}-${digestOf(text)}`;
  names.set(text, name);
  return name;
};

/** No name means another statement in another process, which may have had the connection before where a pooler is in between. */
const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 32);

/** What answers all columns of a table. They may change when another replica is upgraded, and a prepared statement can't follow that. */
const EVERY_COLUMN = /^\s*select\b[^()]*\*|\breturning\b[^()]*\*/iu;

/**
 * Should a column change nevertheless, its statements would fail until the connection ends, and so would those that a connection was
 * made to forget: they are prepared anew instead, and whoever asked asks again. A pool ends the connection of whoever asked it.
 */
const noticing = (answer: unknown): unknown => {
  if (answer instanceof Promise)
    answer.catch((error: unknown) => {
      if (!Outdated.safeParse(error).success) return;
      names.clear();
      generation += 1;
    });
  return answer;
};

/**
 * "cached plan must not change result type", and "prepared statement does not exist".
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const Outdated = z.union([
  z.object({ code: z.literal("0A000"), routine: z.literal("RevalidateCachedQuery") }),
  z.object({ code: z.literal("26000") }),
]);
