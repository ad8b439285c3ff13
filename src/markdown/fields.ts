import type { RootContent, TableCell } from "mdast";
import { linesOf } from "./lines.ts";
import { piecesOf, type Piece } from "./pieces.ts";
import { isBareNone, promptIn } from "./prompts.ts";
import type { Section } from "./sections.ts";

/** A `**Field:** value` or `Field: value` line. */
export interface Field {
  readonly name: string;
  /** What stands behind the name, or else on the next line. */
  readonly value: string;
  readonly line: number;
  /** Whether the value is a person's answer: not empty, not a placeholder, not a bare "none". */
  readonly filled: boolean;
}

/** The labelled lines of a section, in order. Tables have their own labels: see `tables`. */
export const fields = (section: Pick<Section, "allNodes">): readonly Field[] => {
  const pieces = piecesOf(section.allNodes).filter(({ kind }) => kind !== "code" && kind !== "cell");
  return pieces.flatMap((piece, index) => fieldIn(piece, pieces[index + 1]) ?? []);
};

const fieldIn = (piece: Piece, next: Piece | undefined): Field | undefined => {
  const [, name, behind = ""] = LABELLED.exec(piece.text) ?? [];
  if (name === undefined) return undefined;
  const isBelow = behind === "" && piece.emptyField === undefined;
  const value = isBelow ? (next?.text ?? "") : behind;
  const isFilled = value !== "" && !waits(isBelow ? next : piece) && !isBareNone(value);
  return { name: name.trim(), value, line: piece.line, filled: isFilled };
};

const LABELLED = /^([^:：]{1,60})[:：]\s*(.*)$/u;

const waits = (line: Pick<Piece, "prompts" | "prose"> | undefined): boolean =>
  line !== undefined && (line.prompts.length > 0 || promptIn(line.prose) !== undefined);

/** A table with each cell judged. */
export interface FieldTable {
  readonly header: readonly string[];
  readonly rows: readonly {
    readonly line: number;
    readonly cells: readonly { readonly text: string; readonly filled: boolean }[];
  }[];
}

/** The tables of a section. */
export const tables = (section: Pick<Section, "allNodes">): readonly FieldTable[] =>
  section.allNodes.flatMap((node: RootContent) => {
    if (node.type !== "table") return [];
    const [header, ...rows] = node.children;
    return [
      {
        header: (header?.children ?? []).map((cell) => cellOf(cell).text),
        rows: rows.map((row) => ({ line: row.position?.start.line ?? 1, cells: row.children.map(cellOf) })),
      },
    ];
  });

const cellOf = (cell: TableCell): { readonly text: string; readonly filled: boolean } => {
  const lines = linesOf(cell.children);
  const text = lines.map((line) => line.text).join(" ");
  return { text, filled: text !== "" && !lines.some(waits) };
};
