import type { LedgerEntry } from "../evidence/ledger.ts";
import { pullsTold } from "./known.ts";
import type { Memory } from "./memory.ts";
import type { Reading } from "./ports.ts";
import type { Turn } from "./turn.ts";

/** A moment, ISO 8601, at which GitHub had this commit for the head. */
export type HeadSeen = NonNullable<Memory["heads"]>[number];

/**
 * When which commit was the head, oldest first, as far as events and reads told. People agree with what they saw: a sign-off that is
 * told after a push must not count for what was pushed. The same events give the same answer in whatever order they come.
 */
export const headsOf = (
  { subject, changes, memory }: Pick<Turn, "subject" | "changes" | "memory">,
  { updatedAt, snapshot: { headSha } }: Pick<Reading, "updatedAt" | "snapshot">,
): readonly HeadSeen[] => {
  if (subject.kind === "issue") return [];
  const told = changes
    .flatMap(({ change }) => pullsTold(subject.key, change))
    .flatMap(({ headSha: sha, updatedAt: at }) => (sha === undefined || at === undefined ? [] : [{ at, sha }]));
  const all = [...(memory?.heads ?? remembered(memory)), ...told, { at: updatedAt, sha: headSha }];
  return inOrder(all, headSha).slice(-KEPT);
};

/** The entry with the commit that was the head when it happened. Where nothing tells, no commit: it counts for none. */
export const boundToHead = (entry: LedgerEntry, heads: readonly HeadSeen[]): LedgerEntry => {
  if (entry.commit === undefined || heads.length === 0) return entry;
  const { commit: _present, ...rest } = entry;
  const commit = headAt(heads, Date.parse(entry.at));
  return commit === undefined ? rest : { ...rest, commit };
};

/** The same for an entry of the record, which says itself for which commit it was where nothing tells better. */
export const boundAnew = (entry: LedgerEntry, heads: readonly HeadSeen[]): LedgerEntry => {
  const told = heads.filter(({ at }) => at !== LONG_AGO);
  const commit = headAt(told, Date.parse(entry.at));
  return commit === undefined ? entry : { ...entry, commit };
};

/** Of subjects that are pushed to all the time the oldest moments are forgotten. */
const KEPT = 200;

/** An older release remembers for which commit it spoke last, and not since when that was the head. */
const remembered = (memory: Memory | undefined): readonly HeadSeen[] =>
  memory?.run === undefined ? [] : [{ at: LONG_AGO, sha: memory.run.headSha }];

const LONG_AGO = "1970-01-01T00:00:00Z";

/** GitHub's times have no fractions: in the second of a push, people are taken to have seen what was there before. */
const headAt = (heads: readonly HeadSeen[], time: number): string | undefined =>
  (heads.findLast(({ at }) => Date.parse(at) < time) ?? heads.find(({ at }) => Date.parse(at) === time))?.sha;

/** By time, each commit once. */
const inOrder = (all: readonly HeadSeen[], present: string): readonly HeadSeen[] => {
  const heads: HeadSeen[] = [];
  for (const second of bySecond(all)) heads.push(...changesIn(second, { before: heads.at(-1)?.sha, present }));
  return heads;
};

const bySecond = (all: readonly HeadSeen[]): readonly (readonly HeadSeen[])[] => {
  const seconds = new Map<number, HeadSeen[]>();
  for (const head of all) seconds.set(Date.parse(head.at), [...(seconds.get(Date.parse(head.at)) ?? []), head]);
  return [...seconds].toSorted(([one], [other]) => one - other).map(([, heads]) => heads);
};

/** Within one second the commit of before comes first, and the present one last. */
const changesIn = (
  second: readonly HeadSeen[],
  { before, present }: { readonly before: string | undefined; readonly present: string },
): readonly HeadSeen[] => {
  const rank = ({ sha }: HeadSeen): number => (sha === before ? 0 : sha === present ? 2 : 1);
  const ordered = second.toSorted((one, other) => rank(one) - rank(other));
  return ordered.filter(({ sha }, index) => sha !== (index === 0 ? before : ordered[index - 1]?.sha));
};
