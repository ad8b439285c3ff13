import type { ProcedureOutline, StepOutline } from "../../procedures/outline.ts";
import { launchWords } from "../../procedures/launch-words.ts";
import { quote } from "../../requirements/wording.ts";
import { runsOn } from "./list-text.ts";
import { sentence } from "./markdown.ts";
import { phasesMarkdown } from "./phases-markdown.ts";
import { needsMarkdown } from "./needs-markdown.ts";

/** Where a procedure comes from. */
export interface Source {
  /** As it was asked for. */
  readonly name: string;
  /** As a config names it, such as `builtin:deploy`. */
  readonly reference: string;
}

/** A procedure as a person reads it: Markdown that reads well in a terminal, too. */
export const pageMarkdown = (outline: ProcedureOutline, source: Source): string =>
  `${[
    `# ${sentence(outline.title)}`,
    ...(outline.about === null ? [] : [sentence(outline.about)]),
    sentence(whatItIs(outline, source)),
    ...needsMarkdown(outline, source),
    ...phasesMarkdown(outline),
    ...howToRead(outline),
  ].join("\n\n")}\n`;

const whatItIs = (outline: ProcedureOutline, { name }: Source): string => {
  const { version, subject, applies, order, size } = outline;
  const launch = launchWords(outline);
  const inOrder = order === "phases" && size.phases > 1;
  return [
    `${quote(name)}${version === null ? "" : `, version ${version}`}, runs on ${runsOn({ subject, applies })}.`,
    ...(launch === undefined ? [] : [`Its issue ${launch}: ${COLLECTED}.`]),
    ...(inOrder ? ["Its phases go in order: a later one is locked until those before it are complete."] : []),
  ].join(" ");
};

const COLLECTED = "those that close it, those that its description names, and those of its milestone";

/** Said once at the end, and only of what occurs in it. */
const howToRead = (outline: ProcedureOutline): readonly string[] => {
  const steps = outline.phases.flatMap((phase) => phase.steps).flatMap(every);
  const kinds = new Set([...steps.flatMap(kindsOf), ...outline.phases.flatMap(({ gate }) => gate?.kind ?? [])]);
  const what = outline.subject === "issue" ? "issue" : "pull request";
  const told = [
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
  return told.length === 0 ? [] : ["## How to read this", told.map((one) => `- ${sentence(one)}`).join("\n")];
};

const every = (step: StepOutline): readonly StepOutline[] => [step, ...step.steps.flatMap(every)];

/** Kinds within `all` and `any`, too. */
const kindsOf = ({ require }: StepOutline): readonly string[] =>
  [...JSON.stringify(require).matchAll(/"kind":"(\w+)"/gu)].map(([, kind = ""]) => kind);
