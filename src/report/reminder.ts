import type { PhaseVerdict, ProcedureVerdict } from "../evaluation/verdict.ts";
import { isOpen, obligations } from "../evaluation/gates.ts";
import { plain } from "../markdown/escape.ts";
import { listed } from "../requirements/wording.ts";
import { moment } from "./answers.ts";
import { fit, fixed } from "./fit.ts";
import { actorNames } from "./people.ts";
import { prose } from "./prose.ts";

/** A phase that should be complete by now. */
export interface Overdue {
  readonly procedure: Pick<ProcedureVerdict, "title">;
  readonly phase: PhaseVerdict & { readonly dueAt: Date };
  /** People and teams of the config, with their `@`: they are meant to be notified. */
  readonly tell: readonly string[];
  /** Ties the comment to the phase, so that it is posted once. */
  readonly marker: string;
  readonly timeZone?: string | undefined;
}

/** The comment that says once that a phase is overdue: what is left of it, and whose turn it is. */
export const reminder = ({ procedure, phase, tell, marker, timeZone }: Overdue): string => {
  const steps = obligations([phase]);
  const open = steps.filter(isOpen);
  const next = [...new Set(open.flatMap(({ actors }) => actorNames(actors)))].filter((name) => name !== "time");
  const name = `${plain(phase.title, 150)} of ${plain(procedure.title, 150)}`;
  const turn = next.length === 0 ? "" : ` Next: ${plain(listed(next), 300)}.`;
  return fit(
    [
      fixed(
        `${marker}\n**${name} is overdue since ${moment(phase.dueAt, timeZone)}:** ${open.length} of ${steps.length} left.${turn}\n`,
      ),
      {
        before: "\n",
        rows: open.map(
          ({ title, remedy }) =>
            () =>
              `- ${plain(title, 150)}: ${prose(remedy)}\n`,
        ),
        after: tell.length === 0 ? "" : `\n${tell.join(" ")}\n`,
        more: (left) => `- … and ${left} more\n`,
      },
    ],
    LIMIT,
  );
};

const LIMIT = 60_000;
