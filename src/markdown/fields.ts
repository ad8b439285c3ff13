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
  /** Addresses of the links in the value, where there are any. */
  readonly links?: readonly string[];
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
  const at = isBelow ? next : piece;
  const value = isBelow ? (next?.text ?? "") : behind;
  const isFilled = value !== "" && !waits(at) && !isBareNone(value);
  return { name: name.trim(), value, line: piece.line, filled: isFilled, ...linksOf(at) };
};

const linksOf = ({ links }: Pick<Piece, "links"> = {}) => (links === undefined ? {} : { links });

const LABELLED = /^([^:：]{1,60})[:：]\s*(.*)$/u;

const waits = (line: Pick<Piece, "prompts" | "prose"> | undefined): boolean =>
  line !== undefined && (line.prompts.length > 0 || promptIn(line.prose) !== undefined);

/** What stands in one cell. */
export interface FieldCell {
  readonly text: string;
  readonly filled: boolean;
  /** Where it is not the row's. */
  readonly line?: number;
  /** Addresses of the links in it, where there are any. */
  readonly links?: readonly string[];
}

/** A table with each cell judged. */
export interface FieldTable {
  /** Line of the header. */
  readonly line: number;
  readonly header: readonly string[];
  readonly rows: readonly { readonly line: number; readonly cells: readonly FieldCell[] }[];
}

/** The tables of a section. */
export const tables = (section: Pick<Section, "allNodes">): readonly FieldTable[] =>
  section.allNodes.flatMap((node: RootContent) => {
    if (node.type !== "table") return [];
    const [header, ...rows] = node.children;
    return [
      {
        line: node.position?.start.line ?? 1,
        header: (header?.children ?? []).map((cell) => cellOf(cell).text),
        rows: rows.map((row) => ({ line: row.position?.start.line ?? 1, cells: row.children.map(cellOf) })),
      },
    ];
  });

const cellOf = (cell: TableCell): FieldCell => {
  const lines = linesOf(cell.children);
  const text = lines.map((line) => line.text).join(" ");
  const links = lines.flatMap((line) => line.links);
  return { text, filled: text !== "" && !lines.some(waits), ...(links.length === 0 ? {} : { links }) };
};
