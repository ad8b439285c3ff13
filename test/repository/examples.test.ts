import { describe, expect, test } from "@jest/globals";
import { load } from "js-yaml";
import type { Nodes } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { Ledger } from "../../src/evidence/ledger.ts";
import { Snapshot } from "../../src/evidence/snapshot.ts";
import { parseConfig } from "../../src/procedures/config.ts";
import type { Finding } from "../../src/procedures/finding.ts";
import { parseProcedure } from "../../src/procedures/parse.ts";
import { filesIn, read } from "./files.ts";

/** The word after the language says what a block is: ```yaml procedure. */
const CHECKS: Readonly<Record<string, (text: string) => readonly Finding[]>> = {
  "yaml procedure": (text) => parseProcedure(text, "example.yml").findings,
  "yaml config": (text) => parseConfig(text, "gatehouse.yml").findings,
  "yaml steps": (text) => parseProcedure(JSON.stringify(wrapped(load(text))), "example.yml").findings,
  "markdown procedure": (text) => parseProcedure(text, "example.md").findings,
  "yaml snapshot": (text) => thrown(() => Snapshot.parse(load(text))),
  "yaml ledger": (text) => thrown(() => Ledger.parse(load(text))),
  "json snapshot": (text) => thrown(() => Snapshot.parse(JSON.parse(text))),
  "json ledger": (text) => thrown(() => Ledger.parse(JSON.parse(text))),
};

const wrapped = (steps: unknown) => ({ title: "Example", phases: [{ title: "Phase", steps }] });

const thrown = (parse: () => unknown): readonly Finding[] => {
  parse();
  return [];
};

const blocks = (node: Nodes): readonly { kind: string; text: string; line: number }[] => {
  if (node.type === "code") {
    const kind = [node.lang, node.meta].filter((word) => word != null).join(" ");
    return [{ kind, text: node.value, line: node.position?.start.line ?? 0 }];
  }
  return "children" in node ? node.children.flatMap(blocks) : [];
};

const examples = ["README.md", ...filesIn("docs").filter((file) => file.endsWith(".md"))].flatMap((file) =>
  blocks(fromMarkdown(read(file))).map((block) => ({ ...block, place: `${file}:${block.line}` })),
);

describe("examples in the documents", () => {
  test.each(examples.filter(({ kind }) => CHECKS[kind] !== undefined))("$place parses", ({ kind, text }) => {
    expect(CHECKS[kind]?.(text)).toEqual([]);
  });

  test("every YAML example says what it is, unless it is a comment or the copy of a tested file", () => {
    const copies = /^docs\/snapshots\.md:/;
    const unsaid = examples.filter(
      ({ kind, text, place }) => kind === "yaml" && !text.startsWith("#") && !copies.test(place),
    );
    expect(unsaid.map(({ place }) => place)).toEqual([]);
  });

  test("there are some of each kind", () => {
    const kinds = new Set(examples.map(({ kind }) => kind));
    expect(Object.keys(CHECKS).filter((kind) => !kinds.has(kind))).toEqual([]);
  });
});
