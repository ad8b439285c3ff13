import { CommanderError } from "commander";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { program } from "./program.ts";
import { NotReached } from "./not-reached.ts";
import type { Shell } from "./shell.ts";
import { unnamedHint } from "./unnamed-hint.ts";
import { WrongUse } from "./wrong-use.ts";

/** Runs the command line and tells what the process should end with. Never throws. */
export const run = async (args: readonly string[], shell: Shell): Promise<ExitCode> => {
  let exit: ExitCode = EXIT.noAnswer;
  const reply = (code: ExitCode): void => {
    exit = code;
  };
  try {
    await program(shell, reply).parseAsync(args, { from: "user" });
    return exit;
  } catch (error) {
    return explain(error, args, shell);
  }
};

const explain = (error: unknown, args: readonly string[], shell: Shell): ExitCode => {
  if (error instanceof CommanderError) {
    shell.complain(unnamedHint(error, args));
    return error.exitCode === 0 ? EXIT.yes : EXIT.noAnswer;
  }
  if (error instanceof NotReached) {
    shell.complain(`gatehouse: ${error.message}\n`);
    return EXIT.notReached;
  }
  if (error instanceof WrongUse) shell.complain(`gatehouse: ${error.message}\n`);
  else shell.complain(`gatehouse: This is a fault of Gatehouse; please report it.\n${stackOf(error)}\n`);
  return EXIT.noAnswer;
};

const stackOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
