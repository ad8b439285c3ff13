import type { Root } from "mdast";
import { plainText } from "../markdown/plain.ts";
import type { Position } from "./position.ts";

/** A heading of the document itself, not of a quote or list in it. */
export interface PlacedHeading {
  /** Plain text. */
  readonly title: string;
  readonly depth: number;
  readonly at: Position;
}

/** The headings of a document in order. */
export const headings = (root: Root): readonly PlacedHeading[] =>
  root.children
    .filter((node) => node.type === "heading")
    .map((node) => ({
      title: plainText(node.children),
      depth: node.depth,
      at: { line: node.position?.start.line ?? 1, column: node.position?.start.column ?? 1 },
    }));
