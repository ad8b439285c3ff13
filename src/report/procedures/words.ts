import { launchWords } from "../../procedures/launch-words.ts";
import type { PhaseOutline, ProcedureOutline, ProcedureSummary, StepOutline } from "../../procedures/outline.ts";
import { durationWords } from "../../requirements/duration-words.ts";
import { quote, series } from "../../requirements/wording.ts";

/** What a procedure runs on, and when. */
export const runsOn = ({ subject, applies }: Pick<ProcedureSummary, "subject" | "applies">): string => {
  const what = subject === "issue" ? "issue" : "pull request";
  return applies === null ? `every ${what}` : `${subject === "issue" ? "an" : "a"} ${what} when ${applies.words}`;
};

/** What a launch does, and whether phases go in order; a sentence each. */
export const orderWords = (outline: ProcedureOutline): readonly string[] => {
  const { order, size } = outline;
  const launch = launchWords(outline);
  const inOrder = order === "phases" && size.phases > 1;
  return [
    ...(launch === undefined ? [] : [`Its issue ${launch}: ${COLLECTED}.`]),
    ...(inOrder ? ["Its phases go in order: a later one is locked until those before it are complete."] : []),
  ];
};

const COLLECTED = "those that close it, those that its description names, and those of its milestone";

/** What a phase holds back, when it opens and when it is due: the same sentence without its id. */
export const phaseWords = (phase: PhaseOutline, { order, phases }: ProcedureOutline): string => {
  const { starts, due, blocksNext, when } = phase;
  const later = phases.slice(phases.indexOf(phase) + 1);
  const opens = starts === null ? "" : ` Opens when it was deployed to ${quote(starts.deployed)}.`;
  return [
    `${held(phase, { inOrder: order === "phases", later })}.${opens}`,
    ...(due === null ? [] : [`Due ${durationWords(due)} after it opens.`]),
    ...(blocksNext ? ["The next deployment waits until it is complete."] : []),
    ...(when === null ? [] : [`Only when ${when.words}.`]),
  ].join(" ");
};

interface Place {
  readonly inOrder: boolean;
  readonly later: readonly PhaseOutline[];
}

/** In order, what comes before a phase that holds back the merge holds it back as well. */
const held = ({ blocks, environments, starts }: PhaseOutline, { inOrder, later }: Place): string => {
  const isBefore = inOrder && starts === null && later.some((phase) => phase.blocks === "merge");
  if (blocks === null) return isBefore ? "holds back the merge, because a later phase does" : "holds back nothing";
  if (blocks === "merge") return "holds back the merge";
  return `holds back deployments${environments.length === 0 ? "" : ` to ${series(environments.map(quote), "or")}`}`;
};

/** What closes a step, and whether it can be left out. */
export const stepWords = (step: StepOutline): string => `${asksWords(step)}${leavingOut(step)}`;

const leavingOut = ({ optional, waivable }: StepOutline): string => {
  if (waivable) return " May be waived.";
  return optional ? " Not always needed, but may not be waived." : "";
};

const asksWords = ({ require, asks, steps }: StepOutline): string => {
  if (require.kind === "choice") return `exactly one of these ${steps.length} is picked, and its own steps are done.`;
  return `${asks}${steps.length === 0 ? "" : steps.length === 1 ? ", and the step below" : `, and the ${steps.length} steps below`}.`;
};

/** How a phase ends; empty where its steps alone close it. */
export const closingWords = ({ id, gate }: PhaseOutline): string => {
  if (gate === null) return "";
  const say = gate.kind === "decision" ? `: \`/gate go ${id}\`, or \`/gate no-go ${id} REASON\`` : "";
  return `Ends with ${gate.asks}${say}.`;
};

/** What has to be known to read a procedure, and only of what occurs in it. */
export const howToRead = (outline: ProcedureOutline): readonly string[] => {
  const steps = outline.phases.flatMap((phase) => phase.steps).flatMap(every);
  const kinds = new Set([...steps.flatMap(kindsOf), ...outline.phases.flatMap(({ gate }) => gate?.kind ?? [])]);
  const what = outline.subject === "issue" ? "issue" : "pull request";
  return [
    ...(steps.some(({ box }) => box)
      ? [
          `What has a box is ticked by a person, in the checklist comment on the ${what}. What has none is seen by Gatehouse itself or said by a command.`,
        ]
      : []),
    ...(kinds.has("signoff")
      ? [
          "A sign-off is an approving review or `/gate signoff ROLE`, by somebody other than the author, for the newest commit unless the step says otherwise.",
        ]
      : []),
    ...(kinds.has("decision")
      ? [
          "A go is said by `/gate go ID`, a no-go by `/gate no-go ID REASON`, with the id of the step or phase; the last word counts.",
        ]
      : []),
    ...(steps.some(({ waivable }) => waivable)
      ? ["What may be waived can be left out by whoever may write to the repository: `/gate waive STEP REASON`."]
      : []),
  ];
};

const every = (step: StepOutline): readonly StepOutline[] => [step, ...step.steps.flatMap(every)];

/** Kinds within `all` and `any`, too. */
const kindsOf = ({ require }: StepOutline): readonly string[] =>
  [...JSON.stringify(require).matchAll(/"kind":"(\w+)"/gu)].map(([, kind = ""]) => kind);
