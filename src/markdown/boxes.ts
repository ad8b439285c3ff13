import { parseMarkdown } from "./document.ts";
import { taskItems, type TaskItem } from "./tasks.ts";

/**
 * The text with one box set and nothing else touched, line ends included. `offset` counts in the parsed document's text (see
 * `TaskItem.offset`); an offset that is no box's leaves the text as it is.
 */
export const setBox = (text: string, offset: number, checked: boolean): string => {
  const at = sourceOffset(text, offset);
  if (!/^\[[ \t\nxX]\]$/u.test(text.slice(at - 1, at + 2))) return text;
  return `${text.slice(0, at)}${checked ? "x" : " "}${text.slice(at + 1)}`;
};

/**
 * A comment's body with the boxes set whose hidden marker says so: `markers` maps what stands between `<!--` and `-->`,
 * trimmed, to the state wanted. Boxes with other markers or none, and boxes that already agree, stay as they are.
 */
export const setBoxes = (body: string, markers: ReadonlyMap<string, boolean>): string =>
  flatten(taskItems(parseMarkdown(body))).reduce((text, { comment, checked, offset }) => {
    const wanted = markers.get(comment?.value.trim() ?? "");
    return wanted === undefined || wanted === checked ? text : setBox(text, offset, wanted);
  }, body);

const flatten = (items: readonly TaskItem[]): readonly TaskItem[] =>
  items.flatMap((item) => [item, ...flatten(item.children)]);

/** Where a place in the parsed text is in the source, which may hold a byte-order mark and `\r\n`. */
const sourceOffset = (source: string, offset: number): number => {
  const mark = source.startsWith("\uFEFF") ? 1 : 0;
  if (!source.includes("\r\n")) return offset + mark;
  let at = mark;
  for (let left = offset; left > 0; left -= 1) at += source.startsWith("\r\n", at) ? 2 : 1;
  return at;
};
