interface First {
  readonly word: string;
  readonly rest: string;
  readonly quoted: boolean;
}

/** The first word; quotes and backticks hold words together. */
export const firstOf = (text: string): First => {
  const trimmed = text.trim();
  const held = /^(?:"([^"]+)"|“([^”]+)”|'([^']+)'(?=\s|$)|`([^`]+)`)(.*)$/su.exec(trimmed);
  if (held === null) {
    const [word = ""] = trimmed.split(/\s/u);
    return { word, rest: trimmed.slice(word.length), quoted: false };
  }
  const [, ...groups] = held;
  const rest = groups.pop() ?? "";
  return { word: groups.find((group) => group !== undefined) ?? "", rest, quoted: !trimmed.startsWith("`") };
};

/** A name without what a sentence puts around it, and without the backslashes that keep Markdown from reading it. */
export const nameOf = (word: string): string =>
  word
    .replaceAll(/\\(?=[^\p{L}\p{N}\s])/gu, "")
    .replace(/^[“"'(]+/u, "")
    .replace(/[.,;:!?”"')]+$/u, "");

const LONGEST = 1000;

/** A reason has at least a letter or digit. Quotes around the whole of it, and a dash before it, are not part of it. */
export const reasonOf = (text: string): string | undefined => {
  const said = text
    .replaceAll(/\s+/gu, " ")
    .replace(/^[\s:–—-]+/u, "")
    .trim();
  const inside = /^(?:"([^"]*)"|“([^”]*)”|'([^']*)')$/u
    .exec(said)
    ?.slice(1)
    .find((group) => group !== undefined);
  const reason = Array.from((inside ?? said).trim())
    .slice(0, LONGEST)
    .join("");
  return /[\p{L}\p{N}]/u.test(reason) ? reason : undefined;
};
