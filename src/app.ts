import type { Probot } from "probot";
import { peopleOf } from "./github/events/people.ts";
import type { Change } from "./readiness/change.ts";
import type { PeopleChange } from "./readiness/people.ts";
import type { Received } from "./readiness/receive.ts";

export interface AppParts {
  readonly changesOf: (name: string, payload: unknown) => readonly Change[];
  /** What is wrong with a payload that nothing could be made of. */
  readonly problemOf: (name: string, payload: unknown) => string | undefined;
  readonly receive: (delivery: {
    readonly guid: string;
    readonly changes: readonly Change[];
    readonly people: PeopleChange | undefined;
  }) => Promise<Received>;
}

/** The Probot application: every event is reduced to what it changes, and kept before GitHub is answered. The work comes later. */
export const gatehouse =
  ({ changesOf, problemOf, receive }: AppParts) =>
  (probot: Probot): void => {
    probot.onAny(async ({ id, name, payload }) => {
      const changes = changesOf(name, payload);
      const problem = changes.length === 0 ? problemOf(name, payload) : undefined;
      if (problem !== undefined) probot.log.warn({ delivery: id, event: name, problem }, "payload not understood");
      const received = await receive({ guid: id, changes, people: peopleOf(name, payload) });
      probot.log.debug({ delivery: id, event: name, received }, "delivery received");
    });
  };
