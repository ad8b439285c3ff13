import { pathIndex, type PathIndex } from "../evidence/path-index.ts";
import { globs, nameGlobs, pattern } from "../evidence/patterns.ts";
import type { ChangedFile, Snapshot } from "../evidence/snapshot.ts";
import type { Predicate } from "./predicates.ts";

/** Whether a predicate holds and why; `unknown` where the snapshot lacks what it is about, which must block. */
export type Judged = { readonly holds: boolean; readonly reason: string } | { readonly unknown: string };

/** Ids of the options that were picked in the procedure whose condition is judged. */
export type Picks = ReadonlySet<string>;

/** Judges a predicate; the reason is a clause without a full stop, such as "the base branch is `main`". */
export const judgePredicate = (predicate: Predicate, snapshot: Snapshot, picks?: Picks): Judged =>
  every(KEYS.flatMap((key) => JUDGES[key](predicate, snapshot, picks) ?? []));

type Key = keyof Predicate;

const when = <Wanted>(wanted: Wanted | undefined, judge: (wanted: Wanted) => Judged): Judged | undefined =>
  wanted === undefined ? undefined : judge(wanted);

const branch = (name: string, which: "base" | "head", wanted: string | readonly string[]): Judged => ({
  holds: globs(wanted)(name),
  reason: `the ${which} branch is \`${name}\``,
});

type Judge<K extends Key> = (predicate: Pick<Predicate, K>, snapshot: Snapshot, picks?: Picks) => Judged | undefined;

const JUDGES: { readonly [K in Key]-?: Judge<K> } = {
  base: ({ base }, snapshot) => when(base, (wanted) => branch(snapshot.base, "base", wanted)),
  head: ({ head }, snapshot) => when(head, (wanted) => branch(snapshot.head, "head", wanted)),
  paths: ({ paths }, { files, unread }) =>
    when(paths, (wanted) =>
      files === undefined ? { unknown: unread["files"] ?? NO_FILES } : judgePaths(list(wanted), files),
    ),
  labels: ({ labels }, snapshot) => when(labels, (wanted) => judgeNames(list(wanted), snapshot.labels, LABEL)),
  author: ({ author }, snapshot) => when(author, (wanted) => judgeAuthor(list(wanted), snapshot.author)),
  bot: ({ bot }, { author }) =>
    when(bot, (wanted) => (author === null ? { unknown: NO_AUTHOR } : says(wanted, author.type === "Bot", BOT))),
  draft: ({ draft }, snapshot) => when(draft, (wanted) => says(wanted, snapshot.draft, DRAFT)),
  fork: ({ fork }, snapshot) => when(fork, (wanted) => says(wanted, snapshot.fork, FORK)),
  size: ({ size }, snapshot) => when(size, (wanted) => judgeSize(wanted, snapshot.size)),
  title: ({ title }, snapshot) => when(title, (wanted) => judgeTitle(list(wanted), snapshot.title)),
  environment: ({ environment }) => when(environment, () => ({ unknown: NO_ENVIRONMENT })),
  milestone: ({ milestone }, snapshot) =>
    when(milestone, (wanted) =>
      judgeNames(list(wanted), snapshot.milestone === null ? [] : [snapshot.milestone], MILESTONE),
    ),
  picked: ({ picked }, _snapshot, picks) =>
    when(picked, (wanted) => (picks === undefined ? { unknown: NO_PICKS } : judgePicks(list(wanted), picks))),
  all: ({ all }, snapshot, picks) =>
    when(all, (wanted) => every(wanted.map((one) => judgePredicate(one, snapshot, picks)))),
  any: ({ any }, snapshot, picks) =>
    when(any, (wanted) => some(wanted.map((one) => judgePredicate(one, snapshot, picks)))),
  not: ({ not }, snapshot, picks) => when(not, (wanted) => opposite(judgePredicate(wanted, snapshot, picks))),
};

const BOT = ["a bot opened it", "no bot opened it"] as const;
const DRAFT = ["it is a draft", "it is no draft"] as const;
const FORK = ["it comes from a fork", "it does not come from a fork"] as const;
const LABEL = { has: "it carries the label", lacks: "it carries none of the labels" };
const MILESTONE = { has: "its milestone is", lacks: "it belongs to none of the milestones" };

const KEYS: readonly Key[] = [
  "base",
  "head",
  "draft",
  "fork",
  "bot",
  "author",
  "labels",
  "milestone",
  "title",
  "size",
  "environment",
  "paths",
  "picked",
  "all",
  "any",
  "not",
];

const NO_FILES = "The snapshot does not hold the changed files (`files`), which a `paths` condition is judged by.";
const NO_AUTHOR =
  "The author's account was deleted, so a condition on `author` or `bot` can't be judged; have somebody else open the pull request anew.";
