import { phrases, quote, series } from "../requirements/wording.ts";
import type { Predicate } from "./predicates.ts";

/**
 * A predicate as a clause without a full stop that goes on after "when" or "where": "a changed file matches `src/**` and it carries
 * the label `x`". A `not` is told of what is inside it, because nobody reads "it is not so that".
 */
export const describePredicate = (predicate: Predicate): string => wordsOf(clauseOf(predicate, true));

/** A condition that is one, or several of which all or one must hold. */
type Clause = string | { readonly joint: "and" | "or"; readonly clauses: readonly Clause[] };

type Key = keyof Predicate;
type Tell = (predicate: Predicate, holds: boolean) => Clause | undefined;

const clauseOf = (predicate: Predicate, holds: boolean): Clause =>
  joined(
    holds ? "and" : "or",
    KEYS.flatMap((key) => TELL[key](predicate, holds) ?? []),
  );

/** One clause needs no joint, and what is joined in the same way needs no brackets. */
const joined = (joint: "and" | "or", clauses: readonly Clause[]): Clause => {
  const flat = clauses.flatMap((clause) =>
    typeof clause !== "string" && clause.joint === joint ? clause.clauses : [clause],
  );
  const [only] = flat;
  return only !== undefined && flat.length === 1 ? only : { joint, clauses: flat };
};

const wordsOf = (clause: Clause): string => {
  if (typeof clause === "string") return clause;
  const parts = clause.clauses.map((part) => (typeof part === "string" ? part : `(${wordsOf(part)})`));
  return phrases(parts, clause.joint);
};

const list = (wanted: string | readonly string[]): readonly string[] =>
  typeof wanted === "string" ? [wanted] : wanted;

/** All of them, however many, because each is a rule of its own. */
const either = (words: readonly string[]): string => series(words.map(quote), "or");

const names = (wanted: string | readonly string[]): string => either(list(wanted));

const globs = (wanted: string | readonly string[]): string => {
  const all = list(wanted);
  const meant = all.filter((glob) => !glob.startsWith("!"));
  const spared = all.filter((glob) => glob.startsWith("!")).map((glob) => glob.slice(1));
  if (spared.length === 0) return either(meant);
  return meant.length === 0 ? `anything but ${either(spared)}` : `${either(meant)} but not ${either(spared)}`;
};

const several = (wanted: string | readonly string[]): boolean => list(wanted).length > 1;

const sizeOf = ({ min, max }: NonNullable<Predicate["size"]>, holds: boolean): Clause => {
  const bounds = [
    ...(min === undefined ? [] : [holds ? `it changes at least ${min} lines` : `it changes fewer than ${min} lines`]),
    ...(max === undefined ? [] : [holds ? `it changes at most ${max} lines` : `it changes more than ${max} lines`]),
  ];
  return joined(holds ? "and" : "or", bounds);
};

const nested = (
  wanted: readonly Predicate[],
  { holds, joint }: { readonly holds: boolean; readonly joint: "and" | "or" },
): Clause =>
  joined(
    joint,
    wanted.map((one) => clauseOf(one, holds)),
  );

const when =
  <K extends Key>(key: K, tell: (wanted: NonNullable<Predicate[K]>, holds: boolean) => Clause): Tell =>
  ({ [key]: wanted }, holds) =>
    wanted === undefined || wanted === null ? undefined : tell(wanted, holds);

const TELL: Readonly<Record<Key, Tell>> = {
  base: when("base", (wanted, holds) => `the base branch ${holds ? "is" : "is not"} ${globs(wanted)}`),
  head: when("head", (wanted, holds) => `the head branch ${holds ? "is" : "is not"} ${globs(wanted)}`),
  paths: when("paths", (wanted, holds) => `${holds ? "a" : "no"} changed file matches ${globs(wanted)}`),
  labels: when("labels", (wanted, holds) =>
    holds
      ? `it carries ${several(wanted) ? "one of the labels" : "the label"} ${names(wanted)}`
      : `it does not carry ${several(wanted) ? "any of the labels" : "the label"} ${names(wanted)}`,
  ),
  author: when("author", (wanted, holds) => `${names(wanted)} ${holds ? "opened it" : "did not open it"}`),
  bot: when("bot", (wanted, holds) => (wanted === holds ? "a bot opened it" : "no bot opened it")),
  draft: when("draft", (wanted, holds) => (wanted === holds ? "it is a draft" : "it is no draft")),
  fork: when("fork", (wanted, holds) => (wanted === holds ? "it comes from a fork" : "it does not come from a fork")),
  size: when("size", sizeOf),
  title: when("title", (wanted, holds) => `its title ${holds ? "matches" : "does not match"} ${names(wanted)}`),
  environment: when("environment", (wanted, holds) => `the environment ${holds ? "is" : "is not"} ${globs(wanted)}`),
  milestone: when("milestone", (wanted, holds) => `its milestone ${holds ? "is" : "is not"} ${names(wanted)}`),
  picked: when("picked", (wanted, holds) => `${names(wanted)} ${holds ? "was picked" : "was not picked"}`),
  all: when("all", (wanted, holds) => nested(wanted, { holds, joint: holds ? "and" : "or" })),
  any: when("any", (wanted, holds) => nested(wanted, { holds, joint: holds ? "or" : "and" })),
  not: when("not", (wanted, holds) => clauseOf(wanted, !holds)),
};

/** In the order in which people say them. */
const KEYS: readonly Key[] = [
  "base",
  "head",
  "environment",
  "paths",
  "labels",
  "milestone",
  "title",
  "author",
  "bot",
  "draft",
  "fork",
  "size",
  "picked",
  "all",
  "any",
  "not",
];
