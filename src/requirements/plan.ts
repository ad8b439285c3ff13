import { fields } from "../markdown/fields.ts";
import { filled } from "../markdown/filled.ts";
import { bare, type Section } from "../markdown/sections.ts";
import { leavesOf, sectionsNamed, sectionsWithin, unfilled } from "./parts.ts";
import { dataMissing } from "./plan-data.ts";
import { numberMissing } from "./plan-triggers.ts";
import { rehearsalMissing } from "./plan-rehearsal.ts";
import type { RollbackPlanSettings } from "./rollback-plan.ts";
import type { Route } from "./routes.ts";
import { quote } from "./wording.ts";

/** A plan that is filled in as a whole, and what its parts are judged by. */
export interface Plan {
  /** What the plan is, as a sentence begins: "The section …". */
  readonly subject: string;
  /** The text that the section is a part of. */
  readonly text: string;
  readonly section: Pick<Section, "line" | "endLine" | "depth" | "allNodes" | "text">;
  /** Texts of templates for it, whose words don't count as saying something of data. */
  readonly templates: readonly string[];
  readonly settings: RollbackPlanSettings;
  /** The changed file because of which the plan must speak of data. */
  readonly changesData: string | undefined;
  readonly now: Date;
}

/** What a plan lacks. */
export type PlanFlaw = Extract<Route, { state: "flawed" }>;

/**
 * What a plan lacks. By default it may be short, but a heading in it must not stand empty: whoever keeps "Trigger conditions"
 * has to name them. With `sections` each of those parts must be there; where data changes, the plan must speak of data.
 */
export const planFlaw = (plan: Plan): PlanFlaw | undefined =>
  partMissing(plan) ?? emptyPart(plan) ?? dataMissing(plan) ?? numberMissing(plan) ?? rehearsalMissing(plan);

const partMissing = (plan: Plan): PlanFlaw | undefined => {
  const labels = fields(plan.section);
  const headings = sectionsWithin(plan.text, plan.section);
  for (const names of plan.settings.sections) {
    const wanted = new Set(names.map(bare));
    const label = labels.find(({ name, filled: isFilled }) => isFilled && wanted.has(bare(name)));
    if (label !== undefined || headings.some(({ heading }) => wanted.has(bare(heading)))) continue;
    const [name = ""] = names;
    return {
      state: "flawed",
      code: "part-missing",
      reason: `${plan.subject} has no part ${quote(name)}.`,
      remedy: `Add the sub-heading ${quote(`### ${name}`)} to the rollback plan and fill it in.`,
    };
  }
  return undefined;
};

/** "None" is an answer to a part of a plan, though not to the whole. */
const emptyPart = (plan: Plan): PlanFlaw | undefined => {
  for (const part of leavesOf(plan.text, plan.section)) {
    const template = { allNodes: plan.templates.flatMap((text) => nodesNamed(text, part.heading)) };
    const answer = filled(part, { template, acceptNone: true });
    if (answer.filled) continue;
    const said = unfilled(
      answer,
      `The part ${quote(part.heading)} of the rollback plan`,
      `under the heading ${quote(part.heading)}`,
    );
    return { ...said, state: "flawed", code: "unfilled" };
  }
  return undefined;
};

const nodesNamed = (text: string, heading: string) =>
  sectionsNamed(text, [heading]).flatMap(({ allNodes }) => allNodes);
