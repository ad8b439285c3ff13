import { InvalidArgumentError, Option } from "commander";
import { procedureNames } from "../completion/procedure-names.ts";
import { suggesting } from "../completion/suggesting.ts";

/** Where a person's token comes from; never an argument itself, because arguments can be seen by other processes. */
export const tokenOptions = (): readonly Option[] => [
  new Option("--token-env <name>", "variable with a GitHub token (default: GITHUB_TOKEN, then GH_TOKEN)"),
  new Option("--token-file <file>", "file with a GitHub token and nothing else; `-` is standard input"),
];

/** The repository whose pull requests are judged. */
export const repositoryOption = (): Option =>
  new Option("--repo <owner/name>", "the repository on GitHub").makeOptionMandatory();

/** What they are judged by instead of what their own config names. */
export const procedureOption = (): Option =>
  suggesting(
    new Option("--procedure <file>", "judge by this procedure instead of the config's: a file, or builtin:ID"),
    procedureNames,
  );

/** The config in place of that of their base branch. */
export const configOption = (): Option =>
  new Option("--config <file>", "judge by this config instead of the base branch's");

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
