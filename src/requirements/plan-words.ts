import { durationWords } from "./duration-words.ts";
import type { RollbackPlanSettings } from "./rollback-plan.ts";
import { phrases, quote, series } from "./wording.ts";

/** A rollback-plan requirement in words: where the plan may stand, and what it must say. */
export const planWords = (settings: RollbackPlanSettings): string => {
  const { section, path, sections, stricter_for: data, numeric_triggers: numbers, rehearsed_within: within } = settings;
  const places = [
    ...(section === false ? [] : [`in the description under ${quote(section[0] ?? "")}`]),
    ...(path === undefined ? [] : [`in the file ${quote(path)}`]),
  ];
  const asked = [
    ...(sections.length === 0 ? [] : [series(sections.map(([name = ""]) => quote(name)))]),
    ...(numbers ? ["a number with its unit in the triggers"] : []),
    ...(within === undefined ? [] : [`a rehearsal no more than ${durationWords(within)} ago`]),
    ...(data === false ? [] : [`what happens to the data where ${paths(data)} changes`]),
  ];
  return `a rollback plan ${series(places, "or")}${asked.length === 0 ? "" : `, with ${phrases(asked)}`}`;
};

/** The usual list of places of migrations is long, and the first one says what is meant. */
const paths = ([first = "", ...more]: readonly string[]): string =>
  more.length > 2 ? `${quote(first)} or one of ${more.length} other paths` : series([first, ...more].map(quote), "or");
