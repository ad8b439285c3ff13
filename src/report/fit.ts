/** A part of a text that may be too long: what stands around its rows always stays, rows at the end may go. */
export interface Part {
  readonly before: string;
  /** Rendered one after the other, and only as many as fit. */
  readonly rows: readonly (() => string)[];
  readonly after: string;
  /** Says how many rows were left out. */
  readonly more: (left: number) => string;
}

/** A part without rows. */
export const fixed = (text: string): Part => ({ before: text, rows: [], after: "", more: () => "" });

/** Joins parts within `limit` characters. Rows are cut at a row, never within one, and the text says that they were. */
export const fit = (parts: readonly Part[], limit: number): string => {
  let room = limit - parts.reduce((sum, part) => sum + around(part), 0);
  return parts
    .map((part) => {
      const rows = fitting(part.rows, room);
      room -= rows.reduce((sum, row) => sum + row.length, 0);
      const left = part.rows.length - rows.length;
      return [part.before, ...rows, left === 0 ? "" : part.more(left), part.after].join("");
    })
    .join("");
};

const around = ({ before, after, rows, more }: Part): number => before.length + after.length + more(rows.length).length;

const fitting = (rows: Part["rows"], room: number): readonly string[] => {
  const kept: string[] = [];
  let used = 0;
  for (const row of rows) {
    const text = row();
    if (used + text.length > room) break;
    kept.push(text);
    used += text.length;
  }
  return kept;
};
