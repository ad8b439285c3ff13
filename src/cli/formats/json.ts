import type { Format, PhaseOutline, StepOutline } from "../answers.ts";

/** For programs: one JSON document, its keys documented in docs/command-line.md. */
export const jsonFormat: Format = {
  parsed: ({ id, title, phases, findings }) => print({ id, title, phases: phases.map(phaseModel), findings }),
  validated: print,
  evaluated: ({ ready, lacking, verdict }) => print({ ready, lacking, ...verdict }),
};

function print(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

const phaseModel = ({ id, title, blocks, steps }: PhaseOutline): unknown => ({
  id,
  title,
  blocks,
  steps: steps.map(stepModel),
});

const stepModel = ({ id, title, require, optional, waivable, steps }: StepOutline): unknown => ({
  id,
  title,
  require,
  optional,
  waivable,
  steps: steps.map(stepModel),
});
