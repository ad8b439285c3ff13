/**
 * Users' text in comments of ours. It has to show as it was written and do nothing: no mention, no closing keyword, no HTML,
 * no forged marker, no broken table. GitHub looks for mentions and references in the rendered text, where entities are
 * characters again; a zero-width space behind the sign is what stops it, and it is our own, never the user's.
 */

/** Controls, zero-width characters and direction overrides: they hide or reorder what people read. */
const INVISIBLE =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF]/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "@": "@&#8203;",
  "#": "#&#8203;",
  "|": "&#124;",
};

/** Characters that begin inline markup anywhere in a text. */
const INLINE = /[\\`*_~[\]!$:]/u;

/** Plain inline text, on one line, cut at `max` characters. */
export const plain = (text: string, max = 500): string => {
  const shown = cut(text.replaceAll(/\s+/gu, " ").replaceAll(INVISIBLE, "").trim(), max);
  return [...shown]
    .map((character, index, all) =>
      escaped(character, {
        before: all[index - 1],
        after: all[index + 1],
        first: index === 0,
        www:
          all
            .slice(Math.max(0, index - 3), index)
            .join("")
            .toLowerCase() === "www",
      }),
    )
    .join("");
};

interface Around {
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly first: boolean;
  /** The three characters before are `www`, which with a dot become an address. */
  readonly www: boolean;
}

const escaped = (character: string, around: Around): string => {
  const entity = ENTITIES[character];
  if (entity !== undefined) return entity;
  if (around.first && /[-+=\d]/u.test(character)) return `&#${character.codePointAt(0)};`;
  if (character === ":" || character === "_" || character === "." || character === "/")
    return inWord(character, around);
  return INLINE.test(character) ? `\\${character}` : character;
};

/** An underscore inside a word, a colon before a space and a dot in a file name are harmless; addresses would become links. */
const inWord = (character: string, { before, after, www }: Around): string => {
  if (character === "_") return isWord(before) && isWord(after) ? "_" : "\\_";
  if (character === ":") return after === "/" ? ":&#8203;" : ":";
  if (character === ".") return www ? "&#8203;." : ".";
  return character;
};

const isWord = (character: string | undefined): boolean => character !== undefined && /[\p{L}\p{N}]/u.test(character);

const cut = (text: string, max: number): string => {
  const characters = [...text];
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join("")}…`;
};

/** A code span with any content: the fence is longer than every run of backticks inside. */
export const code = (text: string, max = 200): string => {
  const shown = cut(text.replaceAll(/\s+/gu, " ").replaceAll(INVISIBLE, "").trim(), max);
  if (shown === "") return "";
  const longest = Math.max(0, ...[...shown.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = shown.startsWith("`") || shown.endsWith("`") ? " " : "";
  return `${fence}${pad}${shown}${pad}${fence}`;
};

/** Plain text for a table cell. */
export const cell = (text: string, max = 500): string => plain(text, max);

/** A link with plain text; only http(s) addresses become one. */
export const link = (text: string, url: string): string => {
  const address = safeAddress(url);
  return address === undefined ? plain(text) : `[${plain(text)}](${address})`;
};

const safeAddress = (url: string): string | undefined => {
  if (!URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  return protocol === "https:" || protocol === "http:"
    ? href.replaceAll(/[()<>|\s\\`]/gu, (character) =>
        encodeURIComponent(character).replace("(", "%28").replace(")", "%29"),
      )
    : undefined;
};
