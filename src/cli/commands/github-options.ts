import { InvalidArgumentError, Option } from "commander";

/** Where a person's token comes from; never an argument itself, because arguments can be seen by other processes. */
export const tokenOptions = (): readonly Option[] => [
  new Option("--token-env <name>", "variable with a GitHub token (default: GITHUB_TOKEN, then GH_TOKEN)"),
  new Option("--token-file <file>", "file with a GitHub token and nothing else; `-` is standard input"),
];

/** Reads a whole number above zero; `what` completes "Expected ...". */
export const numberOf =
  (what: string) =>
  (text: string): number => {
    if (/^[1-9]\d{0,14}$/u.test(text)) return Number(text);
    throw new InvalidArgumentError(`Expected ${what}.`);
  };

/** What every command tells of how it asks GitHub. */
export const GITHUB_HELP = `
The token is read from a variable or a file, because arguments can be seen by other processes; reading the repository is enough.
GITHUB_API_URL names a GitHub Enterprise Server, such as https://github.example.com/api/v3. Nothing is ever written.`;
