import type { PhaseOutline, ProcedureOutline, StepOutline } from "../../procedures/outline.ts";
import { closingWords, phaseWords, stepWords } from "../../report/procedures/words.ts";
import { quote } from "../../requirements/wording.ts";
import { item, lines, sentence, span, text } from "./markdown.ts";

/** The phases of a procedure with their steps, one section each. */
export const phasesMarkdown = (outline: ProcedureOutline): readonly string[] =>
  outline.phases.flatMap((phase) => [
    `## ${sentence(phase.title)}`,
    sentence(`${quote(phase.id)} ${phaseWords(phase, outline)}`),
    ...(phase.steps.length === 0 ? [] : [phase.steps.map(stepMarkdown).join("\n")]),
    ...closing(phase),
  ]);

/** A box is shown for what people tick, and for nothing else: what machines see can't be ticked. */
const stepMarkdown = (step: StepOutline): string => {
  const { id, title, when, help, steps, box } = step;
  const own = lines([
    text(title),
    `${span(id)}: ${sentence(stepWords(step))}`,
    ...(when === null ? [] : [sentence(`Only when ${when.words}.`)]),
    ...(help === null ? [] : [sentence(help)]),
  ]);
  return item(box ? "- [ ] " : "- ", [own, ...steps.map(stepMarkdown)].join("\n"));
};

const closing = (phase: PhaseOutline): readonly string[] => {
  const words = closingWords(phase);
  return words === "" ? [] : [sentence(words)];
};
