import type { Position } from "./position.ts";
import type { PhaseSettings, ProcedureSettings, StepSettings } from "./settings.ts";
import type { Path, YamlDocument } from "./yaml.ts";

/** Where something of a procedure is written, so that findings can point at it. */
export interface Source {
  readonly file: string;
  readonly at: Position;
  /** The YAML that holds its settings, if any. */
  readonly yaml?: { readonly document: YamlDocument; readonly path: Path };
}

/** A step as a document gives it, YAML or Markdown, before ids and defaults are settled. */
export interface StepDraft {
  readonly title: string;
  readonly settings: StepSettings;
  /** The text itself says that it is not always needed: "(if applicable)". */
  readonly optionalByText: boolean;
  readonly source: Source;
  readonly steps: readonly StepDraft[];
}

export interface PhaseDraft {
  readonly title: string;
  readonly settings: PhaseSettings;
  readonly source: Source;
  readonly steps: readonly StepDraft[];
}

export interface ProcedureDraft {
  readonly title: string;
  /** Used when the settings give no id. */
  readonly fallbackId: string;
  readonly settings: ProcedureSettings;
  readonly source: Source;
  readonly phases: readonly PhaseDraft[];
}

/** Every step of a list, sub-steps included, in reading order. */
export const everyDraft = (steps: readonly StepDraft[]): readonly StepDraft[] =>
  steps.flatMap((step) => [step, ...everyDraft(step.steps)]);

/** Where a word of the settings is written, or else the thing they belong to. */
export const whereIs = ({ at, yaml }: Source, test: (scalar: string) => boolean): Position =>
  yaml?.document.find(yaml.path, test) ?? at;
