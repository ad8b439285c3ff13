import { expect, test } from "@jest/globals";
import { progressOf } from "../../src/cli/progress.ts";

const shown = (showsProgress: boolean | undefined, total = 4): string => {
  const written: string[] = [];
  const shell = { complain: (text: string) => void written.push(text) };
  const progress = progressOf(total, showsProgress === undefined ? shell : { ...shell, showsProgress });
  progress.show(1);
  progress.show(4, "waiting");
  progress.end();
  return written.join("");
};

test("a bar goes over its own line, and away at the end", () => {
  const [nothing, first, second, end] = shown(true).split("\r\u001B[K");
  expect(nothing).toBe("");
  expect(first).toBe(`${"█".repeat(8)}${"░".repeat(22)} 1 of 4`);
  expect(second).toBe(`${"█".repeat(30)} 4 of 4  waiting`);
  expect(end).toBe("");
});

test.each([[false], [undefined]])("nothing where nobody looks: %j", (looks) => {
  expect(shown(looks)).toBe("");
});

test("nothing where there is nothing to do", () => {
  expect(shown(true, 0)).toBe("");
});
