import { parseArgs } from "node:util";

export const SECTIONS = ["evaluation", "events", "ingest", "deployment", "isolation", "burst", "growth"] as const;
export type Section = (typeof SECTIONS)[number];

export interface Options {
  readonly format: "text" | "json";
  /** Fewer repetitions: to see that it works, not to publish. */
  readonly quick: boolean;
  readonly databaseUrl: string | undefined;
  readonly only: readonly Section[];
  /** Whether the table shows the plan of each query of the hot path, too. */
  readonly plans: boolean;
  /** Folder for a profile of Gatehouse's processor time. */
  readonly profile: string | undefined;
  readonly help: boolean;
}

export const HELP = `Usage: npm run bench -- [--format text|json] [--quick] [--database URL] [--only SECTION,…] [--plans] [--profile FOLDER]

Measures Gatehouse, in a process of its own, against a GitHub made for tests. docs/performance.md says how to read the figures.

  --format FORMAT  text (default): a table; json: one object
  --quick          fewer repetitions and short loads: to see that it works, not to publish
  --database URL   an empty PostgreSQL database; the embedded one unless given
  --only SECTIONS  some of ${SECTIONS.join(", ")}; all of them unless given, but growth only where
                   it is named: it fills that PostgreSQL database with years of history
  --plans          with growth: print the plan of every query of the hot path
  --profile FOLDER write a profile of Gatehouse's processor time there
`;

/** Reads the arguments; throws an error that says what was expected. */
export const optionsOf = (args: readonly string[]): Options => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      format: { type: "string", default: "text" },
      quick: { type: "boolean", default: false },
      database: { type: "string" },
      only: { type: "string", default: SECTIONS.filter((section) => section !== "growth").join(",") },
      plans: { type: "boolean", default: false },
      profile: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  const { format, quick, help, database } = values;
  if (format !== "text" && format !== "json") throw new Error(`--format ${format}: expected text or json`);
  if (database !== undefined && !/^postgres(ql)?:\/\//.test(database))
    throw new Error("--database: expected an address such as postgresql://user:password@host:5432/empty");
  const only = values.only.split(",").map(sectionOf);
  if (only.includes("growth") && database === undefined)
    throw new Error("--only growth: expected --database, an empty PostgreSQL database that is to be filled");
  return { format, quick, help, databaseUrl: database, only, plans: values.plans, profile: values.profile };
};

const sectionOf = (name: string): Section => {
  const found = SECTIONS.find((section) => section === name.trim());
  if (found === undefined) throw new Error(`--only ${name}: expected some of ${SECTIONS.join(", ")}`);
  return found;
};
