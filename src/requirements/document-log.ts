import { tables, type FieldCell } from "../markdown/fields.ts";
import { bare } from "../markdown/sections.ts";
import type { EachRule } from "./document-each-rule.ts";
import { noSection, placeOf, type File, type Flaw } from "./document-flaw.ts";
import { isNamed } from "./document-names.ts";
import { sectionsNamed } from "./parts.ts";
import { quote } from "./wording.ts";

/** What a log says of one part. */
export interface LogEntry {
  readonly line: number;
  /** What stands in the column for the date. */
  readonly cell: FieldCell;
  /** What stands in the column for the planned date, where one is asked for. */
  readonly planned?: FieldCell;
}

/** A table in which parts are entered once they are complete. */
export interface Log {
  /** Its heading, and the name of the column for the date. */
  readonly heading: string;
  readonly column: string;
  readonly planned: string | undefined;
  readonly entryOf: (part: string) => LogEntry | undefined;
}

type LogRule = NonNullable<EachRule["log"]>;

/** Reads the log, or says what of it is missing. */
export const logOf = (
  { under, date, planned }: LogRule,
  file: File,
): { readonly ok: true; readonly log: Log } | { readonly ok: false; readonly flaw: Flaw } => {
  const [heading = "", column = ""] = [under[0], date[0]];
  const sections = sectionsNamed(file.text, under);
  if (sections.length === 0) return { ok: false, flaw: noSection(placeOf(file), heading) };
  for (const { header, rows } of sections.flatMap((section) => tables(section))) {
    const index = header.findIndex((name) => isNamed(date, name));
    if (index < 0) continue;
    const due = planned === undefined ? -1 : header.findIndex((name) => isNamed(planned, name));
    if (planned !== undefined && due < 0) return { ok: false, flaw: noColumn(heading, planned[0] ?? "", file) };
    const entries = rows.map(({ line, cells }) => ({
      name: bare(cells[0]?.text ?? ""),
      entry: { line, cell: cells[index] ?? EMPTY, ...(due < 0 ? {} : { planned: cells[due] ?? EMPTY }) },
    }));
    return { ok: true, log: { heading, column, planned: planned?.[0], entryOf: finder(entries) } };
  }
  return { ok: false, flaw: noColumn(heading, column, file) };
};

const EMPTY: FieldCell = { text: "", filled: false };

const noColumn = (heading: string, column: string, { path }: File): Flaw => ({
  code: "incomplete",
  path,
  reason: `There is no table with the column ${quote(column)} under the heading ${quote(heading)} of ${quote(path)}.`,
  remedy: `Add a table with a row for each part and the column ${quote(column)} under ${quote(heading)} in ${quote(path)}.`,
});

/** "Phase 1" in the log is the heading "Phase 1: Foundation", and the other way round; it is not "Phase 10". */
const finder = (entries: readonly { readonly name: string; readonly entry: LogEntry }[]): Log["entryOf"] => {
  const byName = new Map(entries.toReversed().map(({ name, entry }) => [name, entry]));
  const byBeginning = new Map(
    entries.toReversed().flatMap(({ name, entry }) => beginningsOf(name).map((words) => [words, entry] as const)),
  );
  return (part) => {
    const words = bare(part);
    const named = beginningsOf(words).find((beginning) => byName.has(beginning));
    return named === undefined ? byBeginning.get(words) : byName.get(named);
  };
};

/** Whole words from the start, the longest first; names of parts are short. */
const beginningsOf = (words: string): readonly string[] => {
  const all = words.split(" ").slice(0, LONGEST_NAME);
  return all.map((_, index) => all.slice(0, all.length - index).join(" ")).filter((beginning) => beginning !== "");
};

const LONGEST_NAME = 12;
