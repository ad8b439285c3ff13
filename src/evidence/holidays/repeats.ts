import { daysOfYear, yearOf, type DayNumber, type YearDay } from "./day-numbers.ts";
import type { Rule } from "./rule.ts";

/** From and to, both included. */
export interface DaySpan {
  readonly from: DayNumber;
  readonly to: DayNumber;
}

/** A rule, the day from which it counts, and the day up to which. */
export interface Repeating {
  readonly rule: Rule;
  readonly first: YearDay;
  readonly until: DayNumber;
}

/** Days by year, each year made once. */
export type Years = (year: number) => readonly YearDay[];

export const rememberingYears = (): Years => {
  const known = new Map<number, readonly YearDay[]>();
  return (year) => {
    const days = known.get(year) ?? daysOfYear(year);
    known.set(year, days);
    return days;
  };
};

/**
 * The days of a span on which a rule repeats (RFC 5545, 3.3.10). Every day of these years is asked whether the rule allows it, so that
 * no rule, however odd, costs more than the years have days. The first day always counts.
 */
export const daysRepeated = (repeating: Repeating, span: DaySpan, years: Years): readonly DayNumber[] => {
  const { rule, first, until } = repeating;
  const start = rule.count === undefined ? Math.max(span.from, first.number) : first.number;
  const end = Math.min(span.to, until);
  const days: DayNumber[] = start <= first.number && first.number <= end ? [first.number] : [];
  for (let year = yearOf(start); year <= yearOf(end) && days.length < (rule.count ?? Infinity); year += 1)
    days.push(...inYear(year, repeating, years).filter((day) => start <= day && day <= end && day > first.number));
  return days.slice(0, rule.count).filter((day) => span.from <= day);
};

/** What the rule allows in a year; positions are counted in whole periods, so a week that reaches over the year is whole. */
const inYear = (year: number, repeating: Repeating, years: Years): readonly DayNumber[] => {
  const { rule, first } = repeating;
  const days = rule.bysetpos !== undefined && rule.freq === "WEEKLY" ? withNeighbours(year, years) : years(year);
  const allowed = days.filter((day) => isInPeriod(day, repeating) && isAllowed(day, rule, first));
  const picked = rule.bysetpos === undefined ? allowed : positioned(allowed, repeating);
  return picked.filter((day) => day.year === year).map(({ number }) => number);
};

const withNeighbours = (year: number, years: Years): readonly YearDay[] => [
  ...years(year - 1).slice(-7),
  ...years(year),
  ...years(year + 1).slice(0, 7),
];

/** Which period of the rule's frequency a day is in, counted from that of the first day. */
const periodOf = (day: YearDay, { rule, first }: Repeating): number => {
  switch (rule.freq) {
    case "YEARLY":
      return day.year - first.year;
    case "MONTHLY":
      return (day.year - first.year) * 12 + day.month - first.month;
    case "WEEKLY":
      return (weekStart(day, rule) - weekStart(first, rule)) / 7;
    case "DAILY":
      return day.number - first.number;
  }
};

const weekStart = ({ number, weekday }: YearDay, { wkst }: Rule): DayNumber => number - ((weekday - wkst + 7) % 7);

const isInPeriod = (day: YearDay, repeating: Repeating): boolean =>
  periodOf(day, repeating) % repeating.rule.interval === 0;

const isAllowed = (day: YearDay, rule: Rule, first: YearDay): boolean =>
  hasMonth(day, rule, first) && hasDate(day, rule, first) && hasWeekday(day, rule, first) && hasYearDay(day, rule);

/** Without any `BY…`, a yearly rule means the day and month it began on. */
const hasMonth = ({ month }: YearDay, { freq, bymonth, ...by }: Rule, first: YearDay): boolean => {
  if (bymonth !== undefined) return bymonth.includes(month);
  const isPlain = by.bymonthday === undefined && by.byday === undefined && by.byyearday === undefined;
  return freq !== "YEARLY" || !isPlain || month === first.month;
};

const hasDate = ({ date, daysInMonth }: YearDay, rule: Rule, first: YearDay): boolean => {
  const { freq, bymonthday, byday, byyearday } = rule;
  if (bymonthday !== undefined) return bymonthday.includes(date) || bymonthday.includes(date - daysInMonth - 1);
  const isByDate = (freq === "YEARLY" || freq === "MONTHLY") && byday === undefined && byyearday === undefined;
  return !isByDate || date === first.date;
};

const hasWeekday = (day: YearDay, rule: Rule, first: YearDay): boolean => {
  const { freq, byday } = rule;
  if (byday === undefined) return freq !== "WEEKLY" || day.weekday === first.weekday;
  return byday.some(({ weekday, nth }) => weekday === day.weekday && (nth === 0 || isNth(day, nth, rule)));
};

/** The nth of its weekday, in the month or in the year; negative from the end. */
const isNth = (day: YearDay, nth: number, { freq, bymonth }: Rule): boolean => {
  const inMonth = freq === "MONTHLY" || bymonth !== undefined;
  const [place, length] = inMonth ? [day.date, day.daysInMonth] : [day.ofYear, day.daysInYear];
  return nth > 0 ? Math.ceil(place / 7) === nth : Math.ceil((length - place + 1) / 7) === -nth;
};

const hasYearDay = ({ ofYear, daysInYear }: YearDay, { byyearday }: Rule): boolean =>
  byyearday === undefined || byyearday.includes(ofYear) || byyearday.includes(ofYear - daysInYear - 1);

const positioned = (days: readonly YearDay[], repeating: Repeating): readonly YearDay[] => {
  const { bysetpos = [] } = repeating.rule;
  const periods = new Map<number, YearDay[]>();
  for (const day of days) {
    const period = periodOf(day, repeating);
    const members = periods.get(period) ?? [];
    members.push(day);
    periods.set(period, members);
  }
  return [...periods.values()].flatMap((members) =>
    members.filter((_, index) => bysetpos.includes(index + 1) || bysetpos.includes(index - members.length)),
  );
};
