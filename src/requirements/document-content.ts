import { fields, tables } from "../markdown/fields.ts";
import { countWords, filled } from "../markdown/filled.ts";
import { bare } from "../markdown/sections.ts";
import { taskItems, type TaskItem } from "../markdown/tasks.ts";
import { partOf, unfilled, type Unfilled } from "./parts.ts";
import { readMarkdown } from "./reading.ts";
import { quote } from "./wording.ts";

/** What a file must hold. */
export interface Content {
  readonly sections: readonly (readonly string[])[];
  readonly fields: readonly string[];
  readonly min_words?: number | undefined;
  readonly tasks?: "complete" | undefined;
}

/** The first thing that a file lacks. */
export interface Flaw {
  readonly code: "unfilled" | "incomplete";
  readonly path: string;
  readonly reason: string;
  readonly remedy: string;
}

interface File {
  readonly path: string;
  readonly text: string;
}

/** What a file lacks to be really filled in, in the order in which people would see to it; undefined when nothing. */
export const lacks = (file: File, content: Content, templates: readonly string[]): Flaw | undefined =>
  sectionLacking(file, content, templates) ??
  fieldLacking(file, content) ??
  wholeLacking(file, content, templates) ??
  (content.tasks === "complete" ? openTask(file) : undefined);

const sectionLacking = (file: File, content: Content, templates: readonly string[]): Flaw | undefined => {
  for (const names of content.sections) {
    const part = partOf(file.text, { names, where: quote(file.path), templates });
    if (part.state === "missing") return noSection(file, names[0] ?? "");
    if (part.state === "unfilled") return flaw(file, part);
  }
  return undefined;
};

const noSection = ({ path }: File, name: string): Flaw => ({
  code: "incomplete",
  path,
  reason: `${quote(path)} has no section ${quote(name)}.`,
  remedy: `Add the heading ${quote(`## ${name}`)} to ${quote(path)} and fill it in.`,
});

const flaw = ({ path }: File, { reason, remedy }: Unfilled): Flaw => ({ code: "unfilled", path, reason, remedy });

const fieldLacking = ({ path, text }: File, content: Content): Flaw | undefined => {
  if (content.fields.length === 0) return undefined;
  const known = fieldsOf(text);
  for (const name of content.fields) {
    const found = known.filter((field) => bare(field.name) === bare(name));
    if (found.some((field) => field.filled)) continue;
    const where = found[0] === undefined ? "" : ` (line ${found[0].line})`;
    return {
      code: found[0] === undefined ? "incomplete" : "unfilled",
      path,
      reason: `The field ${quote(name)} of ${quote(path)} is ${found[0] === undefined ? "not there" : "not filled in"}${where}.`,
      remedy: `Write ${quote(`**${name}:**`)} in ${quote(path)}, followed by its value.`,
    };
  }
  return undefined;
};

const fieldsOf = (text: string) => {
  const whole = { allNodes: readMarkdown(text).root.children };
  const rows = tables(whole).flatMap(({ rows: some }) => some);
  return [
    ...fields(whole),
    ...rows.map(({ line, cells: [name, value] }) => ({ name: name?.text ?? "", line, filled: value?.filled ?? false })),
  ];
};

/** Where sections or fields are named, the rest of the file is free. What is not prose is only counted: its brackets are no prompts. */
const wholeLacking = (file: File, content: Content, templates: readonly string[]): Flaw | undefined => {
  const named = content.sections.length + content.fields.length > 0;
  if (named && content.min_words === undefined) return undefined;
  if (named || !isProse(file.path)) return wordsLacking(file, content.min_words ?? 1);
  const template = { allNodes: templates.flatMap((text) => readMarkdown(text).root.children) };
  const answer = filled(
    { allNodes: readMarkdown(file.text).root.children, line: 1 },
    { template, minWords: content.min_words },
  );
  return answer.filled ? undefined : flaw(file, unfilled(answer, quote(file.path), `in ${quote(file.path)}`));
};

const isProse = (path: string): boolean => /(?:^|\/)[^./]*$|\.(?:md|markdown|mdx|txt|rst|adoc)$/iu.test(path);

const wordsLacking = (file: File, least: number): Flaw | undefined => {
  const words = countWords(file.text);
  if (words >= least) return undefined;
  return {
    code: "unfilled",
    path: file.path,
    reason:
      words === 0 ? `${quote(file.path)} is empty.` : `${quote(file.path)} has ${words} of at least ${least} words.`,
    remedy: `Say more in ${quote(file.path)}.`,
  };
};

const openTask = ({ path, text }: File): Flaw | undefined => {
  const open = everyTask(taskItems(readMarkdown(text))).find(({ checked }) => !checked);
  if (open === undefined) return undefined;
  return {
    code: "incomplete",
    path,
    reason: `The box ${quote(open.text)} in ${quote(path)} is not ticked (line ${open.line}).`,
    remedy: `Do what it says and tick the box in ${quote(path)}.`,
  };
};

const everyTask = (items: readonly TaskItem[]): readonly TaskItem[] =>
  items.flatMap((item) => [item, ...everyTask(item.children)]);
