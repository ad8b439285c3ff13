import { numberOf, yearOf } from "./day-numbers.ts";
import type { CalendarEvent } from "./event.ts";
import { CalendarFlaw } from "./flaw.ts";
import { daysRepeated, rememberingYears } from "./repeats.ts";

/** Repetition costs time, and whoever may push can write a calendar; those of whole countries stay far below. */
const MOST_REPEATING = 200;
/** In four years. */
const MOST_TIMES = 4000;
const FOUR_YEARS = 1461;
const EARLIEST_COUNT = 1900;

/** Throws `CalendarFlaw` where events repeat so much that telling when would take seconds. */
export const refuseTooMany = (events: readonly CalendarEvent[]): void => {
  const repeating = events.filter(({ rule }) => rule !== undefined);
  const beyond = repeating[MOST_REPEATING];
  if (beyond !== undefined) throw new CalendarFlaw(beyond.line, TOO_MANY);
  const early = repeating.find((event) => event.rule?.count !== undefined && firstYear(event) < EARLIEST_COUNT);
  if (early !== undefined)
    throw new CalendarFlaw(
      early.line,
      `An event with \`COUNT\` must begin in ${EARLIEST_COUNT} or later; write \`UNTIL\` instead.`,
    );
  refuseTooOften(repeating.filter(({ start }) => start.kind === "time"));
};

const TOO_MANY = `The calendar has more than ${MOST_REPEATING} events that repeat. Remove those that are no holidays, or write their days one by one.`;

const firstYear = ({ start }: CalendarEvent): number => yearOf(numberOf(start.day));

const refuseTooOften = (timed: readonly CalendarEvent[]): void => {
  const years = rememberingYears();
  let times = 0;
  for (const { rule, start, line } of timed) {
    const from = numberOf(start.day);
    const first = years(yearOf(from)).find(({ number }) => number === from);
    const span = { from, to: from + FOUR_YEARS };
    if (rule !== undefined && first !== undefined)
      times += daysRepeated({ rule, first, until: span.to }, span, years).length;
    if (times > MOST_TIMES)
      throw new CalendarFlaw(
        line,
        `The calendar's events that have a time repeat more than ${MOST_TIMES} times in four years. Remove those that are no holidays; hours that return daily belong into the window's \`hours\`.`,
      );
  }
};
