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
  const kept = (line: string): Line => [" ", line];
  return [
    ...before.slice(0, start).map(kept),
    ...middle(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(kept),
  ];
}

function middle(before: readonly string[], after: readonly string[]): Line[] {
  const replaced: Line[] = [...before.map((line): Line => ["-", line]), ...after.map((line): Line => ["+", line])];
  if (before.length * after.length > MOST_CELLS || before.length === 0 || after.length === 0) return replaced;
  const width = after.length + 1;
  const longest = new Uint32Array((before.length + 1) * width);
  const at = (i: number, j: number): number => longest[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1)
    for (let j = after.length - 1; j >= 0; j -= 1)
      longest[i * width + j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const lines: Line[] = [];
  for (let i = 0, j = 0; i < before.length || j < after.length;) {
    const old = before[i];
    const fresh = after[j];
    if (old !== undefined && old === fresh) {
      lines.push([" ", old]);
      i += 1;
      j += 1;
    } else if (old !== undefined && (fresh === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push(["-", old]);
      i += 1;
    } else {
      lines.push(["+", fresh ?? ""]);
      j += 1;
    }
  }
  return lines;
}

function hunks(lines: readonly Line[]): string {
  const shown = new Uint8Array(lines.length);
  for (const [index, [mark]] of lines.entries())
    if (mark !== " ") shown.fill(1, Math.max(0, index - CONTEXT), Math.min(lines.length, index + CONTEXT + 1));
  const out: string[] = [];
  let [old, fresh, index] = [1, 1, 0];
  while (index < lines.length) {
    const end = shown[index] === 1 ? endOf(shown, index) : index + 1;
    const part = lines.slice(index, end);
    const minus = part.filter(([mark]) => mark !== "+").length;
    const plus = part.filter(([mark]) => mark !== "-").length;
    if (shown[index] === 1)
      out.push(`@@ -${range(old, minus)} +${range(fresh, plus)} @@`, ...part.map(([mark, text]) => `${mark}${text}`));
    old += minus;
    fresh += plus;
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
