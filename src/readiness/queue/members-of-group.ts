import type { QueueReading } from "./ports.ts";

/** A group as the queue told of it. */
export interface QueuedGroup {
  readonly headSha: string;
  /** Full ref of the group's own branch. */
  readonly headRef: string;
  readonly baseSha: string;
  /** Name of the branch that it is to be merged into. */
  readonly baseRef: string;
}

/** The pull requests that a group brings in, the one it was made for last. */
export type Mapped =
  | { readonly found: true; readonly numbers: readonly [number, ...number[]] }
  | { readonly found: false; readonly why: string };

/**
 * Which pull requests a group brings. The queue's entries say it best; where they hold the group no more, or not yet, its branch is
 * named after the one that it was made for. A queue that lets one pull request carry others in is never guessed at.
 */
export const membersOf = (group: QueuedGroup, { queue }: QueueReading): Mapped => {
  const own = queue?.entries.findIndex(({ headSha }) => headSha === group.headSha) ?? -1;
  if (queue !== undefined && own !== -1) return inQueue(group, queue, own);
  if (queue?.strategy === "HEADGREEN")
    return { found: false, why: "GitHub does not show the group in its merge queue" };
  const number = numberIn(group);
  if (number === undefined) return { found: false, why: "neither the merge queue nor the group's branch names it" };
  return { found: true, numbers: [number] };
};

/** https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/managing-a-merge-queue */
const HEAD_REF = /^refs\/heads\/gh-readonly-queue\/(?<base>.+)\/pr-(?<number>[1-9]\d{0,9})-[0-9a-f]{40}$/u;

const numberIn = ({ headRef, baseRef }: QueuedGroup): number | undefined => {
  const { base, number } = HEAD_REF.exec(headRef)?.groups ?? {};
  return base === baseRef && number !== undefined ? Number(number) : undefined;
};

const inQueue = (
  group: QueuedGroup,
  { strategy, entries }: NonNullable<QueueReading["queue"]>,
  own: number,
): Mapped => {
  const upToOwn = entries.slice(0, own + 1);
  const base = upToOwn.findLastIndex(({ headSha }) => headSha === group.baseSha);
  const members = strategy === "HEADGREEN" ? upToOwn : (chained(group, upToOwn) ?? upToOwn.slice(base + 1));
  const [first, ...others] = members.map(({ number }) => number);
  return first === undefined
    ? { found: false, why: "GitHub shows no pull request in the group" }
    : { found: true, numbers: [first, ...others] };
};

type Entries = NonNullable<QueueReading["queue"]>["entries"];

/** From the group's head back to its base, each entry on top of the one before; undefined where the chain breaks. */
const chained = ({ baseSha }: QueuedGroup, upToOwn: Entries): Entries | undefined => {
  for (let first = upToOwn.length - 1; first >= 0; first -= 1) {
    const entry = upToOwn[first];
    if (entry?.baseSha === baseSha) return upToOwn.slice(first);
    if (entry === undefined || upToOwn[first - 1]?.headSha !== entry.baseSha) return undefined;
  }
  return undefined;
};
