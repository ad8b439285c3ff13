import { globFolders, globs } from "./patterns.ts";

/** Many paths, in which globs are looked up without comparing each glob with each path. */
export interface PathIndex {
  /** The first path, in the order given, that a list of globs means. */
  readonly first: (patterns: readonly string[]) => string | undefined;
}

/** Sorts paths by folder, no deeper than globs ask: most globs begin with the name of a folder, and what they mean is in it. */
export const pathIndex = (paths: readonly string[]): PathIndex => {
  const all = paths.map((path, at): Place => ({ path, at }));
  const levels = new Map<number, ReadonlyMap<string, readonly Place[]>>();
  const level = (depth: number): ReadonlyMap<string, readonly Place[]> => {
    const known = levels.get(depth) ?? byBeginning(all, depth);
    levels.set(depth, known);
    return known;
  };
  const below = (folder: string): readonly Place[] =>
    folder === "" ? all : (level(folder.split("/").length).get(folder) ?? []);
  return {
    first: (patterns) => {
      const matches = globs(patterns);
      const found = globFolders(patterns).flatMap((folder) => below(folder).find(({ path }) => matches(path)) ?? []);
      return found.reduce<Place | undefined>((one, other) => (one && one.at < other.at ? one : other), undefined)?.path;
    },
  };
};

interface Place {
  readonly path: string;
  readonly at: number;
}

/** Paths by their first so many segments; those that have fewer are left out. */
const byBeginning = (places: readonly Place[], depth: number): ReadonlyMap<string, readonly Place[]> => {
  const found = new Map<string, Place[]>();
  for (const place of places) {
    const beginning = beginningOf(place.path, depth);
    if (beginning === undefined) continue;
    const known = found.get(beginning);
    if (known === undefined) found.set(beginning, [place]);
    else known.push(place);
  }
  return found;
};

const beginningOf = (path: string, depth: number): string | undefined => {
  let end = -1;
  for (let segment = 1; segment <= depth; segment += 1) {
    const next = path.indexOf("/", end + 1);
    if (next === -1) return segment === depth ? path : undefined;
    end = next;
  }
  return path.slice(0, end);
};
