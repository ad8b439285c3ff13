import { exportDatabase } from "../../store/transfer/export-database.ts";
import type { Transferred } from "../../store/transfer/format.ts";
import { TransferError } from "../../store/transfer/format.ts";
import { counted } from "../../requirements/wording.ts";
import type { Reply } from "../answers.ts";
import { databaseEnvironment, withLedger } from "../audit/open-ledger.ts";
import { EXIT } from "../exit-code.ts";
import type { Shell } from "../shell.ts";
import { WrongUse } from "../wrong-use.ts";
import { writingLines } from "./database-files.ts";

export interface DatabaseFileRequest {
  readonly file: string;
  readonly format: "text" | "json";
}

/** `gatehouse database export`: everything that is kept, as one file that any release to come can read. */
export const databaseExport = async ({ file, format }: DatabaseFileRequest, shell: Shell): Promise<Reply> => {
  const done = await withLedger(asOwner(shell), ({ db }) =>
    writingLines({ file, cwd: shell.cwd }, (write) => exportDatabase(db, write)).catch(asWrongUse),
  );
  const text = format === "json" ? json(done) : `${told(done)} exported to ${file}.\n`;
  return { text, exit: EXIT.yes };
};

/** Where there are two users the owner does it: it may see every table, and fill them. */
export const asOwner = <Given extends Pick<Shell, "env">>(shell: Given): Given => {
  const { databaseMigrationUrl: owner } = databaseEnvironment(shell);
  return owner === undefined
    ? shell
    : { ...shell, env: { ...shell.env, DATABASE_URL: owner, DATABASE_URL_FILE: undefined } };
};

const asWrongUse = (error: unknown): never => {
  throw error instanceof TransferError ? new WrongUse(error.message, { cause: error }) : error;
};

export const json = (done: object): string => `${JSON.stringify(done, null, 2)}\n`;

/** How much went over, in the words of people. */
export const told = ({ rows, timers }: Transferred): string => {
  const { ledger = 0, subjects = 0, deliveries = 0 } = rows;
  return `${counted(ledger, "entry", "entries")} of the ledger, ${counted(subjects, "subject")}, ${counted(deliveries, "delivery", "deliveries")} and ${counted(timers, "timer")}`;
};
