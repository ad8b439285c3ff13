import { expect, test } from "@jest/globals";
import { PassThrough } from "node:stream";
import { clack } from "../../../src/cli/init/clack.ts";

/** A terminal whose keys are pressed once a question stands there. */
const terminal = () => {
  const input = new PassThrough();
  const output = new PassThrough();
  const shown: string[] = [];
  output.on("data", (chunk: Buffer) => shown.push(chunk.toString("utf8")));
  const after = async (word: string, keys: readonly string[]): Promise<void> => {
    while (!shown.join("").includes(word)) await new Promise((resolve) => setImmediate(resolve));
    for (const key of keys) input.write(key);
  };
  return { ask: clack({ input, output }), after, shown };
};

const ENTER = "\r";
const DOWN = "\u001B[B";
const ESCAPE = "\u0003";

test("one of several, a text and a yes", async () => {
  const { ask, after, shown } = terminal();
  const picked = ask.select("Which?", [
    { value: "a", label: "First", hint: "the one" },
    { value: "b", label: "Second" },
  ]);
  await after("Second", [DOWN, ENTER]);
  expect(await picked).toBe("b");
  const written = ask.text("Who leads?", { initial: "ada", check: () => undefined });
  await after("Who leads?", [ENTER]);
  expect(await written).toBe("ada");
  const agreed = ask.confirm("Write it?");
  await after("Write it?", [ENTER]);
  expect(await agreed).toBe(true);
  ask.note("Decided", ["This and that"]);
  expect(shown.join("")).toContain("This and that");
});

test("a wrong answer is told, and giving up is no answer", async () => {
  const { ask, after } = terminal();
  const written = ask.text("Who leads?", { initial: "a b", check: () => "Expected one word" });
  await after("Who leads?", [ENTER]);
  await after("Expected one word", [ESCAPE]);
  expect(await written).toBeUndefined();
});
