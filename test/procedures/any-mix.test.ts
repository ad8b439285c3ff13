import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { setBox } from "../../src/markdown/boxes.ts";
import { parseMarkdown } from "../../src/markdown/document.ts";
import { taskItems, type TaskItem } from "../../src/markdown/tasks.ts";
import { readFrontMatter } from "../../src/procedures/front-matter.ts";
import { everyStep, type Procedure } from "../../src/procedures/model.ts";
import { parseProcedure } from "../../src/procedures/parse.ts";
import { Id } from "../../src/procedures/settings.ts";
import { fc } from "../properties.ts";

const folder = new URL("corpus/", import.meta.url);

/** The checklists of the corpus as Markdown alone, their line ends plain. */
const bodies = readdirSync(folder)
  .filter((name) => name.endsWith(".md"))
  .map((name) => ({ name, body: withoutFrontMatter(readFileSync(new URL(name, folder), "utf8")) }));

function withoutFrontMatter(text: string): string {
  return readFrontMatter(parseMarkdown(text).text, "p.md").body.replace(/^\n+/u, "");
}

/** From one heading to the next. What defines links is left out, because alone it says something else than together. */
const fragments: readonly string[] = bodies
  .filter(({ body }) => !/^ *\[[^\]]+\]:/mu.test(body))
  .flatMap(({ body }) => {
    const { root } = parseMarkdown(body);
    const starts = root.children.flatMap(({ type, position }) =>
      type === "heading" ? (position?.start.offset ?? []) : [],
    );
    return [0, ...starts].map((start, index) => body.slice(start, starts[index]));
  })
  .filter((fragment) => fragment.trim() !== "");

const PROSE = [
  "Only a sentence, with a [x] in it.",
  "| a | b |\n| - | - |\n| - [ ] c | [x] |",
  "```\n- [ ] code\n```",
  "<!-- - [ ] nobody sees this -->",
  "> quoted, and nothing to do",
  "<details><summary>Folded</summary>\n\nNothing here.\n\n</details>",
  "**A bold line**",
  "---",
];

/** Each fragment at most once, because two equal ids in settings are an error. */
const mix = fc.uniqueArray(fc.nat(fragments.length - 1), { minLength: 1, maxLength: 5 });
const joined = (parts: readonly string[]): string => parts.map((part) => part.trimEnd()).join("\n\n");
const mixed = (indexes: readonly number[]): readonly string[] =>
  indexes.flatMap((index, at) => [`# Part ${at + 1}`, fragments[index] ?? ""]);

const parsed = (text: string): Procedure => {
  const { procedure, findings } = parseProcedure(text, "p.md");
  if (procedure === undefined) throw new Error(JSON.stringify(findings));
  return procedure;
};

/** Without what requirements can do, which is made anew each time. */
const plain = (text: string): unknown => JSON.parse(JSON.stringify(parsed(text)));
const steps = (text: string) => parsed(text).phases.flatMap((phase) => everyStep(phase.steps));
const ids = (text: string) => steps(text).map(({ id }) => id);
const titles = (text: string) => steps(text).map(({ title }) => title);
const flat = (items: readonly TaskItem[]): readonly TaskItem[] =>
  items.flatMap((item) => [item, ...flat(item.children)]);
const boxes = (text: string) => flat(taskItems(parseMarkdown(text)));

describe("any mix of parts of checklists", () => {
  test("has the steps of its parts, one part after the other", () => {
    fc.assert(
      fc.property(mix, (indexes) => {
        const apart = indexes.flatMap((index) => titles(fragments[index] ?? ""));
        expect(titles(joined(mixed(indexes)))).toEqual(apart);
      }),
    );
  });

  test("has an id for every step and every phase, all different and fit to be written in a command", () => {
    fc.assert(
      fc.property(mix, (indexes) => {
        const { phases } = parsed(joined(mixed(indexes)));
        const all = phases.flatMap((phase) => everyStep(phase.steps).map(({ id }) => id));
        expect(new Set(all).size).toBe(all.length);
        expect(new Set(phases.map(({ id }) => id)).size).toBe(phases.length);
        for (const id of [...all, ...phases.map((phase) => phase.id)]) expect(Id.safeParse(id).success).toBe(true);
      }),
    );
  });

  test("keeps every id when prose is added anywhere between the parts", () => {
    fc.assert(
      fc.property(mix, fc.array(fc.constantFrom(...PROSE), { minLength: 1, maxLength: 12 }), (indexes, prose) => {
        const parts = mixed(indexes);
        const wordy = parts.flatMap((part, at) => [part, prose[at % prose.length] ?? ""]);
        expect(ids(joined(wordy))).toEqual(ids(joined(parts)));
        expect(parsed(joined(wordy)).phases.map(({ id }) => id)).toEqual(
          parsed(joined(parts)).phases.map(({ id }) => id),
        );
      }),
    );
  });

  test("keeps the ids of the steps before a part that is added at the end", () => {
    fc.assert(
      fc.property(mix, (indexes) => {
        const withoutSettings = indexes.filter((index) => !fragments[index]?.includes("gate:"));
        const before = ids(joined(mixed(withoutSettings.slice(0, -1))));
        expect(ids(joined(mixed(withoutSettings))).slice(0, before.length)).toEqual(before);
      }),
    );
  });

  test("says the same with the line ends of Windows, and behind a byte-order mark", () => {
    fc.assert(
      fc.property(mix, (indexes) => {
        const text = joined(mixed(indexes));
        expect(plain(text.replaceAll("\n", "\r\n"))).toEqual(plain(text));
        expect(plain(`\uFEFF${text}`)).toEqual(plain(text));
      }),
    );
  });
});

describe.each(bodies)("$name", ({ body }) => {
  test("is the same procedure whatever is ticked, and each box can be set alone", () => {
    const items = boxes(body);
    const all = items.reduce((text, { offset }) => setBox(text, offset, true), body);
    expect(boxes(all).every(({ checked }) => checked)).toBe(true);
    expect(plain(all)).toEqual(plain(body));
    const [first] = items;
    const flipped = first === undefined ? body : setBox(body, first.offset, !first.checked);
    expect(boxes(flipped).map(({ checked }) => checked)).toEqual(
      items.map(({ checked }, index) => (index === 0 ? !checked : checked)),
    );
  });

  /** A heading in a quote is no phase, so settings on it are an error. */
  test("has the same steps in a block quote", () => {
    const spaced = body.replaceAll("\t", "    ").replaceAll(/<!-- gate:[\s\S]*?-->/gu, "<!-- -->");
    expect(titles(spaced.replaceAll(/^/gmu, "> "))).toEqual(titles(spaced));
  });
});
