import { run } from "../../../src/cli/run.ts";

/** What a command left behind. */
export interface Ran {
  readonly exit: number;
  readonly text: string;
  readonly complaint: string;
}

interface How {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly stdin?: string;
  readonly now?: Date;
  readonly colour?: boolean;
}

/** Runs a command in this process, its output caught. */
export const ran = async (
  args: readonly string[],
  { env = {}, cwd, stdin = "", now, colour }: How = {},
): Promise<Ran> => {
  const written: string[] = [];
  const complained: string[] = [];
  const exit = await run(args, {
    cwd: cwd ?? process.cwd(),
    stdin: inputOf(stdin),
    write: (text) => void written.push(text),
    complain: (text) => void complained.push(text),
    colour: colour ?? false,
    now: () => now ?? new Date(),
    env,
  });
  return { exit, text: written.join(""), complaint: complained.join("") };
};

async function* inputOf(text: string): AsyncGenerator<string> {
  yield text;
}
