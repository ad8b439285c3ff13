import type { Probot } from "probot";
import { peopleOf } from "./github/events/people.ts";
import { whereaboutsOf } from "./github/events/whereabouts.ts";
import type { Change } from "./readiness/change.ts";
import type { PeopleChange } from "./readiness/people.ts";
import type { Received } from "./readiness/receive.ts";
import type { Whereabouts } from "./readiness/whereabouts.ts";

export interface AppParts {
  readonly changesOf: (name: string, payload: unknown) => readonly Change[];
  /** What is wrong with a payload that nothing could be made of. */
  readonly problemOf: (name: string, payload: unknown) => string | undefined;
  /** What became of whole repositories, if the event tells. */
  readonly follow: (told: Whereabouts | undefined) => Promise<void>;
  readonly receive: (delivery: {
    readonly guid: string;
    readonly changes: readonly Change[];
    readonly people: PeopleChange | undefined;
  }) => Promise<Received>;
}

/** The Probot application: every event is reduced to what it changes, and kept before GitHub is answered. The work comes later. */
export const gatehouse =
  ({ changesOf, problemOf, follow, receive }: AppParts) =>
  (probot: Probot): void => {
    probot.onAny(async ({ id, name, payload }) => {
      const changes = changesOf(name, payload);
      const problem = changes.length === 0 ? problemOf(name, payload) : undefined;
      if (problem !== undefined) probot.log.warn({ delivery: id, event: name, problem }, "payload not understood");
      await follow(whereaboutsOf(name, payload));
      const received = await receive({ guid: id, changes, people: peopleOf(name, payload) });
      probot.log.debug({ delivery: id, event: name, received }, "delivery received");
    });
  };
