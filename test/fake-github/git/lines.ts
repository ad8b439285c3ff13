export interface LineDiff {
  readonly additions: number;
  readonly deletions: number;
  readonly kept: number;
  readonly patch: string;
}

type Line = readonly [" " | "+" | "-", string];

const CONTEXT = 3;
const MOST_CELLS = 4_000_000;

/** Differences of two texts line by line, with the unified hunks GitHub calls a patch. */
export function diffLines(before: string, after: string): LineDiff {
  const lines = edits(split(before), split(after));
  const count = (sign: Line[0]): number => lines.reduce((sum, [mark]) => sum + (mark === sign ? 1 : 0), 0);
  return { additions: count("+"), deletions: count("-"), kept: count(" "), patch: hunks(lines) };
}

function split(text: string): string[] {
  if (text === "") return [];
  return (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");
}

function edits(before: readonly string[], after: readonly string[]): Line[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end))
    end += 1;
  return [
    ...before.slice(0, start).map(kept),
    ...middle(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(kept),
  ];
}

const kept = (line: string): Line => [" ", line];

function middle(before: readonly string[], after: readonly string[]): Line[] {
  const cells = before.length * after.length;
  if (cells === 0 || cells > MOST_CELLS) return [...before.map(gone), ...after.map(fresh)];
  const longest = table(before, after);
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < before.length && j < after.length) {
    const [old = "", now = ""] = [before[i], after[j]];
    if (old === now) lines.push([" ", old]);
    else if (longest(i + 1, j) >= longest(i, j + 1)) lines.push(["-", old]);
    else lines.push(["+", now]);
    const [mark] = lines.at(-1) ?? [" "];
    if (mark !== "+") i += 1;
    if (mark !== "-") j += 1;
  }
  return [...lines, ...before.slice(i).map(gone), ...after.slice(j).map(fresh)];
}

const gone = (line: string): Line => ["-", line];
const fresh = (line: string): Line => ["+", line];

/** Length of the longest common subsequence of the rests from (i, j). */
function table(before: readonly string[], after: readonly string[]): (i: number, j: number) => number {
  const width = after.length + 1;
  const longest = new Uint32Array((before.length + 1) * width);
  const at = (i: number, j: number): number => longest[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1)
    for (let j = after.length - 1; j >= 0; j -= 1)
      longest[i * width + j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  return at;
}

function hunks(lines: readonly Line[]): string {
  const shown = new Uint8Array(lines.length);
  for (const [index, [mark]] of lines.entries())
    if (mark !== " ") shown.fill(1, Math.max(0, index - CONTEXT), Math.min(lines.length, index + CONTEXT + 1));
  const out: string[] = [];
  let [oldLine, newLine, index] = [1, 1, 0];
  while (index < lines.length) {
    const end = shown[index] === 1 ? endOf(shown, index) : index + 1;
    const part = lines.slice(index, end);
    const minus = part.filter(([mark]) => mark !== "+").length;
    const plus = part.filter(([mark]) => mark !== "-").length;
    if (shown[index] === 1)
      out.push(
        `@@ -${range(oldLine, minus)} +${range(newLine, plus)} @@`,
        ...part.map(([mark, text]) => `${mark}${text}`),
      );
    oldLine += minus;
    newLine += plus;
    index = end;
  }
  return out.join("\n");
}

function endOf(shown: Uint8Array, from: number): number {
  const end = shown.indexOf(0, from);
  return end === -1 ? shown.length : end;
}

const range = (start: number, count: number): string =>
  count === 0 ? `${start - 1},0` : count === 1 ? `${start}` : `${start},${count}`;
