import type { z } from "zod";
import { parseMarkdown, type MarkdownDocument } from "../markdown/document.ts";
import { taskItems, type TaskItem } from "../markdown/tasks.ts";
import type { PhaseDraft, Source, StepDraft } from "./draft.ts";
import { baseName, idFromFile } from "./file-name.ts";
import type { Finding } from "./finding.ts";
import { readFrontMatter } from "./front-matter.ts";
import { readGateComment, type Comment, type GateSettings } from "./gate-comment.ts";
import { gateComments, type GateComments } from "./gate-comments.ts";
import { headings, type PlacedHeading } from "./headings.ts";
import { lookalikes } from "./lookalikes.ts";
import { isOptionalByText } from "./optional-text.ts";
import { normalise, START, type Position } from "./position.ts";
import type { ReadDraft } from "./read-yaml-procedure.ts";
import { PhaseSettings, StepSettings } from "./settings.ts";
import { LARGEST_DOCUMENT, type YamlDocument } from "./yaml.ts";

/**
 * Reads a procedure written in Markdown: headings that directly contain task items are phases, task items are steps, nested ones
 * are sub-steps, and `<!-- gate: { … } -->` comments carry settings. Everything else is prose.
 */
export const readMarkdownProcedure = (source: string, file: string): ReadDraft => {
  if (source.length > LARGEST_DOCUMENT) return { findings: [tooLarge(file)] };
  const text = normalise(source);
  const { settings, yaml, body, findings } = readFrontMatter(text, file);
  const outline = outlineOf(body, file);
  const all = [...findings, ...outline.findings];
  if (settings === undefined) return { findings: all };
  const title = settings.title ?? outline.title ?? baseName(file);
  const at = { file, at: START, ...(yaml === undefined ? {} : { yaml: { document: yaml, path: [] } }) };
  return {
    draft: { title, fallbackId: idFromFile(file), settings, source: at, phases: outline.phases },
    findings: all,
  };
};

const tooLarge = (file: string): Finding => ({
  code: "markdown/too-large",
  severity: "error",
  message: "The file is over 1 MB; a document may hold up to 1 MB. Split it.",
  file,
  ...START,
});

const beyondLimits = ({ reason, line }: NonNullable<MarkdownDocument["refused"]>, file: string): Finding => ({
  code: "markdown/beyond-limits",
  severity: "error",
  message: `This text can't be read as a procedure: ${reason}. Shorten it, or make several procedures of it.`,
  file,
  line,
  column: 1,
});

interface Outline {
  readonly title: string | undefined;
  readonly phases: readonly PhaseDraft[];
  readonly findings: readonly Finding[];
}

const outlineOf = (body: string, file: string): Outline => {
  const document = parseMarkdown(body);
  if (document.refused !== undefined)
    return { title: undefined, phases: [], findings: [beyondLimits(document.refused, file)] };
  const placed = headings(document.root);
  const reader: Reader = { file, comments: gateComments(document), findings: [], used: new Set() };
  const groups = grouped(taskItems(document), placed);
  const phases = groups.map((group) => phaseDraft(group, reader));
  const title = (placed.find(({ depth }) => depth === 1) ?? placed[0])?.title;
  return { title, phases, findings: [...reader.findings, ...strayComments(reader), ...lookalikes(document, file)] };
};

/** What the parts of one document share while it is read. */
interface Reader {
  readonly file: string;
  readonly comments: GateComments;
  readonly findings: Finding[];
  /** Lines of the headings and items whose comments were read. */
  readonly used: Set<number>;
}

interface Group {
  /** Absent for items before the first heading. */
  readonly heading: PlacedHeading | undefined;
  readonly items: readonly TaskItem[];
}

const grouped = (items: readonly TaskItem[], placed: readonly PlacedHeading[]): readonly Group[] => {
  const groups = new Map<PlacedHeading | undefined, TaskItem[]>();
  let passed = 0;
  for (const item of items) {
    while ((placed[passed]?.at.line ?? item.line) < item.line) passed += 1;
    const heading = placed[passed - 1];
    const group = groups.get(heading);
    if (group === undefined) groups.set(heading, [item]);
    else group.push(item);
  }
  return [...groups].map(([heading, own]) => ({ heading, items: own }));
};

const phaseDraft = ({ heading, items }: Group, reader: Reader): PhaseDraft => {
  const at = heading?.at ?? placeOf(items[0]);
  const { settings = {}, yaml } = settingsOf(heading?.at.line, { reader, schema: PhaseSettings });
  return {
    title: settings.title ?? (heading?.title || "Steps"),
    settings,
    source: sourceOf({ file: reader.file, at }, yaml),
    steps: items.map((item) => stepDraft(item, reader)),
  };
};

const placeOf = (item: TaskItem | undefined): Position =>
  item === undefined ? START : { line: item.line, column: item.column };

const stepDraft = (item: TaskItem, reader: Reader): StepDraft => {
  const { settings = {}, yaml } = settingsOf(item.line, { reader, schema: StepSettings });
  const text = item.text.trim().replaceAll(/\s+/gu, " ");
  return {
    title: settings.title ?? (text || "Step without text"),
    settings,
    optionalByText: isOptionalByText(text),
    source: sourceOf({ file: reader.file, at: placeOf(item) }, yaml),
    steps: item.children.map((child) => stepDraft(child, reader)),
  };
};

const sourceOf = (place: Pick<Source, "file" | "at">, yaml: YamlDocument | undefined): Source =>
  yaml === undefined ? place : { ...place, yaml: { document: yaml, path: [] } };

interface Wanted<Settings> {
  readonly reader: Reader;
  readonly schema: z.ZodType<Settings>;
}

const settingsOf = <Settings>(
  line: number | undefined,
  { reader, schema }: Wanted<Settings>,
): Partial<GateSettings<Settings>> => {
  const [comment, second] = line === undefined ? [] : (reader.comments.get(line) ?? []);
  if (line === undefined || comment === undefined) return {};
  reader.used.add(line);
  const read = readGateComment(comment, { file: reader.file, schema });
  reader.findings.push(...read.findings);
  if (second !== undefined)
    reader.findings.push(commentFinding(second, { file: reader.file, code: "second-comment", message: SECOND }));
  return read;
};

const SECOND = "This is the second `gate` comment of the same heading or item; put all settings in one.";

/** Settings that belong to nothing would look as if they were enforced. */
const strayComments = ({ file, comments, used }: Reader): readonly Finding[] =>
  [...comments].flatMap(([line, own]) =>
    used.has(line)
      ? []
      : own.map((comment) => commentFinding(comment, { file, code: "stray-comment", message: STRAY })),
  );

const STRAY =
  "This `gate` comment belongs to no phase and no step; put it on the line of a task item, or of a heading with task items directly below it.";

const commentFinding = ({ at }: Comment, { file, ...said }: Pick<Finding, "file" | "code" | "message">): Finding => ({
  ...said,
  code: `procedure/${said.code}`,
  severity: "error",
  file,
  ...at,
});
