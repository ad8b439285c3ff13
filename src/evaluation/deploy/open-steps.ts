import { closesAt } from "../closes-at.ts";
import type { Actor } from "../../requirements/outcome.ts";
import { actorNames } from "../../report/people.ts";
import { isOpen, obligations } from "../gates.ts";
import type { PhaseVerdict, ProcedureVerdict, StepVerdict } from "../verdict.ts";
import type { OpenStep } from "./outcome.ts";

/** How time is named among those who can act. */
export const CLOCK = "the clock";

/** Code of a decision whose last word is *no-go*. */
const NO_GO = "decision/no-go";

/** What is open in these phases, those that say most first: a no-go, what could not be told, what must change, what is awaited. */
export const openStepsOf = (
  procedures: readonly ProcedureVerdict[],
  holds: (phase: PhaseVerdict) => boolean,
): readonly Said[] =>
  procedures
    .flatMap((procedure) => [
      ...problemOf(procedure),
      ...obligations(procedure.phases.filter(holds))
        .filter(isOpen)
        .map((step) => saidOf(procedure, step)),
    ])
    .toSorted((one, other) => rank(one) - rank(other));

/** An open step, and what is known of it beside what people read. */
export interface Said {
  readonly step: OpenStep;
  readonly isNoGo: boolean;
}

const RANK = { error: 1, unmet: 2, waiting: 3, locked: 4 } as const satisfies Record<OpenStep["state"], number>;

const rank = ({ step, isNoGo }: Said): number => (isNoGo ? 0 : RANK[step.state]);

const problemOf = ({ id, title, problem }: ProcedureVerdict): readonly Said[] => {
  if (problem === undefined) return [];
  const { reason, remedy, short } = problem;
  return [
    { isNoGo: false, step: { procedure: id, step: "", title, state: "error", reason, remedy, short, actors: [] } },
  ];
};

const saidOf = ({ id }: ProcedureVerdict, step: StepVerdict): Said => {
  const { title, reason, remedy, short, actors } = step;
  const opensAt = closesAt(step)?.toISOString();
  return {
    isNoGo: step.code === NO_GO,
    step: {
      procedure: id,
      step: step.id,
      title,
      state: stateOf(step),
      reason,
      remedy,
      short,
      actors: [...namesOf(actors)],
      ...(opensAt === undefined ? {} : { opensAt }),
    },
  };
};

const stateOf = ({ state }: StepVerdict): OpenStep["state"] => (isKnown(state) ? state : "error");

const isKnown = (state: string): state is OpenStep["state"] => Object.hasOwn(RANK, state);

const namesOf = (actors: readonly Actor[]): readonly string[] => [
  ...new Set(actors.flatMap((actor) => (actor.kind === "clock" ? [CLOCK] : actorNames([actor])))),
];
