import type { PhaseDraft, ProcedureDraft, Source, StepDraft } from "./draft.ts";
import { idFromFile } from "./file-name.ts";
import type { Finding } from "./finding.ts";
import { ProcedureForm, type PhaseForm, type StepForm } from "./schema.ts";
import { asWritten, validate } from "./validate.ts";
import { readYaml, type Path, type YamlDocument } from "./yaml.ts";

/** A document read: a draft unless an error forbids it, and what is wrong. */
export interface ReadDraft {
  readonly draft?: ProcedureDraft;
  readonly findings: readonly Finding[];
}

/** Reads a procedure written in YAML. */
export const readYamlProcedure = (text: string, file: string): ReadDraft => {
  const document = readYaml(text, { file });
  if (!document.ok) return { findings: document.findings };
  const value = asWritten(document, ["id", "title", "version"]);
  const validated = validate(ProcedureForm, document, { area: "procedure", value });
  if (!validated.ok) return { findings: validated.findings };
  const { phases, title, ...settings } = validated.value;
  const draft: ProcedureDraft = {
    title,
    fallbackId: idFromFile(file),
    settings,
    source: sourceAt(document, []),
    phases: phases.map((phase, index) => phaseDraft(phase, { document, path: ["phases", index] })),
  };
  return { draft, findings: [] };
};

interface Written {
  readonly document: YamlDocument;
  readonly path: Path;
}

const sourceAt = (document: YamlDocument, path: Path): Source => ({
  file: document.file,
  at: document.locate(path),
  yaml: { document, path },
});

const phaseDraft = ({ steps, title, ...settings }: PhaseForm, written: Written): PhaseDraft => ({
  title,
  settings,
  source: sourceAt(written.document, written.path),
  steps: stepDrafts(steps, written),
});

const stepDrafts = (steps: readonly StepForm[], { document, path }: Written): readonly StepDraft[] =>
  steps.map((step, index) => stepDraft(step, { document, path: [...path, "steps", index] }));

const stepDraft = ({ steps = [], title, ...settings }: StepForm, written: Written): StepDraft => ({
  title,
  settings,
  optionalByText: false,
  source: sourceAt(written.document, written.path),
  steps: stepDrafts(steps, written),
});
