import pg from "pg";
import { z } from "zod";

/** One query text with the values of its last run. */
export const RecordedQuery = z.object({
  text: z.string(),
  values: z.array(z.unknown()),
  runs: z.int(),
  totalMs: z.number(),
});
export type RecordedQuery = z.output<typeof RecordedQuery>;

const Given = z.union([z.string(), z.object({ text: z.string(), values: z.array(z.unknown()).optional() })]);

/** From now on, everything that this process asks of PostgreSQL is noted. Answers how to take the notes, which are forgotten by that. */
export const recordQueries = (): (() => readonly RecordedQuery[]) => {
  const notes = new Map<string, RecordedQuery>();
  const query: unknown = Reflect.get(pg.Client.prototype, "query");
  if (typeof query !== "function") throw new Error("pg.Client has no query");
  const note = (text: string, values: readonly unknown[]) => {
    const start = performance.now();
    return (): void => {
      const { runs = 0, totalMs = 0 } = notes.get(text) ?? {};
      notes.set(text, { text, values: [...values], runs: runs + 1, totalMs: totalMs + performance.now() - start });
    };
  };
  Reflect.set(pg.Client.prototype, "query", function noted(this: unknown, ...args: readonly unknown[]): unknown {
    const given = Given.safeParse(args[0]);
    if (!given.success) return Reflect.apply(query, this, args);
    const text = typeof given.data === "string" ? given.data : given.data.text;
    const values = typeof given.data === "string" ? args[1] : given.data.values;
    const done = note(text, Array.isArray(values) ? values : []);
    const last: unknown = args.at(-1);
    if (typeof last === "function") {
      const heard = (...answer: readonly unknown[]): unknown => {
        done();
        return Reflect.apply(last, undefined, answer);
      };
      return Reflect.apply(query, this, [...args.slice(0, -1), heard]);
    }
    const answer: unknown = Reflect.apply(query, this, args);
    return answer instanceof Promise ? answer.finally(done) : answer;
  });
  return () => {
    const taken = [...notes.values()];
    notes.clear();
    return taken;
  };
};
