/** Thrown out of the parser for text that would overflow its stack or keep everybody waiting; caught where the parser is called. */
export class BeyondLimits extends Error {
  readonly code = "markdown-beyond-limits";
  readonly line: number;

  /** `reason` is said of the text: "it nests lists or quotes more than 40 deep". */
  constructor(reason: string, line: number) {
    super(reason);
    this.line = line;
  }
}

/** List items, lines of paragraphs and marks of a whole text: about a second's work. A procedure of a thousand steps has some 3,000. */
const MAX_PIECES = 12_000;

/** What one parse has done so far. */
export class Work {
  /** Line on which the paragraph, list or other block that is read begins. */
  block = 1;
  #pieces = 0;

  spend(pieces: number, line: number): void {
    this.#pieces += pieces;
    if (this.#pieces > MAX_PIECES)
      throw new BeyondLimits(
        `it has more than ${MAX_PIECES.toLocaleString("en")} list items, lines of paragraphs and marks`,
        line,
      );
  }
}
