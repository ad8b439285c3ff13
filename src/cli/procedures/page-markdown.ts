import type { ProcedureOutline } from "../../procedures/outline.ts";
import { howToRead, orderWords, runsOn } from "../../report/procedures/words.ts";
import { quote } from "../../requirements/wording.ts";
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
    ...reading(outline),
  ].join("\n\n")}\n`;

const whatItIs = (outline: ProcedureOutline, { name }: Source): string => {
  const { version, subject, applies } = outline;
  return [
    `${quote(name)}${version === null ? "" : `, version ${version}`}, runs on ${runsOn({ subject, applies })}.`,
    ...orderWords(outline),
  ].join(" ");
};

/** Said once at the end. */
const reading = (outline: ProcedureOutline): readonly string[] => {
  const told = howToRead(outline);
  return told.length === 0 ? [] : ["## How to read this", told.map((one) => `- ${sentence(one)}`).join("\n")];
};
