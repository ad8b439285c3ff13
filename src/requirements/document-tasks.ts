import type { MarkdownDocument } from "../markdown/document.ts";
import { taskItems, type TaskItem } from "../markdown/tasks.ts";
import { firstOf, noSection, placeOf, type File, type Flaw, type Scene } from "./document-flaw.ts";
import { between, sectionsNamed, type Span } from "./parts.ts";
import { readMarkdown } from "./reading.ts";
import { quote } from "./wording.ts";

/** The first box that is not ticked and has to be. */
export const openTask = ({ file, settings: { tasks } }: Scene): Flaw | undefined => {
  if (tasks === undefined || tasks === "listed") return undefined;
  if (tasks === "complete") return unticked(everyTask(file), file);
  return firstOf(tasks.complete_under, (heading) => openUnder(heading, file));
};

/** Where a heading occurs several times, boxes are looked for under each; a heading without any would ask for nothing. */
const openUnder = (heading: string, file: File): Flaw | undefined => {
  const sections = sectionsNamed(file.text, [heading]);
  if (sections.length === 0) return noSection(placeOf(file), heading);
  const tasks = sections.flatMap((section) => tasksWithin(section, file));
  return tasks.length === 0 ? noTasks(heading, file) : unticked(tasks, file);
};

const noTasks = (heading: string, { path }: File): Flaw => ({
  code: "incomplete",
  path,
  reason: `There is no box under the heading ${quote(heading)} of ${quote(path)}.`,
  remedy: `List what has to be done under ${quote(heading)} in ${quote(path)}, each with a box: ${quote("- [x] …")}.`,
});

const unticked = (tasks: readonly TaskItem[], { path }: File): Flaw | undefined => {
  const open = tasks.find(({ checked }) => !checked);
  if (open === undefined) return undefined;
  return {
    code: "incomplete",
    path,
    reason: `The box ${quote(open.text)} in ${quote(path)} is not ticked (line ${open.line}).`,
    remedy: `Do what it says and tick the box in ${quote(path)}.`,
  };
};

/** The boxes in a part of a file, nested ones as well. */
export const tasksWithin = ({ line, endLine }: Span, file: File): readonly TaskItem[] =>
  between(everyTask(file), line, endLine);

/** Every box of a file in reading order. */
const everyTask = ({ text }: File): readonly TaskItem[] => {
  const document = readMarkdown(text);
  const known = tasks.get(document) ?? flat(taskItems(document)).toSorted((one, other) => one.line - other.line);
  tasks.set(document, known);
  return known;
};

const flat = (items: readonly TaskItem[]): readonly TaskItem[] =>
  items.flatMap((item) => [item, ...flat(item.children)]);

const tasks = new WeakMap<MarkdownDocument, readonly TaskItem[]>();
