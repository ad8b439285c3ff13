import type { Entry } from "../evidence/ledger.ts";
import { code, link, plain } from "../markdown/escape.ts";
import type { PlanSteps } from "../requirements/plan-steps.ts";
import { doer, moment } from "./answers.ts";
import { fit, fixed } from "./fit.ts";
import { prose } from "./prose.ts";

/** What goes with a rollback. */
export interface Rollback {
  readonly plan: PlanSteps | undefined;
  /** Ties the comment to the act, so that it is posted once. */
  readonly marker: string;
  readonly timeZone?: string | undefined;
}

/** The comment that `/gate rollback` posts: the plan as boxes to go through, and whom it concerns. */
export const rollbackComment = (entry: Entry<"rollback">, { plan, marker, timeZone }: Rollback): string => {
  const where = entry.environment === undefined ? "" : ` of ${code(entry.environment)}`;
  const head = `${marker}\n**Rollback${where}** by ${doer(entry)}, ${moment(entry.at, timeZone)}: ${prose(entry.reason, 1000)}\n`;
  if (plan === undefined) return `${head}\nThere is no rollback plan here whose steps could be listed.\n`;
  const rows = plan.items.map((item) => () => `- [ ] ${plain(item, 1000)}\n`);
  return fit(
    [
      fixed(head),
      { before: `\n${source(plan)}\n\n`, rows, after: "", more: (left) => `- … and ${left} more in the plan\n` },
    ],
    LIMIT,
  );
};

const LIMIT = 60_000;

const source = ({ file }: PlanSteps): string => {
  if (file === undefined) return "The plan stands in the description:";
  return `The plan is ${file.url === undefined ? code(file.path) : link(file.path, file.url)}:`;
};
