import { z } from "zod";
import type { AnyKind, Requirement } from "./define.ts";
import { combinators, kinds } from "./index.ts";
import { listed, quote } from "./wording.ts";

const nested: z.ZodType<Requirement> = z.lazy(() => RequirementSchema);
const every: readonly AnyKind[] = [...kinds, ...combinators.map((combinator) => combinator(nested))];

/** The names of every kind, in the order of the catalogue. */
export const KIND_NAMES: readonly string[] = every.map(({ kind }) => kind);

const bareKinds = new Map(
  kinds.flatMap(({ kind, schema }): [string, Requirement][] => {
    const parsed = schema.safeParse({});
    return parsed.success ? [[kind, parsed.data]] : [];
  }),
);

/** The enum lets a misspelt name be told apart from a name whose settings were forgotten. */
const Bare = z
  .enum(KIND_NAMES)
  .refine((kind) => bareKinds.has(kind), {
    error: ({ input }) => `${quote(String(input))} needs settings: write \`${String(input)}: …\` below \`require\`.`,
  })
  .meta({ enum: [...bareKinds.keys()] })
  .describe("A kind that needs no settings.");

const WithSettings = z
  .strictObject(Object.fromEntries(every.map(({ kind, about, schema }) => [kind, schema.optional().describe(about)])))
  .meta({ minProperties: 1, maxProperties: 1 })
  .describe("One kind with its settings.");

/**
 * A requirement as written in a procedure: the name of a kind that needs no settings, or a map of one kind to its settings.
 * Parses to a requirement that is ready to be judged; `all`, `any` and `not` nest.
 */
export const RequirementSchema: z.ZodType<Requirement> = z
  .union([Bare, WithSettings])
  .transform((given, context) => {
    const [requirement, ...more] = typeof given === "string" ? [bareKinds.get(given)] : chosen(given);
    if (requirement !== undefined && more.length === 0) return requirement;
    // An unknown key has been complained about already, and is most likely the kind that was meant.
    if (context.issues.length === 0)
      context.addIssue({ code: "custom", message: notOne(Object(given)), params: { kinds: KIND_NAMES } });
    return z.NEVER;
  })
  .meta({ id: "Requirement" })
  .describe("What counts as proof that the step is done: a kind, or one kind with its settings.");

const chosen = (given: Readonly<Record<string, Requirement | undefined>>): readonly Requirement[] =>
  Object.values(given).filter((one) => one !== undefined);

const notOne = (given: object): string => {
  const named = Object.keys(given).map(quote);
  const found = named.length === 0 ? "none is named" : `here are ${listed(named)}`;
  return `Name exactly one kind of requirement, ${found}; combine several by \`all\` or \`any\`. The kinds are ${KIND_NAMES.join(", ")}.`;
};
