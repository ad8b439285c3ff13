import { RetryLater } from "../readiness/retry-later.ts";
import { causedBy, withScope, type Scope } from "./scope.ts";
import type { Tally, TurnOutcome } from "./tally.ts";
import type { Attributes, Tracing } from "./tracing.ts";

interface WatchingTurns {
  readonly tally: Pick<Tally, "turn" | "verdict">;
  readonly tracing: Pick<Tracing, "span">;
  /** Where what waits for a key came from; nothing where nobody wants traces. */
  readonly causesOf: (key: string) => Promise<readonly string[]>;
  readonly log: Record<"info" | "debug", (data: object, message: string) => void>;
}

/** What is done at a key's turn. The signal says to stop. */
type Handler = (key: string, signal: AbortSignal) => Promise<void>;

/** The same turn, run so that all that it causes is known as its own, and told of at its end. */
export const watchedTurns =
  (watching: WatchingTurns) =>
  (queue: string, handler: Handler): Handler =>
  (key, signal) =>
    watchedTurn(watching, { queue, key }, () => handler(key, signal));

interface Taken {
  readonly queue: string;
  readonly key: string;
}

const watchedTurn = (watching: WatchingTurns, taken: Taken, work: () => Promise<void>): Promise<void> =>
  withScope({ deliveries: [], key: taken.key }, async (own) => {
    const began = performance.now();
    const end = (error?: unknown): void => tell(watching, { ...taken, own, began, error });
    try {
      await traced(watching, { ...taken, own }, work);
    } catch (error) {
      causedBy(error, own);
      end(error);
      throw error;
    }
    end();
  });

const traced = async (
  { tracing, causesOf }: WatchingTurns,
  { queue, key, own }: Taken & { readonly own: Scope },
  work: () => Promise<void>,
): Promise<void> => {
  const [parent, ...others] = await causesOf(key).catch((): string[] => []);
  const attributes = { "gatehouse.queue": queue, "gatehouse.subject": key };
  await tracing.span(`turn ${queue}`, { kind: "consumer", parent, attributes }, async (span) => {
    for (const other of others) span.link(other);
    try {
      await work();
    } finally {
      span.set(attributesOf(own));
    }
  });
};

interface Told extends Taken {
  readonly own: Scope;
  readonly began: number;
  readonly error: unknown;
}

const tell = ({ tally, log }: WatchingTurns, { queue, key, own, began, error }: Told): void => {
  const ms = performance.now() - began;
  const outcome = outcomeOf(error, own);
  const { gates, calls } = own;
  tally.turn({ queue, outcome, seconds: ms / 1000 });
  if (outcome === "done" && gates !== undefined) tally.verdict(gates);
  log[outcome === "idle" ? "debug" : "info"](
    { queue, key, outcome, ms: Math.round(ms), calls, ...(gates === undefined ? {} : { gates }) },
    "turn taken",
  );
};

/** Another turn may have done what it was for. */
const outcomeOf = (error: unknown, { deliveries, calls }: Scope): TurnOutcome => {
  if (error === undefined) return deliveries.length === 0 && calls === 0 ? "idle" : "done";
  return error instanceof RetryLater ? "postponed" : "failed";
};

const attributesOf = ({ deliveries, gates = {} }: Scope): Attributes => ({
  "gatehouse.deliveries": deliveries,
  ...Object.fromEntries(Object.entries(gates).map(([gate, state]) => [`gatehouse.gate.${gate}`, state])),
});
