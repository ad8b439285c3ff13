import { isOfStep } from "../../../evidence/ledger.ts";
import { deed } from "../../../report/act-words.ts";
import type { Standing } from "../../../readiness/standing.ts";
import type { ListedRepository } from "../../../readiness/viewing/ports.ts";
import type {
  Exception,
  ExceptionCount,
  OnWaited,
  OnWeek,
  StepWaited,
  StepWeek,
  WaitingNow,
  WeekWaited,
} from "../../../readiness/waits.ts";
import { subjectPath } from "../addresses.ts";
import { awaitedName } from "./awaited-name.ts";

/** What was found in an organisation's repositories that the viewer can read. */
export interface Found {
  readonly owner: string;
  readonly repositories: readonly ListedRepository[];
  /** As many weeks are looked back to. */
  readonly weeks: number;
  readonly now: Date;
  readonly waitingNow: readonly WaitingNow[];
  readonly bySteps: readonly StepWaited[];
  readonly byPeople: readonly OnWaited[];
  readonly byWeeks: readonly WeekWaited[];
  readonly byStepsAndWeeks: readonly StepWeek[];
  readonly byPeopleAndWeeks: readonly OnWeek[];
  readonly exceptions: readonly Exception[];
  readonly exceptionsByWeeks: readonly ExceptionCount[];
  readonly overdue: readonly Standing[];
}

/** Medians of the weeks that `recent` names, in their order; undefined for a week in which none ended. */
interface ByWeek {
  readonly weekly: readonly (number | undefined)[];
}

/** The same as its page shows it. */
export interface OrganisationView extends Pick<Found, "owner" | "repositories" | "weeks" | "waitingNow"> {
  readonly bySteps: readonly (StepWaited & ByWeek)[];
  readonly byPeople: readonly (OnWaited & ByWeek & { readonly name: string })[];
  /** Mondays of the newest weeks, oldest first. */
  readonly recent: readonly Date[];
  /** Every week that was looked at, oldest first; those in which nothing became ready as well. */
  readonly ready: readonly { readonly week: Date; readonly waited: WeekWaited | undefined }[];
  /** The same of what was let through, by act in the order of `ACTS`. */
  readonly letThrough: readonly { readonly week: Date; readonly counts: readonly number[] }[];
  readonly exceptions: readonly ExceptionRow[];
  readonly overdue: readonly OverdueRow[];
  /** What was put off and was to be done by now, the one that is late for longest first. */
  readonly putOff: readonly ExceptionRow[];
}

/** Acts that let something through, and what many of them are called. */
export const ACTS = [
  { act: "waive", name: "Waived steps" },
  { act: "defer", name: "Steps put off" },
  { act: "override", name: "Overridden gates" },
  { act: "exempt", name: "Exemptions from freezes" },
] as const satisfies readonly { readonly act: Exception["entry"]["act"]; readonly name: string }[];

/** Somebody let something through. */
export interface ExceptionRow {
  readonly at: Date;
  readonly by: string;
  /** Markdown of ours that follows the name. */
  readonly did: string;
  readonly step: string | undefined;
  readonly reason: string;
  readonly subject: { readonly name: string; readonly path: string };
  readonly followUp: string | undefined;
  readonly dueAt: Date | undefined;
}

/** A phase that should be complete by now. */
export interface OverdueRow {
  readonly title: string;
  readonly name: string;
  readonly path: string;
  readonly phase: string;
  readonly procedure: string;
  readonly dueAt: Date;
}

