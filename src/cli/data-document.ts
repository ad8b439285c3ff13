import { parse, type AnyNode } from "@humanwhocodes/momoa";
import { normalise, positions, START, type Position } from "../procedures/position.ts";
import { readYaml, type Path } from "../procedures/yaml.ts";
import { nameOf } from "./unusable-file.ts";
import { WrongUse } from "./wrong-use.ts";

/** Plain data from a file, and where in it each value is. */
export interface DataDocument {
  readonly file: string;
  readonly value: unknown;
  /** The place of a value, or of the nearest one around it. */
  readonly locate: (path: Path) => Position;
  /** The place of a key. */
  readonly locateKey: (path: Path) => Position;
}

/** Reads JSON or YAML by the file's extension; without one, JSON is what begins with `{` or `[`. Throws `WrongUse` at broken syntax. */
export const readData = (source: string, file: string): DataDocument => {
  const text = normalise(source);
  if (text.trim() === "") throw new WrongUse(`${nameOf(file)} is empty; expected JSON or YAML.`);
  return isJson(text, file) ? readJson(text, file) : readPlainYaml(text, file);
};

/** YAML in flow style begins with a brace or bracket, too. */
const isJson = (text: string, file: string): boolean =>
  /\.json$/iu.test(file) || (!/\.ya?ml$/iu.test(file) && /^\s*[{[]/u.test(text));

const readJson = (text: string, file: string): DataDocument => {
  try {
    const value: unknown = JSON.parse(text);
    return {
      file,
      value,
      locate: (path) => locateJson(text, path).value,
      locateKey: (path) => locateJson(text, path).key,
    };
  } catch (error) {
    const { line, column, problem } = syntaxError(text, error);
    throw new WrongUse(`${nameOf(file)} is not valid JSON at ${line}:${column}: ${problem}`, { cause: error });
  }
};

const readPlainYaml = (text: string, file: string): DataDocument => {
  const reading = readYaml(text, { file });
  if (reading.ok) return { file, value: reading.value, locate: reading.locate, locateKey: reading.locateKey };
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
  const message = error instanceof Error ? error.message : "it can't be read.";
  return { ...positions(text)(Number(/at position (\d+)/u.exec(message)?.[1] ?? 0)), problem: spoken(message) };
};

/** The one mistake that the other parser lets pass. */
const spoken = (message: string): string =>
  message.startsWith("Bad control character")
    ? "a text can't hold a line break or tab as such; write `\\n` or `\\t`."
    : `${message}.`;

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

interface JsonPlace {
  readonly key: Position;
  readonly value: Position;
}

const locateJson = (text: string, path: Path): JsonPlace => {
  let node: AnyNode | undefined = documentOf(text);
  let place: JsonPlace = { key: START, value: START };
  for (const step of [undefined, ...path]) {
    const child: AnyNode | undefined = node === undefined ? undefined : childOf(node, step);
    place = placeOf(child) ?? place;
    node = child?.type === "Member" || child?.type === "Element" ? child.value : child;
  }
  return place;
};

/** `JSON.parse` may accept what this parser does not, such as very deep nesting; then nothing is located. */
const documentOf = (text: string): AnyNode | undefined => {
  try {
    return parse(text, { mode: "json" });
  } catch {
    return undefined;
  }
};

const childOf = (node: AnyNode, step: string | number | undefined): AnyNode | undefined => {
  if (node.type === "Document") return node.body;
  if (node.type === "Array") return node.elements[Number(step)];
  if (node.type !== "Object") return undefined;
  return node.members.findLast(({ name }) => name.type === "String" && name.value === String(step));
};

const placeOf = (node: AnyNode | undefined): JsonPlace | undefined => {
  if (node === undefined) return undefined;
  const value = node.type === "Member" || node.type === "Element" ? node.value : node;
  return { key: startOf(node), value: startOf(value) };
};

const startOf = ({ loc }: AnyNode): Position => {
  const { line, column } = loc.start;
  return { line, column };
};
