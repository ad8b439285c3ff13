import { isHtmlTag } from "./html-words.ts";
import { NOTHING, OPEN_CHOICE, UNWRITTEN } from "./placeholder-words.ts";

// What templates leave for a person to fill in, told from what people write. Pure text, one line at a time.

/** A text reduced to its words, for comparing: case, marks and spaces don't count. */
export const wordsOf = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/(?:[^\p{L}\p{M}\p{N}]|[\uFE0F\u20E3])+/gu, " ")
    .trim();

/** "None" and its like, said without a reason. */
export const isBareNone = (text: string): boolean => NOTHING.has(wordsOf(text));

/** The first leftover prompt in a line, as it stands there; undefined in a line a person wrote. */
export const promptIn = (line: string): string | undefined => {
  const value = valueOf(line);
  const said = withoutHint(line, value);
  return (
    (isExample(line) ? line.trim() : wholePrompt(value)) ??
    bracketPrompt(said, value) ??
    cjkBracketPrompt(said) ??
    anglePrompt(said) ??
    markPrompt(said)
  );
};

/** What follows a label such as `Owner:`; the whole line when there is none. */
export const valueOf = (line: string): string => {
  const label = /^[^:：\n]{1,60}(?::\s+|：\s*)(?=\S)/u.exec(line);
  return label === null ? line : line.slice(label[0].length);
};

/** A label may end with the form its value has to have: `Date (YYYY-MM-DD): 2026-03-01`. */
const withoutHint = (line: string, value: string): string => {
  if (line === value) return line;
  const label = line.slice(0, line.length - value.length);
  return label.replace(/[([（][^()[\]（）]*[)\]）](?=\s*[:：]\s*$)/u, "") + value;
};

/** Whether a text says no more than a prompt does, such as `TBD`, `...`, `e.g. 1.2.3`, `{version}` or `yes / no`. */
const wholePrompt = (value: string): string | undefined => {
  const shown = value.trim();
  if (shown === "") return undefined;
  const words = wordsOf(shown);
  if (words === "") return DOTS.test(shown) ? shown : undefined;
  const isOpen = UNWRITTEN.has(words) || (OPEN_CHOICE.has(words) && /[/|／、,]/u.test(shown));
  return isOpen || isExample(shown) || WHOLE_PATTERNS.some((pattern) => pattern.test(shown)) ? shown : undefined;
};

/** Whether a text gives an example of an answer. */
export const isExample = (text: string): boolean =>
  /^[（(]?\s*(?:e\.\s?g\.|eg:|ex:|example:|for example|z\.\s?B\.|p\.\s?ex\.|par exemple|p\. ej\.|por ejemplo|np\.|例[:：)]|例えば|例如|比如|예[:)])/iu.test(
    text,
  );

const DOTS = /^[.…?？_*＿\-–—\s]+$/u;

const WHOLE_PATTERNS: readonly RegExp[] = [
  /^lorem ipsum\b/iu,
  /^\{[\p{L}_][\p{L}\p{N}_ -]*\}$/u,
  /^(?:%[\p{L}_][\p{L}_ ]*%|@@[^@]+@@|\$\{?[A-Z_]+\}?|<%.*%>)$/iu,
  /^v?x\.[xy](?:\.[xyz])?$/iu,
  /^(?:step|item|change|feature|bullet|point|task|reason|note|fix|scenario|risk|metric|schritt|étape|paso|passo|krok|шаг)\s+(?:\d|[a-c]|one|two|three)\s*[.:…]*$/iu,
  /^(?:the )?(?:first|second|third|next|another) (?:step|item|change|reason|point|risk)\s*[.:…]*$/iu,
  /^(?:手順|步骤|步驟|ステップ|项目|項目)\s*\d\s*[.:：…]*$/u,
  /^[（(](?:describe|explain|your|please|insert|enter|add|fill|list|optional|请|請|記入|hier)(?!\p{L})[^()（）]*[)）]$/iu,
];

