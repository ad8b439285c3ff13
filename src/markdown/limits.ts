import { BeyondLimits, Work } from "./beyond-limits.ts";
import { forEach, type Construct, type Extension } from "./construct.ts";
import { inlineLimits } from "./inline-limits.ts";

/** Columns of quote and list markers (with their indentation) before a line's own text; a level takes two at least, so forty levels fit. */
const MAX_PREFIX = 80;

/** Of a whole text; twice the largest design documents that people discuss. */
const MAX_CHARACTERS = 250_000;

/** Of a whole text, those in code, HTML and the empty ones included. */
const MAX_LINES = 20_000;

/** Throws for a text whose size alone is beyond limits: {@link BeyondLimits}. */
export const refuseTooLarge = (text: string): void => {
  if (text.length > MAX_CHARACTERS)
    throw new BeyondLimits(`it has more than ${MAX_CHARACTERS.toLocaleString("en")} characters`, 1);
  let lines = 1;
  for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", end + 1)) {
    lines += 1;
    if (lines > MAX_LINES) throw new BeyondLimits(`it has more than ${MAX_LINES.toLocaleString("en")} lines`, lines);
  }
};

/**
 * Keeps one parse linear on hostile text, and short: micromark takes time in the square of the marks of a paragraph, of words behind
 * an open bracket, of lists that end and of unmarked lines in a quote, and stack in the depth of containers. Tokenizers are asked
 * before the real ones and step aside, so ordinary text is read exactly as it is.
 */
export const limits = (): Extension => {
  const work = new Work();
  return {
    document: forEach(">*+-0123456789", depthLimit(work)),
    flowInitial: { null: blockStart(work) },
    flow: { null: lineLimit(work), ...forEach("=-", underlineLimit(work)) },
    text: inlineLimits(work),
  };
};

/** The end of a list in a list moves all that was read before, so each costs more than the last. */
const LINES_A_PIECE = 4000;

const depthLimit = (work: Work): Construct => ({
  name: "depthLimit",
  tokenize(_effects, _ok, nok) {
    const { column, line } = this.now();
    if (column > MAX_PREFIX) throw new BeyondLimits(`it nests lists or quotes more than ${MAX_PREFIX / 2} deep`, line);
    work.spend(1 + line / LINES_A_PIECE, line);
    return nok;
  },
});

const blockStart = (work: Work): Construct => ({
  name: "blockStart",
  partial: true,
  tokenize(_effects, _ok, nok) {
    work.block = this.now().line;
    return nok;
  },
});

/** A line without its quote's or list's marker is looked for in all lines of its paragraph. */
const UNMARKED_LINES_A_PIECE = 100;

const lineLimit = (work: Work): Construct => ({
  name: "lineLimit",
  partial: true,
  tokenize(_effects, _ok, nok) {
    const { line } = this.now();
    const unmarked = this.parser.lazy[line] === true;
    work.spend(1 + (unmarked ? (line - work.block) / UNMARKED_LINES_A_PIECE : 0), line);
    return nok;
  },
});

/** Each line of signs under a heading moves what was read before. */
const underlineLimit = (work: Work): Construct => ({
  name: "underlineLimit",
  partial: true,
  tokenize(_effects, _ok, nok) {
    const { line } = this.now();
    work.spend(line / LINES_AN_UNDERLINE, line);
    return nok;
  },
});

const LINES_AN_UNDERLINE = 400;
