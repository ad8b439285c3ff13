import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { z } from "zod";
import { parseMarkdown } from "../../src/markdown/document.ts";
import { taskItems, type TaskItem } from "../../src/markdown/tasks.ts";
import { readFrontMatter } from "../../src/procedures/front-matter.ts";
import { everyStep, type Step } from "../../src/procedures/model.ts";
import { parseProcedure } from "../../src/procedures/parse.ts";

/** What scripts/corpus.js writes; the reasons for differences are explained there. */
const Expected = z.record(
  z.string(),
  z.strictObject({
    boxes: z.array(z.string()),
    differs: z
      .array(
        z.strictObject({
          item: z.string(),
          github: z.string(),
          extension: z.string(),
          why: z.enum(["quote", "same-line", "later-x", "line-end", "tab", "empty", "heading"]),
        }),
      )
      .optional(),
  }),
);

const read = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");
const expected = Expected.parse(JSON.parse(read("corpus.json")));
const names = readdirSync(new URL("corpus/", import.meta.url)).filter((name) => name.endsWith(".md"));
const documents = names.map((name) => ({ name, boxes: expected[name]?.boxes ?? [] }));

const outlined = (steps: readonly Step[], indent = ""): readonly string[] =>
  steps.flatMap(({ title, steps: below }) => [`${indent}- ${title}`, ...outlined(below, `${indent}  `)]);

const boxed = (items: readonly TaskItem[], indent = ""): readonly string[] =>
  items.flatMap(({ checked, text, children }) => [
    `${indent}- [${checked ? "x" : " "}] ${text}`.trimEnd(),
    ...boxed(children, `${indent}  `),
  ]);

/** An outline of boxes as one of steps: a step has no state, and must have a title. */
const asSteps = (boxes: readonly string[]): readonly string[] =>
  boxes.map((line) => line.replace(/- \[[ x]\]/u, "-").replace(/-$/u, "- Step without text"));

test("the corpus holds 100 checklists, all different, and what cmark-gfm shows of each", () => {
  expect(names).toHaveLength(100);
  expect(new Set(names.map((name) => read(`corpus/${name}`))).size).toBe(100);
  expect(Object.keys(expected).toSorted()).toEqual(names.toSorted());
});

describe.each(documents)("$name", ({ name, boxes }) => {
  const text = read(`corpus/${name}`);
  const { procedure, findings } = parseProcedure(text, name);
  const phases = procedure?.phases ?? [];

  test("has the steps that GitHub shows as boxes, in order and nested alike", () => {
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(phases.flatMap(({ steps }) => outlined(steps))).toEqual(asSteps(boxes));
  });

  test("has its boxes ticked where GitHub shows a tick", () => {
    expect(boxed(taskItems(parseMarkdown(readFrontMatter(text, name).body)))).toEqual(boxes);
  });

  test("gives every step an id of its own", () => {
    const ids = phases.flatMap(({ steps }) => everyStep(steps).map(({ id }) => id));
    expect(new Set(ids).size).toBe(boxes.length);
  });
});

const installed = spawnSync("cmark-gfm", ["--version"]).status === 0;
const live = installed ? test : test.skip;

live(
  `what is committed is what cmark-gfm says today${installed ? "" : " (skipped: cmark-gfm is not installed)"}`,
  () => {
    const script = fileURLToPath(new URL("../../scripts/corpus.js", import.meta.url));
    const { stdout, stderr } = spawnSync(process.execPath, [script, "--print"], { encoding: "utf8", maxBuffer: 1e8 });
    expect(stderr).toBe("");
    expect(Expected.parse(JSON.parse(stdout))).toEqual(expected);
  },
);
