import { Counter, Histogram, Registry, collectDefaultMetrics } from "prom-client";
import { gaugesIn, type LookedUp } from "./gauges.ts";
import type { Tally } from "./tally.ts";

export interface Metrics extends Tally {
  /** In Prometheus' own words. https://prometheus.io/docs/instrumenting/exposition_formats/ */
  readonly text: () => Promise<{ readonly contentType: string; readonly body: string }>;
}

/** No label names a repository, a person or an installation, so the number of series does not grow with them. */
export const createMetrics = (parts: LookedUp): Metrics => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counted = countersIn(registry);
  gaugesIn(registry, parts);
  return {
    delivery: ({ event = "unverified", outcome, seconds }) => {
      counted.deliveries.inc({ event, outcome });
      counted.answers.observe({ outcome }, seconds);
    },
    received: (what) => counted.received.inc({ what }),
    turn: ({ queue, outcome, seconds }) => counted.turns.observe({ queue, outcome }, seconds),
    verdict: (gates) => {
      for (const [gate, state] of Object.entries(gates)) counted.verdicts.inc({ gate: gateName(gate), state });
    },
    evaluation: (seconds) => counted.evaluations.observe(seconds),
    call: ({ kind, status, seconds }) => counted.calls.observe({ kind, status }, seconds),
    takenOver: (jobs) => counted.takenOver.inc(jobs),
    text: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
};

/** Gates of deployments bear names of environments, of which there may be any number. */
const gateName = (gate: string): string => (gate === "merge" ? "merge" : "deploy");

/** GitHub waits ten seconds for an answer. https://docs.github.com/en/webhooks/using-webhooks/best-practices-for-using-webhooks */
const ANSWER_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const TURN_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const CALL_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];
const EVALUATION_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1];

const countersIn = (registry: Registry) => {
  const registers = [registry];
  const histogram = <Label extends string>(name: string, help: string, more: { labels: Label[]; buckets: number[] }) =>
    new Histogram({ name, help, labelNames: more.labels, buckets: more.buckets, registers });
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter({ name, help, labelNames, registers });
  return {
    deliveries: counter("gatehouse_deliveries_total", "Deliveries by how they were answered.", ["event", "outcome"]),
    received: counter(
      "gatehouse_deliveries_accepted_total",
      "Accepted deliveries that were kept, or can matter to nobody.",
      ["what"],
    ),
    answers: histogram("gatehouse_delivery_answer_seconds", "Time until GitHub had its answer.", {
      labels: ["outcome"],
      buckets: ANSWER_SECONDS,
    }),
    turns: histogram("gatehouse_turn_seconds", "Time of a turn, by queue and outcome.", {
      labels: ["queue", "outcome"],
      buckets: TURN_SECONDS,
    }),
    verdicts: counter("gatehouse_verdicts_total", "Turns by how they left each gate.", ["gate", "state"]),
    evaluations: histogram("gatehouse_evaluation_seconds", "Time of one evaluation, which is computation alone.", {
      labels: [],
      buckets: EVALUATION_SECONDS,
    }),
    calls: histogram("gatehouse_github_call_seconds", "Calls to GitHub by kind and status.", {
      labels: ["kind", "status"],
      buckets: CALL_SECONDS,
    }),
    takenOver: counter(
      "gatehouse_jobs_taken_over_total",
      "Turns of dead processes that this one gave back to the queue.",
      [],
    ),
  };
};
