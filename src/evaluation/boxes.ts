import type { ListItem, Nodes, PhrasingContent } from "mdast";
import { toString } from "mdast-util-to-string";
import { readMarkdown } from "../requirements/reading.ts";
import { stepKey } from "./verdict.ts";

/** A box as it stands in a comment. */
export interface SeenBox {
  readonly procedure: string;
  readonly step: string;
  readonly checked: boolean;
  /** The words between the box and its marker, as people read them. */
  readonly text: string;
}

/**
 * The marker that ties a box to its step. It goes to the end of the box's line, because GitHub shows no box after an HTML
 * comment, and it must not hold `--`, which ends or breaks a comment: https://github.github.com/gfm/#html-comment
 */
export const boxMarker = (procedure: string, step: string): string =>
  `<!-- gate:${coded(procedure)}/${coded(step)} -->`;

/** The boxes of a checklist comment by step key, as GitHub shows them. A marker that was copied counts as ticked only when every copy is. */
export const boxesOf = (body: string): ReadonlyMap<string, SeenBox> => {
  const boxes = new Map<string, SeenBox>();
  if (!body.includes("<!-- gate:")) return boxes;
  for (const box of boxesIn(readMarkdown(body).root)) {
    const key = stepKey(box.procedure, box.step);
    const known = boxes.get(key);
    boxes.set(key, known === undefined ? box : { ...known, checked: known.checked && box.checked });
  }
  return boxes;
};

/** Half a character can't be encoded; it would make the whole comment fail. */
const coded = (id: string): string =>
  encodeURIComponent(id.replaceAll(/\p{Surrogate}/gu, "\uFFFD")).replaceAll("--", "-%2D");

const MARKER = /^<!-- gate:([^\s/]+)\/([^\s/]+) -->$/u;

const boxesIn = (node: Nodes): readonly SeenBox[] => {
  if (!("children" in node)) return [];
  const below = node.children.flatMap(boxesIn);
  const own = node.type === "listItem" ? boxIn(node) : undefined;
  return own === undefined ? below : [own, ...below];
};

const boxIn = ({ checked, children: [first] }: ListItem): SeenBox | undefined => {
  if (typeof checked !== "boolean" || first?.type !== "paragraph") return undefined;
  const markers = first.children.map(markedStep);
  const at = markers.findIndex((marked) => marked !== undefined);
  const marked = markers[at];
  if (marked === undefined) return undefined;
  return { ...marked, checked, text: toString(first.children.slice(0, at)).replaceAll(/\s+/gu, " ").trim() };
};

const markedStep = (node: PhrasingContent): Pick<SeenBox, "procedure" | "step"> | undefined => {
  const [, procedure, step] = (node.type === "html" && MARKER.exec(node.value)) || [];
  if (procedure === undefined || step === undefined) return undefined;
  try {
    return { procedure: decodeURIComponent(procedure), step: decodeURIComponent(step) };
  } catch {
    return undefined;
  }
};
