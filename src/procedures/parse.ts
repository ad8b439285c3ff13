import { build, type Sourced } from "./build.ts";
import { extension } from "./file-name.ts";
import { isSound, type Finding } from "./finding.ts";
import type { Procedure } from "./model.ts";
import { didYouMean } from "./nearest.ts";
import { readMarkdownProcedure } from "./markdown.ts";
import { readYamlProcedure, type ReadDraft } from "./read-yaml-procedure.ts";
import { judgeRules } from "./rules.ts";

/** What became of a document: a procedure unless an error forbids it, and everything that is wrong with it. */
export interface Parsed {
  readonly procedure?: Procedure;
  readonly findings: readonly Finding[];
}

/** A procedure from its text, YAML or Markdown by the file's extension. Never throws because of the text. */
export const parseProcedure = (text: string, file: string): Parsed => {
  const { sourced, findings } = parseSourced(text, file);
  return sourced === undefined ? { findings } : { procedure: sourced.procedure, findings };
};

/** The same with the places of its parts, for findings that need more than the document. */
export const parseSourced = (
  text: string,
  file: string,
): { readonly sourced?: Sourced; readonly findings: readonly Finding[] } => {
  const { draft, findings: reading } = read(text, file);
  if (draft === undefined) return { findings: reading.toSorted(byPlace) };
  const sourced = build(draft);
  const findings = [...reading, ...judgeRules({ draft, sourced })].toSorted(byPlace);
  return isSound(findings) ? { sourced, findings } : { findings };
};

const READERS: Readonly<Record<string, (text: string, file: string) => ReadDraft>> = {
  yml: readYamlProcedure,
  yaml: readYamlProcedure,
  md: readMarkdownProcedure,
  markdown: readMarkdownProcedure,
};

const read = (text: string, file: string): ReadDraft => {
  const ending = extension(file);
  const reader = Object.hasOwn(READERS, ending) ? READERS[ending] : undefined;
  return reader === undefined ? { findings: [unknownExtension(file, ending)] } : reader(text, file);
};

const unknownExtension = (file: string, ending: string): Finding => ({
  code: "procedure/unknown-extension",
  severity: "error",
  message: `A procedure is a \`.yml\`, \`.yaml\`, \`.md\` or \`.markdown\` file; this one ${ending === "" ? "has no extension" : `is \`.${ending}\``}. Rename it.${didYouMean(ending, Object.keys(READERS))}`,
  file,
  line: 1,
  column: 1,
});

const byPlace = (one: Finding, other: Finding): number => one.line - other.line || one.column - other.column;
