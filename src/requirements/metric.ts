import { accepted } from "../evidence/patterns.ts";
import type { CheckOutput, Snapshot } from "../evidence/snapshot.ts";
import { valueAtPointer } from "../procedures/pointer.ts";
import { defineRequirement, unread } from "./define.ts";
import { boundOf, MetricSettings, PERCENTAGE, soughtIn } from "./metric-settings.ts";
import { numbersIn } from "./number-words.ts";
import { awaited, checkFailed, othersAlone, skipped } from "./metric-check.ts";
import { met, unmet, type Actor, type Evidence, type Outcome } from "./outcome.ts";
import { filesAt } from "./paths.ts";
import { listed, quote, sameName } from "./wording.ts";

/** A number that machines measured, held against a bound. Where it can be read in two ways, both must meet it. */
export const metric = defineRequirement({
  kind: "metric",
  about: "A number found in a check's output or a file meets a bound.",
  settings: MetricSettings,
  needs: [],
  documents: ({ file }) => (file === undefined ? [] : [file]),
  outputs: ({ check }) => (check === undefined ? [] : [check]),
  describe: (settings) =>
    `${soughtIn(settings)} in ${quote(settings.check ?? settings.file ?? "")} ${boundOf(settings)}`,
  judge: (settings, facts, judging) => {
    const author: Actor = { kind: "author", login: facts.author?.login };
    const { check, file } = settings;
    if (check !== undefined) return ofCheck(check, { settings, facts, author });
    const found = filesAt(file ?? "", { kind: "metric", snapshot: facts, judging });
    if (!found.ok) return found.outcome;
    if (found.files.length === 0) return noFile(found.path, author);
    const places = found.files.map(({ path, text, problem, url }): Place => {
      if (text === null) return { name: quote(path), url, problem: `can't be read: ${problem ?? "unknown reason"}` };
      return { name: quote(path), url, ...inFile(text, settings) };
    });
    return judgePlaces(places, settings, author);
  },
});

interface Case {
  readonly settings: MetricSettings;
  readonly facts: Snapshot;
  readonly author: Actor;
}

/** Somewhere a number should stand: the text that was found there, or what is wrong. */
interface Place {
  readonly name: string;
  readonly url: string | undefined;
  readonly found?: string | undefined;
  readonly problem?: string | undefined;
}

const ofCheck = (check: string, { settings, facts, author }: Case): Outcome => {
  const { outputs } = facts;
  const found = outputs !== undefined && Object.hasOwn(outputs, check) ? outputs[check] : undefined;
  if (found === undefined) return unread("metric", "outputs", facts);
  const all = found.filter((one) => counts(one, settings));
  if (all.some(({ state }) => state === "failure")) return checkFailed(check, author);
  if (all.some(({ state }) => state === "pending")) return awaited(check, "pending");
  const ran = all.filter(({ state }) => state !== "skipped");
  if (ran.length > 0)
    return judgePlaces(
      ran.map((one) => placeOf(one, check, settings)),
      settings,
      author,
    );
  if (all.length > 0) return skipped(check, author);
  return found.length === 0 ? awaited(check, "absent") : othersAlone(check, settings);
};

/** Whoever may write can set a commit status; a check run can only be an App's. */
const counts = ({ app }: CheckOutput, { app: wanted, statuses }: MetricSettings): boolean =>
  app === null ? statuses : wanted === undefined || sameName(wanted, app);

const placeOf = ({ text, url }: CheckOutput, check: string, { pattern = PERCENTAGE }: MetricSettings): Place => ({
  name: quote(check),
  url,
  found: accepted(pattern).first(text),
});

const inFile = (text: string, { pointer, pattern = PERCENTAGE }: MetricSettings): Pick<Place, "found" | "problem"> => {
  if (pointer === undefined) return { found: accepted(pattern).first(text) };
  const read = json(text);
  if (read === undefined) return { problem: "is not valid JSON" };
  const value = valueAtPointer(read.value, pointer);
  return { found: typeof value === "number" || typeof value === "string" ? String(value) : undefined };
};

const json = (text: string): { readonly value: unknown } | undefined => {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/u, ""));
    return { value };
  } catch {
    return undefined;
  }
};

const judgePlaces = (places: readonly Place[], settings: MetricSettings, author: Actor): Outcome => {
  const broken = places.find(({ problem }) => problem !== undefined);
  if (broken !== undefined) return unreadable(broken, author);
  const silent = places.find(({ found }) => numbersIn(found ?? "").length === 0);
  if (silent !== undefined) return noNumber(silent, settings, author);
  const beyond =
    places.find(({ found }) => !numbersIn(found ?? "").some((number) => isWithin(number, settings))) ??
    places.find(({ found }) => !numbersIn(found ?? "").every((number) => isWithin(number, settings)));
  if (beyond !== undefined) return outOfBounds(beyond, settings, author);
  return met(
    `${listed(places.map(said))}: ${boundOf(settings)}, as asked.`,
    places.slice(0, 20).map((place) => proof(place, settings)),
  );
};

const isWithin = (number: number, { min = -Infinity, max = Infinity }: MetricSettings): boolean =>
  min <= number && number <= max;

const said = ({ name, found = "" }: Place): string => `${name} says ${quote(found)}`;

const proof = ({ name, found = "", url }: Place, settings: MetricSettings): Evidence => ({
  text: `${found.trim()} in ${name.replaceAll("`", "")} (${boundOf(settings)})`,
  ...(url === undefined ? {} : { url }),
});

const noFile = (path: string, author: Actor): Outcome =>
  unmet({
    code: "metric/no-file",
    reason: `There is no ${quote(path)} at the head.`,
    remedy: `Add ${quote(path)} with the number.`,
    short: "number missing",
    actors: [author],
    unknown: true,
  });

const unreadable = ({ name, problem = "" }: Place, author: Actor): Outcome =>
  unmet({
    code: "metric/unreadable",
    reason: `${name} ${problem}.`,
    remedy: `Mend ${name} and push.`,
    short: "number unreadable",
    actors: [author],
    unknown: true,
  });

const noNumber = ({ name, found }: Place, settings: MetricSettings, author: Actor): Outcome =>
  unmet({
    code: "metric/no-number",
    reason: `${name} does not hold ${soughtIn(settings)}${found === undefined ? "" : `: ${quote(found)} is no number`}.`,
    remedy: `Have ${name} say the number, or correct ${quote(settings.pointer === undefined ? "pattern" : "pointer")} in the procedure.`,
    short: "number missing",
    actors: [author],
    unknown: true,
  });

const outOfBounds = (place: Place, settings: MetricSettings, author: Actor): Outcome => {
  const readings = numbersIn(place.found ?? "");
  const unclear = readings.length > 1 ? ` It can be read as ${listed(readings.map(String), "or")}.` : "";
  return unmet({
    code: "metric/out-of-bounds",
    reason: `${said(place)}, but it must be ${boundOf(settings)}.${unclear}`,
    remedy: `See to it that the number is ${boundOf(settings)}, and push.`,
    short: `${clean(place.found)}, not ${boundOf(settings)}`,
    actors: [author],
    ...(readings.some((number) => isWithin(number, settings)) ? { unknown: true } : {}),
  });
};

const clean = (found = ""): string => found.trim().slice(0, 12);
