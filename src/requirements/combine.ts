import { z } from "zod";
import type { Needs, Requirement, Ticker } from "./define.ts";
import { isSound } from "./settings.ts";
import type { Actor, Open, Outcome, Undetermined } from "./outcome.ts";

/** What several requirements ask for together, each thing once. */
export const needsOf = (children: readonly Requirement[]): Needs => {
  const needs = children.map((child) => child.needs());
  const union = <Item>(pick: (one: Needs) => readonly Item[]) => [...new Set(needs.flatMap(pick))];
  return {
    facts: union(({ facts }) => facts),
    documents: union(({ documents }) => documents),
    baseDocuments: union(({ baseDocuments }) => baseDocuments),
    roles: union(({ roles }) => roles),
  };
};

/** Who ticks the box of a composite: a step has one box, so it is that of the only child that has one. */
export const tickerOf = (children: readonly Requirement[]): Ticker | undefined =>
  children.map((child) => child.ticker()).find((ticker) => ticker !== undefined);

/** One or more requirements, at most one of them ticked: one box can't say who of several roles agreed. */
export const childrenOf = (nested: z.ZodType<Requirement>) =>
  z
    .array(nested)
    .min(1)
    .refine((children) => children.filter((child) => child.ticker() !== undefined).length <= 1, {
      error: "A step has one box, so only one `tick` can be in it; make each tick a step of its own.",
      when: isSound,
    });

/** What is left of several open outcomes, said once: each reason and remedy, everybody who can act, the earliest wake-up. */
export const together = (open: readonly Open[]): Pick<Open, "reason" | "remedy" | "actors"> & { wakeAt?: Date } => {
  const wakes = open.flatMap(({ wakeAt }) => (wakeAt === undefined ? [] : [wakeAt]));
  const [first] = wakes.toSorted((one, other) => one.getTime() - other.getTime());
  return {
    ...sentences(open),
    actors: distinct(open.flatMap(({ actors }) => actors)),
    ...(first === undefined ? {} : { wakeAt: first }),
  };
};

/** Reasons and remedies of several outcomes, each once. */
export const sentences = (outcomes: readonly (Open | Undetermined)[]): { reason: string; remedy: string } => ({
  reason: [...new Set(outcomes.map(({ reason }) => reason))].join(" "),
  remedy: [...new Set(outcomes.map(({ remedy }) => remedy))].join(" "),
});

const distinct = (actors: readonly Actor[]): readonly Actor[] => [
  ...new Map(actors.map((actor) => [JSON.stringify(actor), actor])).values(),
];

export const isError = (outcome: Outcome): outcome is Undetermined => outcome.state === "error";
export const isOpen = (outcome: Outcome): outcome is Open => outcome.state === "unmet" || outcome.state === "waiting";
