import pg from "pg";
import type { Plan } from "./figures.ts";
import type { RecordedQuery } from "./recorded-queries.ts";

/** Tables below so many rows are read from end to end in no time. */
const LARGE = 10_000;

/** How PostgreSQL runs each of these queries, with the values of its last run; those first that took longest in total. */
export const plansOf = async (databaseUrl: string, queries: readonly RecordedQuery[]): Promise<readonly Plan[]> => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const large = await largeTables(client);
    const plans: Plan[] = [];
    for (const query of queries.filter(isPlanned).toSorted((one, other) => other.totalMs - one.totalMs)) {
      const plan = await planOf(client, query);
      plans.push({
        query: query.text.replaceAll(/\s+/gu, " ").trim(),
        runs: query.runs,
        meanMs: query.totalMs / query.runs,
        scans: scannedIn(plan).filter((table) => large.has(table)),
        plan,
      });
    }
    return plans;
  } finally {
    await client.end();
  }
};

const isPlanned = ({ text }: RecordedQuery): boolean =>
  /^\s*(?:select|with|insert|update|delete)\b/iu.test(text) && !/;\s*\S/u.test(text);

const planOf = async (client: pg.Client, { text, values }: RecordedQuery): Promise<string[]> => {
  await client.query("begin");
  try {
    const { rows } = await client.query<{ "QUERY PLAN": string }>(`explain ${text}`, [...values]);
    return rows.map((row) => row["QUERY PLAN"]);
  } finally {
    await client.query("rollback");
  }
};

const scannedIn = (plan: readonly string[]): readonly string[] => [
  ...new Set(plan.flatMap((line) => /Seq Scan on (?<table>\w+)/u.exec(line)?.groups?.["table"] ?? [])),
];

const largeTables = async (client: pg.Client): Promise<ReadonlySet<string>> => {
  const { rows } = await client.query<{ relname: string }>(
    `select relname from pg_class where relkind = 'r' and reltuples > ${LARGE}`,
  );
  return new Set(rows.map(({ relname }) => relname));
};
