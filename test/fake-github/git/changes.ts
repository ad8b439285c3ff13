import { diffLines } from "./lines.ts";
import { type FileEntry, type GitStore, isBinary } from "./store.ts";

export interface FileChange {
  readonly path: string;
  readonly previousPath?: string;
  readonly status: "added" | "removed" | "modified" | "renamed";
  readonly sha: string;
  readonly additions: number;
  readonly deletions: number;
  readonly patch?: string;
}

interface Named {
  readonly path: string;
  readonly entry: FileEntry;
}

/** Git calls a removed and an added file a rename when at least half of it is the same. */
const SIMILAR = 0.5;
const MOST_PAIRS = 10_000;

const known = new WeakMap<GitStore, Map<string, readonly FileChange[]>>();

/** What changed between two trees, renames found by equal or similar content, sorted by path as GitHub lists it. */
export function changes(store: GitStore, before: string, after: string): readonly FileChange[] {
  const ofStore = known.get(store) ?? new Map<string, readonly FileChange[]>();
  known.set(store, ofStore);
  const found = ofStore.get(`${before} ${after}`) ?? compute(store, before, after);
  ofStore.set(`${before} ${after}`, found);
  return found;
}

function compute(store: GitStore, before: string, after: string): readonly FileChange[] {
  const old = store.files(before);
  const fresh = store.files(after);
  const removed = [...old].filter(([path]) => !fresh.has(path)).map(([path, entry]) => ({ path, entry }));
  const added = [...fresh].filter(([path]) => !old.has(path)).map(([path, entry]) => ({ path, entry }));
  const renames = findRenames(store, removed, added);
  const gone = new Set([...renames.values()].map(({ path }) => path));
  const found: FileChange[] = [];
  for (const { path, entry } of removed)
    if (!gone.has(path)) found.push({ path, status: "removed", sha: entry.sha, ...lines(store, entry, undefined) });
  for (const { path, entry } of added) {
    const from = renames.get(path);
    if (from === undefined) found.push({ path, status: "added", sha: entry.sha, ...lines(store, undefined, entry) });
    else
      found.push({
        path,
        previousPath: from.path,
        status: "renamed",
        sha: entry.sha,
        ...lines(store, from.entry, entry),
      });
  }
  for (const [path, entry] of fresh) {
    const was = old.get(path);
    if (was === undefined || was.sha === entry.sha) continue;
    found.push({ path, status: "modified", sha: entry.sha, ...lines(store, was, entry) });
  }
  return found.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function findRenames(store: GitStore, removed: readonly Named[], added: readonly Named[]): Map<string, Named> {
  const renames = new Map<string, Named>();
  const left = new Map(removed.map((file) => [file.path, file]));
  const take = (path: string, from: Named): void => {
    renames.set(path, from);
    left.delete(from.path);
  };
  const bySha = new Map(removed.map((file) => [file.entry.sha, file]));
  for (const { path, entry } of added) {
    const same = bySha.get(entry.sha);
    if (same !== undefined && left.has(same.path)) take(path, same);
  }
  if (left.size * added.length > MOST_PAIRS) return renames;
  for (const { path, entry } of added.filter((file) => !renames.has(file.path))) {
    const best = [...left.values()]
      .map((from) => ({ from, score: similarity(store, from.entry, entry) }))
      .filter(({ score }) => score >= SIMILAR)
      .toSorted((a, b) => b.score - a.score)[0];
    if (best !== undefined) take(path, best.from);
  }
  return renames;
}

function similarity(store: GitStore, one: FileEntry, other: FileEntry): number {
  const { kept, additions, deletions } = diffLines(text(store, one), text(store, other));
  const most = kept + Math.max(additions, deletions);
  return most === 0 ? 0 : kept / most;
}

function lines(store: GitStore, before: FileEntry | undefined, after: FileEntry | undefined) {
  const binary = [before, after].some((entry) => entry !== undefined && isBinary(content(store, entry)));
  if (binary || before?.sha === after?.sha) return { additions: 0, deletions: 0 };
  const { additions, deletions, patch } = diffLines(text(store, before), text(store, after));
  return { additions, deletions, ...(patch === "" ? {} : { patch }) };
}

const content = (store: GitStore, entry: FileEntry): Buffer => store.blob(entry.sha) ?? Buffer.alloc(0);

const text = (store: GitStore, entry: FileEntry | undefined): string =>
  entry === undefined ? "" : content(store, entry).toString("utf8");
