import { describe, expect, test } from "@jest/globals";
import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { commandLinePage } from "../../src/cli/command-line-page.ts";
import { EXIT } from "../../src/cli/exit-code.ts";
import { EXIT_CODES } from "../../src/cli/exit-codes.ts";
import { program } from "../../src/cli/program.ts";
import { ran } from "./commands/asking.ts";

const root = program(
  {
    cwd: ".",
    stdin: (async function* () {})(),
    write: () => undefined,
    complain: () => undefined,
    colour: false,
    now: () => new Date(),
    env: {},
  },
  () => undefined,
);

/** Every command that does something, by its words. */
const everyCommand = (command: Command, path: readonly string[] = []): readonly string[] =>
  command.commands.length === 0
    ? [path.join(" ")]
    : command.commands.flatMap((one) => everyCommand(one, [...path, one.name()]));

const COMMANDS = everyCommand(root);

test("the table in docs/command-line.md is current", () => {
  const page = readFileSync("docs/command-line.md", "utf8");
  expect(page).toContain("| `backtest` |");
  expect(commandLinePage(page)).toBe(page);
});

test("every command has its codes, and no others have", () => {
  expect([...EXIT_CODES.keys()].filter((command) => command !== "").toSorted()).toEqual(COMMANDS.toSorted());
});

describe.each(COMMANDS)("%s", (command) => {
  test("its help has examples and tells its codes", async () => {
    const { exit, text } = await ran([...command.split(" "), "--help"]);
    expect(exit).toBe(0);
    expect(text).toMatch(/\nExamples:\n {2}\$ (?:[A-Z_]+=\S+ )?gatehouse /u);
    const told = [...(text.split("\nExit codes:\n")[1] ?? "").matchAll(/^ {2}(\d+) /gmu)].map(([, code]) =>
      Number(code),
    );
    expect(told).toEqual(Object.keys(EXIT_CODES.get(command) ?? {}).map(Number));
    expect(told).toEqual(expect.arrayContaining([EXIT.yes, EXIT.noAnswer]));
  });

  test("every example of its help is one that it takes", async () => {
    const { text } = await ran([...command.split(" "), "--help"]);
    const examples = [...text.matchAll(/^ {2}\$ (?:[A-Z_]+=\S+ )?gatehouse (.*?)(?: {2,}.*)?$/gmu)].map(
      ([, args = ""]) => args.trim(),
    );
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) {
      const { complaint } = await ran([...example.split(" "), "--help"]);
      expect({ example, complaint }).toEqual({ example, complaint: "" });
    }
  });

  test("an unknown option is wrong use", async () => {
    const { exit, text, complaint } = await ran([...command.split(" "), "--fromat"]);
    expect({ exit, text }).toEqual({ exit: EXIT.noAnswer, text: "" });
    expect(complaint).toMatch(/unknown option '--fromat'|required option '--/u);
    expect(complaint).toContain(`Try \`gatehouse ${command} --help\`.`);
  });

  test("an unknown format is wrong use", async () => {
    if (command === "completion") return;
    const { exit, complaint } = await ran([...command.split(" "), "--format", "xml"]);
    expect({ exit, complaint }).toEqual({
      exit: EXIT.noAnswer,
      complaint: expect.stringMatching(/Allowed choices are/u),
    });
  });
});

test.each([
  ["pars", "parse"],
  ["simulat", "simulate"],
  ["backtets", "backtest"],
  ["initt", "init"],
])("%s: did you mean %s?", async (typed, meant) => {
  expect(await ran([typed])).toMatchObject({ exit: 2, complaint: expect.stringContaining(`(Did you mean ${meant}?)`) });
});
