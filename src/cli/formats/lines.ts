/** A part of a line: plain, or in a style where colours are wanted. */
export type Span = string | { readonly style: Style; readonly text: string };

export type Line = readonly Span[];

export type Style = keyof typeof CODES;

/** SGR codes, as every terminal since the VT100 knows them. */
const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 } as const;

export const styled = (style: Style, text: string): Span => ({ style, text });

/** Lines as text that ends in a line break. Texts of others can't move the cursor, colour a line or turn its direction. */
export const render = (lines: readonly Line[], { colour }: { readonly colour: boolean }): string =>
  lines
    .map(
      (line) =>
        `${line
          .map((span) => printed(span, colour))
          .join("")
          .trimEnd()}\n`,
    )
    .join("");

/** One line without control characters and without marks that turn the direction of what follows. */
export const cleaned = (text: string): string =>
  text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ").replaceAll(/[\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, "");

const printed = (span: Span, colour: boolean): string => {
  if (typeof span === "string") return cleaned(span);
  const text = cleaned(span.text);
  return colour && text !== "" ? `\u001B[${CODES[span.style]}m${text}\u001B[0m` : text;
};
