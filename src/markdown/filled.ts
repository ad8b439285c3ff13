import { piecesOf, type Piece } from "./pieces.ts";
import { isBareNone, promptIn, wordsOf } from "./prompts.ts";
import type { Section } from "./sections.ts";

/** What kept a section from being filled in. */
export type FilledProblem = "empty" | "template" | "placeholder" | "empty-field" | "none" | "short";

export type Filled =
  | { readonly filled: true; readonly words: number }
  | { readonly filled: false; readonly what: FilledProblem; readonly reason: string; readonly line: number };

export interface FilledOptions {
  /** The section of the repository's template with that heading: its text is nobody's words. */
  readonly template?: Pick<Section, "allNodes"> | undefined;
  readonly minWords?: number | undefined;
  /** "None" without a reason is an answer. */
  readonly acceptNone?: boolean | undefined;
}

/**
 * Whether somebody really filled a section in: it has words of its own, and nothing in it still waits to be filled in. An
 * untouched template never is; a short honest answer is. The reason names the first unfilled thing with its line.
 */
export const filled = (section: Pick<Section, "allNodes" | "line">, options: FilledOptions = {}): Filled => {
  const pieces = piecesOf(section.allNodes);
  const template = templateOf(options.template);
  const own = pieces.flatMap((piece) => ownPart(piece, template) ?? []);
  const problem = firstProblem(pieces, own, template);
  if (problem !== undefined) return problem;
  const answers = own.filter((piece) => isAnswer(piece, own, pieces));
  const words = answers.reduce((sum, { text }) => sum + countWords(text), 0);
  if (words === 0) return nothingOwn(section, pieces);
  if (options.acceptNone !== true && answers.every(({ text }) => isBareNone(text) || wordsOf(text) === ""))
    return no("none", answers[0]?.line ?? section.line, `says “${answers[0]?.text.trim() ?? ""}” without a reason`);
  const least = options.minWords ?? 1;
  if (words < least) return no("short", section.line, `has ${words} of at least ${least} words`);
  return { filled: true, words };
};

/** Everything in these nodes that still waits to be filled in. */
export const placeholders = (
  section: Pick<Section, "allNodes">,
): readonly { readonly text: string; readonly line: number }[] =>
  piecesOf(section.allNodes).flatMap((piece) => {
    const text = promptOf(piece) ?? piece.emptyField;
    return text === undefined || piece.kind === "code" ? [] : [{ text, line: piece.line }];
  });

/** Words of a text in any script. */
export const countWords = (text: string): number => {
  let words = 0;
  for (const { isWordLike } of SEGMENTER.segment(text)) if (isWordLike === true) words += 1;
  return words;
};

const SEGMENTER = new Intl.Segmenter("en", { granularity: "word" });

interface Template {
  /** Every line and paragraph, in words. */
  readonly lines: ReadonlySet<string>;
  /** All of it in one run of words, to find text that was only wrapped anew. */
  readonly run: string;
  /** Lines that end as a question or label, which an answer may follow on the same line. */
  readonly labels: readonly string[];
  readonly ticked: ReadonlySet<string>;
}

const templateOf = (section: FilledOptions["template"]): Template => {
  const pieces = section === undefined ? [] : piecesOf(section.allNodes);
  return {
    lines: new Set(pieces.flatMap(({ text, whole }) => [wordsOf(text), wordsOf(whole)])),
    run: ` ${pieces.map(({ text }) => wordsOf(text)).join(" ")} `,
    labels: pieces.flatMap(({ text }) => (/[:：?？]\s*$/u.test(text) ? [text.trim()] : [])),
    ticked: new Set(pieces.flatMap(({ kind, text }) => (kind === "ticked" ? [wordsOf(text)] : []))),
  };
};

/** The piece without what the template already said; undefined where nothing is left. A tick is the author's even where its text is not. */
const ownPart = (piece: Piece, template: Template): Piece | undefined => {
  const words = wordsOf(piece.text);
  if (piece.kind === "ticked") return template.ticked.has(words) ? undefined : piece;
  if (piece.emptyField !== undefined || piece.prompts.length > 0) return piece;
  if (words === "") return /\S/u.test(piece.text) ? piece : undefined;
  if (template.lines.has(words) || template.lines.has(wordsOf(piece.whole))) return undefined;
  if (words.includes(" ") && template.run.includes(` ${words} `)) return undefined;
  const label = template.labels.find((one) => piece.text.trim().startsWith(one));
  return label === undefined ? piece : { ...piece, text: piece.text.trim().slice(label.length) };
};

const firstProblem = (pieces: readonly Piece[], own: readonly Piece[], template: Template): Filled | undefined => {
  for (const piece of pieces) {
    if (piece.kind === "box") continue;
    const prompt = promptOf(piece);
    if (prompt !== undefined && piece.kind !== "code") return stillHolds(piece, prompt);
    if (piece.emptyField !== undefined)
      return no("empty-field", piece.line, `leaves “${piece.emptyField.trim()}” empty (line ${piece.line})`);
  }
  const code = own.find(
    (piece) =>
      piece.kind === "code" && !template.lines.has(wordsOf(piece.text)) && promptIn(piece.text) === piece.text.trim(),
  );
  return code === undefined ? undefined : stillHolds(code, code.text.trim());
};

const stillHolds = (piece: Piece, prompt: string): Filled =>
  no("placeholder", piece.line, `still holds the placeholder “${prompt}” (line ${piece.line})`);

/** Code is quoted as it is, brackets and all. */
const promptOf = (piece: Piece): string | undefined =>
  piece.prompts[0] ?? (piece.text.trim() === "" || piece.kind === "title" ? undefined : promptIn(piece.text));

/** Titles and labels announce; open boxes are choices not made; a made choice answers where choices are all there is. */
const isAnswer = (piece: Piece, own: readonly Piece[], pieces: readonly Piece[]): boolean => {
  switch (piece.kind) {
    case "title":
      return own.length === 1 && pieces.length === 1 && !/[:：?？]\s*$/u.test(piece.text);
    case "box":
      return false;
    case "ticked":
      return pieces.every(({ kind }) => kind === "ticked" || kind === "box" || kind === "title");
    case "text":
    case "code":
    case "cell":
    case "html":
      return true;
  }
};

const nothingOwn = ({ line }: Pick<Section, "line">, pieces: readonly Piece[]): Filled => {
  if (pieces.length === 0) return no("empty", line, "is empty");
  if (pieces.every(({ kind }) => kind === "box")) return no("empty", line, "holds only open boxes");
  return no("template", line, "holds nothing but the template's text");
};

const no = (what: FilledProblem, line: number, reason: string): Filled => ({ filled: false, what, line, reason });
