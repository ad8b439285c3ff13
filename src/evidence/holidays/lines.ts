/** A line of content; what is folded counts where it begins. */
export interface ContentLine {
  readonly text: string;
  /** 1-based. */
  readonly line: number;
}

/** The lines of an iCalendar file, unfolded: one that begins with a blank goes on with the line before. */
export const linesOf = (text: string): readonly ContentLine[] => {
  const lines: { parts: string[]; line: number }[] = [];
  for (const [index, raw] of text.split(/\r?\n/u).entries()) {
    const isFolded = /^[ \t]/u.test(raw);
    if (isFolded) lines.at(-1)?.parts.push(raw.slice(1));
    else if (raw !== "") lines.push({ parts: [raw], line: index + 1 });
  }
  return lines.map(({ parts, line }) => ({ text: parts.join(""), line }));
};
