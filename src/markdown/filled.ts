import {
  asksForProse,
  isChoiceIntro,
  isInstruction,
  isPlaceKeeper,
  isQuestion,
  isYesNoQuestion,
  sentencesOf,
} from "./instructions.ts";
import { piecesOf, type Piece } from "./pieces.ts";
import { YES_OR_NO } from "./placeholder-words.ts";
import { promptOf } from "./placeholders.ts";
import { isBareNone, valueOf, wordsOf } from "./prompts.ts";
import type { Section } from "./sections.ts";
import { commentsOf, compact, chosenAmong, ownPart, templateOf, type Template } from "./template.ts";
import { countWords } from "./words.ts";

export { countWords } from "./words.ts";

/** What kept a section from being filled in. */
export type FilledProblem = "empty" | "template" | "placeholder" | "empty-field" | "none" | "short";

/** The reason goes on from "The section …" and names a line where there is one to name. */
export type Filled =
  | { readonly filled: true; readonly words: number }
  | { readonly filled: false; readonly what: FilledProblem; readonly reason: string; readonly line: number };

type Unfilled = Extract<Filled, { filled: false }>;

export interface FilledOptions {
  /** The section of the repository's template with that heading: its text is nobody's words. */
  readonly template?: Pick<Section, "allNodes"> | undefined;
  readonly minWords?: number | undefined;
  /** "None" without a reason is an answer. */
  readonly acceptNone?: boolean | undefined;
  /** Open boxes say something: planned work, or a checklist for later. */
  readonly acceptBoxes?: boolean | undefined;
}

/** What is judged; a heading that asks makes "no" an answer. */
export type Judged = Pick<Section, "allNodes" | "line"> & Partial<Pick<Section, "heading">>;

interface Scene {
  readonly section: Judged;
  readonly pieces: readonly Piece[];
  readonly template: Template;
  /** What only tells the author what to write, by the paragraph it stands in. */
  readonly asked: ReadonlyMap<string, string>;
  /** What HTML comments here and in the template ask for. */
  readonly comments: readonly string[];
  readonly acceptBoxes: boolean;
}

/**
 * Whether somebody really filled a section in: it has words of its own, and nothing in it still waits to be filled in. An
 * untouched template never is; a short honest answer is. The reason names the first unfilled thing with its line.
 */
export const filled = (section: Judged, options: FilledOptions = {}): Filled => {
  const pieces = piecesOf(section.allNodes);
  const scene: Scene = {
    section,
    pieces,
    template: templateOf(options.template),
    asked: askedIn(pieces),
    comments: commentsOf([...section.allNodes, ...(options.template?.allNodes ?? [])]),
    acceptBoxes: options.acceptBoxes === true,
  };
  const answers = answersIn(scene);
  const problem = firstLeftover(scene, answers);
  if (problem !== undefined) return problem;
  const words = answers.reduce((sum, answer) => sum + wordsIn(answer), 0);
  if (words === 0) return nothingOwn(scene);
  const none = options.acceptNone === true ? undefined : unexplained(scene, answers);
  if (none !== undefined) return no("none", none.line, `says “${none.text}” without a reason (line ${none.line})`);
  const least = options.minWords ?? 1;
  if (words < least) return no("short", section.line, `has ${words} of at least ${least} words`);
  return { filled: true, words };
};

/** A tick or cross in a cell says as much as a word. */
const wordsIn = ({ kind, text }: Piece): number => Math.max(countWords(text), kind === "cell" ? 1 : 0);

const askedIn = (pieces: readonly Piece[]): Scene["asked"] =>
  new Map(
    [...new Set(pieces.map(({ whole }) => whole))].map((whole) => [
      whole,
      compact(sentencesOf(whole).filter(isInstruction).join(" ")),
    ]),
  );

const answersIn = (scene: Scene): readonly Piece[] => {
  const chosen = chosenAmong(scene.pieces, scene.template);
  return scene.pieces.flatMap((piece) => {
    const own = chosen.has(piece) ? piece : ownPart(piece, scene.template);
    return own !== undefined && isAnswer(own, scene) ? [own] : [];
  });
};

/** Labels announce; open boxes are choices not made, unless they are the plan; a made choice answers where choices are all there is. */
const isAnswer = (piece: Piece, scene: Scene): boolean => {
  if (piece.isLabel === true) return false;
  switch (piece.kind) {
    case "title":
      return isBoldAnswer(piece, scene);
    case "box":
      return scene.acceptBoxes;
    case "ticked":
      return scene.acceptBoxes || asksToChoose(scene);
    case "text":
    case "html":
      return scene.template.isKnown || !isAsked(piece, scene);
    case "code":
    case "cell":
      return true;
  }
};

/** A bold line that does not announce anything: the author's own, or a whole sentence, or all there is. */
const isBoldAnswer = ({ text }: Piece, { pieces, template }: Scene): boolean =>
  !/[:：?？]$/u.test(text) && (template.isKnown || pieces.length === 1 || /[.!。！]$/u.test(text));

