import { spanOf } from "./freeze-span.ts";
import type { Freeze } from "./schedule.ts";

/** How freezes stand to an environment at one moment. */
export interface FreezeState {
  /** The freeze that ends last of those that last now; `until` is when none lasts any more, those that follow at once included. */
  readonly frozen: { readonly name: string; readonly until: Date } | undefined;
  /** The next moment at which a freeze begins or ends. */
  readonly nextEdge: Date | undefined;
}

/** Whether a freeze is about an environment; without `environments` it is about all. Case is no difference, as for GitHub. */
export const concerns = ({ environments }: Freeze, environment: string): boolean =>
  environments === undefined || environments.some((one) => one.toLowerCase() === environment.toLowerCase());

/** The next moment at which one of the freezes begins or ends. */
export const nextFreezeEdge = (freezes: readonly Freeze[], now: Date): Date | undefined => {
  const edges = freezes.flatMap((freeze) => [spanOf(freeze).from, spanOf(freeze).to]);
  const ahead = edges.filter((edge) => edge > now.getTime());
  return ahead.length === 0 ? undefined : new Date(ahead.reduce((one, other) => Math.min(one, other)));
};

/** What freezes an environment now. Freezes that don't hold the one who asks are to be left out before. */
export const freezeNow = (freezes: readonly Freeze[], environment: string, now: Date): FreezeState => {
  const at = now.getTime();
  const concerning = freezes.filter((freeze) => concerns(freeze, environment));
  const spans = concerning.map((freeze) => ({ name: freeze.name, ...spanOf(freeze) }));
  const last = lastOf(spans, at);
  return {
    frozen: last === undefined ? undefined : { name: last.name, until: new Date(thaw(spans, last.to)) },
    nextEdge: nextFreezeEdge(concerning, now),
  };
};

type Spans = readonly { readonly name: string; readonly from: number; readonly to: number }[];

const lastOf = (spans: Spans, at: number): Spans[number] | undefined =>
  spans.filter(({ from, to }) => from <= at && at < to).toSorted((one, other) => other.to - one.to)[0];

const thaw = (spans: Spans, at: number): number => {
  const next = lastOf(spans, at);
  return next === undefined ? at : thaw(spans, next.to);
};
