import type { CommanderError } from "commander";

/** What to write instead, where a repository is given without `--repo`; else nothing. */
export const unnamedHint = ({ code, message }: CommanderError, args: readonly string[]): string => {
  const given = args.find((arg) => /^[\w-]+\/[\w.-]+$/u.test(arg));
  return code === "commander.missingMandatoryOptionValue" && message.includes("--repo") && given !== undefined
    ? `Name the repository as \`--repo ${given}\`.\n`
    : "";
};
