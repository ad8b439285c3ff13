import type { Sourced } from "./build.ts";
import { whereIs, type ProcedureDraft, type Source } from "./draft.ts";
import type { Finding } from "./finding.ts";

/** A procedure as it is written, and what became of it. */
export interface Ruled {
  readonly draft: ProcedureDraft;
  readonly sourced: Sourced;
}

/** Something that has to be so in the whole of a procedure. */
export type Rule = (ruled: Ruled) => readonly Finding[];

/** Where a phase is written. */
export const phaseSource = (sourced: Sourced, id: string): Source => sourced.phases.get(id) ?? sourced.source;

interface Said {
  readonly message: string;
  /** Found in the settings, it is where the finding points. */
  readonly word?: string | undefined;
}

/** A fault that keeps the procedure from being used. */
export const error = (code: string, source: Source, said: Said): Finding =>
  finding(code, source, { ...said, severity: "error" });

/** Something that is probably not meant. */
export const warning = (code: string, source: Source, said: Said): Finding =>
  finding(code, source, { ...said, severity: "warning" });

const finding = (
  code: string,
  source: Source,
  { message, word, severity }: Said & Pick<Finding, "severity">,
): Finding => ({
  code: `procedure/${code}`,
  severity,
  message,
  file: source.file,
  ...(word === undefined ? source.at : whereIs(source, (scalar) => scalar.includes(word))),
});
