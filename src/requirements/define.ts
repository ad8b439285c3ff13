import { z } from "zod";
import type { ExitState } from "../evidence/exit-states.ts";
import type { FactName, Person, RoleHolders, Snapshot } from "../evidence/snapshot.ts";
import type { HolidayCalendar } from "../evidence/holidays/calendar.ts";
import type { ExemptFreeze, Freeze, Timetable } from "../evidence/schedule.ts";
import { undetermined, type Outcome } from "./outcome.ts";
import type { RolledBack } from "./rolled-back.ts";

/** What a requirement asks of a snapshot before it can be judged. */
export interface Needs {
  readonly facts: readonly FactName[];
  /** Paths or globs at the head, `{parameters}` not yet filled in. */
  readonly documents: readonly string[];
  /** The same at the base branch. */
  readonly baseDocuments: readonly string[];
  /** Role names of the config. */
  readonly roles: readonly string[];
  /** Environments whose deployments are asked for. */
  readonly environments: readonly string[];
  /** Names of checks whose output is asked for. */
  readonly outputs: readonly string[];
  /** Lists of open issues that are asked for: `label:NAME` or `milestone:TITLE`. */
  readonly issues: readonly string[];
}

export const NO_NEEDS: Needs = {
  facts: [],
  documents: [],
  baseDocuments: [],
  roles: [],
  environments: [],
  outputs: [],
  issues: [],
};

/** What several ask for together, each thing once; sorted, so that the same things are always asked for in the same way. */
export const unionOf = (needs: readonly Needs[]): Needs => {
  const union = <Item extends string>(pick: (one: Needs) => readonly Item[]): readonly Item[] =>
    [...new Set(needs.flatMap(pick))].toSorted();
  return {
    facts: union(({ facts }) => facts),
    documents: union(({ documents }) => documents),
    baseDocuments: union(({ baseDocuments }) => baseDocuments),
    roles: union(({ roles }) => roles),
    environments: union(({ environments }) => environments),
    outputs: union(({ outputs }) => outputs),
    issues: union(({ issues }) => issues),
  };
};

/**
 * What depends on what was read: it is asked for in a second look, only when a requirement says so after the first.
 * The answers stand in the snapshot under the same names.
 */
export interface Lookups {
  /** Names of branches: is there such a branch? */
  readonly branches: readonly string[];
  /** Commits of the subject: which files changed between each and the head? */
  readonly changedSince: readonly string[];
  /** Paths at the head: when was each changed last? */
  readonly lastChanged: readonly string[];
}

export const NO_LOOKUPS: Lookups = { branches: [], changedSince: [], lastChanged: [] };

export const lookupsTogether = (lookups: readonly Lookups[]): Lookups => ({
  branches: [...new Set(lookups.flatMap(({ branches }) => branches))],
  changedSince: [...new Set(lookups.flatMap(({ changedSince }) => changedSince))],
  lastChanged: [...new Set(lookups.flatMap(({ lastChanged }) => lastChanged))],
});

/** What a person said for a role by command. */
export interface GivenSignoff {
  readonly word: "signoff" | "revoke";
  readonly by: Person;
  /** ISO 8601. */
  readonly at: string;
  readonly role: string;
  /** The head commit at that moment; null where the subject has none. */
  readonly commit: string | null;
  /** The base branch at that moment; absent where that is not known. */
  readonly base?: string | undefined;
}

/** The last word on a step that asks for a decision. */
export interface Decision {
  readonly word: "go" | "no-go";
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
  readonly reason: string | undefined;
  readonly commit: string | undefined;
  /** The base branch at that moment; absent where that is not known. */
  readonly base?: string | undefined;
}

/** Another procedure of the same subject, as far as it is judged already. */
export interface DoneProcedure {
  readonly id: string;
  readonly title: string;
  readonly applies: boolean;
  /** Why it applies or not; an error sentence where that is unknown. */
  readonly reason: string;
  readonly exit: ExitState;
  readonly phases: readonly DonePhase[];
}

interface DonePhase {
  readonly id: string;
  readonly title: string;
  readonly complete: boolean;
  /** Complete but for steps that were put off. */
  readonly partial?: boolean;
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
  /** The last word on this step, where somebody decided. */
  readonly decision?: Decision;
  /** What people said by command for any role, oldest first. */
  readonly signoffs: readonly GivenSignoff[];
  /** When the phase opened, where something opened it. */
  readonly openedAt?: Date | undefined;
  /** Of a phase that a deployment opened: since when what it is about runs there without a break; null where it does no more. */
  readonly runsSince?: Date | null | undefined;
  /** Oldest first; those that were said by mistake are told apart where they are looked at. */
  readonly rollbacks?: readonly RolledBack[];
  /** Other procedures that this one may ask for. */
  readonly procedures: readonly DoneProcedure[];
  /** Named windows of the config. */
  readonly windows: Readonly<Record<string, Timetable>>;
  /** The calendars that windows of the procedure itself name, by their path as written; what is missing could not be read. */
  readonly calendars?: ReadonlyMap<string, HolidayCalendar> | undefined;
  /** Those that may hold the subject; `letsThrough` says in a clause what they don't hold. */
  readonly freezes: readonly (Freeze & { readonly letsThrough?: string | undefined })[];
  /** Freezes that don't hold the subject. */
  readonly exempt?: readonly ExemptFreeze[] | undefined;
  /** Roles that may exempt it from a freeze. */
  readonly overrideRoles?: readonly string[] | undefined;
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