const NO_ENVIRONMENT = "An `environment` condition can be judged for a deployment only.";

const NO_PICKS = "A `picked` condition can be judged for the phases and steps of the procedure with the choice only.";

const list = (wanted: string | readonly string[]): readonly string[] =>
  typeof wanted === "string" ? [wanted] : wanted;

const quoted = (words: readonly string[]): string => words.map((word) => `\`${word}\``).join(", ");

const says = (wanted: boolean, actual: boolean, [yes, no]: readonly [string, string]): Judged => ({
  holds: wanted === actual,
  reason: actual ? yes : no,
});

const judgeSize = (
  { min = 0, max = Number.POSITIVE_INFINITY }: NonNullable<Predicate["size"]>,
  size: number,
): Judged => ({
  holds: size >= min && size <= max,
  reason: `it changes ${size} ${size === 1 ? "line" : "lines"}`,
});

const opposite = (judged: Judged): Judged => ("unknown" in judged ? judged : { ...judged, holds: !judged.holds });

/** A failure decides without the unknown; otherwise what is unknown stays unknown. */
const every = (judged: readonly Judged[]): Judged => {
  const failed = judged.find((one) => "holds" in one && !one.holds);
  if (failed !== undefined) return failed;
  const unknown = judged.find((one) => "unknown" in one);
  return unknown ?? { holds: true, reason: reasons(judged) };
};

const some = (judged: readonly Judged[]): Judged => {
  const held = judged.find((one) => "holds" in one && one.holds);
  if (held !== undefined) return held;
  const unknown = judged.find((one) => "unknown" in one);
  return unknown ?? { holds: false, reason: reasons(judged) };
};

const reasons = (judged: readonly Judged[]): string => {
  const clauses = judged.flatMap((one) => ("reason" in one ? [one.reason] : []));
  return clauses.length === 0 ? "it always applies" : [...new Set(clauses)].join(" and ");
};

/** Per set of files, because the many steps of a procedure ask about the same ones. */
interface Changed {
  readonly index: PathIndex;
  readonly firstMatches: Map<string, string | undefined>;
}

const known = new WeakMap<readonly ChangedFile[], Changed>();

const changedIn = (files: readonly ChangedFile[]): Changed => {
  const before = known.get(files);
  if (before !== undefined) return before;
  const paths = files.flatMap(({ path, previous }) => (previous === undefined ? path : [path, previous]));
  const changed = { index: pathIndex(paths), firstMatches: new Map<string, string | undefined>() };
  known.set(files, changed);
  return changed;
};

const judgePaths = (wanted: readonly string[], files: readonly ChangedFile[]): Judged => {
  const { index, firstMatches } = changedIn(files);
  const key = wanted.join("\n");
  if (!firstMatches.has(key)) firstMatches.set(key, index.first(wanted));
  const match = firstMatches.get(key);
  if (match === undefined) return { holds: false, reason: `no changed file matches ${quoted(wanted)}` };
  return { holds: true, reason: `\`${match}\` is changed` };
};

const judgeNames = (
  wanted: readonly string[],
  names: readonly string[],
  say: { has: string; lacks: string },
): Judged => {
  const matches = nameGlobs(wanted.map((name) => name.toLowerCase()));
  const match = names.find((name) => matches(name.toLowerCase()));
  if (match === undefined) return { holds: false, reason: `${say.lacks} ${quoted(wanted)}` };
  return { holds: true, reason: `${say.has} \`${match}\`` };
};

const judgePicks = (wanted: readonly string[], picks: Picks): Judged => {
  const picked = wanted.find((option) => picks.has(option));
  if (picked === undefined) return { holds: false, reason: `${quoted(wanted)} was not picked` };
  return { holds: true, reason: `\`${picked}\` was picked` };
};

const judgeAuthor = (wanted: readonly string[], author: Snapshot["author"]): Judged => {
  if (author === null) return { unknown: NO_AUTHOR };
  const holds = wanted.some((name) => name.toLowerCase() === author.login.toLowerCase());
  return { holds, reason: `${author.login} opened it` };
};

const judgeTitle = (wanted: readonly string[], title: string): Judged => {
  const compiled = wanted.map((source) => pattern(source));
  const broken = compiled.find((one) => !one.ok);
  if (broken !== undefined && !broken.ok) return { unknown: broken.problem };
  const holds = compiled.some((one) => one.ok && one.test(title));
  return {
    holds,
    reason: holds ? `its title matches ${quoted(wanted)}` : `its title does not match ${quoted(wanted)}`,
  };
};
