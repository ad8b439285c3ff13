import { z } from "zod";
import type { Requirement } from "./define.ts";
import { lookupsTogether, unionOf } from "./needs.ts";
import { isSound } from "./settings.ts";
import type { Actor, Open, Outcome, Undetermined } from "./outcome.ts";

/** What a composite is made of, apart from how it is judged. */
export const parts = (
  children: readonly Requirement[],
): Pick<Requirement, "needs" | "lookups" | "ticker" | "decider"> => ({
  needs: () => unionOf(children.map((child) => child.needs())),
  lookups: (snapshot, judging) => lookupsTogether(children.map((child) => child.lookups(snapshot, judging))),
  ticker: () => firstOf(children.map((child) => child.ticker())),
  decider: () => firstOf(children.map((child) => child.decider())),
});

/** A step has one box and one last word, so a composite's is that of the only child that has one. */
const firstOf = <Item>(items: readonly (Item | undefined)[]): Item | undefined =>
  items.find((item) => item !== undefined);

/** What each asks for; those of the kind that is joined by the other word in brackets, so that it is clear what belongs together. */
export const inBrackets = (children: readonly Requirement[], kind: "all" | "any"): readonly string[] =>
  children.map((child) => (child.kind === kind && children.length > 1 ? `(${child.describe()})` : child.describe()));

/** One or more requirements, at most one of them ticked: one box can't say who of several roles agreed. */
export const childrenOf = (nested: z.ZodType<Requirement>) =>
  z
    .array(nested)
    .min(1)
    .refine((children) => children.filter((child) => child.ticker() !== undefined).length <= 1, {
      error: "A step has one box, so only one `tick` can be in it; make each tick a step of its own.",
      when: isSound,
    })
    .refine((children) => children.filter((child) => child.decider() !== undefined).length <= 1, {
      error: "A step has one last word, so only one `decision` can be in it; make each decision a step of its own.",
      when: isSound,
    });

/** What is left of several open outcomes, said once: each reason and remedy, everybody who can act, the earliest wake-up. */
export const together = (open: readonly Open[]): Pick<Open, "reason" | "remedy" | "actors" | "wakeAt" | "opensAt"> => {
  const first = earliest(open);
  const last = open.some(({ opensAt }) => opensAt !== undefined) ? latest(open) : undefined;
  return {
    ...sentences(open),
    actors: distinct(open.flatMap(({ actors }) => actors)),
    ...(first === undefined ? {} : { wakeAt: first }),
    ...(last === undefined ? {} : { opensAt: last }),
  };
};

const latest = (open: readonly Open[]): Date | undefined =>
  open
    .flatMap(({ opensAt, wakeAt = opensAt }) => opensAt ?? wakeAt ?? [])
    .toSorted((one, other) => one.getTime() - other.getTime())
    .at(-1);

/** The first moment at which time alone can change one of several outcomes. */
export const earliest = (outcomes: readonly { readonly wakeAt?: Date }[]): Date | undefined =>
  outcomes
    .flatMap(({ wakeAt }) => (wakeAt === undefined ? [] : [wakeAt]))
    .toSorted((one, other) => one.getTime() - other.getTime())[0];

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
