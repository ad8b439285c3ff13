/** What templates leave for a person to fill in, told from what people write. Pure text, one line at a time. */

const WHOLE = new Set([
  "tbd",
  "tba",
  "tbc",
  "todo",
  "to do",
  "fixme",
  "wip",
  "xxx",
  "x",
  "y",
  "n",
  "fill in",
  "fill me in",
  "fill this in",
  "to be filled",
  "to be filled in",
  "to be determined",
  "to be decided",
  "to be done",
  "to be defined",
  "to follow",
  "pending",
  "placeholder",
  "example",
  "text here",
  "your text here",
  "your answer here",
  "description here",
  "yyyy mm dd",
  "dd mm yyyy",
  "mm dd yyyy",
  "name",
  "date",
  "link",
]);

const NONE = new Set([
  "none",
  "n a",
  "na",
  "not applicable",
  "nil",
  "null",
  "nothing",
  "no",
  "nope",
  "keine",
  "keiner",
  "kein",
  "nein",
  "nichts",
  "entfällt",
  "ninguno",
  "ninguna",
  "no aplica",
  "aucun",
  "aucune",
  "rien",
  "sans objet",
  "nessuno",
  "nessuna",
  "geen",
  "brak",
  "нет",
  "なし",
  "无",
  "無",
  "없음",
]);

/** A text reduced to its words, for comparing: case, marks and spaces don't count. */
export const wordsOf = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim();

/** "None" and its like, said without a reason. */
export const isBareNone = (text: string): boolean => NONE.has(wordsOf(text));

/** The first leftover prompt in a line, as it stands there; undefined in a line a person wrote. */
export const promptIn = (line: string): string | undefined => {
  const value = valueOf(line);
  const words = wordsOf(value);
  if (words !== "" && (WHOLE.has(words) || /^lorem ipsum\b/u.test(words))) return value.trim();
  if (/^[.…\-–—_*?\s]+$/u.test(value) && /\S/u.test(value)) return value.trim();
  return bracketPrompt(line, value) ?? anglePrompt(line) ?? markPrompt(line);
};

/** What follows a label such as `Owner:`; the whole line when there is none. */
export const valueOf = (line: string): string => {
  const label = /^[^:：\n]{1,60}[:：]\s+(?=\S)/u.exec(line);
  return label === null ? line : line.slice(label[0].length);
};

/** Bracketed words that people do write. */
const HONEST_BRACKETS = /^(?:skip ci|ci skip|skip actions|actions skip|no ci|\d+|[x ]|!\w+|\^.+)$/iu;

const bracketPrompt = (line: string, value: string): string | undefined => {
  for (const { 0: whole, 1: inside = "", index } of line.matchAll(/\[([^[\]\n]+)\]/gu)) {
    const before = line[index - 1] ?? "";
    const after = line[index + whole.length] ?? "";
    if (/[\p{L}\p{N}\])_$]/u.test(before) || after === "(" || after === ":" || HONEST_BRACKETS.test(inside.trim()))
      continue;
    if (!/\p{L}/u.test(inside)) continue;
    const alone = wordsOf(value.replaceAll(/\[[^[\]\n]*\]/gu, "")) === "";
    if (alone || /\p{L}\s+\S|\bX\b|Y{2,}|e\.g\.|\.{3}|…/u.test(inside)) return whole;
  }
  return undefined;
};

/** `<your answer>`; not `a < b`, `Map<string>`, an address or an HTML tag. */
const anglePrompt = (line: string): string | undefined => {
  for (const { 0: whole, 1: inside = "", index } of line.matchAll(/<([^\s<>][^<>\n]*)>/gu)) {
    if (/[\p{L}\p{N}_]/u.test(line[index - 1] ?? "") || /^(?:https?:|mailto:|[\w.+-]+@)/u.test(inside)) continue;
    if (!isHtmlTag(inside) && /\p{L}/u.test(inside)) return whole;
  }
  return undefined;
};

const MARKS: readonly RegExp[] = [
  /\{\{[^{}\n]*\}\}/u,
  /\b(?:TBD|TBA|FIXME)\b/u,
  /(?:^|[:：]\s*)TODO\b(?=\s*$|\s*[:：\-–—(])/u,
  /\b(?:YYYY-MM-DD|DD[./-]MM[./-]YYYY|MM\/DD\/YYYY)\b/u,
  /(?:^|[\s>≥<≤=])[XYN]{1,3}\s?(?:%|ms\b|s\b|days?\b|hours?\b|minutes?\b)/u,
  /_{4,}/u,
];

const markPrompt = (line: string): string | undefined => {
  for (const mark of MARKS) {
    const found = mark.exec(line)?.[0].trim();
    if (found !== undefined) return found;
  }
  return undefined;
};

const HTML_TAGS = new Set(
  "a abbr address article aside b bdi bdo blockquote br caption center cite code col colgroup dd del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i iframe img input ins kbd li main mark nav ol p picture pre q rp rt ruby s samp section small source span strike strong sub summary sup svg table tbody td template tfoot th thead time tr tt u ul var video wbr".split(
    " ",
  ),
);

/** Whether what stands between `<` and `>` is markup GitHub knows, rather than a prompt that happens to look like a tag. */
export const isHtmlTag = (inside: string): boolean => {
  const name = /^\/?([A-Za-z][A-Za-z0-9]*)(?=[\s/]|$)/u.exec(inside)?.[1]?.toLowerCase();
  return name !== undefined && HTML_TAGS.has(name);
};
