import type { gfm } from "micromark-extension-gfm";

type Extension = ReturnType<typeof gfm>;
type Construct = Exclude<NonNullable<NonNullable<Extension["text"]>[string]>, readonly unknown[]>;
type Tokenizer = Construct["tokenize"];
type TokenizeContext = ThisParameterType<Tokenizer>;

/** Thrown out of the parser for nesting that would overflow its stack; caught where the parser is called. */
export class NestedTooDeep extends Error {
  readonly code = "nested-too-deep";
  readonly line: number;

  constructor(line: number) {
    super(`nests lists or quotes more than ${MAX_PREFIX / 2} deep`);
    this.line = line;
  }
}

/** Columns of quote and list markers (with their indentation) before a line's own text; a level takes two at least, so forty levels fit. */
const MAX_PREFIX = 80;

/** Marks of emphasis, links and tags in one paragraph or cell; beyond, they are read as plain characters. People stay below a tenth of it. */
const MAX_MARKS = 1000;

/**
 * Keeps parsing linear on hostile text: micromark takes time in the square of the marks in one paragraph, and stack in the
 * depth of containers. Tokenizers are asked before the real ones and step aside, so ordinary text is read exactly as it is.
 */
export const limits = (): Extension => ({
  document: Object.fromEntries(codesOf(">*+-0123456789").map((code) => [code, depthLimit])),
  text: Object.fromEntries(codesOf("*_~[]<").map((code) => [code, marksLimit(new WeakMap())])),
});

const codesOf = (characters: string): readonly number[] =>
  Array.from(characters, (character) => character.charCodeAt(0));

const depthLimit: Construct = {
  name: "depthLimit",
  tokenize(_effects, _ok, nok) {
    const { column, line } = this.now();
    if (column > MAX_PREFIX) throw new NestedTooDeep(line);
    return nok;
  },
};

/** Counts per paragraph: micromark makes one context for each. */
const marksLimit = (seen: WeakMap<TokenizeContext, number>): Construct => ({
  name: "marksLimit",
  tokenize(effects, ok, nok) {
    const count = (seen.get(this) ?? 0) + 1;
    seen.set(this, count);
    if (count <= MAX_MARKS) return nok;
    // The rest of the line is one token: micromark takes time in the square of the pieces of text it joins.
    const rest: ReturnType<Tokenizer> = (code) => {
      if (code === null || code < LAST_LINE_END) {
        effects.exit("data");
        return ok(code);
      }
      effects.consume(code);
      return rest;
    };
    return (code) => {
      effects.enter("data");
      effects.consume(code);
      return rest;
    };
  },
});

/** micromark's codes for line ends lie below this one: https://github.com/micromark/micromark/tree/main/packages/micromark-util-symbol. */
const LAST_LINE_END = -2;
