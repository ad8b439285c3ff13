import { pino } from "pino";
import { UsersNotApart, prepareForTwoUsers } from "../../store/two-users.ts";
import type { Reply } from "../answers.ts";
import { databaseEnvironment, explained } from "../audit/open-ledger.ts";
import { EXIT } from "../exit-code.ts";
import type { Shell } from "../shell.ts";
import { WrongUse } from "../wrong-use.ts";

/** `gatehouse database migrate`: what the owner of the tables does for a server that has fewer rights. */
export const databaseMigrate = async (
  { format }: { readonly format: "text" | "json" },
  shell: Shell,
): Promise<Reply> => {
  const environment = databaseEnvironment(shell);
  const { databaseUrl, databaseMigrationUrl: migrationUrl } = environment;
  if (databaseUrl === undefined || migrationUrl === undefined) throw new WrongUse(BOTH);
  try {
    await explained(environment, async () =>
      prepareForTwoUsers({ databaseUrl, migrationUrl, log: pino({ level: "silent" }) }),
    );
  } catch (error) {
    if (!(error instanceof WrongUse && error.cause instanceof UsersNotApart)) throw error;
    throw new WrongUse(error.cause.message, { cause: error });
  }
  return { text: format === "json" ? `${JSON.stringify({ migrated: true }, null, 2)}\n` : DONE, exit: EXIT.yes };
};

const DONE = "The tables are up to date, and the user of DATABASE_URL may read and append to the ledger only.\n";

const BOTH =
  "Set DATABASE_URL to what the server has, and DATABASE_MIGRATION_URL to the owner of the tables. Where one user does both, or with the embedded database, the server migrates by itself when it starts.";
