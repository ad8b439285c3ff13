import { Command, Option } from "commander";
import type { Reply } from "../answers.ts";
import type { Shell } from "../shell.ts";

/** `gatehouse database …`. */
export const databaseCommand = (shell: Shell, reply: (reply: Reply) => void): Command =>
  new Command("database")
    .description("Prepare a PostgreSQL database for a server with few rights.")
    .addHelpText("after", DATABASE_HELP)
    .addCommand(
      new Command("migrate")
        .description("Update the tables as their owner, and grant the server's user what it needs.")
        .addOption(
          new Option("--format <format>", "`text` for people, `json` for programs")
            .choices(["text", "json"])
            .default("text"),
        )
        .addHelpText("after", MIGRATE_HELP)
        .action(async ({ format }: { readonly format: "text" | "json" }) => {
          const { databaseMigrate } = await import("./database-migrate.ts");
          reply(await databaseMigrate({ format }, shell));
        }),
    );

const DATABASE_HELP = `
Examples:
  $ gatehouse database migrate`;

const MIGRATE_HELP = `
DATABASE_URL is the server's own; DATABASE_MIGRATION_URL names the owner of the tables. Run it before the first
start and before the start of each new release. docs/audit.md says why there are two.

Examples:
  $ gatehouse database migrate`;
