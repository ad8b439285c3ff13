/** What keeps a calendar from being used: what is wrong, what was expected and how to mend it, in one or two sentences. */
export class CalendarFlaw extends Error {
  override readonly name = "CalendarFlaw";
  /** 1-based. */
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/** A word of the file as a code span of one line. */
export const shown = (text: string): string =>
  `\`${text
    .replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, " ")
    .replaceAll("`", "'")
    .slice(0, 60)}\``;
