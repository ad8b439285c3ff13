import { revokedBy } from "./github/events/authorisations.ts";
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
  /** Somebody took back their sign-in. */
  readonly signOut: (userId: number) => Promise<void>;
  readonly receive: (delivery: {
    readonly guid: string;
    readonly changes: readonly Change[];
    readonly people: PeopleChange | undefined;
  }) => Promise<Received>;
  readonly log: Record<"debug" | "warn", (data: object, message: string) => void>;
}

/** A delivery as GitHub sent it, whatever event it may name. */
interface Delivered {
  readonly id: string;
  readonly name: string;
  readonly payload: object;
}

/**
 * The App: every event is reduced to what it changes, and kept before GitHub is answered. The work comes later. Probot would make a client
 * for each event before it hands it on, which nothing here would use, in the moment when somebody waits.
 */
export const gatehouse =
  ({ changesOf, problemOf, follow, signOut, receive, log }: AppParts) =>
  async ({ id, name, payload }: Delivered): Promise<void> => {
    const changes = changesOf(name, payload);
    const problem = changes.length === 0 ? problemOf(name, payload) : undefined;
    if (problem !== undefined) log.warn({ delivery: id, event: name, problem }, "payload not understood");
    await follow(whereaboutsOf(name, payload));
    const revoked = revokedBy(name, payload);
    if (revoked !== undefined) await signOut(revoked);
    const received = await receive({ guid: id, changes, people: peopleOf(name, payload) });
    log.debug({ delivery: id, event: name, received }, "delivery received");
  };
