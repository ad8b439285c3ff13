import { z } from "zod";
import type { FactName, RoleHolders, Snapshot } from "../evidence/snapshot.ts";
import { undetermined, type Outcome } from "./outcome.ts";

/** What a requirement asks of a snapshot before it can be judged. */
export interface Needs {
  readonly facts: readonly FactName[];
  /** Paths or globs at the head, `{parameters}` not yet filled in. */
  readonly documents: readonly string[];
  /** The same at the base branch. */
  readonly baseDocuments: readonly string[];
  /** Role names of the config. */
  readonly roles: readonly string[];
}

/** How the box of the step stands, as the ledger tells it. */
export type Box =
  | { readonly state: "ticked"; readonly by: string; readonly at: string; readonly url?: string }
  | { readonly state: "open"; readonly note?: string };

/** What a requirement may look at besides the snapshot's facts. */
export interface Judging {
  readonly now: Date;
  /** Values of the procedure's parameters; a name that is absent could not be resolved. */
  readonly parameters: Readonly<Record<string, string>>;
  /** For parameters without a value: one imperative sentence that says how to get one, naming the branch pattern or file. */
  readonly unresolved?: Readonly<Record<string, string>>;
  readonly step: { readonly id: string; readonly title: string };
  /** The step's box. Only a requirement that says `boxed` looks at it. */
  readonly box: Box;
}

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
  /** A few words for a person: "2 sign-offs by security". */
  readonly describe: (settings: z.output<Settings>) => string;
  readonly judge: (settings: z.output<Settings>, facts: Facts<Name>, judging: Judging) => Outcome;
}

/** Who may tick a box. Without a role, everybody with write permission. */
export interface Ticker {
  readonly role: string | undefined;
  readonly humansOnly: boolean;
}

/** A requirement of one step, ready to be judged; prints as `{ kind, settings }`. */
export interface Requirement {
  readonly kind: string;
  readonly settings: unknown;
  readonly needs: () => Needs;
  readonly ticker: () => Ticker | undefined;
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
    return {
      kind: definition.kind,
      settings,
      needs: () => ({
        facts: asked,
        documents: definition.documents?.(settings) ?? [],
        baseDocuments: definition.baseDocuments?.(settings) ?? [],
        roles: definition.roles?.(settings) ?? [],
      }),
      ticker: () => definition.ticker?.(settings),
      describe: () => definition.describe(settings),
      judge: (snapshot, judging) => {
        const missing = asked.find((name) => snapshot[name] === undefined);
        if (missing !== undefined || !hasFacts(snapshot, definition.needs))
          return unread(definition.kind, missing ?? "facts", snapshot);
        return definition.judge(settings, snapshot, judging);
      },
    };
  };

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
