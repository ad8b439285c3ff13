import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { filled } from "../../src/markdown/filled.ts";
import { sectionsOf } from "./reading.ts";

const FOLDER = new URL("templates/", import.meta.url);

const templates = readdirSync(FOLDER).map((file) => ({ file, text: readFileSync(new URL(file, FOLDER), "utf8") }));

/** Ways a template gets changed without anybody having written anything. */
const CHANGES: Readonly<Record<string, (text: string) => string>> = {
  nothing: (text) => text,
  "other line ends": (text) => text.replaceAll("\n", "\r\n"),
  "blanks at line ends": (text) => text.replaceAll("\n", "   \n"),
  "upper case": (text) => text.toUpperCase(),
  "lower case": (text) => text.toLowerCase(),
  "comments stripped": (text) => text.replaceAll(/<!--[\s\S]*?-->/gu, ""),
  "comments uncovered": (text) => text.replaceAll(/<!--|-->/gu, ""),
  "narrow lines": (text) =>
    text.replaceAll(/^(?=[A-Z])(?!.*(?:: *$|\|)).{50,}$/gmu, (line) => line.replaceAll(/(.{20,30}) /gu, "$1\n")),
  "wide lines": (text) => text.replaceAll(/(?<=^[A-Z].{30,})\n(?=[A-Z].{30,})/gmu, " "),
  "blank lines doubled": (text) => text.replaceAll("\n\n", "\n\n\n"),
};

/** Headings under which only a choice is asked, which a tick makes. */
const CHOICES =
  /Type of change|PR Checklist|PR Type|breaking change|Risks|merge|Risk level|動作確認|Definition|Checklist|Remaining/iu;

/** Nobody can tell without the template that a box was ticked in it already. */
const recognisable = templates.filter(({ file }) => file !== "checklist-only.md");

describe.each(templates)("$file, where it is known", ({ text }) => {
  const known = sectionsOf(text);
  test.each(Object.entries(CHANGES))("never passes with %s changed", (_, change) => {
    const changed = sectionsOf(change(text));
    const passing = changed.filter((section, index) => filled(section, { template: known[index] }).filled);
    expect(passing.map(({ heading }) => heading)).toEqual([]);
    expect(changed.length).toBe(known.length);
  });

  test("never passes with boxes ticked where prose was asked", () => {
    const ticked = sectionsOf(text.replaceAll("[ ]", "[x]"));
    const passing = ticked.filter((section, index) => filled(section, { template: known[index] }).filled);
    expect(passing.map(({ heading }) => heading).filter((heading) => !CHOICES.test(heading))).toEqual([]);
  });
});

describe.each(recognisable)("$file, where it is not known", ({ text }) => {
  // The words of a comment that somebody uncovered can only be told from an author's by the template.
  const changes = Object.entries(CHANGES).filter(([what]) => what !== "comments uncovered");

  test.each(changes)("never passes with %s changed", (_, change) => {
    const passing = sectionsOf(change(text)).filter((section) => filled(section).filled);
    expect(passing.map(({ heading }) => heading)).toEqual([]);
  });
});
