import { EXIT } from "./exit-code.ts";
import type { Ask } from "./init/ask.ts";

/** What a command may touch of the world besides files. */
export interface Shell {
  readonly cwd: string;
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly write: (text: string) => void;
  readonly complain: (text: string) => void;
  /** Whether the answer goes to a person's terminal that shows colours. */
  readonly colour: boolean;
  /** Whether a person looks at standard error while the command runs; absent: nobody does. */
  readonly showsProgress?: boolean;
  /** Asks the person at the terminal; absent where there is none. */
  readonly ask?: () => Promise<Ask>;
  readonly now: () => Date;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The shell this process was started from. */
export const processShell = (): Shell => {
  endQuietlyWithReader();
  return {
    cwd: process.cwd(),
    stdin: process.stdin,
    write: (text) => void process.stdout.write(text),
    complain: (text) => void process.stderr.write(text),
    colour: wantsColour(process.env, process.stdout.isTTY),
    showsProgress: process.stderr.isTTY && process.env["TERM"] !== "dumb" && (process.env["CI"] ?? "") === "",
    now: () => new Date(),
    env: process.env,
    ...(process.stdin.isTTY && process.stdout.isTTY ? { ask } : {}),
  };
};

const ask = async (): Promise<Ask> => {
  const { clack } = await import("./init/clack.ts");
  return clack();
};

/**
 * Colours only where a person looks: on a terminal, or where they say so, and never against their wish.
 * https://no-color.org and https://force-color.org
 */
export const wantsColour = (
  env: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean | undefined,
): boolean => {
  if ((env["NO_COLOR"] ?? "") !== "") return false;
  const forced = env["FORCE_COLOR"] ?? "";
  if (forced !== "") return forced !== "0" && forced !== "false";
  return isTerminal === true && env["TERM"] !== "dumb";
};

/** `gatehouse … | head` closes our output early, which is no fault; an answer that can't be written is none. */
const endQuietlyWithReader = (): void => {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") return;
    process.stderr.write(`gatehouse: The answer could not be written: ${error.message}\n`);
    process.exit(EXIT.noAnswer);
  });
};
