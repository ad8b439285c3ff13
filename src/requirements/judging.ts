import type { ExitState } from "../evidence/exit-states.ts";
import type { HolidayCalendar } from "../evidence/holidays/calendar.ts";
import type { ExemptFreeze, Freeze, Timetable } from "../evidence/schedule.ts";
import type { Person } from "../evidence/snapshot.ts";
import type { RolledBack } from "./rolled-back.ts";

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
