import { describe, expect, test } from "@jest/globals";
import type { Nodes } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { toString } from "mdast-util-to-string";
import { gfm } from "micromark-extension-gfm";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { filesIn, read, root } from "./files.ts";

const documents = [
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "CHANGELOG.md",
  ...filesIn("docs").filter((file) => file.endsWith(".md")),
];

const treeOf = (file: string): Nodes =>
  fromMarkdown(read(file), { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });

const every = (node: Nodes): readonly Nodes[] => {
  const below = "children" in node ? node.children.flatMap(every) : [];
  return [node, ...below];
};

/** As GitHub makes anchors of headings. */
const anchorsOf = (file: string): readonly string[] =>
  every(treeOf(file))
    .filter(({ type }) => type === "heading")
    .map((heading) =>
      toString(heading)
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
        .replaceAll(/\s/gu, "-"),
    );

const isThere = (file: string, url: string): boolean => {
  const [path = "", anchor] = url.split("#");
  const target = path === "" ? file : join(dirname(file), decodeURIComponent(path));
  if (!existsSync(join(root, target))) return false;
  return anchor === undefined || !target.endsWith(".md") || anchorsOf(target).includes(anchor);
};

/** Code that names a file of this repository; what is below `.github` may be an example of a reader's own. */
const FILE = /^(?:(?:src|test|docs|schema|scripts)\/[\w./-]+|[\w.-]+\.(?:yml|json)|\.env\.example|Dockerfile)$/;
const OTHERS_FILES = new Set(["gatehouse.yml", "deploy.yml", "snapshot.json", "ledger.json", "package.json"]);

/** A page about a shipped procedure names documents as they lie in the repository of its reader; a guide has files saved there. */
const isReaders = (file: string, name: string): boolean =>
  (file.startsWith("docs/procedures/") && name.startsWith("docs/")) || read(file).includes(` as \`${name}\`:`);

/** The worked example in docs/snapshots.md lies there. */
const exists = (name: string): boolean =>
  ["", "test/fixtures/cli"].some((folder) => existsSync(join(root, folder, name)));

const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(read("package.json")));

describe.each(documents)("%s", (file) => {
  const nodes = every(treeOf(file));

  test("links to what is there", () => {
    const urls = nodes.flatMap((node) => ("url" in node ? [node.url] : []));
    const inside = urls.filter((url) => !/^[a-z]+:/i.test(url));
    expect(inside.filter((url) => !isThere(file, url))).toEqual([]);
  });

  test("names files that exist", () => {
    const names = nodes.flatMap((node) => (node.type === "inlineCode" && FILE.test(node.value) ? [node.value] : []));
    expect(names.filter((name) => !OTHERS_FILES.has(name) && !isReaders(file, name) && !exists(name))).toEqual([]);
  });

  test("names commands that exist", () => {
    const code = nodes.flatMap((node) => (node.type === "inlineCode" || node.type === "code" ? [node.value] : []));
    const run = code.flatMap((text) => [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name = ""]) => name));
    expect(run.filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});

test("the guide to installing explains every variable of .env.example", () => {
  const variables = [...read(".env.example").matchAll(/^(?:# )?([A-Z][A-Z_]+)=/gm)].map(([, name = ""]) => name);
  const explained = [...read("docs/install.md").matchAll(/^\| `([A-Z_]+)`/gm)].map(([, name = ""]) => name);
  expect(new Set(explained)).toEqual(new Set(variables));
});
