import type { Nodes } from "mdast";
import { commentsIn } from "./html-words.ts";
import { sentencesOf } from "./instructions.ts";
import { countWords } from "./words.ts";
import { piecesOf, type Piece } from "./pieces.ts";
import { promptIn } from "./prompts.ts";
import type { Section } from "./sections.ts";

/** The words of a template, which are nobody's own. */
export interface Template {
  /** Whether anything is known of it. */
  readonly isKnown: boolean;
  /** Every line, paragraph, sentence and comment, reduced to letters and digits. */
  readonly lines: ReadonlySet<string>;
  /** Whether a text only repeats a part of it, wrapped anew or not. */
  readonly repeats: (text: string) => boolean;
  /** Lines that end as a question or label, which an answer may follow on the same line; the longest first. */
  readonly labels: readonly string[];
  /** Texts without words, such as an emoji. */
  readonly signs: ReadonlySet<string>;
  /** Bracketed words that wait to be replaced. */
  readonly brackets: readonly string[];
  readonly ticked: ReadonlySet<string>;
  /** Options to choose from. */
  readonly boxes: ReadonlySet<string>;
}

/** What the template of a section says; nothing where there is none. */
export const templateOf = (section: Pick<Section, "allNodes"> | undefined): Template => {
  const nodes = section?.allNodes ?? [];
  const pieces = piecesOf(nodes);
  const comments = commentsOf(nodes).flatMap((comment) => comment.split("\n"));
  const wholes = new Set(pieces.map(({ whole }) => whole));
  const texts = [...pieces.map(({ text }) => text), ...comments];
  return {
    isKnown: texts.length > 0,
    lines: new Set([...texts.flatMap((text) => [text, ...sentencesOf(text)]), ...wholes].map(compact)),
    repeats: repeating(texts.map(compact).join("")),
    labels: labelsOf(pieces),
    signs: new Set(pieces.map(({ text }) => text).filter((text) => compact(text) === "")),
    brackets: pieces.flatMap(({ prose }) =>
      promptIn(prose) === undefined ? [] : (prose.match(/\[[^[\]]+\]/gu) ?? []),
    ),
    ticked: compacted(pieces, ["ticked"]),
    boxes: compacted(pieces, ["ticked", "box"]),
  };
};

/** The texts of the HTML comments in these nodes. */
export const commentsOf = (nodes: readonly Nodes[]): readonly string[] =>
  nodes.flatMap((node) => {
    if (node.type === "html") return commentsIn(node.value);
    return "children" in node ? commentsOf(node.children) : [];
  });

/** Only the letters and digits of a text: case, marks, blanks and line ends don't count. */
export const compact = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, "");

/** The piece without what the template already said; undefined where nothing is left. A tick is the author's even where its text is not. */
export const ownPart = (piece: Piece, template: Template): Piece | undefined => {
  const words = compact(piece.text);
  if (piece.kind === "ticked") return template.ticked.has(words) ? undefined : piece;
  if (!template.isKnown || piece.emptyField !== undefined || piece.prompts.length > 0) return piece;
  if (words === "") return template.signs.has(piece.text) ? undefined : piece;
  if (template.lines.has(words) || isRewrapped(piece, template)) return undefined;
  const text = ownText(piece.text, template);
  return compact(text) === "" ? undefined : { ...piece, text };
};

/** What stands behind the template's label on a line, or else the sentences that are not the template's. */
const ownText = (text: string, { labels, lines }: Template): string => {
  const label = labels.find((one) => text.toLowerCase().startsWith(one));
  if (label !== undefined) return text.slice(label.length).trim();
  return sentencesOf(text)
    .filter((sentence) => !lines.has(compact(sentence)))
    .join(" ");
};

/** What is left of a list of options where its boxes are gone, and so are some options: a choice among them. */
export const chosenAmong = (pieces: readonly Piece[], { boxes }: Template): ReadonlySet<Piece> => {
  const left = new Set(pieces.map(({ text }) => compact(text)));
  const someGone = [...boxes].some((option) => !left.has(option));
  return new Set(someGone ? pieces.filter(({ kind, text }) => kind === "text" && boxes.has(compact(text))) : []);
};

/** Fewer words may well be an author's who says what the template says elsewhere. */
const LEAST_REWRAPPED = 4;

/** Remembers its answers: every line of a paragraph asks for the whole of it. */
const repeating = (run: string): Template["repeats"] => {
  const known = new Map<string, boolean>();
  return (text) => {
    const answer = known.get(text) ?? (countWords(text) >= LEAST_REWRAPPED && run.includes(compact(text)));
    known.set(text, answer);
    return answer;
  };
};

const isRewrapped = ({ text, whole, kind }: Piece, { repeats }: Template): boolean =>
  repeats(text) || (kind !== "code" && repeats(whole));

const labelsOf = (pieces: readonly Piece[]): readonly string[] =>
  pieces
    .flatMap(({ text }) => (/[:：?？؟]$/u.test(text) ? [text.toLowerCase()] : []))
    .toSorted((one, other) => other.length - one.length);

const compacted = (pieces: readonly Piece[], kinds: readonly Piece["kind"][]): ReadonlySet<string> =>
  new Set(pieces.flatMap(({ kind, text }) => (kinds.includes(kind) ? [compact(text)] : [])));
