import { fields } from "../markdown/fields.ts";
import { piecesOf } from "../markdown/pieces.ts";
import { promptOf } from "../markdown/placeholders.ts";
import { bare } from "../markdown/sections.ts";
import { sectionsWithin } from "./parts.ts";
import type { Plan, PlanFlaw } from "./plan.ts";
import { hasQuantity } from "./quantity.ts";
import { quote } from "./wording.ts";

const TRIGGERS = [
  "Trigger conditions",
  "Triggers",
  "Trigger",
  "Rollback triggers",
  "Rollback trigger",
  "Rollback criteria",
  "Conditions",
  "When to roll back",
  "When",
];

/** With `numeric_triggers`, when to go back must be told by a number that can be measured. */
export const numberMissing = (plan: Plan): PlanFlaw | undefined => {
  if (!plan.settings.numeric_triggers) return undefined;
  const [name = ""] = namesIn(plan);
  const parts = triggersIn(plan);
  const [first] = parts;
  if (first === undefined)
    return {
      state: "flawed",
      code: "part-missing",
      reason: `${plan.subject} has no part ${quote(name)}.`,
      remedy: `Add the sub-heading ${quote(`### ${name}`)} to the rollback plan, and below it numbers such as ${EXAMPLE}.`,
    };
  if (parts.some(({ lines }) => lines.some(hasQuantity))) return undefined;
  return {
    state: "flawed",
    code: "no-number",
    reason: `The part ${quote(first.name)} of the rollback plan names no number that could be measured (line ${first.line}).`,
    remedy: `Say under ${quote(first.name)} from which number on to go back, such as ${EXAMPLE}.`,
  };
};

const EXAMPLE = quote("error rate above 2 %");

/** What the procedure itself calls the triggers comes first. */
const namesIn = ({ settings }: Plan): readonly string[] => {
  const known = new Set(TRIGGERS.map(bare));
  const asked = settings.sections.filter((names) =>
    names.some((name) => known.has(bare(name)) || /trigger/iu.test(name)),
  );
  return [...asked.flat(), ...TRIGGERS];
};

interface Triggers {
  readonly name: string;
  readonly line: number;
  readonly lines: readonly string[];
}

/** What stands below a heading, or behind a label. */
const triggersIn = (plan: Plan): readonly Triggers[] => {
  const wanted = new Set(namesIn(plan).map(bare));
  const headed = sectionsWithin(plan.text, plan.section)
    .filter(({ words }) => wanted.has(words))
    .map(({ heading, line, allNodes }) => ({ name: heading, line, lines: saidIn(allNodes) }));
  const labelled = fields(plan.section)
    .filter(({ name }) => wanted.has(bare(name)))
    .map(({ name, line, value, filled }) => ({ name, line, lines: filled ? [value] : [] }));
  return [...headed, ...labelled];
};

const saidIn = (nodes: Plan["section"]["allNodes"]): readonly string[] =>
  piecesOf(nodes).flatMap((piece) => (promptOf(piece) === undefined ? [piece.text] : []));