/** Whether a line only asks, be it a part of a longer sentence or of a quote that does. */
const isAsked = ({ text, whole, quote }: Piece, { asked }: Scene): boolean =>
  isInstruction(text) || isInstruction(quote ?? "") || (asked.get(whole) ?? "").includes(compact(text) || " ");

const asksToChoose = ({ pieces, comments }: Scene): boolean =>
  !comments.some(asksForProse) &&
  pieces.every(
    ({ kind, text }) =>
      kind === "ticked" || kind === "box" || kind === "title" || isChoiceIntro(text) || asksWhich(text),
  );

const asksWhich = (text: string): boolean =>
  isYesNoQuestion(text) || (isQuestion(text) && /\b(?:kind|type|which|category|area|sort)\b/iu.test(text));

const firstLeftover = (scene: Scene, answers: readonly Piece[]): Unfilled | undefined => {
  for (const [index, piece] of scene.pieces.entries()) {
    const found = piece.kind === "box" && !scene.acceptBoxes ? undefined : leftoverOf(piece, index, scene);
    if (found !== undefined && (found.always || answers.length > 0)) return found.problem;
  }
  return undefined;
};

interface Leftover {
  readonly problem: Unfilled;
  /** Whether it is worth naming where nothing is filled in at all. */
  readonly always: boolean;
}

const leftoverOf = (piece: Piece, index: number, scene: Scene): Leftover | undefined => {
  const { line } = piece;
  const prompt = promptOf(piece) ?? keptFromTemplate(piece, scene);
  if (prompt !== undefined)
    return { problem: no("placeholder", line, `still holds the placeholder “${prompt}” (line ${line})`), always: true };
  const field = piece.emptyField ?? (isUnanswered(index, scene) ? piece.text : undefined);
  if (field === undefined) return undefined;
  const problem = no("empty-field", line, `leaves “${field.replace(/[:：]$/u, "")}” empty (line ${line})`);
  return { problem, always: piece.emptyField !== undefined };
};

/** What the author left of the template among own words: a bracket in a sentence, or the item of a list. */
const keptFromTemplate = ({ prose, text, kind, isItem }: Piece, { template }: Scene): string | undefined => {
  if (kind !== "text" && kind !== "cell") return undefined;
  const isKept = isItem === true && (isPlaceKeeper(text) || (isInstruction(text) && isKnownItem(text, template)));
  return isKept ? text : template.brackets.find((bracket) => prose.includes(bracket));
};

const isKnownItem = (text: string, { lines }: Template): boolean =>
  !isQuestion(text) && !isChoiceIntro(text) && lines.has(compact(text));

/** Whether a question or label of the template has nothing before the next one. */
const isUnanswered = (index: number, { pieces, template }: Scene): boolean => {
  const [piece, next] = [pieces[index], pieces[index + 1]];
  if (piece === undefined || !isTemplateLabel(piece, template)) return false;
  return next === undefined || isTemplateLabel(next, template);
};

const isTemplateLabel = ({ kind, text }: Piece, { lines }: Template): boolean =>
  (kind === "title" || (kind === "text" && isQuestion(text))) &&
  lines.has(compact(text)) &&
  !/\b(?:optional|if any|if applicable|if needed|if relevant)\b/iu.test(text);

/** The first of answers that all say "none" and no more; "no" is enough where the question allows it. */
const unexplained = (scene: Scene, answers: readonly Piece[]): Piece | undefined => {
  const isNone = (piece: Piece): boolean =>
    piece.kind !== "ticked" &&
    (wordsIn(piece) === 0 || (isBareNone(valueOf(piece.text)) && !isSaidToQuestion(piece, scene)));
  return answers.every(isNone) ? answers[0] : undefined;
};

const isSaidToQuestion = (answer: Piece, { section, pieces }: Scene): boolean => {
  if (!YES_OR_NO.has(wordsOf(answer.text))) return false;
  const index = pieces.findIndex(({ line }) => line === answer.line);
  const asked = [section.heading ?? "", pieces[index - 1]?.text ?? "", questionIn(pieces[index]?.text ?? "")];
  return asked.some(isYesNoQuestion);
};

const questionIn = (text: string): string => /^[^?？؟]*[?？؟]/u.exec(text)?.[0] ?? "";

const nothingOwn = ({ section: { line }, pieces, template }: Scene): Unfilled => {
  if (pieces.length === 0) return no("empty", line, "is empty");
  if (pieces.every(({ kind }) => kind === "box")) return no("empty", line, "holds only open boxes");
  if (template.isKnown) return no("template", line, "holds nothing but the template's text");
  return no("template", line, "holds only titles, questions and instructions");
};

const no = (what: FilledProblem, line: number, reason: string): Unfilled => ({ filled: false, what, line, reason });
