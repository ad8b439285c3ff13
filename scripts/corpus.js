// Writes test/procedures/corpus.json: the boxes that GitHub shows of each checklist in test/procedures/corpus/, as told by
// cmark-gfm, GitHub's own renderer (Debian: apt-get install cmark-gfm). Nothing of Gatehouse's parser is used.
//
// Usage: node scripts/corpus.js           writes the file
//        node scripts/corpus.js --print   prints it instead, for the test that compares it with a live run
//
// Each document is rendered twice, because `-e tasklist` is not what github.com runs: cmark-gfm alone makes the lists, and
// GitHub's task list filter makes the boxes from its HTML (https://github.com/github/cmark-gfm/issues/23). A box is what
// https://github.github.com/gfm/#task-list-items-extension- says: a list item whose first block is a paragraph that begins with
// `[ ]` or `[x]` and white space. Where the extension of cmark-gfm says something else, the item is listed under `differs`:
//   quote      in a block quote or footnote: the extension looks at the beginning of the whole line and finds `>`
//              (GitHub shows a box: https://github.com/github/markup/issues/322)
//   same-line  the item begins on the line of an outer item: found as little, for the same reason
//   later-x    an open box with `[x]` later on its line: the extension searches all of the line and says ticked
//   line-end   the text begins on the line below the box, or the box on the line below its bullet
//   tab        a tab between the brackets, which the specification allows
//   empty      a box with nothing but spaces behind it: the extension shows a box, the specification wants text
//   heading    the item's first block is a heading, not a paragraph
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseFragment } from "parse5";

const folder = join(import.meta.dirname, "../test/procedures/corpus");
const EXTENSIONS = ["table", "strikethrough", "autolink", "footnotes"].flatMap((name) => ["-e", name]);
const BLOCKS = new Set("ul ol p pre table blockquote details div section hr h1 h2 h3 h4 h5 h6".split(" "));

const names = readdirSync(folder).filter((name) => name.endsWith(".md"));
const documents = Object.fromEntries(
  names.toSorted().map((name) => [name, shown(readFileSync(join(folder, name), "utf8"))]),
);
const json = `${JSON.stringify(documents, null, 2)}\n`;
if (process.argv.includes("--print")) process.stdout.write(json);
else writeFileSync(join(folder, "../corpus.json"), json);

/** `boxes` is an outline of two spaces a level; `differs` is absent where both readings agree. */
function shown(source) {
  const text = withoutFrontMatter(source);
  const items = listItems(render(text, []));
  const byPlace = new Map(listItems(render(text, ["-e", "tasklist"])).map((item) => [item.place, item]));
  const read = items.map((item) => ({
    item,
    box: boxOf(item, text),
    extension: extensionBox(byPlace.get(item.place)),
  }));
  const boxes = new Map(read.filter(({ box }) => box !== undefined).map(({ item, box }) => [item.node, box]));
  const differs = read
    .filter(({ box, extension }) => stateOf(box) !== stateOf(extension))
    .map((one) => difference(one, text));
  return {
    boxes: [...boxes].map(([node, { checked, words }]) => {
      const depth = ancestors(node).filter((one) => boxes.has(one)).length;
      return `${"  ".repeat(depth)}- [${checked ? "x" : " "}] ${words}`.trimEnd();
    }),
    ...(differs.length === 0 ? {} : { differs }),
  };
}

/** GitHub shows front matter of a file as a table above it. */
function withoutFrontMatter(source) {
  return source.replace(/^\uFEFF?---[ \t]*\r?\n(?=[\w-]+:)[\s\S]*?\n---[ \t]*\r?\n/, "");
}

function render(text, more) {
  const { status, stdout, stderr, error } = spawnSync(
    "cmark-gfm",
    [...EXTENSIONS, ...more, "--unsafe", "--sourcepos", "--to", "html"],
    { input: text, encoding: "utf8" },
  );
  if (status !== 0) throw error ?? new Error(stderr);
  return parseFragment(stdout);
}

/** The items that Markdown made, in reading order; those written as HTML have no `data-sourcepos`. */
function listItems(node) {
  const below = (node.childNodes ?? []).flatMap(listItems);
  const place = attribute(node, "data-sourcepos");
  return node.tagName === "li" && place !== undefined ? [{ node, place }, ...below] : below;
}

