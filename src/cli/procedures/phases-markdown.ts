import type { PhaseOutline, ProcedureOutline, StepOutline } from "../../procedures/outline.ts";
import { durationWords } from "../../requirements/duration-words.ts";
import { quote, series } from "../../requirements/wording.ts";
import { item, lines, sentence, span, text } from "./markdown.ts";

/** The phases of a procedure with their steps, one section each. */
export const phasesMarkdown = ({ phases, order }: ProcedureOutline): readonly string[] =>
  phases.flatMap((phase, index) => [
    `## ${sentence(phase.title)}`,
    sentence(phaseWords(phase, { inOrder: order === "phases", later: phases.slice(index + 1) })),
    ...(phase.steps.length === 0 ? [] : [phase.steps.map(stepMarkdown).join("\n")]),
    ...closing(phase),
  ]);

interface Place {
  readonly inOrder: boolean;
  readonly later: readonly PhaseOutline[];
}

const phaseWords = (phase: PhaseOutline, place: Place): string => {
  const { id, starts, due, blocksNext, when } = phase;
  const opens = starts === null ? "" : ` Opens when it was deployed to ${quote(starts.deployed)}.`;
  return [
    `${quote(id)} ${held(phase, place)}.${opens}`,
    ...(due === null ? [] : [`Due ${durationWords(due)} after it opens.`]),
    ...(blocksNext ? ["The next deployment waits until it is complete."] : []),
    ...(when === null ? [] : [`Only when ${when.words}.`]),
  ].join(" ");
};

/** In order, what comes before a phase that holds back the merge holds it back as well. */
const held = ({ blocks, environments, starts }: PhaseOutline, { inOrder, later }: Place): string => {
  const isBefore = inOrder && starts === null && later.some((phase) => phase.blocks === "merge");
  if (blocks === null) return isBefore ? "holds back the merge, because a later phase does" : "holds back nothing";
  if (blocks === "merge") return "holds back the merge";
  return `holds back deployments${environments.length === 0 ? "" : ` to ${series(environments.map(quote), "or")}`}`;
};

/** A box is shown for what people tick, and for nothing else: what machines see can't be ticked. */
const stepMarkdown = (step: StepOutline): string => {
  const { id, title, when, help, steps, box } = step;
  const own = lines([
    text(title),
    `${span(id)}: ${sentence(`${asksWords(step)}${leavingOut(step)}`)}`,
    ...(when === null ? [] : [sentence(`Only when ${when.words}.`)]),
    ...(help === null ? [] : [sentence(help)]),
  ]);
  return item(box ? "- [ ] " : "- ", [own, ...steps.map(stepMarkdown)].join("\n"));
};

const leavingOut = ({ optional, waivable }: StepOutline): string => {
  if (waivable) return " May be waived.";
  return optional ? " Not always needed, but may not be waived." : "";
};

const asksWords = ({ require, asks, steps }: StepOutline): string => {
  if (require.kind === "choice") return `exactly one of these ${steps.length} is picked, and its own steps are done.`;
  return `${asks}${steps.length === 0 ? "" : steps.length === 1 ? ", and the step below" : `, and the ${steps.length} steps below`}.`;
};

const closing = ({ id, gate }: PhaseOutline): readonly string[] => {
  if (gate === null) return [];
  const say = gate.kind === "decision" ? `: \`/gate go ${id}\`, or \`/gate no-go ${id} REASON\`` : "";
  return [sentence(`Ends with ${gate.asks}${say}.`)];
};
