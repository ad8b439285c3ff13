import type { Code, InlineCode, Nodes, Parents, PhrasingContent, Table } from "mdast";
import type { MarkdownDocument } from "./document.ts";
import { linesOf } from "./lines.ts";
import { piecesOf, type Piece } from "./pieces.ts";
import { UNWRITTEN } from "./placeholder-words.ts";
import { isExample, promptIn, valueOf, wordsOf } from "./prompts.ts";

/** Something that still waits to be replaced. */
export interface Placeholder {
  readonly text: string;
  /** 1-based. */
  readonly line: number;
}

/** Every leftover prompt of a whole file in reading order, headings, table headers and open boxes included. */
export const placeholdersIn = ({ root }: MarkdownDocument): readonly Placeholder[] => {
  const inPieces = piecesOf(root.children).flatMap((piece) => {
    const text = piece.kind === "code" ? undefined : (promptOf(piece) ?? titlePrompt(piece));
    return text === undefined ? [] : [{ text, line: piece.line }];
  });
  return [...inPieces, ...besidePieces(root)].toSorted((one, other) => one.line - other.line);
};

/** A title may end with the form of what belongs below it: "Date (YYYY-MM-DD):". */
const titlePrompt = ({ kind, prose }: Piece): string | undefined =>
  kind === "title" ? promptIn(prose.replace(/\([^()]*\)(?=\s*:?$)/u, "")) : undefined;

/** The prompt in one line. Code is quoted as it is, brackets and all; only a block that is nothing but a prompt is one. */
export const promptOf = ({ kind, whole, text, prompts, prose }: Piece): string | undefined => {
  if (kind === "code") {
    const said = whole.trim().replace(COMMENT_MARK, "");
    return !said.includes("\n") && promptIn(said) === said ? said : undefined;
  }
  if (prompts[0] !== undefined || prose === "" || kind === "title") return prompts[0];
  const isContinued = !whole.startsWith(text) && isExample(prose);
  return isContinued ? undefined : promptIn(prose);
};

const COMMENT_MARK = /^(?:#|\/\/|--|;)\s*/u;

/** What `piecesOf` leaves out or does not judge: headings, headers of tables, and code. */
const besidePieces = (node: Parents): readonly Placeholder[] =>
  node.children.flatMap((child: Nodes): readonly Placeholder[] => {
    if (child.type === "heading") return [...inLines(child.children), ...besidePieces(child)];
    if (child.type === "table") return [...inHeader(child), ...besidePieces(child)];
    if (child.type === "code") return inCode(child);
    if (child.type === "inlineCode") return inCodeSpan(child);
    return "children" in child ? besidePieces(child) : [];
  });

const inHeader = ({ children: [header] }: Table): readonly Placeholder[] =>
  (header?.children ?? []).flatMap((cell) => inLines(cell.children));

/** `feature/[branch-name]`: brackets in a path have a meaning of their own, so only words that ask for something count. */
const inCodeSpan = ({ value, position }: InlineCode): readonly Placeholder[] => {
  const text = ASKING_BRACKET.exec(value)?.[0];
  return text === undefined ? [] : [{ text, line: position?.start.line ?? 1 }];
};

const ASKING_BRACKET =
  /\[(?:(?:your|insert|enter)[-_ ][^[\]]{1,60}|\p{L}{1,30}[-_ ](?:name|here|date|title|number)|YYYY-MM-DD|TBD|TODO)\]/iu;

const inLines = (children: readonly PhrasingContent[]): readonly Placeholder[] =>
  linesOf(children).flatMap(({ line, prose, prompts }) => {
    const text = prompts[0] ?? promptIn(prose);
    return text === undefined ? [] : [{ text, line }];
  });

/** Of code, only a form that nobody filled in, or a note among text that is no programme. */
const inCode = ({ value, lang, position }: Code): readonly Placeholder[] => {
  const first =
    (position?.start.line ?? 1) + ((position?.end.line ?? 1) - (position?.start.line ?? 1) > lineBreaks(value) ? 1 : 0);
  const lines = value.split("\n").map((text, index) => ({ text: shown(text), line: first + index }));
  const said = lines.filter(({ text }) => text !== "");
  if (said.length > 0 && said.every(({ text }) => isOnlyPrompt(text))) return said.slice(0, 1).map(named);
  if (!isPlainText(lang)) return [];
  return said.filter(({ text }) => isBracketNote(text)).map(named);
};

const named = ({ text, line }: Placeholder): Placeholder => ({ text: promptIn(text) ?? text, line });

const lineBreaks = (text: string): number => text.split("\n").length - 1;

const shown = (line: string): string =>
  line
    .trim()
    .replace(COMMENT_MARK, "")
    .replace(/^(?:(?:[-*+]|\d{1,3}[.)])\s+)?(?:\[[ xX]\]\s+)?/u, "");

const isOnlyPrompt = (line: string): boolean => {
  const prompt = promptIn(line)?.trim();
  return prompt !== undefined && (prompt === line || prompt === valueOf(line).trim());
};

const isPlainText = (lang: string | null | undefined): boolean =>
  /^(?:text|txt|plain|plaintext|md|markdown)?$/iu.test(lang ?? "");

/** `[Show the relevant files]`, or `Blockers: [any impediments]`; `[Desktop Entry]` may be meant. */
const isBracketNote = (line: string): boolean => {
  const value = valueOf(line).trim();
  const inside = /^\[([\p{L}][^[\]"'=<>{}()]*)\]$/u.exec(value)?.[1];
  if (inside === undefined) return false;
  const words = wordsOf(inside).split(" ").length;
  return UNWRITTEN.has(wordsOf(inside)) || words > (value === line ? 2 : 1);
};