function boxOf({ node, place }, text) {
  const nodes = firstParagraph(node);
  const [head] = nodes;
  if (head?.nodeName !== "#text" || isEscaped(place, text)) return undefined;
  const marker = /^\s*\[([ \t\r\n\fxX])\](?=[ \t\r\n\f])/.exec(head.value);
  if (marker === null || nodes.map(htmlOf).join("").trim() === marker[0].trim()) return undefined;
  const words = [head.value.slice(marker[0].length), ...nodes.slice(1).map(wordsOf)].join("");
  return { checked: /x/i.test(marker[1]), words: words.replaceAll(/\s+/g, " ").trim() };
}

/** Inline content of the item's first block if that is a paragraph; a tight list has no `<p>`. */
function firstParagraph({ childNodes }) {
  const nodes = childNodes.filter((node, index) => index > 0 || node.nodeName !== "#text" || node.value.trim() !== "");
  if (nodes[0]?.tagName === "p") return nodes[0].childNodes;
  const end = nodes.findIndex((node, index) => BLOCKS.has(node.tagName) && beginsBlock(node, nodes[index - 1]));
  return end === -1 ? nodes : nodes.slice(0, end);
}

/** What Markdown made has its place; what was written as HTML ends a paragraph only where a line begins with it. */
function beginsBlock(node, before) {
  return attribute(node, "data-sourcepos") !== undefined || before?.value?.endsWith("\n") === true;
}

/** HTML no longer tells `\[ ]` from `[ ]`. */
function isEscaped(place, text) {
  return /^[^[]*(?:\\\[|&#0*91;|&#x0*5b;|&lbrack;|&lsqb;)/i.test(sourceOf(place, text).join("\n"));
}

/** The line on which the item begins, from its bullet on, and the one below. */
function sourceOf(place, text) {
  const [line, column] = place.split("-")[0].split(":").map(Number);
  const [first = "", second = ""] = text.split(/\r\n?|\n/).slice(line - 1, line + 1);
  return [
    Buffer.from(first)
      .subarray(column - 1)
      .toString(),
    second,
  ];
}

/** What people read: a line break is a space, an image is its alternative text, a footnote's number is no word of the text. */
function wordsOf(node) {
  if (node.nodeName === "#text") return node.value;
  if (node.tagName === "br") return " ";
  if (node.tagName === "img") return attribute(node, "alt") ?? "";
  if (attribute(node, "class") === "footnote-ref") return "";
  return (node.childNodes ?? []).map(wordsOf).join("");
}

/** Whether there is anything at all, be it a comment. */
function htmlOf(node) {
  return node.nodeName === "#text" ? node.value : `<${node.nodeName}>`;
}

function extensionBox(item) {
  const [first] = item?.node.childNodes ?? [];
  return first?.tagName === "input" ? { checked: attribute(first, "checked") !== undefined } : undefined;
}

function stateOf(box) {
  if (box === undefined) return "no box";
  return box.checked ? "ticked" : "open";
}

function difference({ item, box, extension }, text) {
  const words = wordsOf(item.node).replaceAll(/\s+/g, " ").trim().slice(0, 60);
  return {
    item: words,
    github: stateOf(box),
    extension: stateOf(extension),
    why: reason({ item, box, extension }, text),
  };
}

function reason({ item: { node, place }, box, extension }, text) {
  const head = wordsOf(firstParagraph(node)[0] ?? node);
  if (box !== undefined && extension !== undefined) return /\[x\]/i.test(box.words) ? "later-x" : "unknown";
  if (box === undefined) {
    if (head.trim() === "[ ]" || head.trim() === "") return "empty";
    return node.childNodes.some(({ tagName }) => /^h[1-6]$/.test(tagName)) ? "heading" : "unknown";
  }
  if (ancestors(node).some(({ tagName }) => tagName === "blockquote" || tagName === "section")) return "quote";
  const outer = ancestors(node).find(({ tagName }) => tagName === "li");
  if (outer !== undefined && lineOf(outer) === lineOf(node)) return "same-line";
  if (/^\s*\[\t\]/.test(head)) return "tab";
  const isBelowBullet = /^[-*+\d.)]+\s*$/.test(sourceOf(place, text)[0]);
  return isBelowBullet || /^\s*\[.\]\s*\n/.test(head) ? "line-end" : "unknown";
}

function lineOf(node) {
  return attribute(node, "data-sourcepos")?.split(":")[0];
}

function ancestors({ parentNode }) {
  return parentNode === null || parentNode === undefined ? [] : [parentNode, ...ancestors(parentNode)];
}

function attribute(node, name) {
  return node.attrs?.find((one) => one.name === name)?.value;
}
