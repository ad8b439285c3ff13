import { z } from "zod";
import { Glob, Re2 } from "../evidence/patterns.ts";
import type { FactName } from "../evidence/snapshot.ts";

const oneOrMore = <Item extends z.ZodType<string>>(item: Item) =>
  z.union([item, z.array(item).min(1, "The list is empty; name at least one, or remove the key.")]);

const size = z
  .strictObject({
    min: z.int().nonnegative().optional().describe("At least this many lines added plus deleted."),
    max: z.int().nonnegative().optional().describe("At most this many lines added plus deleted."),
  })
  .refine(({ min, max }) => min !== undefined || max !== undefined, "Say `min`, `max` or both.");

const text = z.string().min(1);

/** Predicates written by people; `judgePredicate` says whether one holds. */
export interface Predicate {
  readonly base?: string | string[] | undefined;
  readonly head?: string | string[] | undefined;
  readonly paths?: string | string[] | undefined;
  readonly labels?: string | string[] | undefined;
  readonly author?: string | string[] | undefined;
  readonly bot?: boolean | undefined;
  readonly draft?: boolean | undefined;
  readonly fork?: boolean | undefined;
  readonly size?: { min?: number | undefined; max?: number | undefined } | undefined;
  readonly title?: string | string[] | undefined;
  readonly environment?: string | string[] | undefined;
  readonly milestone?: string | string[] | undefined;
  readonly picked?: string | string[] | undefined;
  readonly all?: Predicate[] | undefined;
  readonly any?: Predicate[] | undefined;
  readonly not?: Predicate | undefined;
}

/** When something applies: keys in one object are and-ed, lists are or-ed, `all`, `any` and `not` nest. */
export const Predicate: z.ZodType<Predicate> = z
  .strictObject({
    base: oneOrMore(Glob).optional().describe("The base branch matches one of these globs."),
    head: oneOrMore(Glob).optional().describe("The head branch matches one of these globs."),
    paths: oneOrMore(Glob)
      .optional()
      .describe("A changed file matches one of these globs and no `!glob`; a rename counts with both paths."),
    labels: oneOrMore(text)
      .optional()
      .describe("It carries one of these labels; `*` stands for any text, case does not matter."),
    author: oneOrMore(text).optional().describe("One of these logins opened it; case does not matter."),
    bot: z.boolean().optional().describe("Whether a bot or App opened it."),
    draft: z.boolean().optional().describe("Whether it is a draft."),
    fork: z.boolean().optional().describe("Whether the head is in another repository."),
    size: size.optional().describe("How many lines were added plus deleted."),
    title: oneOrMore(Re2).optional().describe("The title matches one of these RE2 patterns."),
    environment: oneOrMore(Glob).optional().describe("The environment of a deployment matches one of these globs."),
    milestone: oneOrMore(text)
      .optional()
      .describe("It belongs to one of these milestones; `*` stands for any text, case does not matter."),
    picked: oneOrMore(text)
      .optional()
      .describe("One of these options of a `choice` in the same procedure was picked, by the option's id."),
    get all() {
      return predicates().optional().describe("All of these hold.");
    },
    get any() {
      return predicates().optional().describe("At least one of these holds.");
    },
    get not() {
      return z
        .lazy(() => Predicate)
        .optional()
        .describe("This does not hold.");
    },
  })
  .refine((given) => Object.keys(given).length > 0, "The condition is empty; name at least one key, or remove it.")
  .meta({
    id: "Predicate",
    description: "When something applies: keys in one object must all hold, of a list one must.",
  });

const predicates = () => z.array(z.lazy(() => Predicate)).min(1, "The list is empty; give at least one condition.");

/** Facts without which the predicate can't be judged. */
export const predicateNeeds = (predicate: Predicate): readonly FactName[] => {
  const { all = [], any = [], not } = predicate;
  const nested = [...all, ...any, ...(not === undefined ? [] : [not])];
  const needs = new Set<FactName>(nested.flatMap(predicateNeeds));
  if (predicate.paths !== undefined) needs.add("files");
  return [...needs];
};

export { judgePredicate, type Judged, type Picks } from "./judge-predicate.ts";
