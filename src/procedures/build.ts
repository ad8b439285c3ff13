import { RequirementSchema } from "../requirements/schema.ts";
import type { Requirement } from "../requirements/define.ts";
import { slug } from "../markdown/slug.ts";
import { everyDraft, type PhaseDraft, type ProcedureDraft, type Source, type StepDraft } from "./draft.ts";
import type { Phase, Procedure, Step } from "./model.ts";
import { optionsOf } from "./picks.ts";
import type { PhaseSettings } from "./settings.ts";

/** A procedure and where each of its parts is written. */
export interface Sourced {
  readonly procedure: Procedure;
  readonly source: Source;
  /** By id. */
  readonly phases: ReadonlyMap<string, Source>;
  /** By id. */
  readonly steps: ReadonlyMap<string, Source>;
}

/** Settles ids and defaults: one model for YAML and Markdown. */
export const build = (written: ProcedureDraft): Sourced => {
  const draft = withOptions(written);
  const stepIds = assignIds(draft.phases.flatMap(({ steps }) => everyDraft(steps)));
  const phaseIds = assignIds(draft.phases);
  const procedure: Procedure = {
    ...draft.settings,
    id: draft.settings.id ?? draft.fallbackId,
    title: draft.title,
    phases: draft.phases.map((phase) => buildPhase(phase, { stepIds, phaseIds })),
  };
  return { procedure, source: draft.source, phases: sources(phaseIds), steps: sources(stepIds) };
};

/** The options of a choice become its sub-steps, where they are given by their titles only. */
const withOptions = (draft: ProcedureDraft): ProcedureDraft => ({
  ...draft,
  phases: draft.phases.map((phase) => ({ ...phase, steps: phase.steps.map(offered) })),
});

const offered = (draft: StepDraft): StepDraft => {
  const { settings, source, steps } = draft;
  if (steps.length > 0) return { ...draft, steps: steps.map(offered) };
  const options = settings.require === undefined ? [] : optionsOf(settings.require);
  if (options.length === 0) return draft;
  return {
    ...draft,
    steps: options.map((title) => ({ title, settings: {}, optionalByText: false, source, steps: [] })),
  };
};

interface Ids {
  readonly stepIds: ReadonlyMap<StepDraft, string>;
  readonly phaseIds: ReadonlyMap<PhaseDraft, string>;
}

type Identified = Pick<StepDraft, "title" | "source"> & { readonly settings: { readonly id?: string | undefined } };

/** Given ids stand; the others are slugs of the title, and later ones of the same text get `-2`, `-3`. */
const assignIds = <Draft extends Identified>(drafts: readonly Draft[]): ReadonlyMap<Draft, string> => {
  const taken = new Set(drafts.flatMap(({ settings }) => settings.id ?? []));
  const next = new Map<string, number>();
  return new Map(
    drafts.map((draft) => {
      if (draft.settings.id !== undefined) return [draft, draft.settings.id];
      const base = slug(withoutLooseMarks(draft.title));
      const id = firstFree(base, { taken, next });
      taken.add(id);
      return [draft, id];
    }),
  );
};

/** Marks that belong to no letter, such as the one that colours an emoji, would be an id's first and invisible character. */
const withoutLooseMarks = (title: string): string => title.replaceAll(/(?<![\p{L}\p{N}\p{M}])\p{M}+/gu, "");

const firstFree = (base: string, { taken, next }: { taken: Set<string>; next: Map<string, number> }): string => {
  let count = next.get(base) ?? 1;
  let id = count === 1 ? base : `${base}-${count}`;
  while (taken.has(id)) {
    count += 1;
    id = `${base}-${count}`;
  }
  next.set(base, count + 1);
  return id;
};

const sources = (ids: ReadonlyMap<{ readonly source: Source }, string>): ReadonlyMap<string, Source> =>
  new Map([...ids].toReversed().map(([draft, id]) => [id, draft.source]));

const buildPhase = (draft: PhaseDraft, ids: Ids): Phase => {
  const { title, settings, source, steps } = draft;
  const { blocks, environments = [], blocks_next: blocksNext = false, ...rest } = settings;
  return {
    ...rest,
    id: ids.phaseIds.get(draft) ?? "",
    title,
    blocks: blocked(blocks, rest),
    environments,
    blocksNext,
    steps: steps.map((step) => buildStep(step, ids)),
    line: source.at.line,
  };
};

/** A phase says nothing: it holds back the merge, so that nothing is open by accident; what starts after a deployment can't. */
const blocked = (given: PhaseSettings["blocks"], { starts }: PhaseSettings): Phase["blocks"] => {
  if (given === undefined) return starts === undefined ? "merge" : null;
  return given === "none" ? null : given;
};

const buildStep = (draft: StepDraft, ids: Ids): Step => {
  const { optional = draft.optionalByText, waivable = optional, require = TICK, ...rest } = draft.settings;
  return {
    ...rest,
    id: ids.stepIds.get(draft) ?? "",
    title: draft.title,
    require,
    optional,
    waivable,
    line: draft.source.at.line,
    steps: draft.steps.map((step) => buildStep(step, ids)),
  };
};

/** A step that says nothing of its proof is done when its box is ticked. */
const TICK: Requirement = RequirementSchema.parse("tick");
