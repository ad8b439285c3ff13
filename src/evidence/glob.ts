import { RE2JS } from "re2js";
import { MOST_ALTERNATIVES } from "./glob-problem.ts";

/**
 * A glob as an RE2 pattern of the whole path, which takes linear time: as a pattern of JavaScript, `*a*a*a*a*a*b` stands still at a
 * path of many letters a. Knows `*`, `**`, `?`, `[abc]`, `{a,b}`, `{1..3}`, `@(a|b)`, `?(a)`, `*(a)`, `+(a)` and `\`; everything else
 * stands for itself, round brackets included.
 */
export const globSource = (glob: string): string => sequence({ glob, at: 0 }, "");

/** The folder within which lies whatever a glob means, or the whole path of one without wildcards; `""` is the root. */
export const folderOf = (glob: string): string => {
  const wild = /[*?[{\\]|[@+]\(/u.exec(glob)?.index;
  return wild === undefined ? glob : glob.slice(0, Math.max(0, glob.lastIndexOf("/", wild)));
};

interface Cursor {
  readonly glob: string;
  at: number;
}

/** Reads to one of the signs that end it, or to the end. */
const sequence = (cursor: Cursor, ends: string): string => {
  let source = "";
  for (let sign = cursor.glob[cursor.at]; sign !== undefined; sign = cursor.glob[cursor.at]) {
    if (ends.includes(sign)) break;
    source += anyEnding(cursor) ?? folders(cursor, ends) ?? wildcard(cursor) ?? brackets(cursor) ?? itself(cursor);
  }
  return source;
};

const ahead = ({ glob, at }: Cursor, pattern: RegExp): readonly string[] => pattern.exec(glob.slice(at)) ?? [];

/** In `**.md` any folder is meant, as other tools take it. */
const anyEnding = (cursor: Cursor): string | undefined => {
  if (cursor.at > 0 || !/^\*\*\{?\./u.test(cursor.glob)) return undefined;
  cursor.at += 2;
  return ".*";
};

/** `**` where it stands for whole folders; anywhere else it is a `*`. */
const folders = (cursor: Cursor, ends: string): string | undefined => {
  const [found, slash = "", after = ""] = ahead(cursor, /^(\/?)\*\*+(?:\/\*\*+(?=\/|$))*(\/?)/u);
  if (found === undefined || (slash === "" && !begins(cursor))) return undefined;
  const next = cursor.glob[cursor.at + found.length];
  if (after === "" && next !== undefined && !ends.includes(next)) return undefined;
  const isBelowAny = cursor.glob[cursor.at - 1] === "*" && slash !== "" && after === "";
  cursor.at += found.length;
  return isBelowAny ? "/.*" : `${FOLDERS[`${slash}**${after}`]}`;
};

/** What is at the end means the folder itself as well, but for a folder of whatever name: then something must be in it. */
const FOLDERS: Readonly<Record<string, string>> = {
  "**": ".*",
  "**/": "(?:.*/)?",
  "/**": "(?:/.*)?",
  "/**/": "/(?:.*/)?",
};

const begins = ({ glob, at }: Cursor): boolean => at === 0 || "/{,(|".includes(glob.charAt(at - 1));

const wildcard = (cursor: Cursor): string | undefined => {
  const { glob, at } = cursor;
  const [found] = ahead(cursor, /^(?:\*+|\?)(?!\()/u);
  if (found === undefined) return undefined;
  cursor.at += found.length;
  if (found === "?") return "[^/]";
  return isEdge(glob[at - 1]) && isEdge(glob[cursor.at]) ? "[^/]+" : "[^/]*";
};

const isEdge = (sign: string | undefined): boolean => sign === undefined || sign === "/";

/** What brackets mean, by the first reader that knows them. */
const brackets = (cursor: Cursor): string | undefined => {
  for (const reader of [repeated, characters, numbers, letters, choice]) {
    const source = reader(cursor);
    if (source !== undefined) return source;
  }
  return undefined;
};

const repeated = (cursor: Cursor): string | undefined => {
  const [sign] = ahead(cursor, /^[@?*+](?=\()/u);
  if (sign === undefined || closing(cursor.glob, cursor.at + 1) === -1) return undefined;
  cursor.at += 1;
  return `${alternatives(cursor, "|", ")")}${sign === "@" ? "" : sign}`;
};

/** One of the characters, or the brackets themselves: frameworks name folders `[id]`. */
const characters = (cursor: Cursor): string | undefined => {
  const [whole, not, signs = ""] = ahead(cursor, /^\[([!^]?)(\]?(?:\[:\w+:\]|[^\]/])*)\]/u);
  if (whole === undefined || signs === "") return undefined;
  cursor.at += whole.length;
  const inner = signs.replaceAll(/\[:\w+:\]|[\\[\]^&~]/gu, (sign) => (sign.length > 1 ? sign : `\\${sign}`));
  return `(?:${known(not === "" ? `[${inner}]` : `[^/${inner}]`)}|${RE2JS.quote(whole)})`;
};

/** A class that RE2 does not know, such as one from z to a, matches nothing. */
const known = (source: string): string => {
  try {
    RE2JS.compile(source);
    return source;
  } catch {
    return "[^\\x00-\\x{10FFFF}]";
  }
};

const numbers = (cursor: Cursor): string | undefined => {
  const [whole, from, to] = ahead(cursor, /^\{(-?\d{1,9})\.\.(-?\d{1,9})\}/u);
  if (whole === undefined) return undefined;
  cursor.at += whole.length;
  const [least = 0, most = 0] = [Number(from), Number(to)].toSorted((one, other) => one - other);
  const count = Math.min(most - least + 1, MOST_ALTERNATIVES);
  return `(?:${Array.from({ length: count }, (_, index) => String(least + index)).join("|")})`;
};

const letters = (cursor: Cursor): string | undefined => {
  const [whole, one = "", other = ""] = ahead(cursor, /^\{([a-z])\.\.([a-z])\}/iu);
  if (whole === undefined) return undefined;
  cursor.at += whole.length;
  return one <= other ? `[${one}-${other}]` : `[${other}-${one}]`;
};

/** Braces without a comma of their own stand for themselves, as those of a parameter without a value. */
const choice = (cursor: Cursor): string | undefined => {
  const end = cursor.glob.charAt(cursor.at) === "{" ? closing(cursor.glob, cursor.at) : -1;
  if (end === -1) return undefined;
  if (hasComma(cursor.glob.slice(cursor.at + 1, end))) return alternatives(cursor, ",", "}");
  cursor.at += 1;
  const inner = sequence(cursor, "}");
  cursor.at += 1;
  return `\\{${inner}\\}`;
};

/** What stands between brackets, which are closed. */
const alternatives = (cursor: Cursor, between: string, end: string): string => {
  const found: string[] = [];
  do {
    cursor.at += 1;
    found.push(sequence(cursor, between + end));
  } while (cursor.glob[cursor.at] === between);
  cursor.at += 1;
  return `(?:${found.join("|")})`;
};

/** Where the bracket at this place is closed; -1 where it is not. */
const closing = (text: string, from: number): number => {
  const [open = "", close] = text.charAt(from) === "{" ? "{}" : "()";
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === open) depth += 1;
    else if (text[at] === close) depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
};

const hasComma = (text: string): boolean => {
  let depth = 0;
  for (const sign of text) {
    if ("{(".includes(sign)) depth += 1;
    if ("})".includes(sign)) depth -= 1;
    if (sign === "," && depth === 0) return true;
  }
  return false;
};

const itself = (cursor: Cursor): string => {
  const isEscaped = cursor.glob[cursor.at] === "\\" && cursor.at + 1 < cursor.glob.length;
  const from = cursor.at + (isEscaped ? 1 : 0);
  const [sign = ""] = cursor.glob.slice(from);
  cursor.at = from + sign.length;
  return RE2JS.quote(sign);
};
