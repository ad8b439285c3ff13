import type { RootContent } from "mdast";
import { fields, tables, type FieldCell, type FieldTable } from "../markdown/fields.ts";
import { bare } from "../markdown/sections.ts";
import { firstOf, noSection, placeOf, type Flaw, type Scene } from "./document-flaw.ts";
import type { TableRule, ValueRule } from "./document-rules.ts";
import { wrongIn, type Branches } from "./document-values.ts";
import { sectionsNamed } from "./parts.ts";
import { readMarkdown } from "./reading.ts";
import { capital, counted, listed, quote } from "./wording.ts";

/** The first table that is not there, lacks a column or row, or has a cell that waits. */
export const tableLacking = (scene: Scene): Flaw | undefined =>
  firstOf(scene.settings.tables, (rule) => flawOf(rule, scene));

/** A rule for a table with how to speak of it. */
interface Asked {
  readonly rule: TableRule;
  readonly path: string;
  /** "the table under `Risks` in `plan.md`". */
  readonly named: string;
  readonly branches: Branches;
}

const flawOf = (rule: TableRule, { file, branches }: Scene): Flaw | undefined => {
  const { path, text } = file;
  const under = rule.under === undefined ? undefined : sectionsNamed(text, rule.under);
  if (under?.length === 0) return noSection(placeOf(file), rule.under?.[0] ?? "");
  const parts = under?.map(({ allNodes }) => allNodes) ?? [readMarkdown(text).root.children];
  return nearestFlaw(parts, { rule, path, named: nameOf(rule, path), branches });
};

/** One good table is enough; else that with all columns is meant, or the first under the heading. */
const nearestFlaw = (parts: readonly (readonly RootContent[])[], asked: Asked): Flaw | undefined => {
  const { rule } = asked;
  const candidates = parts.flatMap((nodes) => [...tables({ allNodes: nodes }), ...labelled(rule, nodes)]);
  const judged = candidates.map((table) => ({ columns: columnsOf(table, rule), flaw: tableFlaw(table, asked) }));
  if (judged.some(({ flaw }) => flaw === undefined)) return undefined;
  const nearest =
    judged.find(({ columns }) => columns.every(({ index }) => index >= 0)) ??
    (rule.under === undefined ? undefined : judged[0]);
  return nearest?.flaw ?? noTable(asked);
};

const nameOf = ({ under, columns }: TableRule, path: string): string =>
  under === undefined
    ? `the table with ${listed(columns.map(({ name }) => quote(name[0] ?? "")))} in ${quote(path)}`
    : `the table under ${quote(under[0] ?? "")} in ${quote(path)}`;

const noTable = ({ rule: { columns }, named, path }: Asked): Flaw => {
  const names = listed(columns.map(({ name }) => quote(name[0] ?? "")));
  return {
    code: "incomplete",
    path,
    reason: `${capital(named)} is not there.`,
    remedy: `Add ${named}${names === "" ? "" : `, with the columns ${names}`}, and fill it in.`,
  };
};

interface Column {
  readonly rule: ValueRule;
  /** Where it is in the table; -1 where it is not. */
  readonly index: number;
}

const columnsOf = ({ header }: FieldTable, { columns }: TableRule): readonly Column[] => {
  if (columns.length === 0) return header.map((name, index) => ({ rule: { name: [name] }, index }));
  const words = header.map(bare);
  return columns.map((rule) => {
    const wanted = new Set(rule.name.map(bare));
    return { rule, index: words.findIndex((name) => wanted.has(name)) };
  });
};

const tableFlaw = (table: FieldTable, asked: Asked): Flaw | undefined => {
  const columns = columnsOf(table, asked.rule);
  const absent = columns.find(({ index }) => index < 0);
  if (absent !== undefined) return noColumn(absent.rule, table, asked);
  const { row } = asked.rule;
  const rows =
    row === undefined ? table.rows : table.rows.filter(({ cells }) => cells.some((cell) => isSame(cell, row)));
  if (row !== undefined && rows.length === 0) return noRow(row, table, asked);
  if (rows.length < asked.rule.min_rows) return tooFew(rows.length, table, asked);
  return firstOf(rows, (one) => firstOf(columns, (column) => cellFlaw(column, { row: one, table, asked })));
};

const isSame = ({ text }: FieldCell, words: string): boolean => bare(text) === bare(words);

const noColumn = ({ name: [name = ""] }: ValueRule, { line }: FieldTable, { named, path }: Asked): Flaw => ({
  code: "incomplete",
  path,
  reason: `${capital(named)} has no column ${quote(name)} (line ${line}).`,
  remedy: `Add the column ${quote(name)} to ${named} and fill it in.`,
});

const noRow = (row: string, { line }: FieldTable, { named, path }: Asked): Flaw => ({
  code: "incomplete",
  path,
  reason: `${capital(named)} has no row ${quote(row)} (line ${line}).`,
  remedy: `Add the row ${quote(row)} to ${named} and fill it in.`,
});

const tooFew = (count: number, { line }: FieldTable, { rule, named, path }: Asked): Flaw => ({
  code: "incomplete",
  path,
  reason: `${capital(named)} has ${count} of at least ${counted(rule.min_rows, "row")} (line ${line}).`,
  remedy: `Add rows to ${named} and fill them in.`,
});

interface CellPlace {
  readonly row: FieldTable["rows"][number];
  readonly table: FieldTable;
  readonly asked: Asked;
}

const cellFlaw = ({ rule, index }: Column, { row, table, asked }: CellPlace): Flaw | undefined => {
  const { cells } = row;
  const cell = cells[index] ?? { text: "", filled: false };
  const { line = row.line } = cell;
  const wrong = wrongIn(rule, { ...cell, line }, asked.branches);
  if (wrong === undefined) return undefined;
  const [first] = cells;
  const title = first === undefined || index === 0 || !first.filled ? "" : ` (${quote(first.text)})`;
  const column = quote(rule.name[0] ?? "");
  const number = table.rows.indexOf(row) + 1;
  return {
    code: wrong.code,
    path: asked.path,
    reason: `${column} in row ${number}${title} of ${asked.named} ${wrong.says} (line ${line}).`,
    remedy: `Fill in ${column} in row ${number} of ${asked.named}${isFormed(rule) ? ` with ${wrong.expected}` : ""}.`,
  };
};

const isFormed = ({ is, one_of }: ValueRule): boolean => is !== undefined || one_of !== undefined;

/** Lines such as `- **Risk**: …` are a table, too; the name that comes first again begins a new row. */
const labelled = ({ columns }: TableRule, allNodes: readonly RootContent[]): readonly FieldTable[] => {
  const names = columns.map(({ name }) => new Set(name.map(bare)));
  const found = fields({ allNodes }).flatMap((field) => {
    const index = names.findIndex((spellings) => spellings.has(bare(field.name)));
    return index < 0 ? [] : [{ ...field, index }];
  });
  const [first] = found;
  if (first === undefined) return [];
  const rows: { line: number; cells: FieldCell[] }[] = [];
  for (const { index, line, value, filled, links } of found) {
    if (index === first.index) rows.push({ line, cells: columns.map(() => ({ text: "", filled: false })) });
    const cell = { text: value, filled, line, ...(links === undefined ? {} : { links }) };
    rows.at(-1)?.cells.splice(index, 1, cell);
  }
  const present = new Set(found.map(({ index }) => index));
  const header = columns.map(({ name }, index) => (present.has(index) ? (name[0] ?? "") : ""));
  return [{ line: first.line, header, rows }];
};
