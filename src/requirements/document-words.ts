import type { EachRule } from "./document-each-rule.ts";
import type { FieldRule, TableRule, ValueRule } from "./document-rules.ts";
import type { DocumentSettings, SectionRule } from "./document-settings.ts";
import { durationWords } from "./duration-words.ts";
import { listed, phrases, quote, series } from "./wording.ts";

/** A document requirement in words, with all that it asks for: what is missing in the words is missed by whoever writes the document. */
export const documentWords = (settings: DocumentSettings): string => {
  const { path, changed, sections, fields, tables, each, min_words: words } = settings;
  const asked = [
    ...(words === undefined ? [] : [`at least ${words} words`]),
    ...(sections.length === 0 ? [] : [sectionWords(sections)]),
    ...(fields.length === 0 ? [] : [fieldWords(fields)]),
    ...tables.map(tableWords),
    ...each.map(eachWords),
    ...rest(settings),
  ];
  const file = `the file ${quote(path)} ${changed ? "changed and " : ""}filled in`;
  return asked.length === 0 ? file : `${file}, with ${phrases(asked)}`;
};

const rest = ({ tasks, signed, placeholders, max_age: age }: DocumentSettings): readonly string[] => [
  ...(tasks === "complete" ? ["every box ticked"] : []),
  ...(typeof tasks === "object" ? [`every box ticked under ${one(tasks.complete_under)}`] : []),
  ...(signed === undefined
    ? []
    : [
        `the name and date of ${series(signed.lines.map(one))}${signed.under === undefined ? "" : under(signed.under)}`,
      ]),
  ...(placeholders === undefined ? [] : ["no placeholder left"]),
  ...(age === undefined ? [] : [`its last change no more than ${durationWords(age)} ago`]),
];

/** The first spelling stands for all: it is the one that a new document should have. */
const one = ([name = ""]: readonly string[]): string => quote(name);

const under = (names: readonly string[]): string => ` under ${one(names)}`;

const plural = (count: number, noun: string): string => (count === 1 ? `the ${noun}` : `the ${noun}s`);

const sectionWords = (sections: readonly SectionRule[]): string =>
  `${plural(sections.length, "section")} ${series(sections.map(sectionWord))}`;

const sectionWord = ({ heading, min_words: words, contains }: SectionRule): string => {
  const more = [
    ...(words === undefined ? [] : [`at least ${words} words`]),
    ...(contains === undefined ? [] : [series(contains.map(quote))]),
  ];
  return more.length === 0 ? one(heading) : `${one(heading)} (with ${series(more)})`;
};

const fieldWords = (fields: readonly FieldRule[]): string =>
  `${plural(fields.length, "field")} ${series(fields.map(fieldWord))}`;

const fieldWord = (field: FieldRule): string => {
  const { after, under: heading } = field;
  const more = [...valueWords(field), ...(after === undefined ? [] : [`not before ${quote(after)}`])];
  return `${one(field.name)}${more.length === 0 ? "" : ` (${more.join(", ")})`}${heading === undefined ? "" : under(heading)}`;
};

const valueWords = ({ is, one_of: values, min, max }: ValueRule): readonly string[] => [
  ...(is === undefined ? [] : [KINDS[is]]),
  ...(values === undefined ? [] : [listed(values.map(quote), "or")]),
  ...(min === undefined ? [] : [`at least ${min}`]),
  ...(max === undefined ? [] : [`at most ${max}`]),
];

const KINDS = {
  date: "a date",
  duration: "a duration",
  number: "a number",
  url: "a link",
  issue: "an issue",
  person: "a person",
  branch: "a branch",
} as const satisfies Record<NonNullable<ValueRule["is"]>, string>;

const tableWords = ({ under: heading, columns, row, min_rows: rows }: TableRule): string => {
  const names = columns.map((column) => `${one(column.name)}${inBrackets(valueWords(column))}`);
  const more = [
    ...(columns.length === 0 ? [] : [`the ${columns.length === 1 ? "column" : "columns"} ${series(names)}`]),
    ...(row === undefined ? [] : [`the row ${quote(row)}`]),
    ...(row === undefined && rows > 1 ? [`at least ${rows} rows`] : []),
  ];
  return `a table${heading === undefined ? "" : under(heading)}${more.length === 0 ? "" : ` that has ${series(more)}`}`;
};

const inBrackets = (words: readonly string[]): string => (words.length === 0 ? "" : ` (${words.join(", ")})`);

const eachWords = ({
  heading,
  under: around,
  min,
  sections,
  fields,
  complete_when: complete,
  log,
}: EachRule): string => {
  const asked = [
    ...(sections.length === 0 ? [] : [`${plural(sections.length, "section")} ${series(sections.map(one))}`]),
    ...(fields.length === 0 ? [] : [fieldWords(fields)]),
    ...(complete === undefined ? [] : ["every box ticked once it is complete"]),
    ...(log === undefined ? [] : [logWords(log)]),
  ];
  const least = min > 1 ? `at least ${min} parts` : "a part";
  const place = around === undefined ? "" : under(around);
  return `${least} ${quote(heading)}${place}${asked.length === 0 ? "" : `, each with ${phrases(asked)}`}`;
};

const logWords = ({ under: heading, planned }: NonNullable<EachRule["log"]>): string =>
  planned === undefined
    ? `its date in the table${under(heading)} once it is complete`
    : `its ${one(planned)} in the table${under(heading)} and, once it is complete, its date`;
