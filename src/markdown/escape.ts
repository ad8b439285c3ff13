/**
 * Users' text in comments of ours. It has to show as it was written and do nothing: no mention, no closing keyword, no HTML,
 * no forged marker, no broken table. GitHub looks for mentions and references in the rendered text, where entities are
 * characters again; a zero-width space behind the sign is what stops it, and it is our own, never the user's.
 */

/** Plain inline text, on one line, cut at `max` characters. */
export const plain = (text: string, max = 500): string => inline(visible(text, max));

/** A code span with any content: the fence is longer than every run of backticks inside. Bars, which end table cells, and what looks like a comment need entities, which only HTML reads in code. */
export const code = (text: string, max = 200): string => {
  const shown = visible(text, max);
  if (shown === "") return "";
  if (/\||<!--/u.test(shown)) return `<code>${inline(shown)}</code>`;
  const longest = Math.max(0, ...Array.from(shown.matchAll(/`+/gu), ([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = shown.startsWith("`") || shown.endsWith("`") ? " " : "";
  return `${fence}${pad}${shown}${pad}${fence}`;
};

/** Plain text for a table cell. */
export const cell = (text: string, max = 500): string => plain(text, max);

/** A link with plain text; only http(s) addresses become one. */
export const link = (text: string, url: string): string => {
  const address = safeAddress(url);
  if (address === undefined) return plain(text);
  return `[${plain(text) || plain(url)}](${address})`;
};

/** Controls, zero-width characters and direction overrides: they hide or reorder what people read. Joiners of emoji stay. */
const INVISIBLE =
  // oxlint-disable-next-line no-control-regex -- these are the characters to be taken out
  /[\u0000-\u001F\u007F-\u009F\u00AD\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFB\u{E0000}-\u{E0FFF}]|\u034F/gu;

/** What people see of a text on one line, cut at `max` characters: signs that can't be seen are left out. */
export const visible = (text: string, max: number): string => {
  const shown = text.replaceAll(/\s+/gu, " ").replaceAll(INVISIBLE, "").replaceAll(/ {2,}/gu, " ").trim();
  return cut(shown.replaceAll(/\p{Surrogate}/gu, "\uFFFD"), max);
};

/** Cuts between characters, never through one. */
const cut = (text: string, max: number): string => {
  const characters = Array.from(text);
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join("")}…`;
};

const inline = (shown: string): string =>
  begun(
    shown
      .replaceAll(/[\\`*~[\]$]/gu, String.raw`\$&`)
      .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, String.raw`\_`)
      .replaceAll(/[@#]|:(?=\/|[\w+\\-]+:)|\bGH-(?=\d)/giu, `$&${STOP}`)
      .replaceAll(/(?<=www)\./giu, `${STOP}.`)
      .replaceAll(/&(?=[#\p{L}])/gu, "&amp;")
      .replaceAll(/[<>|\u200B]/gu, (sign) => ENTITIES[sign] ?? ""),
  );

/** Inline text at the beginning of a line, where a digit or dash would make it a list, a heading or a rule. */
export const begun = (line: string): string =>
  line.replace(/^(?:[-+=]|\d+(?=[.)])(.))/u, (start) =>
    /^\d/u.test(start) ? `${start.slice(0, -1)}\\${start.slice(-1)}` : `\\${start}`,
  );

/** A zero-width space; the user's own were taken out. */
const STOP = "\u200B";

const ENTITIES: Readonly<Record<string, string>> = { "<": "&lt;", ">": "&gt;", "|": "&#124;", [STOP]: "&#8203;" };

const safeAddress = (url: string): string | undefined => {
  if (!URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  if (protocol !== "https:" && protocol !== "http:") return undefined;
  return href
    .replaceAll(/[()<>|\s\\`]/gu, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`)
    .replaceAll("&", "&amp;");
};
