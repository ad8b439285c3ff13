import type { RootContent } from "mdast";
import { piecesOf } from "./pieces.ts";
import { isBareNone, promptIn } from "./prompts.ts";
import type { Section } from "./sections.ts";
import { toString } from "mdast-util-to-string";

/** A `**Field:** value` or `Field: value` line. */
export interface Field {
  readonly name: string;
  readonly value: string;
  readonly line: number;
  /** Whether the value is a person's answer: not empty, not a placeholder, not a bare "none". */
  readonly filled: boolean;
}

/** The labelled lines of a section, in order. */
export const fields = (section: Pick<Section, "allNodes">): readonly Field[] =>
  piecesOf(section.allNodes).flatMap(({ text, prose, line, prompts, kind }) => {
    const [, name, value = ""] = /^\s*([^:：\n]{1,60})[:：]\s*(.*)$/u.exec(text) ?? [];
    if (name === undefined || kind === "code") return [];
    const isPrompt = prompts.length > 0 || promptIn(prose) !== undefined;
    return [
      { name: name.trim(), value: value.trim(), line, filled: value.trim() !== "" && !isPrompt && !isBareNone(value) },
    ];
  });

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
        header: (header?.children ?? []).map((cell) => toString(cell).trim()),
        rows: rows.map((row) => ({
          line: row.position?.start.line ?? 1,
          cells: row.children.map((cell) => {
            const text = toString(cell).trim();
            return { text, filled: text !== "" && promptIn(text) === undefined };
          }),
        })),
      },
    ];
  });