/** Bracketed words that people do write. */
const HONEST_BRACKETS =
  /^(?:skip ci|ci skip|skip actions|actions skip|no ci|yes|no|none|done|ok|n\/a|\d+|[x✓✔✅ ]|!\w+|\^.+|[@#]\S+|\p{Lu}+-\d+)$/iu;

const isHonest = (inside: string): boolean => HONEST_BRACKETS.test(inside.trim()) || !/\p{L}/u.test(inside);

const INVITING =
  /^(?:describe|explain|insert|enter|your|add|list|name of|e\.g\.|the |an? |if |how |what |why |who |when |where |which |link to|date of|number of|please|fill|specify|provide|todo|tbd)|\b[XYN]\b|[XY]{2,}|e\.g\.|\.{3}|…|\by\/n\b|\byes\/no\b/iu;

const bracketPrompt = (line: string, value: string): string | undefined => {
  const all = [...line.matchAll(/\[([^[\]\n]+)\]/gu)];
  const leading = /^\s*(?:\[[^[\]\n]*\]\s*)*/u.exec(value)?.[0].split("[").length ?? 1;
  const alone = wordsOf(value.replaceAll(/\[[^[\]\n]*\]/gu, "")) === "";
  for (const { 0: whole, 1: inside = "", index } of all) {
    if (isMarkup(line, whole, index) || isHonest(inside)) continue;
    if (alone || INVITING.test(inside) || all.length > leading) return whole;
    if (isPhrase(inside) && !isTag(line, value, whole)) return whole;
  }
  return undefined;
};

/** Part of a link, of its definition, or of an expression such as `array[index]`. */
const isMarkup = (line: string, whole: string, index: number): boolean =>
  /[\p{L}\p{N}\])_$]/u.test(line[index - 1] ?? "") || "([:".includes(line[index + whole.length] ?? " ");

/** Several words, or as many characters in a script that writes no spaces. */
const isPhrase = (inside: string): boolean =>
  /\p{L}\s+\S|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]{4,}/u.test(inside);

/** `[API gateway] Add a route`: a short name of a part before a sentence. */
const isTag = (line: string, value: string, whole: string): boolean => {
  const starts = line.trim().startsWith(whole) || value.trim().startsWith(whole);
  return starts && whole.split(/\s+/u).length <= 3 && wordsOf(value.replace(whole, "")).includes(" ");
};

const cjkBracketPrompt = (line: string): string | undefined =>
  /[【「『〔（＜《](?:请|請|在此|ここに|此处|此處|填写|記入|入力|手順を)[^【「『〔（＜《】」』〕）＞》\n]*[】」』〕）＞》]/u.exec(
    line,
  )?.[0];

/** `<your answer>`; not `a < b`, `Map<string>`, an address or an HTML tag. */
const anglePrompt = (line: string): string | undefined => {
  for (const { 0: whole, 1: inside = "", index } of line.matchAll(
    /[<＜]([\p{L}#](?:[^<>＜＞\n]*[^\s<>＜＞])?)[>＞]/gu,
  )) {
    if (/[\p{L}\p{N}_]/u.test(line[index - 1] ?? "") || /^(?:https?:|mailto:|[\w.+-]+@)/u.test(inside)) continue;
    if (!isHtmlTag(inside)) return whole;
  }
  return undefined;
};

const MARKS: readonly RegExp[] = [
  /\{\{[^{}\n]*\}\}/u,
  /\{(?:your|insert|enter|describe|please)\s[^{}\n]*\}/iu,
  /\b(?:TBD|TBA|FIXME)\b/u,
  /(?:^|[:：]\s*)TODO\b(?=\s*$|\s*[:：\-–—(]|\s+(?:describe|add|write|fill|document|explain|update)\b)/iu,
  /\b(?:YYYY-MM-DD|DD[./-]MM[./-](?:YYYY|AAAA)|MM[./-]DD[./-]YYYY|TT\.MM\.JJJJ|JJJJ-MM-TT|AAAA-MM-(?:DD|JJ)|JJ\/MM\/AAAA)\b/iu,
  /YYYY年MM月DD日|[_＿○]+年[_＿○]+月[_＿○]+日/iu,
  /(?:^|[\s>≥<≤=~(])[XY]{1,3}\s?(?:%|(?:ms|s|sec|seconds?|min|minutes?|hours?|h|days?|weeks?|users?|requests?|errors?)\b)/u,
  /[>≥<≤]\s?N{1,3}\s?(?:%|(?:ms|s|seconds?|minutes?|hours?|days?)\b)/u,
  /(?<![\p{L}\p{N}_])[_＿]{3,}(?![\p{L}\p{N}_])/u,
  /\.{5,}|…{2,}/u,
  /\b(?:fix(?:es|ed)?|clos(?:es|ed|e)|resolv(?:es|ed|e)|relate[sd]? to|refs?|issue|ticket)\b\s*(?::\s*)?#\s*(?:\(issue[^)]*\)|issue\b|number\b|X{2,}\b|N{2,}\b|_+|\.{3}|(?=[\s,.;]*$))/iu,
];

const markPrompt = (line: string): string | undefined => {
  for (const mark of MARKS) {
    const found = mark.exec(line)?.[0].trim();
    if (found !== undefined && found !== "") return found;
  }
  return undefined;
};
