import { isOpen, obligations } from "../../evaluation/gates.ts";
import { sameLogin } from "../../evaluation/rights.ts";
import type { PhaseVerdict, ProcedureVerdict, StepVerdict, Verdict } from "../../evaluation/verdict.ts";
import { counting, isNow } from "../../report/stage.ts";

type Judged = Pick<Verdict, "procedures" | "mode" | "stage">;

/** A step with what it is part of. */
export interface PlacedStep {
  readonly procedure: ProcedureVerdict;
  readonly phase: PhaseVerdict;
  readonly step: StepVerdict;
}

/** Every step that counts, in reading order; of runs that were given up or rolled back none does. */
export const countingSteps = (verdict: Judged): readonly PlacedStep[] =>
  counting(verdict)
    .filter(({ exit }) => exit !== "aborted" && exit !== "rolled-back")
    .flatMap((procedure) =>
      procedure.phases.flatMap((phase) => obligations([phase]).map((step) => ({ procedure, phase, step }))),
    );

/** Whether it is for somebody or something to do; what is locked waits for others before it. */
export const isAsked = (step: StepVerdict): boolean => isOpen(step) && step.state !== "locked";

/** Whether that is awaited right now: what comes after the merge is not before it. */
export const isAskedNow = (verdict: Judged, { phase, step }: PlacedStep): boolean =>
  isNow(verdict, phase) && isAsked(step);

/** Steps that are awaited right now. */
export const askedNow = (verdict: Judged): readonly PlacedStep[] =>
  countingSteps(verdict).filter((placed) => isAskedNow(verdict, placed));

/** On whom a step waits, a word each: `role:NAME`, `author`, `writers`, `login:NAME`, `automation:NAME` or `clock`. */
export const waitsOn = ({ actors }: StepVerdict): readonly string[] => [
  ...new Set(
    actors.map((actor) => {
      switch (actor.kind) {
        case "role":
          return `role:${actor.role}`;
        case "login":
          return `login:${actor.login.toLowerCase()}`;
        case "automation":
          return `automation:${actor.name}`;
        case "author":
        case "writers":
        case "clock":
          return actor.kind;
      }
    }),
  ),
];

/**
 * Logins of those whom a step waits for. What everybody with write permission may do is the author's business first: otherwise it would
 * wait for a whole team, and nobody would feel meant.
 */
export const peopleOf = ({ actors }: StepVerdict, author: string | null): readonly string[] =>
  actors.flatMap((actor) => {
    switch (actor.kind) {
      case "role":
        return actor.people;
      case "login":
        return [actor.login];
      case "author":
        return actor.login ?? author ?? [];
      case "writers":
        return author ?? [];
      case "automation":
      case "clock":
        return [];
    }
  });

/** Lower-cased logins of everybody for whom something waits. */
export const awaitedIn = (verdict: Judged, author: string | null): readonly string[] => [
  ...new Set(askedNow(verdict).flatMap(({ step }) => peopleOf(step, author).map((login) => login.toLowerCase()))),
];

/** What waits for this person. */
export const askedOf = (
  { verdict, author }: { readonly verdict: Judged; readonly author: string | null },
  login: string,
): readonly PlacedStep[] =>
  askedNow(verdict).filter(({ step }) => peopleOf(step, author).some((one) => sameLogin(one, login)));
