import type { MarkdownDocument } from "../markdown/document.ts";
import { KIND_NAMES } from "../requirements/schema.ts";
import type { Finding } from "./finding.ts";
import { isGateComment, isMistypedGateComment } from "./gate-comment.ts";
import { ownedComments } from "./gate-comments.ts";
import { nearest } from "./nearest.ts";
import { PhaseSettings, StepSettings } from "./settings.ts";
import { readYaml } from "./yaml.ts";

/**
 * Comments that look like settings and lack the word `gate`: the step would be a plain tick, unseen. An error where nobody could have
 * meant it for people, otherwise a warning.
 */
export const ungatedComments = (document: MarkdownDocument, file: string): readonly Finding[] => {
  const lines = document.text.split("\n");
  return ownedComments(document).flatMap(({ owner, comment: { text, at } }) => {
    if (text.length > LONGEST || isGateComment(text) || isMistypedGateComment(text)) return [];
    const meant = settingsIn(text);
    if (meant === undefined || (owner === 0 && !meant.requires)) return [];
    const mended = mendedLine({ line: lines[at.line - 1] ?? "", text, body: meant.body });
    const message = `This comment looks like settings and is not read, because it lacks the word \`gate\`: as it stands, nothing is asked for but a tick. Write ${mended}${meant.sure ? "." : "; begin a comment for people with another word."}`;
    return [{ code: "procedure/ungated-comment", severity: meant.sure ? "error" : "warning", message, file, ...at }];
  });
};

/** In characters; what is longer is prose, or an example. */
const LONGEST = 2000;

/** Settings have fewer keys than these; each is compared with every key that there is. */
const MOST_KEYS = 12;

interface Meant {
  /** What belongs behind `gate:`. */
  readonly body: string;
  /** No comment for people looks so. */
  readonly sure: boolean;
  /** It says `require`, and so belongs to some step. */
  readonly requires: boolean;
}

const settingsIn = (comment: string): Meant | undefined => {
  const written = comment.slice("<!--".length, -"-->".length).trim();
  if (KIND_NAMES.includes(written)) return { body: `{ require: ${written} }`, sure: false, requires: false };
  const inner = written.replace(/^[\w-]+\s*[:=]?\s*(?=\{[^]*\}$)/u, "");
  const isBraced = inner.startsWith("{");
  const keys = keysIn(inner, isBraced).slice(0, MOST_KEYS);
  const known = keys.flatMap((key) => meantBy(key, isBraced) ?? []);
  if (known.length > 0) {
    const requires = known.includes("require");
    return { body: isBraced ? inner : braced(inner), sure: isBraced || requires || hasWord(inner), requires };
  }
  if (!keys.some((key) => KIND_NAMES.includes(key))) return undefined;
  return { body: `{ require: ${isBraced ? inner : braced(inner)} }`, sure: isBraced, requires: false };
};

const KEYS: readonly string[] = [...new Set([...Object.keys(StepSettings.shape), ...Object.keys(PhaseSettings.shape)])];

/** `require` is no word that a comment for people begins with, so that it is known though misspelt. */
const meantBy = (key: string, isBraced: boolean): string | undefined => {
  if (KEYS.includes(key)) return key;
  const meant = nearest(key, isBraced ? KEYS : ["require"]);
  return KIND_NAMES.includes(key) ? undefined : meant;
};

/** The keys of a map, also where a slip keeps it from being YAML. */
const keysIn = (inner: string, isBraced: boolean): readonly string[] => {
  const yaml = readYaml(inner, { file: "" });
  if (!yaml.ok) return isBraced ? [...inner.matchAll(/[{,]\s*([\w-]+)\s*:/gu)].flatMap(([, key]) => key ?? []) : [];
  const { value } = yaml;
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
};

/** Words that only settings have, such as `optional: true`. */
const hasWord = (inner: string): boolean =>
  /^\s*(?:(?:optional|waivable|blocks_next)\s*:\s*(?:true|false)|blocks\s*:\s*(?:merge|deploy|none))\s*$/mu.test(inner);

/** In braces, where that means the same: a comma in a text would part it. */
const braced = (inner: string): string => {
  const flow = readYaml(`{ ${inner} }`, { file: "" });
  const block = readYaml(inner, { file: "" });
  return flow.ok && block.ok && JSON.stringify(flow.value) === JSON.stringify(block.value) ? `{ ${inner} }` : inner;
};

/** Longer lines tell nobody at a glance what has changed. */
const MOST_SHOWN = 200;

const mendedLine = ({ line, text, body }: { line: string; text: string; body: string }): string => {
  if (text.includes("\n") || body.length > MOST_SHOWN) return "`<!-- gate:` where it says `<!--`";
  const comment = `<!-- gate: ${body} -->`;
  const whole = line.replace(text, () => comment).trim();
  const shown = whole.length > MOST_SHOWN || whole.includes("`") ? comment : whole;
  return shown.includes("`") ? "`<!-- gate:` where it says `<!--`" : `\`${shown}\``;
};
