import type { Root } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { BeyondLimits } from "./beyond-limits.ts";
import { limits, refuseTooLarge } from "./limits.ts";

/** A Markdown text as GitHub reads it. */
export interface MarkdownDocument {
  /** The text with plain line ends and no byte-order mark; lines keep their numbers, offsets refer to it. */
  readonly text: string;
  /** Empty where the text was refused, so that nothing in it can count as an answer. */
  readonly root: Root;
  /** Why a text was refused instead of read, such as "it has more than 20,000 lines": what no person writes. */
  readonly refused?: { readonly reason: string; readonly line: number };
}

/** Parses GitHub Flavored Markdown: https://github.github.com/gfm/. Never throws for what the text holds. */
export const parseMarkdown = (source: string): MarkdownDocument => {
  const text = source.replace(/^\uFEFF/u, "").replaceAll(/\r\n?/gu, "\n");
  try {
    refuseTooLarge(text);
    return { text, root: fromMarkdown(text, { extensions: [gfm(), limits()], mdastExtensions: WITHOUT_TRANSFORMS }) };
  } catch (error) {
    if (!(error instanceof BeyondLimits)) throw error;
    return { text, root: { type: "root", children: [] }, refused: { reason: error.message, line: error.line } };
  }
};

/** The transforms only look for addresses a second time, after the tokenizer did, with patterns that are slow on hostile text. */
const WITHOUT_TRANSFORMS = gfmFromMarkdown().map((extension) => ({ ...extension, transforms: [] }));
