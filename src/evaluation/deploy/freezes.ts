import { spanOf } from "../../evidence/freeze-span.ts";
import type { Freeze } from "../../evidence/schedule.ts";
import { sameName } from "../../requirements/wording.ts";
import type { Holder, Release } from "./decision.ts";

/** The freezes of a release's environment that do not let it through, whether or not they last now. */
export const freezesOver = (release: Release): readonly Frozen[] =>
  release.freezes
    .filter((freeze) => isAbout(freeze, release.environment) && !isExempt(freeze, release))
    .map((freeze) => ({ name: freeze.name, ...spanOf(freeze) }));

/** A freeze with its first moment and the first after it, in milliseconds since 1970. */
export interface Frozen {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Those that last at a moment, the one that ends last at the end. */
export const lastingAt = (freezes: readonly Frozen[], at: number): readonly Frozen[] =>
  freezes
    .filter(({ from, to }) => from <= at && at < to)
    .toSorted((one, other) => one.to - other.to || one.name.localeCompare(other.name));

/** The first moment from `at` on that is in none of them. */
export const thawOf = (freezes: readonly Frozen[], at: number): number => {
  const last = lastingAt(freezes, at).at(-1);
  return last === undefined ? at : thawOf(freezes, last.to);
};

/** What holds a release because of a freeze. */
export const heldByFreeze = ({ name, to }: Frozen): Holder => ({ by: "freeze", name, until: new Date(to) });

const isAbout = ({ environments }: Freeze, environment: string): boolean =>
  environments === undefined || environments.some((one) => sameName(one, environment));

/** What no pull request brought nobody exempted; where nothing is brought, nothing is exempt. */
const isExempt = (freeze: Freeze, { members, directCommits }: Release): boolean => {
  const key = freezeKey(freeze);
  return members.length > 0 && directCommits.length === 0 && members.every(({ exempt }) => exempt.includes(key));
};

/** Tells freezes apart: next year's may have the same name. */
export const freezeKey = ({ name, from, to }: Pick<Freeze, "name" | "from" | "to">): string =>
  `${name} (${from} to ${to})`;