/** A pure function of what was found. */
export const organisationView = (found: Found): OrganisationView => {
  const { owner, repositories, weeks, waitingNow, bySteps } = found;
  const known = new Map(repositories.map((repository) => [repository.id, repository]));
  const mondays = mondaysOf(found);
  const recent = mondays.slice(-RECENT);
  const exceptions = found.exceptions.flatMap((one) => exceptionRow(one, known.get(one.repositoryId)));
  return {
    owner,
    repositories,
    weeks,
    waitingNow,
    recent,
    bySteps: bySteps.map((one) => {
      const own = found.byStepsAndWeeks.filter(
        ({ procedure, step }) => procedure === one.procedure && step === one.step,
      );
      return { ...one, weekly: weeklyOf(own, recent) };
    }),
    byPeople: found.byPeople.map((one) => {
      const own = found.byPeopleAndWeeks.filter(({ on }) => on === one.on);
      return { ...one, name: awaitedName(one.on), weekly: weeklyOf(own, recent) };
    }),
    ready: mondays.map((week) => ({ week, waited: found.byWeeks.find((one) => isSame(one.week, week)) })),
    letThrough: mondays.map((week) => ({
      week,
      counts: ACTS.map(
        ({ act }) => found.exceptionsByWeeks.find((one) => one.act === act && isSame(one.week, week))?.count ?? 0,
      ),
    })),
    exceptions,
    putOff: lateIn(exceptions, found.now),
    overdue: found.overdue.flatMap((one) => overdueRows(one, known.get(one.repositoryId), found.now)),
  };
};

const lateIn = (rows: readonly ExceptionRow[], now: Date): readonly ExceptionRow[] => {
  const lateBy = ({ dueAt }: ExceptionRow): number => now.getTime() - (dueAt ?? now).getTime();
  return rows.filter((row) => lateBy(row) > 0).toSorted((one, other) => lateBy(other) - lateBy(one));
};

/** As many weeks fit beside each other. */
const RECENT = 4;

/** The first Monday of the weeks that steps and people are told of one by one. */
export const firstRecent = (now: Date, weeks: number): Date => firstMonday(now, Math.min(weeks, RECENT));

const weeklyOf = (own: readonly WeekWaited[], recent: readonly Date[]): ByWeek["weekly"] =>
  recent.map((week) => own.find((one) => isSame(one.week, week))?.medianMs);

const DAY_MS = 24 * 3600 * 1000;
const WEEK_MS = 7 * DAY_MS;

const isSame = (one: Date, other: Date): boolean => one.getTime() === other.getTime();

/** Monday, 00:00 UTC, of the week of a moment. */
export const mondayOf = (at: Date): Date => {
  const midnight = Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate());
  return new Date(midnight - ((at.getUTCDay() + 6) % 7) * DAY_MS);
};

/** The first Monday that is looked back to: this week counts. */
export const firstMonday = (now: Date, weeks: number): Date =>
  new Date(mondayOf(now).getTime() - (weeks - 1) * WEEK_MS);

const mondaysOf = ({ now, weeks }: Pick<Found, "now" | "weeks">): readonly Date[] =>
  Array.from({ length: weeks }, (_, index) => new Date(firstMonday(now, weeks).getTime() + index * WEEK_MS));

const exceptionRow = (
  { entry, subject: kind, number, followUp, dueAt }: Exception,
  repository: ListedRepository | undefined,
): readonly ExceptionRow[] => {
  if (repository === undefined) return [];
  const subject = {
    name: `${repository.owner}/${repository.name}#${number}`,
    path: subjectPath(repository, { kind, number }),
  };
  return [
    {
      at: new Date(entry.at),
      by: entry.by.login,
      did: deed(entry),
      step: isOfStep(entry) ? entry.step : undefined,
      reason: entry.reason,
      subject,
      followUp,
      dueAt,
    },
  ];
};

const overdueRows = (
  { verdict, title, number, kind }: Standing,
  repository: ListedRepository | undefined,
  now: Date,
): readonly OverdueRow[] => {
  if (repository === undefined) return [];
  const path = subjectPath(repository, { kind, number });
  const name = `${repository.owner}/${repository.name}#${number}`;
  return verdict.procedures
    .filter(({ exit }) => exit !== "aborted" && exit !== "rolled-back")
    .flatMap((procedure) =>
      procedure.phases.flatMap((phase) =>
        phase.state === "open" && phase.dueAt !== undefined && phase.dueAt < now
          ? [{ title, name, path, phase: phase.title, procedure: procedure.title, dueAt: phase.dueAt }]
          : [],
      ),
    );
};
