import type { Work } from "./beyond-limits.ts";
import { forEach, type Code, type Construct, type Extension, type Tokenizer } from "./construct.ts";

type TokenizeContext = ThisParameterType<Tokenizer>;

/** Marks of emphasis and links in one paragraph or cell; beyond, they are read as plain characters. People stay below a tenth of it. */
const MAX_MARKS = 1000;

/** What looks like the beginning of a tag, comment or code in one paragraph or cell; each may be looked through to its end. */
const MAX_TAGS = 200;

/** Words in one paragraph or cell; beyond, the rest of the line is read as plain characters. People stay below a quarter of it. */
const MAX_WORDS = 2000;

/** Punctuation marks in what looks like an address; beyond, it is read as plain characters. People stay below a quarter of it. */
const MAX_PUNCTUATION = 200;

/** Limits within a paragraph or cell: what is beyond them is read as plain characters to the end of its line. */
export const inlineLimits = (work: Work): NonNullable<Extension["text"]> => {
  const mark = (_count: number, line: number): void => work.spend(1, line);
  const cell = (count: number, line: number): void => work.spend(count === 1 ? PIECES_A_CELL : 0, line);
  const words = { ...inlineLimit(MAX_WORDS, cell), previous: isNoneOf(LETTERS + DIGITS) };
  return {
    ...forEach(LETTERS + DIGITS, words),
    ...forEach("HhWw", [words, addressLimit]),
    ...forEach("\\&!", counted(work)),
    ...forEach("`", { ...inlineLimit(MAX_TAGS, mark), previous: isNoneOf("`") }),
    ...forEach("*_~[]", inlineLimit(MAX_MARKS, mark)),
    ...forEach("<", inlineLimit(MAX_TAGS, mark)),
  };
};

/** A paragraph or cell with words in it. */
const PIECES_A_CELL = 0.5;

/** A character that is written in another way. */
const PIECES_AN_ESCAPE = 0.1;

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const DIGITS = "0123456789";

/** Within a word, or a run of backticks, the parser looks for nothing; to be asked there would make pieces of it. */
const isNoneOf =
  (characters: string) =>
  (before: Code): boolean =>
    before === null || before < 0 || !characters.includes(String.fromCharCode(before));

const counted = (work: Work): Construct => ({
  name: "counted",
  partial: true,
  tokenize(_effects, _ok, nok) {
    work.spend(PIECES_AN_ESCAPE, this.now().line);
    return nok;
  },
});

/** The parser looks through the rest of an address at each punctuation mark, because those at its end are no part of it. */
const addressLimit: Construct = {
  name: "addressLimit",
  partial: true,
  previous: isNoneOf(LETTERS),
  tokenize(effects, ok, nok) {
    let marks = 0;
    const rest = restOfLine(effects, ok);
    const address: ReturnType<Tokenizer> = (code) => {
      if (code === null || code < 0 || code === SPACE) return nok(code);
      if (ENDING.has(code)) marks += 1;
      effects.consume(code);
      return marks > MAX_PUNCTUATION ? rest : address;
    };
    return (code) => {
      effects.enter("data");
      return address(code);
    };
  },
};

/** Counts per paragraph: micromark makes one context for each. */
const inlineLimit = (most: number, spend: (count: number, line: number) => void): Construct => {
  const seen = new WeakMap<TokenizeContext, number>();
  return {
    name: "inlineLimit",
    tokenize(effects, ok, nok) {
      const count = (seen.get(this) ?? 0) + 1;
      seen.set(this, count);
      spend(count, this.now().line);
      if (count <= most) return nok;
      effects.enter("data");
      return restOfLine(effects, ok);
    },
  };
};

/** One token: micromark takes time in the square of the pieces of text it joins. */
const restOfLine = (effects: Parameters<Tokenizer>[0], ok: Parameters<Tokenizer>[1]): ReturnType<Tokenizer> => {
  const rest: ReturnType<Tokenizer> = (code) => {
    if (code === null || code < LAST_LINE_END) {
      effects.exit("data");
      return ok(code);
    }
    effects.consume(code);
    return rest;
  };
  return rest;
};

/** What ends no address: https://github.com/micromark/micromark-extension-gfm-autolink-literal. */
const ENDING: ReadonlySet<number> = new Set(Array.from("!\"'),.*:;<?_~&]", (mark) => mark.charCodeAt(0)));

const SPACE = 32;

/** micromark's codes for line ends lie below this one: https://github.com/micromark/micromark/tree/main/packages/micromark-util-symbol. */
const LAST_LINE_END = -2;
