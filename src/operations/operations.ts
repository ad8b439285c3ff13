import type { evaluate } from "../evaluation/evaluate.ts";
import { createBudgets } from "./budgets.ts";
import { createHealth, type GithubState } from "./health.ts";
import type { TracingOptions } from "./open-telemetry.ts";
import { scope, withScope } from "./scope.ts";
import { stateOf } from "./state.ts";
import { NO_TALLY, type Tally } from "./tally.ts";
import { NO_TRACING, type Tracing } from "./tracing.ts";
import { watchedTurns } from "./turns.ts";
import { watchedFetch } from "./watched-fetch.ts";

export interface OperationsOptions {
  /** Whether somebody may ask for the numbers. */
  readonly metrics: boolean;
  readonly tracing: Tracing;
  /** Where what waits for a key came from; nothing where nobody wants traces. */
  readonly causesOf: (key: string) => Promise<readonly string[]>;
  readonly version: string;
  readonly log: Record<"info" | "debug", (data: object, message: string) => void>;
  readonly store: WatchedStore;
}

/** What is looked at in the database. */
interface WatchedStore {
  readonly ping: () => Promise<void>;
  readonly depth: () => Promise<Depth>;
  readonly connections: () => { readonly total: number; readonly idle: number; readonly waiting: number } | undefined;
}

interface Depth {
  readonly lagSeconds: number;
  readonly deliveries: number;
  readonly oldestSeconds: number;
  readonly jobs: Readonly<Record<string, { readonly due: number; readonly running: number; readonly planned: number }>>;
}

/** What watches the process from its rim; nothing further in knows of it. What nobody wants to see is neither loaded nor counted. */
export type Operations = Awaited<ReturnType<typeof createOperations>>;

/** Begins to watch. */
export const createOperations = async ({
  metrics: counted,
  tracing,
  causesOf,
  version,
  log,
  store,
}: OperationsOptions) => {
  const github = stateOf<GithubState>("unknown");
  const budgets = createBudgets();
  const { ping, depth, connections } = store;
  const health = createHealth({ ping, depth, github });
  const looked = { budgets, github: github.current, depth, connections, version };
  const metrics = counted ? (await import("./metrics.ts")).createMetrics(looked) : undefined;
  const tally: Tally = metrics ?? NO_TALLY;
  return {
    health,
    metrics: metrics?.text,
    tally,
    /** For all that is asked of GitHub by the App's rights. */
    fetch: (call: typeof fetch): typeof fetch => watchedFetch(call, { tally, budgets, github, tracing }),
    /** For what is asked in somebody's own name. */
    personalFetch: (call: typeof fetch): typeof fetch =>
      watchedFetch(call, { tally, budgets, github, tracing, isPersonal: true }),
    /** Watches turns. */
    turn: watchedTurns({ tally, tracing, causesOf, log }),
    taking: takingIn(tracing),
    evaluating: timed(tally),
    stop: () => tracing.stop(),
  };
};

/** Sends traces to where somebody wants them; OpenTelemetry is loaded for nobody else. */
export const tracingFor = async ({
  endpoint,
  ...others
}: Omit<TracingOptions, "endpoint"> & { readonly endpoint: string | undefined }): Promise<Tracing> =>
  endpoint === undefined ? NO_TRACING : (await import("./open-telemetry.ts")).startTracing({ ...others, endpoint });

/** Takes a delivery with all that it causes known as its own. */
const takingIn =
  (tracing: Pick<Tracing, "span">) =>
  <Delivery extends { readonly id: string; readonly name: string }>(take: (delivery: Delivery) => Promise<void>) =>
  (delivery: Delivery): Promise<void> => {
    const attributes = { "gatehouse.delivery": delivery.id, "gatehouse.event": delivery.name };
    return withScope({ deliveries: [delivery.id] }, () =>
      tracing.span(`webhook ${delivery.name}`, { kind: "server", attributes }, () => take(delivery)),
    );
  };

/** The turn remembers the gates of its last verdict. */
const timed =
  (tally: Pick<Tally, "evaluation">) =>
  (judge: typeof evaluate): typeof evaluate =>
  (evaluation) => {
    const began = performance.now();
    const verdict = judge(evaluation);
    tally.evaluation((performance.now() - began) / 1000);
    const own = scope();
    if (own !== undefined)
      own.gates = Object.fromEntries(
        verdict.gates.map(({ gate, environment, state }) => [
          environment === undefined ? gate : `${gate}/${environment}`,
          state,
        ]),
      );
    return verdict;
  };
