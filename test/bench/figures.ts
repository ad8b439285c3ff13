import { z } from "zod";

const ms = z.number();
const count = z.int();

/** Milliseconds, medians, keyed by GitHub's latency per call. */
const ByLatency = z.strictObject({ "0": ms, "50": ms, "100": ms });

/** What one kind of event costs. */
const EventFigures = z.strictObject({
  calls: count,
  reads: count,
  writes: count,
  roundTrips: count,
  /** Webhook sent to last write answered; where nothing is written, webhook sent to 202. */
  ms: ByLatency,
  /** Of that, the time in which no call was under way. */
  ownMs: ByLatency,
  /** Processor time of Gatehouse for each, at 50 ms: what the load of the machine changes least. */
  cpuMs: ms,
});
export type EventFigures = z.output<typeof EventFigures>;

export const EVENTS = ["opened", "edited", "synchronize", "tick", "comment", "review", "unrelated"] as const;
export type EventName = (typeof EVENTS)[number];

const Events = z.strictObject({
  opened: EventFigures,
  edited: EventFigures,
  synchronize: EventFigures,
  tick: EventFigures,
  comment: EventFigures,
  review: EventFigures,
  unrelated: EventFigures,
});
export type Events = z.output<typeof Events>;

/** Many events at once: medians of many bursts, but the worst of all where something must never happen. */
const BurstFigures = z.strictObject({
  bursts: count,
  events: count,
  /** What was sent because of them: a push makes three, and those of our own writes are among them. */
  webhooks: count,
  pulls: count,
  calls: count,
  /** First webhook sent to last write answered. */
  settledMs: ms,
  /** The slowest answer to a webhook; the median of all bursts, and the worst. */
  answerMaxMs: ms,
  answerWorstMs: ms,
  /** Processor time of Gatehouse for the whole burst. */
  cpuMs: ms,
  maxRunsPerHead: count,
  /** Heads that do not show the verdict that the events make. */
  wrong: count,
  /** Webhooks that were not accepted, and heads without any verdict. */
  lost: count,
});
export type BurstFigures = z.output<typeof BurstFigures>;

/** A steady stream of webhooks, every one of which has to be kept. */
const IngestFigures = z.strictObject({
  perSecond: count,
  seconds: count,
  /** Webhook sent to 202, which is given when the delivery is committed. */
  p50Ms: ms,
  p99Ms: ms,
  maxMs: ms,
  refused: count,
  /** From the last answer until all work was done. */
  behindMs: ms,
  /** Calls to GitHub that all of it caused. */
  calls: count,
  /** Processor time of Gatehouse, for each delivery. */
  cpuMsPerDelivery: ms,
});
export type IngestFigures = z.output<typeof IngestFigures>;

/** Processor time alone: nothing is read and nothing is written. Milliseconds, medians. */
const EvaluationFigures = z.strictObject({
  steps: count,
  files: count,
  /** One verdict, where one document and the list of files are others than the last time. */
  ms,
  /** One verdict over documents that were never seen before. */
  coldMs: ms,
  /** Reading the procedure out of its text, which is done once for as long as its files stay the same. */
  parseMs: ms,
  /** Writing the checklist. */
  renderMs: ms,
});
export type EvaluationFigures = z.output<typeof EvaluationFigures>;

/** A deployment that waits for a word about everything it brings. */
const DeploymentFigures = z.strictObject({ pulls: count, calls: count, roundTrips: count, ms, ownMs: ms, cpuMs: ms });
export type DeploymentFigures = z.output<typeof DeploymentFigures>;

/** An edited description elsewhere, webhook sent to check written, at 50 ms. */
const IsolationFigures = z.strictObject({
  beforeMs: ms,
  /** While GitHub refuses every write of one busy installation. */
  besideLimitedMs: ms,
  /** While a pull request with so many files is edited again and again. */
  besideLargeMs: ms,
  files: count,
});
export type IsolationFigures = z.output<typeof IsolationFigures>;

const Plan = z.strictObject({
  query: z.string(),
  /** How often it ran for the events that were measured, and how long on average. */
  runs: count,
  meanMs: ms,
  /** Tables of more than 10,000 rows that it reads from end to end. */
  scans: z.array(z.string()),
  plan: z.array(z.string()),
});
export type Plan = z.output<typeof Plan>;

const Grown = z.strictObject({
  events: z.record(z.string(), z.strictObject({ ms, ownMs: ms, cpuMs: ms })),
  ingest: z.strictObject({ p50Ms: ms, p99Ms: ms, cpuMsPerDelivery: ms }),
  /** In the database, over all its queries, for each event: what growth can change. */
  databaseMs: ms,
});
export type Grown = z.output<typeof Grown>;

/** The same figures on an empty database and on one that years have filled. */
const GrowthFigures = z.strictObject({
  repositories: count,
  pulls: count,
  ledger: count,
  published: count,
  deliveries: count,
  databaseMb: z.number(),
  before: Grown,
  after: Grown,
  /** Queries of the hot path, those first that took longest in total. */
  plans: z.array(Plan),
});
export type GrowthFigures = z.output<typeof GrowthFigures>;

/** Everything the bench tells; a part is absent when it was not asked for. */
export const Figures = z.strictObject({
  machine: z.strictObject({
    cpu: z.string(),
    cpus: count,
    memoryGb: count,
    node: z.string(),
    database: z.string(),
    /** Processes that wanted a processor, on average over a minute, when the bench began and when it ended; its own are among them. */
    load: z.strictObject({ before: z.number(), after: z.number() }),
  }),
  quick: z.boolean(),
  events: Events.optional(),
  burst: BurstFigures.optional(),
  ingest: IngestFigures.optional(),
  evaluation: EvaluationFigures.optional(),
  deployment: DeploymentFigures.optional(),
  isolation: IsolationFigures.optional(),
  growth: GrowthFigures.optional(),
  /** Of the Gatehouse process alone; the first start makes the database, later ones find it. */
  memoryMb: z.strictObject({ firstStart: z.number(), idle: z.number(), peak: z.number() }),
});
export type Figures = z.output<typeof Figures>;
