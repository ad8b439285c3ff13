import type { Commit, FileEntry, FileMap, GitStore } from "./store.ts";

/** The commit and everything it descends from. */
export function ancestors(store: GitStore, sha: string): Set<string> {
  const seen = new Set<string>();
  const pending = [sha];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    pending.push(...(store.commit(next)?.parents ?? []));
  }
  return seen;
}

/** The nearest common ancestor, if the histories touch. */
export function mergeBase(store: GitStore, one: string, other: string): string | undefined {
  const reachable = ancestors(store, one);
  const seen = new Set<string>();
  const pending = [other];
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    if (reachable.has(next)) return next;
    if (seen.has(next)) continue;
    seen.add(next);
    pending.push(...(store.commit(next)?.parents ?? []));
  }
  return undefined;
}

/** The commits of `head` that `base` lacks, oldest first. */
export function commitsBetween(store: GitStore, base: string | undefined, head: string): Commit[] {
  const known = base === undefined ? new Set<string>() : ancestors(store, base);
  const commits: Commit[] = [];
  const visit = (sha: string): void => {
    const commit = store.commit(sha);
    if (known.has(sha) || commit === undefined) return;
    known.add(sha);
    for (const parent of commit.parents) visit(parent);
    commits.push(commit);
  };
  visit(head);
  return commits;
}

/** Three-way merge by whole files: both sides changing one file differently is a conflict. */
export function mergeFiles(base: FileMap, ours: FileMap, theirs: FileMap): FileMap | undefined {
  const merged = new Map(ours);
  for (const path of new Set([...base.keys(), ...theirs.keys()])) {
    const before = base.get(path);
    const mine = ours.get(path);
    const other = theirs.get(path);
    if (same(before, other) || same(mine, other)) continue;
    if (!same(before, mine)) return undefined;
    if (other === undefined) merged.delete(path);
    else merged.set(path, other);
  }
  return merged;
}

const same = (one: FileEntry | undefined, other: FileEntry | undefined): boolean => one?.sha === other?.sha;
