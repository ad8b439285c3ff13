import { filled } from "../markdown/filled.ts";
import { piecesOf, type Piece } from "../markdown/pieces.ts";
import { isBareNone, valueOf, wordsOf } from "../markdown/prompts.ts";
import { sectionsWithin } from "./parts.ts";
import type { Plan, PlanFlaw } from "./plan.ts";
import { visibleText } from "./visible.ts";
import { quote } from "./wording.ts";

/** Where the change touches data, the plan has to say how the data gets back, or why it need not; "none" says neither. */
export const dataMissing = (plan: Plan): PlanFlaw | undefined => {
  if (plan.changesData === undefined || speaksOfData(plan)) return undefined;
  return {
    state: "flawed",
    code: "data-missing",
    reason: `${plan.subject} does not say what happens to the data, and ${quote(plan.changesData)} changes it.`,
    remedy: `Add ${quote("### Data rollback")} to the rollback plan: how the data gets back, or why it need not.`,
  };
};

const DATA =
  /\b(?:data|databases?|db|migrations?|schemas?|tables?|columns?|rows?|backups?|snapshots?|restores?|sql)\b/iu;

const speaksOfData = (plan: Plan): boolean => {
  const templated = new Set(plan.templates.flatMap((template) => visibleText(template).split("\n").map(wordsOf)));
  const isOwn = ({ kind, text }: Piece): boolean =>
    kind !== "title" && DATA.test(text) && !isBareNone(valueOf(text)) && !templated.has(wordsOf(text));
  return piecesOf(plan.section.allNodes).some(isOwn) || hasDataPart(plan);
};

const hasDataPart = ({ text, section }: Plan): boolean =>
  sectionsWithin(text, section).some((part) => DATA.test(part.heading) && filled(part).filled);
