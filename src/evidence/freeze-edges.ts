import { spanOf } from "./freeze-span.ts";
import type { Freeze } from "./schedule.ts";

/** Whether a freeze is about an environment; without `environments` it is about all. Case is no difference, as for GitHub. */
export const concerns = ({ environments }: Freeze, environment: string): boolean =>
  environments === undefined || environments.some((one) => one.toLowerCase() === environment.toLowerCase());

/** The next moment at which one of the freezes begins or ends. */
export const nextFreezeEdge = (freezes: readonly Freeze[], now: Date): Date | undefined => {
  const edges = freezes.flatMap((freeze) => [spanOf(freeze).from, spanOf(freeze).to]);
  const ahead = edges.filter((edge) => edge > now.getTime());
  return ahead.length === 0 ? undefined : new Date(ahead.reduce((one, other) => Math.min(one, other)));
};
