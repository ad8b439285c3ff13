import { RE2JS } from "re2js";
import { z } from "zod";
import { globProblem } from "./glob-problem.ts";
import { folderOf, globSource } from "./glob.ts";

/** Tells whether a text is among those that a list of globs means. */
export type Matcher = (text: string) => boolean;

/**
 * Paths meant by globs: one that any glob matches and no `!glob` does; with `!globs` only, every other path.
 * Dot files count, `*` stays within one folder, case matters as it does to git. Compiled once for each list.
 * Most paths don't even begin as the glob does, which is seen at once.
 */
export const globs = (patterns: string | readonly string[]): Matcher =>
  remembered(paths, patterns, (pattern) => {
    const compiled = RE2JS.compile(globSource(pattern), RE2JS.DOTALL);
    const folder = folderOf(pattern);
    if (folder === pattern) return (path) => path === pattern;
    return (path) => path.startsWith(folder) && compiled.matches(path);
  });

/** Folders or whole paths within which lies whatever a list of globs means; `""` is the root, where that can't be told. */
export const globFolders = (patterns: readonly string[]): readonly string[] => {
  const key = patterns.join("\n");
  return folders.get(key) ?? remember(folders, key, foldersOf(patterns));
};

const foldersOf = (patterns: readonly string[]): readonly string[] => {
  const wanted = patterns.filter((pattern) => !pattern.startsWith("!"));
  const found = new Set(wanted.length === 0 && patterns.length > 0 ? [""] : wanted.map(folderOf));
  return found.has("") ? [""] : [...found];
};

/**
 * The same for names that are not paths, such as those of checks: `*` is any run of characters, slashes included, `?` is one
 * character, and everything else stands for itself, because `test (ubuntu, 20)` is a common name and no group of a pattern.
 */
export const nameGlobs = (patterns: string | readonly string[]): Matcher =>
  remembered(names, patterns, (pattern) => {
    const source = pattern
      .replaceAll(/[^*?]+/gu, (literal) => RE2JS.quote(literal))
      .replaceAll(/[*?]/gu, (wild) => (wild === "*" ? ".*" : "."));
    const compiled = RE2JS.compile(source, RE2JS.DOTALL);
    return (name) => compiled.matches(name);
  });

/** A compiled RE2 pattern, or the sentence that says why it is none. */
export type Pattern =
  | {
      readonly ok: true;
      /** Whether the pattern is found anywhere in the text. */
      readonly test: (text: string) => boolean;
      /** Everything in the text that the pattern matches, in order, without overlap. */
      readonly every: (text: string) => readonly string[];
      /** The first group of the first match, or the whole of it where the pattern has no group. */
      readonly first: (text: string) => string | undefined;
    }
  | { readonly ok: false; readonly problem: string };

/** Flags of a pattern: `i` ignores case, `m` lets `^` and `$` match at lines, `s` lets `.` match a line break. */
export type PatternFlags = "" | "i" | "m" | "s" | "im" | "is" | "ms" | "ims";

/** Compiles a pattern of somebody else's for RE2, which takes linear time, so that no pattern can stall the service. */
export const pattern = (source: string, flags: PatternFlags = ""): Pattern => {
  const key = `${flags}/${source}`;
  const known = patterns.get(key);
  if (known !== undefined) return known;
  return remember(patterns, key, compile(source, flags));
};

/** A pattern that its schema has accepted already. Throws when it has not: no judgement may rest on a broken pattern. */
export const accepted = (source: string): Extract<Pattern, { ok: true }> => {
  const compiled = pattern(source);
  if (compiled.ok) return compiled;
  throw new TypeError(compiled.problem);
};

/** A path glob of a document. */
export const Glob = z
  .string()
  .superRefine((text, context) => {
    const problem = globProblem(text);
    if (problem !== undefined) context.addIssue({ code: "custom", message: problem, params: { glob: text } });
  })
  .describe("A glob, such as `docs/**/*.md`: `*` stays within one folder, `**` does not.");

/** An RE2 pattern of a document. */
export const Re2 = z
  .string()
  .superRefine((text, context) => {
    const compiled = pattern(text);
    if (!compiled.ok) context.addIssue({ code: "custom", message: compiled.problem, params: { pattern: text } });
  })
  .describe("A regular expression in RE2 syntax: https://github.com/google/re2/wiki/Syntax");

const CACHED = 2000;
const paths = new Map<string, Matcher>();
const folders = new Map<string, readonly string[]>();
const names = new Map<string, Matcher>();
const patterns = new Map<string, Pattern>();

const remembered = (
  cache: Map<string, Matcher>,
  given: string | readonly string[],
  one: (pattern: string) => Matcher,
): Matcher => {
  const list = typeof given === "string" ? [given] : given;
  const key = list.join("\n");
  return cache.get(key) ?? remember(cache, key, combined(list, one));
};

const remember = <Value>(cache: Map<string, Value>, key: string, value: Value): Value => {
  if (cache.size >= CACHED) cache.clear();
  cache.set(key, value);
  return value;
};

const combined = (list: readonly string[], one: (pattern: string) => Matcher): Matcher => {
  const wanted = list.filter((entry) => !entry.startsWith("!")).map(one);
  const unwanted = list.filter((entry) => entry.startsWith("!")).map((entry) => one(entry.slice(1)));
  const any = (matchers: readonly Matcher[], text: string) => matchers.some((matches) => matches(text));
  return (text) => (wanted.length === 0 ? unwanted.length > 0 : any(wanted, text)) && !any(unwanted, text);
};

const compile = (source: string, flags: PatternFlags): Pattern => {
  try {
    const compiled = RE2JS.compile(source, bits(flags));
    return {
      ok: true,
      test: (text) => compiled.test(text),
      every: (text) => everyMatch(compiled, text),
      first: (text) => firstGroup(compiled, text),
    };
  } catch (error) {
    return { ok: false, problem: problemOf(source, error) };
  }
};

const bits = (flags: PatternFlags): number =>
  (flags.includes("i") ? RE2JS.CASE_INSENSITIVE : 0) |
  (flags.includes("m") ? RE2JS.MULTILINE : 0) |
  (flags.includes("s") ? RE2JS.DOTALL : 0);

const everyMatch = (compiled: RE2JS, text: string): readonly string[] => {
  const matcher = compiled.matcher(text);
  const found: string[] = [];
  while (matcher.find()) found.push(matcher.group() ?? "");
  return found;
};

const firstGroup = (compiled: RE2JS, text: string): string | undefined => {
  const matcher = compiled.matcher(text);
  return matcher.find() ? (matcher.group(compiled.groupCount() > 0 ? 1 : 0) ?? undefined) : undefined;
};

const problemOf = (source: string, error: unknown): string => {
  const why = error instanceof Error ? error.message.replace(/^error parsing regexp: /u, "") : "not a pattern";
  const hint = /\(\?<?[=!]|\\[1-9]/u.test(source) ? " RE2 has no look-ahead, look-behind or back-references." : "";
  return `\`${source}\` is not an RE2 pattern: ${why}.${hint} See https://github.com/google/re2/wiki/Syntax.`;
};
