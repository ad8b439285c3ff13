import { z } from "zod";
import type { FactName, RoleHolders, Snapshot } from "../evidence/snapshot.ts";
import type { Judging } from "./judging.ts";
import { NO_LOOKUPS, type Lookups, type Needs } from "./needs.ts";
import { undetermined, type Outcome } from "./outcome.ts";

/** Facts every snapshot has, and those a kind asked for, now certain to be there. */
export type Facts<Name extends FactName> = Snapshot & { readonly [K in Name]-?: NonNullable<Snapshot[K]> };

interface Definition<Kind extends string, Settings extends z.ZodType, Name extends FactName> {
  readonly kind: Kind;
  /** One sentence: when a step with this requirement is met. */
  readonly about: string;
  readonly settings: Settings;
  readonly needs: readonly Name[];
  /** Facts that only some settings need; `judge` finds them on the snapshot, where they are optional. */
  readonly alsoNeeds?: (settings: z.output<Settings>) => readonly FactName[];
  readonly documents?: (settings: z.output<Settings>) => readonly string[];
  readonly baseDocuments?: (settings: z.output<Settings>) => readonly string[];
  readonly roles?: (settings: z.output<Settings>) => readonly string[];
  /** Whether people tick a box for it in the checklist comment; who may is said by `ticker`. */
  readonly ticker?: (settings: z.output<Settings>) => Ticker;
  /** The role whose go or no-go it asks for. */
  readonly decider?: (settings: z.output<Settings>) => string;
  readonly environments?: (settings: z.output<Settings>) => readonly string[];
  readonly outputs?: (settings: z.output<Settings>) => readonly string[];
  readonly issues?: (settings: z.output<Settings>) => readonly string[];
  /** What it asks for once the facts are there; its answers may be missing from the snapshot of the first look. */
  readonly lookups?: (settings: z.output<Settings>, facts: Facts<Name>, judging: Judging) => Partial<Lookups>;
  /** A few words for a person: "2 sign-offs by security". */
  readonly describe: (settings: z.output<Settings>) => string;
  readonly judge: (settings: z.output<Settings>, facts: Facts<Name>, judging: Judging) => Outcome;
}

/** Who may tick a box. Without a role, everybody with write permission. */
export interface Ticker {
  readonly role: string | undefined;
  readonly humansOnly: boolean;
  /** How long after the phase opened it can be ticked at the earliest, in milliseconds. */
  readonly afterMs?: number;
}

/** A requirement of one step, ready to be judged; prints as `{ kind, settings }`. */
export interface Requirement {
  readonly kind: string;
  readonly settings: unknown;
  readonly needs: () => Needs;
  readonly ticker: () => Ticker | undefined;
  readonly decider: () => string | undefined;
  readonly lookups: (snapshot: Snapshot, judging: Judging) => Lookups;
  readonly describe: () => string;
  readonly judge: (snapshot: Snapshot, judging: Judging) => Outcome;
}

/** A kind of requirement: its settings' schema and how settings become a requirement. One file each, one line in the catalogue. */
export interface RequirementKind<Kind extends string = string, Settings extends z.ZodType = z.ZodType> {
  readonly kind: Kind;
  readonly about: string;
  readonly settings: Settings;
  readonly require: (settings: z.output<Settings>) => Requirement;
  /** From the settings as written to a requirement that is ready to be judged. */
  readonly schema: z.ZodType<Requirement>;
}

/** A kind whatever its settings are, as the catalogue lists it. */
export type AnyKind = Pick<RequirementKind, "kind" | "about" | "schema">;

/** Makes a kind from its definition; a fact that was asked for and is not there is an error, never an empty list. */
export const defineRequirement = <const Kind extends string, Settings extends z.ZodType, const Name extends FactName>(
  definition: Definition<Kind, Settings, Name>,
): RequirementKind<Kind, Settings> => {
  const require = requirementOf(definition);
  const { kind, about, settings } = definition;
  return { kind, about, settings, require, schema: settings.transform(require) };
};

const requirementOf =
  <Kind extends string, Settings extends z.ZodType, Name extends FactName>(
    definition: Definition<Kind, Settings, Name>,
  ) =>
  (settings: z.output<Settings>): Requirement => {
    const asked: readonly FactName[] = [...definition.needs, ...(definition.alsoNeeds?.(settings) ?? [])];
    const listOf = (list: ((settings: z.output<Settings>) => readonly string[]) | undefined) => list?.(settings) ?? [];
    return {
      kind: definition.kind,
      settings,
      needs: () => ({
        facts: asked,
        documents: listOf(definition.documents),
        baseDocuments: listOf(definition.baseDocuments),
        roles: listOf(definition.roles),
        environments: listOf(definition.environments),
        outputs: listOf(definition.outputs),
        issues: listOf(definition.issues),
      }),
      ticker: () => definition.ticker?.(settings),
      decider: () => definition.decider?.(settings),
      lookups: (snapshot, judging) =>
        definition.lookups !== undefined && hasFacts(snapshot, definition.needs)
          ? { ...NO_LOOKUPS, ...definition.lookups(settings, snapshot, judging) }
          : NO_LOOKUPS,
      describe: () => definition.describe(settings),
      judge: (snapshot, judging) => {
        const missing = asked.find((name) => snapshot[name] === undefined && !isForeign(name, snapshot));
        if (missing !== undefined || !hasFacts(snapshot, definition.needs))
          return unread(definition.kind, missing ?? "facts", snapshot);
        return definition.judge(settings, snapshot, judging);
      },
    };
  };

/** An issue has no reviews and closes nothing, so its snapshot need not say so. */
const isForeign = (name: FactName, { subject }: Snapshot): boolean =>
  subject.kind === "issue" && (name === "reviews" || name === "linkedIssues");

const hasFacts = <Name extends FactName>(snapshot: Snapshot, names: readonly Name[]): snapshot is Facts<Name> =>
  names.every((name) => snapshot[name] !== undefined);

/** The outcome where the snapshot lacks what a requirement is judged by, for the reason the reader gave. */
export const unread = (kind: string, fact: string, snapshot: Snapshot): Outcome =>
  undetermined({
    code: `${kind.replaceAll("_", "-")}/unknown`,
    reason: snapshot.unread[fact] ?? `The snapshot does not hold \`${fact}\`, which \`${kind}\` is judged by.`,
    remedy: "Comment `/gate recheck`; in a snapshot file, add the missing fact.",
    short: `${kind} not determined`,
  });

/** The holders of a role, or the error that blocks: a role nobody defined can't be held by anyone. */
export const holders = (snapshot: Snapshot, role: string): RoleHolders | undefined =>
  Object.hasOwn(snapshot.roles, role) ? snapshot.roles[role] : undefined;
