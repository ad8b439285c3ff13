import type { FactName } from "../evidence/snapshot.ts";

/** What a requirement asks of a snapshot before it can be judged. */
export interface Needs {
  readonly facts: readonly FactName[];
  /** Paths or globs at the head, `{parameters}` not yet filled in. */
  readonly documents: readonly string[];
  /** The same at the base branch. */
  readonly baseDocuments: readonly string[];
  /** Role names of the config. */
  readonly roles: readonly string[];
  /** Environments whose deployments are asked for. */
  readonly environments: readonly string[];
  /** Names of checks whose output is asked for. */
  readonly outputs: readonly string[];
  /** Lists of open issues that are asked for: `label:NAME` or `milestone:TITLE`. */
  readonly issues: readonly string[];
}

export const NO_NEEDS: Needs = {
  facts: [],
  documents: [],
  baseDocuments: [],
  roles: [],
  environments: [],
  outputs: [],
  issues: [],
};

/** What several ask for together, each thing once; sorted, so that the same things are always asked for in the same way. */
export const unionOf = (needs: readonly Needs[]): Needs => {
  const union = <Item extends string>(pick: (one: Needs) => readonly Item[]): readonly Item[] =>
    [...new Set(needs.flatMap(pick))].toSorted();
  return {
    facts: union(({ facts }) => facts),
    documents: union(({ documents }) => documents),
    baseDocuments: union(({ baseDocuments }) => baseDocuments),
    roles: union(({ roles }) => roles),
    environments: union(({ environments }) => environments),
    outputs: union(({ outputs }) => outputs),
    issues: union(({ issues }) => issues),
  };
};

/**
 * What depends on what was read: it is asked for in a second look, only when a requirement says so after the first.
 * The answers stand in the snapshot under the same names.
 */
export interface Lookups {
  /** Names of branches: is there such a branch? */
  readonly branches: readonly string[];
  /** Commits of the subject: which files changed between each and the head? */
  readonly changedSince: readonly string[];
  /** Paths at the head: when was each changed last? */
  readonly lastChanged: readonly string[];
}

export const NO_LOOKUPS: Lookups = { branches: [], changedSince: [], lastChanged: [] };

export const lookupsTogether = (lookups: readonly Lookups[]): Lookups => ({
  branches: [...new Set(lookups.flatMap(({ branches }) => branches))],
  changedSince: [...new Set(lookups.flatMap(({ changedSince }) => changedSince))],
  lastChanged: [...new Set(lookups.flatMap(({ lastChanged }) => lastChanged))],
});
