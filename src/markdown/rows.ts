import type { Piece } from "./pieces.ts";

/** What stands in one cell. */
export interface CellText {
  readonly text: string;
  readonly prose: string;
  readonly prompts: readonly string[];
}

/** The pieces of a table's row. A first cell names the row; where nothing stands beside it, it waits for its value. */
export const rowPieces = (cells: readonly CellText[], line: number): readonly Piece[] => {
  const whole = cells.map(({ text }) => text).join(" | ");
  const [first, ...others] = cells;
  const said = others.filter((cell) => !isBlank(cell));
  if (first !== undefined && others.length > 0 && said.length === 0 && !isBlank(first) && first.prompts.length === 0)
    return [{ line, text: "", prose: "", prompts: [], whole, kind: "cell", emptyField: first.text }];
  const pieces = [first, ...others].filter((cell) => cell !== undefined && !isBlank(cell));
  return pieces.flatMap((cell): readonly Piece[] =>
    cell === undefined ? [] : [{ line, ...cell, whole, kind: "cell", isLabel: cell === first && said.length > 0 }],
  );
};

/** Dashes and open boxes in a cell stand for nothing. */
const isBlank = ({ text, prompts }: CellText): boolean =>
  prompts.length === 0 && /^(?:[.…?_*\-–—☐◻⬜\s]|\[\s*\])*$/u.test(text);
