import type { MarkdownDocument } from "../markdown/document.ts";
import { countWords, filled, type Filled } from "../markdown/filled.ts";
import { placeholdersIn } from "../markdown/placeholders.ts";
import { partLacking } from "./document-each.ts";
import { fieldLacking } from "./document-fields.ts";
import { firstOf, placeOf, type File, type Flaw, type Scene } from "./document-flaw.ts";
import { sectionLacking } from "./document-sections.ts";
import { signatureLacking } from "./document-signed.ts";
import { tableLacking } from "./document-tables.ts";
import { openTask } from "./document-tasks.ts";
import { unfilled } from "./parts.ts";
import { readMarkdown } from "./reading.ts";
import { quote } from "./wording.ts";

/**
 * What a file lacks to be really filled in, in the order in which people would see to it; undefined when nothing. What could
 * not be looked up is told only where nothing else is left to do.
 */
export const lacks = (scene: Scene): Flaw | undefined => {
  const flaw = firstFlaw(scene);
  return flaw?.code === "unknown" ? (firstFlaw({ ...scene, branches: () => true }) ?? flaw) : flaw;
};

/** Names of branches on which it depends whether the file lacks something. */
export const branchesAsked = (scene: Scene): readonly string[] => {
  const asked = new Set<string>();
  const branches = (name: string): boolean => {
    if (scene.branches(name) === undefined) asked.add(name);
    return scene.branches(name) ?? true;
  };
  firstFlaw({ ...scene, branches });
  return [...asked];
};

const firstFlaw = (scene: Scene): Flaw | undefined =>
  firstOf(
    [
      sectionLacking,
      fieldsLacking,
      tableLacking,
      partLacking,
      wholeLacking,
      placeholderLeft,
      openTask,
      signatureLacking,
    ],
    (check) => check(scene),
  );

const fieldsLacking = ({ file, settings, branches }: Scene): Flaw | undefined =>
  fieldLacking(settings.fields, {
    ...placeOf(file),
    file,
    branches,
    nodes: readMarkdown(file.text).root.children,
  });

/** Where parts of the file are named, its rest is free. What is not prose is only counted: its brackets are no prompts. */
const wholeLacking = ({ file, settings, templates }: Scene): Flaw | undefined => {
  const { sections, fields, tables, each, signed, min_words: minWords } = settings;
  const isNamed = sections.length + fields.length + tables.length + each.length > 0 || signed !== undefined;
  if (isNamed && minWords === undefined) return undefined;
  if (isNamed || !isProse(file.path)) return wordsLacking(file, minWords ?? 1);
  const acceptBoxes = settings.tasks !== undefined && settings.tasks !== "complete";
  const answer = filledWhole(file.text, { templates, minWords, acceptBoxes });
  if (answer.filled) return undefined;
  const { reason, remedy } = unfilled(answer, quote(file.path), `in ${quote(file.path)}`);
  return { code: "unfilled", path: file.path, reason, remedy };
};

interface Asked {
  readonly templates: readonly string[];
  readonly minWords: number | undefined;
  readonly acceptBoxes: boolean;
}

/** By what is asked of it, a text without a template is judged once: of many documents, few change from turn to turn. */
const judged = new WeakMap<MarkdownDocument, Map<string, Filled>>();

const filledWhole = (text: string, asked: Asked): Filled => {
  const document = readMarkdown(text);
  if (asked.templates.length > 0) return filledBeside(document, asked);
  const answers = judged.get(document) ?? new Map<string, Filled>();
  judged.set(document, answers);
  const key = `${asked.minWords}/${asked.acceptBoxes}`;
  const answer = answers.get(key) ?? filledBeside(document, asked);
  answers.set(key, answer);
  return answer;
};

const filledBeside = ({ root }: MarkdownDocument, { templates, minWords, acceptBoxes }: Asked): Filled => {
  const template = { allNodes: templates.flatMap((text) => readMarkdown(text).root.children) };
  return filled({ allNodes: root.children, line: 1 }, { template, minWords, acceptBoxes });
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

const placeholderLeft = ({ file: { path, text }, settings }: Scene): Flaw | undefined => {
  const [first] = settings.placeholders === undefined ? [] : placeholdersIn(readMarkdown(text));
  if (first === undefined) return undefined;
  return {
    code: "unfilled",
    path,
    reason: `${quote(path)} still holds the placeholder ${quote(first.text)} (line ${first.line}).`,
    remedy: `Put what is true of this change in place of the placeholder on line ${first.line}.`,
  };
};
