import { readText } from "../read-text.ts";
import type { Shell } from "../shell.ts";
import { STDIN } from "../unusable-file.ts";
import { WrongUse } from "../wrong-use.ts";

/** Where a person's token is; never the token itself, because arguments can be seen by other processes. */
export interface TokenPlace {
  /** Name of a variable. */
  readonly tokenEnv?: string | undefined;
  /** A file that holds nothing else; `-` is standard input. */
  readonly tokenFile?: string | undefined;
}

/** The token, from the file or variable that is named, else from GITHUB_TOKEN or GH_TOKEN; throws `WrongUse` where there is none. */
export const tokenAt = async ({ tokenEnv, tokenFile }: TokenPlace, shell: Shell): Promise<string> => {
  if (tokenEnv !== undefined && tokenFile !== undefined)
    throw new WrongUse("`--token-env` and `--token-file` both name a token; leave one of them out.");
  if (tokenFile !== undefined)
    return ofFile(tokenFile, await readText(tokenFile, shell, "a GitHub token and nothing else"));
  const names = tokenEnv === undefined ? ["GITHUB_TOKEN", "GH_TOKEN"] : [tokenEnv];
  const token = names.map((name) => shell.env[name]?.trim() ?? "").find((value) => value !== "");
  if (token !== undefined) return whole(token, names[0] ?? "");
  throw new WrongUse(
    `Set ${names.map((name) => `\`${name}\``).join(" or ")} to a GitHub token that may read the repository, or name a file that holds one with \`--token-file\`. \`GITHUB_TOKEN=$(gh auth token) gatehouse …\` will do.`,
  );
};

const ofFile = (file: string, text: string): string => {
  const name = file === STDIN ? "Standard input" : `\`--token-file ${file}\``;
  if (text.trim() === "") throw new WrongUse(`${name} is empty; expected a GitHub token and nothing else.`);
  return whole(text.trim(), name);
};

/** What has a space or a line end in it would be refused by the HTTP client in a message that shows it. */
const whole = (token: string, where: string): string => {
  if (/^[!-~]+$/u.test(token)) return token;
  throw new WrongUse(`${where} holds more than a token; expected one word, such as \`ghp_…\` or \`github_pat_…\`.`);
};
