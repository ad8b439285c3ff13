import type { HolidayCalendar } from "../evidence/holidays/calendar.ts";
import type { Timetable } from "../evidence/schedule.ts";
import type { Finding } from "./finding.ts";
import type { ConfigForm } from "./config-schema.ts";
import type { Procedure } from "./model.ts";

/** A procedure as a repository uses it. */
export interface AdoptedProcedure {
  readonly procedure: Procedure;
  readonly mode: "enforce" | "shadow";
  /** Where the document is: `builtin:ID` or `owner/name:path`, and a link people can follow where there is one. */
  readonly source: { readonly reference: string; readonly url?: string };
  /** The calendars that its own windows name, by the path as written; what is missing could not be read. */
  readonly calendars?: ReadonlyMap<string, HolidayCalendar>;
}

/** Asks for nothing; what others are built on. */
export const NO_POLICY: Policy = {
  roles: {},
  mode: "enforce",
  comments: { checklist: false, status: false, issues: false },
  windows: {},
  freezes: [],
  environments: {},
  notifyOnBlock: [],
  procedures: [],
  findings: [],
};

/** Logins and `@org/team`s that a role names; none where no config has it, also where it is called `constructor`. */
export const holdersIn = (policy: Pick<Policy, "roles"> | undefined, role: string): readonly string[] =>
  policy !== undefined && Object.hasOwn(policy.roles, role) ? (policy.roles[role] ?? []) : [];

export interface Override {
  readonly roles: readonly string[];
  /** How long an override lasts, in milliseconds. */
  readonly lastsMs: number;
  /** The author alone can't override. */
  readonly secondPerson: boolean;
}

/** What a repository asks for, all read from the base branch: the roles, the procedures, and what is wrong with them. */
export interface Policy {
  /** Config's role definitions: logins and `@org/team` slugs. */
  readonly roles: Readonly<Record<string, readonly string[]>>;
  readonly mode: "enforce" | "shadow";
  readonly comments: {
    readonly checklist: boolean;
    readonly status: boolean;
    readonly issues: boolean;
    /** False: that nothing requires the check is not told. */
    readonly unenforced?: boolean;
  };
  readonly windows: Readonly<Record<string, Timetable>>;
  readonly freezes: ConfigForm["freezes"];
  /** By their names in lower case: GitHub tells environments apart without regard to case. */
  readonly environments: ConfigForm["environments"];
  /** Who may open what nobody else may; absent where the config names nobody. */
  readonly override?: Override | undefined;
  /** Roles to be told when a gate shuts. */
  readonly notifyOnBlock: readonly string[];
  readonly procedures: readonly AdoptedProcedure[];
  /** Any error here shuts every gate: a document that can't be read enforces nothing, so nothing passes. */
  readonly findings: readonly Finding[];
}
