import { parse, type AnyNode } from "@humanwhocodes/momoa";
import { normalise, type Position } from "../procedures/position.ts";
import { readYaml, type Path } from "../procedures/yaml.ts";
import { nameOf } from "./read-text.ts";
import { WrongUse } from "./wrong-use.ts";

/** Plain data from a file, and where in it each value is. */
export interface DataDocument {
  readonly file: string;
  readonly value: unknown;
  /** The place of the value, or of the nearest one around it; nothing where the text can't tell. */
  readonly locate: (path: Path) => Position | undefined;
}

/** Reads JSON, or YAML where the text begins with neither `{` nor `[`; throws `WrongUse` at broken syntax. */
export const readData = (source: string, file: string): DataDocument => {
  const text = normalise(source);
  if (text.trim() === "") throw new WrongUse(`${nameOf(file)} is empty; expected JSON or YAML.`);
  return /^\s*[{[]/u.test(text) || /\.json$/iu.test(file) ? readJson(text, file) : readPlainYaml(text, file);
};

const readJson = (text: string, file: string): DataDocument => {
  try {
    const value: unknown = JSON.parse(text);
    return { file, value, locate: (path) => locateJson(text, path) };
  } catch (error) {
    const { line, column, problem } = syntaxError(text, error);
    throw new WrongUse(`${nameOf(file)} is not valid JSON at ${line}:${column}: ${problem}`, { cause: error });
  }
};

const readPlainYaml = (text: string, file: string): DataDocument => {
  const reading = readYaml(text, { file });
  if (reading.ok) return { file, value: reading.value, locate: reading.locate };
  const [first] = reading.findings;
  throw new WrongUse(
    `${nameOf(file)} is not valid YAML at ${first?.line ?? 1}:${first?.column ?? 1}: ${first?.message ?? "it can't be read."}`,
  );
};

interface SyntaxProblem extends Position {
  readonly problem: string;
}

/** `JSON.parse` tells the place of some mistakes only; the parser with positions is asked for it. */
const syntaxError = (text: string, error: unknown): SyntaxProblem => {
  try {
    parse(text, { mode: "json" });
  } catch (located) {
    if (isPlaced(located)) return { ...located, problem: inWords(text, located) };
  }
  return { line: 1, column: 1, problem: error instanceof Error ? error.message : "it can't be read." };
};

const isPlaced = (error: unknown): error is Position =>
  error instanceof Error &&
  "line" in error &&
  typeof error.line === "number" &&
  "column" in error &&
  typeof error.column === "number";

const inWords = (text: string, { line, column }: Position): string => {
  const rest = (text.split("\n")[line - 1] ?? "").slice(column - 1).trim();
  if (rest === "") return "the file ends too early; a bracket, brace or quote is not closed.";
  const shown = rest.length > 30 ? `${rest.slice(0, 29)}…` : rest;
  return `\`${shown}\` can't stand here. ${HINTS.find(({ begins }) => begins.test(rest))?.hint ?? "Check commas, quotes and brackets."}`;
};

const HINTS: readonly { readonly begins: RegExp; readonly hint: string }[] = [
  { begins: /^[}\]]/u, hint: "Remove the comma before it, or give the missing value." },
  { begins: /^\/[/*]/u, hint: "JSON has no comments; remove it, or write the file as YAML." },
  { begins: /^'/u, hint: "Texts and keys stand in double quotes." },
  { begins: /^["\d{[-]/u, hint: "A comma or colon is missing before it." },
  { begins: /^[A-Za-z_]/u, hint: "Texts and keys stand in double quotes; other words are `true`, `false` and `null`." },
];

const locateJson = (text: string, path: Path): Position | undefined => {
  let node: AnyNode | undefined = parse(text, { mode: "json" }).body;
  let place: Position | undefined = node.loc?.start;
  for (const step of path) {
    node = node === undefined ? undefined : childOf(node, step);
    place = node?.loc?.start ?? place;
  }
  return place === undefined ? undefined : { line: place.line, column: place.column };
};

const childOf = (node: AnyNode, step: string | number): AnyNode | undefined => {
  if (node.type === "Array") return node.elements[Number(step)]?.value;
  if (node.type !== "Object") return undefined;
  return node.members.findLast(({ name }) => name.type === "String" && name.value === String(step))?.value;
};
