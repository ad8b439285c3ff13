import { expect, test } from "@jest/globals";
import { readMarkdown } from "../../src/requirements/reading.ts";

test("a text is parsed once, also among hundreds of others", () => {
  const texts = Array.from({ length: 400 }, (_, index) => `# Document ${index}\n`);
  const first = texts.map(readMarkdown);
  expect(texts.map(readMarkdown)).toEqual(first);
  expect(texts.every((text, index) => readMarkdown(text) === first[index])).toBe(true);
});

const large = (word: string): string => `${word}\n`.repeat(40_000);

test("what was not looked at for longest is forgotten, so that texts without end take no memory without end", () => {
  const [old, kept] = [readMarkdown("old\n"), readMarkdown("kept\n")];
  for (const word of ["one", "two", "three", "four", "five"]) {
    readMarkdown(large(word));
    expect(readMarkdown("kept\n")).toBe(kept);
  }
  expect(readMarkdown("old\n")).not.toBe(old);
});

test("a text larger than all that is kept is refused, and the next one is read all the same", () => {
  const huge = "word ".repeat(120_000);
  expect(readMarkdown(huge).refused?.reason).toContain("250,000 characters");
  expect(readMarkdown("small\n").text).toBe("small\n");
});
