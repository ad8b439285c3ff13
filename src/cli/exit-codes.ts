import { EXIT, type ExitCode } from "./exit-code.ts";

/** What a command's codes mean; a code that is not there never comes from it. */
export type ExitMeanings = Readonly<Partial<Record<ExitCode, string>>>;

const { yes, no, noAnswer, notReached, interrupted } = EXIT;

const ON_GITHUB = "wrong use, or a repository or token that is not taken";
const NO_GITHUB = "GitHub could not be asked, or asks to wait";
const DATABASE = "wrong use, or a database that can't be read";

/** By the words after `gatehouse`, in the order of its help; the empty one holds for all. Help and docs/command-line.md are made of it. */
export const EXIT_CODES: ReadonlyMap<string, ExitMeanings> = new Map<string, ExitMeanings>([
  [
    "",
    {
      [yes]: "ready, valid, approved, or done",
      [no]: "not ready, invalid, or not approved",
      [noAnswer]: "no answer: wrong use, a file that can't be read, nothing to judge, or a fault of Gatehouse",
      [notReached]: "a server or GitHub could not be asked; trying again later may help",
      [interrupted]: "stopped by Ctrl-C, or given up",
    },
  ],
  [
    "init",
    {
      [yes]: "written",
      [noAnswer]: "wrong use, or files that are there already",
      [interrupted]: "given up at a question",
    },
  ],
  ["parse", { [yes]: "valid", [no]: "invalid", [noAnswer]: "wrong use, or a file that can't be read" }],
  [
    "validate",
    { [yes]: "valid", [no]: "invalid", [noAnswer]: "wrong use, a file that can't be read, or nothing to check" },
  ],
  [
    "evaluate",
    {
      [yes]: "ready",
      [no]: "not ready, or an invalid procedure or config",
      [noAnswer]: "wrong use, or a file that can't be read",
    },
  ],
  [
    "simulate",
    {
      [yes]: "ready",
      [no]: "not ready, or an invalid policy",
      [noAnswer]: `${ON_GITHUB}; no such pull request; no config there`,
      [notReached]: NO_GITHUB,
    },
  ],
  [
    "backtest",
    {
      [yes]: "told, whatever came of it",
      [no]: "an invalid policy",
      [noAnswer]: `${ON_GITHUB}; nothing was merged; no config there`,
      [notReached]: "GitHub could not be asked for all of them",
    },
  ],
  ["procedures list", { [yes]: "listed", [noAnswer]: "wrong use" }],
  [
    "procedures show",
    {
      [yes]: "shown",
      [no]: "an invalid document",
      [noAnswer]: "wrong use, an unknown id, or a file that can't be read",
    },
  ],
  [
    "deploy-check",
    {
      [yes]: "approved",
      [no]: "rejected, or still awaited when the time is over",
      [noAnswer]: "wrong use, or a token, repository or address that is not taken",
      [notReached]: "the server could not be asked",
      [interrupted]: "stopped by Ctrl-C",
    },
  ],
  ["audit verify", { [yes]: "intact", [no]: "broken, or an expected hash is not there", [noAnswer]: DATABASE }],
  ["audit export", { [yes]: "exported", [no]: "exported, but the chain is broken", [noAnswer]: DATABASE }],
  ["database migrate", { [yes]: "done", [noAnswer]: "wrong use, or a database that can't be used" }],
  ["database export", { [yes]: "exported", [noAnswer]: "wrong use, or a database or file that can't be used" }],
  [
    "database import",
    {
      [yes]: "imported, and the ledger's hashes fit",
      [no]: "imported, and they don't",
      [noAnswer]: "nothing was imported: wrong use, or a database or file that can't be used",
    },
  ],
  [
    "doctor",
    {
      [yes]: "nothing lets anybody past the gate by mistake",
      [no]: "it does not hold somewhere",
      [noAnswer]: ON_GITHUB,
      [notReached]: NO_GITHUB,
    },
  ],
  ["schema", { [yes]: "printed", [noAnswer]: "wrong use, or no schema of that name" }],
  ["completion", { [yes]: "printed", [noAnswer]: "wrong use" }],
]);

/** The codes of a command as its help tells them; of a group of commands, those of everything. */
export const exitCodesHelp = (command: string): string => {
  const meanings = EXIT_CODES.get(command) ?? EXIT_CODES.get("") ?? {};
  const lines = codesOf(meanings).map(([code, meaning]) => `  ${String(code).padEnd(4)} ${meaning}`);
  return ["", "Exit codes:", ...lines].join("\n");
};

const codesOf = (meanings: ExitMeanings): readonly (readonly [ExitCode, string])[] =>
  Object.values(EXIT).flatMap((code) => {
    const meaning = meanings[code];
    return meaning === undefined ? [] : [[code, meaning] as const];
  });

/** The table in docs/command-line.md. */
export const exitCodesTable = (): string => {
  const codes = Object.values(EXIT);
  const rows = [...EXIT_CODES].map(([command, meanings]) => [
    command === "" ? "every command" : `\`${command}\``,
    ...codes.map((code) => meanings[code] ?? "–"),
  ]);
  const head = ["command", ...codes.map(String)];
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
};
