/** A place in a document as editors count it: both 1-based, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export const START: Position = { line: 1, column: 1 };

/** Text with one kind of line break and no byte-order mark, so that one model comes out of every editor's habits. */
export const normalise = (text: string): string => text.replace(/^\uFEFF/u, "").replace(/\r\n?/gu, "\n");

/** Tells the place of offsets in a text that begins at `from` of its document. */
export const positions = (text: string, from: Position = START): ((offset: number) => Position) => {
  const starts = lineStarts(text);
  return (offset) => {
    const row = lastAtMost(starts, offset);
    const column = offset - (starts[row] ?? 0) + 1;
    return { line: from.line + row, column: row === 0 ? from.column + column - 1 : column };
  };
};

const lineStarts = (text: string): readonly number[] => {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
};

const lastAtMost = (starts: readonly number[], offset: number): number => {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
};
