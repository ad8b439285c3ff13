import type { FieldCell } from "../markdown/fields.ts";
import { datesIn, isFuture, startOf } from "./calendar-date.ts";
import { firstOf, placeWithin, type Flaw, type Scene } from "./document-flaw.ts";
import { valuesOf } from "./document-fields.ts";
import type { Log, LogEntry } from "./document-log.ts";
import { tasksWithin } from "./document-tasks.ts";
import { choicesIn } from "./document-values.ts";
import type { TitledSection } from "./reading.ts";
import { quote } from "./wording.ts";

/** A part that may be complete, and where its completion is entered. */
export interface Completion {
  readonly part: TitledSection;
  /** The values of its fields that say that it is complete. */
  readonly when: Readonly<Record<string, readonly string[]>>;
  readonly log: Log | undefined;
}

/** Where what is said of a part's completion contradicts itself: its field, its boxes and the log. */
export const completionFlaw = (of: Completion, scene: Scene): Flaw | undefined => {
  const unsaid = firstOf(Object.keys(of.when), (name) => notSaid(name, of.part, scene));
  if (unsaid !== undefined) return unsaid;
  const unplanned = of.log?.planned === undefined ? undefined : notPlanned(of.log.planned, { of, scene });
  if (unplanned !== undefined) return unplanned;
  const isComplete = Object.entries(of.when).every(([name, values]) => isOne(name, values, { of, scene }));
  const entry = of.log?.entryOf(of.part.heading);
  if (!isComplete) return enteredEarly(entry, of, scene);
  return openTask(of.part, scene) ?? (of.log === undefined ? undefined : notEntered(of.log, entry, { of, scene }));
};

interface Case {
  readonly of: Completion;
  readonly scene: Scene;
}

const fieldsOf = (name: string, part: TitledSection, { file }: Scene) =>
  valuesOf({ name: [name] }, { file, nodes: part.allNodes }) ?? [];

const notSaid = (name: string, part: TitledSection, scene: Scene): Flaw | undefined => {
  const found = fieldsOf(name, part, scene);
  if (found.some(({ filled }) => filled)) return undefined;
  const { where, path } = placeWithin(part.heading, scene.file);
  const line = ` (line ${found[0]?.line ?? part.line})`;
  return {
    code: found.length === 0 ? "incomplete" : "unfilled",
    path,
    reason: `The field ${quote(name)} of ${where} is ${found.length === 0 ? "not there" : "not filled in"}${line}.`,
    remedy: `Write ${quote(`**${name}:**`)} in ${where}, followed by how far it is.`,
  };
};

const isOne = (name: string, values: readonly string[], { of, scene }: Case): boolean =>
  fieldsOf(name, of.part, scene).some(({ text, filled }) => filled && choicesIn(text, values).length > 0);

/** Every part has a row with the one date by which it should be complete. */
const notPlanned = (column: string, { of, scene }: Case): Flaw | undefined => {
  const { path } = scene.file;
  const entry = of.log?.entryOf(of.part.heading);
  if (saysOneDate(entry?.planned)) return undefined;
  const [log, part] = [`${quote(of.log?.heading ?? "")} of ${quote(path)}`, quote(of.part.heading)];
  const lacks = entry === undefined ? "row for" : `date as the ${quote(column)} of`;
  return {
    code: entry === undefined ? "incomplete" : "unfilled",
    path,
    reason: `${log} has no ${lacks} ${part}${entry === undefined ? "" : ` (line ${entry.line})`}.`,
    remedy: `Enter ${part} with its ${quote(column)} under ${log}.`,
  };
};

const saysOneDate = (cell: FieldCell | undefined): boolean => {
  const found = datesIn(cell?.text ?? "");
  return cell?.filled === true && found.length === 1 && found[0]?.date !== undefined;
};

const subjectOf = ({ part }: Completion, { file }: Scene): string => `${quote(part.heading)} of ${quote(file.path)}`;

const openTask = (part: TitledSection, scene: Scene): Flaw | undefined => {
  const { file } = scene;
  const open = tasksWithin(part, file).find(({ checked }) => !checked);
  if (open === undefined) return undefined;
  return {
    code: "inconsistent",
    path: file.path,
    reason: `${quote(part.heading)} of ${quote(file.path)} says that it is complete, but the box ${quote(open.text)} is not ticked (line ${open.line}).`,
    remedy: `Tick the box once it is done, or correct the status of ${quote(part.heading)}.`,
  };
};

const enteredEarly = (entry: LogEntry | undefined, of: Completion, scene: Scene): Flaw | undefined => {
  const [found] = datesIn(entry?.cell.text ?? "");
  if (entry === undefined || found === undefined) return undefined;
  return {
    code: "inconsistent",
    path: scene.file.path,
    reason: `${subjectOf(of, scene)} is not complete, but ${quote(of.log?.heading ?? "")} says that it ended on ${quote(found.text)} (line ${entry.line}).`,
    remedy: `Correct the status of ${quote(of.part.heading)}, or take the date out of ${quote(of.log?.heading ?? "")}.`,
  };
};

const notEntered = (log: Log, entry: LogEntry | undefined, { of, scene }: Case): Flaw | undefined => {
  const { path } = scene.file;
  const [first, ...more] = datesIn(entry?.cell.text ?? "");
  const date = more.length === 0 && entry?.cell.filled === true ? first?.date : undefined;
  if (date !== undefined && !isFuture(date, scene.now)) return undefined;
  const remedy = `Enter the day on which ${quote(of.part.heading)} was completed as ${quote(log.column)} under ${quote(log.heading)} in ${quote(path)}.`;
  const reason = `${subjectOf(of, scene)} says that it is complete, but ${problem(log, entry)}`;
  return { code: "inconsistent", path, reason, remedy, ...(date === undefined ? {} : { wakeAt: startOf(date) }) };
};

const problem = ({ heading, column }: Log, entry: LogEntry | undefined): string => {
  if (entry === undefined) return `${quote(heading)} has no row for it.`;
  const { cell, line } = entry;
  const [found] = datesIn(cell.text);
  if (found === undefined || !cell.filled)
    return `${quote(heading)} has no date as its ${quote(column)} (line ${line}).`;
  const why = found.date === undefined ? "which is not a date of the calendar" : "which is yet to come";
  return `its ${quote(column)} in ${quote(heading)} is ${quote(cell.text)}, ${why} (line ${line}).`;
};
