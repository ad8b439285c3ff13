import { Gauge, type Registry } from "prom-client";
import type { Budgets } from "./budgets.ts";
import type { GithubState } from "./health.ts";
import { inTime } from "./in-time.ts";
import type { Since } from "./state.ts";

/** What is looked up when somebody asks for the numbers. */
export interface LookedUp {
  readonly budgets: Pick<Budgets, "left">;
  readonly github: () => Since<GithubState>;
  /** Rejects when the database does not answer; then its numbers are left out, and `gatehouse_database_up` is 0. */
  readonly depth: () => Promise<Depth>;
  /** Of PostgreSQL. */
  readonly connections: () => Connections | undefined;
  readonly version: string;
}

interface Depth {
  readonly lagSeconds: number;
  readonly deliveries: number;
  readonly oldestSeconds: number;
  readonly jobs: Readonly<Record<string, { readonly due: number; readonly running: number; readonly planned: number }>>;
}

interface Connections {
  readonly total: number;
  readonly idle: number;
  readonly waiting: number;
}

/** The numbers of the database and of the queue are those of all processes that share it: take the largest, not the sum. */
export const gaugesIn = (registry: Registry, { budgets, github, depth, connections, version }: LookedUp): void => {
  const gauge = makingGauges(registry);
  gauge("gatehouse_build_info", "Always 1; the label says what runs.", [["version"], () => [[{ version }, 1]]]);
  gauge("gatehouse_github_up", "Whether GitHub answered the last call. Absent until there was one.", [
    [],
    () => {
      const { state } = github();
      return state === "unknown" ? [] : [[{}, state === "answers" ? 1 : 0]];
    },
  ]);
  gauge("gatehouse_github_budget_remaining", "Calls left to the installation that has least.", [
    ["resource"],
    () => budgets.left().map(({ resource, lowest }) => [{ resource }, lowest]),
  ]);
  gauge("gatehouse_github_budget_share", "Least share of its hour that an installation has left.", [
    ["resource"],
    () => budgets.left().map(({ resource, lowestShare }) => [{ resource }, lowestShare]),
  ]);
  gauge("gatehouse_github_installations", "Installations that GitHub was asked for within their hour.", [
    ["resource"],
    () => budgets.left().map(({ resource, installations }) => [{ resource }, installations]),
  ]);
  gauge("gatehouse_database_connections", "Connections of the pool.", [
    ["state"],
    () => {
      const pool = connections();
      if (pool === undefined) return [];
      const { total, idle, waiting } = pool;
      return [
        [{ state: "busy" }, total - idle],
        [{ state: "idle" }, idle],
        [{ state: "asked for" }, waiting],
      ];
    },
  ]);
  inTheQueue(gauge, depth);
};

type Samples = readonly (readonly [Readonly<Record<string, string>>, number])[];
type Look = () => Samples | Promise<Samples>;
type MakeGauge = (name: string, help: string, looked: readonly [labels: string[], look: Look]) => void;

const makingGauges =
  (registry: Registry): MakeGauge =>
  (name, help, [labelNames, look]) =>
    void new Gauge({
      name,
      help,
      labelNames,
      registers: [registry],
      async collect() {
        const samples = await look();
        this.reset();
        if (samples.length === 0 && labelNames.length === 0) this.remove();
        for (const [labels, value] of samples) this.set(labels, value);
      },
    });

/** Milliseconds that the database may take; Prometheus itself waits for ten seconds. */
const PATIENCE_MS = 3000;

/** Milliseconds for which one look serves all gauges of the same question. */
const KEPT_MS = 1000;

const inTheQueue = (gauge: MakeGauge, depth: LookedUp["depth"]): void => {
  let kept: Promise<Depth | undefined> | undefined;
  const look = (): Promise<Depth | undefined> => {
    kept ??= inTime(depth(), PATIENCE_MS)
      .then((found) => found?.value)
      .finally(() => setTimeout(() => (kept = undefined), KEPT_MS).unref());
    return kept;
  };
  const ofDepth = (name: string, help: string, value: (depth: Depth) => number): void =>
    gauge(name, help, [
      [],
      async () => {
        const found = await look();
        return found === undefined ? [] : [[{}, value(found)]];
      },
    ]);
  gauge("gatehouse_database_up", "Whether the database answers.", [
    [],
    async () => [[{}, (await look()) === undefined ? 0 : 1]],
  ]);
  ofDepth(
    "gatehouse_queue_lag_seconds",
    "For how long the oldest turn is due that nobody began.",
    (of) => of.lagSeconds,
  );
  ofDepth("gatehouse_deliveries_waiting", "Deliveries that are not done with.", (of) => of.deliveries);
  ofDepth("gatehouse_oldest_delivery_seconds", "Age of the oldest of them.", (of) => of.oldestSeconds);
  gauge("gatehouse_queue_jobs", "Turns that are due, running or planned.", [
    ["queue", "state"],
    async () => {
      const { jobs = {} } = (await look()) ?? {};
      return Object.entries(jobs).flatMap(([queue, counts]) =>
        Object.entries(counts).map(([state, count]): Samples[number] => [{ queue, state }, count]),
      );
    },
  ]);
};
