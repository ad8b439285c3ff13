import { Argument, Command, Option } from "commander";
import type { Reply } from "../answers.ts";
import type { Shell } from "../shell.ts";

/** `gatehouse database …`. */
export const databaseCommand = (shell: Shell, reply: (reply: Reply) => void): Command =>
  new Command("database")
    .description("Prepare a PostgreSQL database, or move everything that is kept to another database.")
    .addHelpText("after", DATABASE_HELP)
    .addCommand(
      new Command("migrate")
        .description("Update the tables as their owner, and grant the server's user what it needs.")
        .addOption(FORMAT())
        .addHelpText("after", MIGRATE_HELP)
        .action(async ({ format }: WithFormat) => {
          const { databaseMigrate } = await import("./database-migrate.ts");
          reply(await databaseMigrate({ format }, shell));
        }),
    )
    .addCommand(
      new Command("export")
        .description("Write everything that is kept to a file.")
        .addArgument(FILE("a new file; compressed where its name ends in .gz"))
        .addOption(FORMAT())
        .addHelpText("after", EXPORT_HELP)
        .action(async (file: string, { format }: WithFormat) => {
          const { databaseExport } = await import("./database-export.ts");
          reply(await databaseExport({ file, format }, shell));
        }),
    )
    .addCommand(
      new Command("import")
        .description("Fill an empty database from such a file.")
        .addArgument(FILE("what `database export` wrote"))
        .addOption(FORMAT())
        .addHelpText("after", IMPORT_HELP)
        .action(async (file: string, { format }: WithFormat) => {
          const { databaseImport } = await import("./database-import.ts");
          reply(await databaseImport({ file, format }, shell));
        }),
    );

interface WithFormat {
  readonly format: "text" | "json";
}

const FORMAT = (): Option =>
  new Option("--format <format>", "`text` for people, `json` for programs").choices(["text", "json"]).default("text");

const FILE = (description: string): Argument => new Argument("<file>", description);

const DATABASE_HELP = `
Examples:
  $ gatehouse database migrate
  $ gatehouse database export gatehouse.jsonl.gz
  $ gatehouse database import gatehouse.jsonl.gz`;

const EXPORT_HELP = `
The database is found as the server finds it, by DATABASE_URL or DATA_DIR. With PostgreSQL the server may run
meanwhile; the embedded database takes one process at a time, so stop the server first.

Examples:
  $ gatehouse database export gatehouse-2026-05-01.jsonl.gz`;

const IMPORT_HELP = `
The database is found as the server finds it, and has to be empty; it may be of another kind, and this release may
be a later one than that which wrote the file. Ends with 1 where the ledger's hashes don't fit any more.

Examples:
  $ DATABASE_URL=postgresql://… gatehouse database import gatehouse-2026-05-01.jsonl.gz`;

const MIGRATE_HELP = `
DATABASE_URL is the server's own; DATABASE_MIGRATION_URL names the owner of the tables. Run it before the first
start and before the start of each new release. docs/audit.md says why there are two.

Examples:
  $ gatehouse database migrate`;
