import { describe, expect, test } from "@jest/globals";
import { measureEvaluation } from "./evaluation.ts";
import { EVENTS, Figures } from "./figures.ts";
import { optionsOf } from "./options.ts";
import { asTable } from "./table.ts";

const ms = { "0": 9, "50": 118, "100": 220 };
const event = { calls: 2, reads: 1, writes: 1, roundTrips: 2, ms, ownMs: ms, cpuMs: 12 };

/** The least that the figures have to tell, with numbers of no meaning. */
const PROMISED = {
  events: { opened: event, edited: event, synchronize: event, tick: event, comment: event, unrelated: event },
  burst: {
    events: 200,
    pulls: 20,
    calls: 90,
    settledMs: 900,
    answerMaxMs: 70,
    maxRunsPerHead: 1,
    wrong: 0,
    lost: 0,
  },
  ingest: { perSecond: 100, p99Ms: 30 },
  evaluation: { steps: 1000, files: 3000, ms: 12 },
  memoryMb: { idle: 100, peak: 200 },
};

const grown = {
  events: { edited: { ms: 120, ownMs: 20, cpuMs: 12 } },
  ingest: { p50Ms: 5, p99Ms: 30, cpuMsPerDelivery: 3 },
  databaseMs: 14,
};

const ALL = {
  machine: {
    cpu: "AMD EPYC",
    cpus: 2,
    memoryGb: 24,
    node: "20.20.2",
    database: "PostgreSQL",
    load: { before: 0.5, after: 1.5 },
  },
  quick: false,
  events: { ...PROMISED.events, review: event },
  burst: { ...PROMISED.burst, bursts: 20, webhooks: 340, answerWorstMs: 90, cpuMs: 700 },
  ingest: {
    ...PROMISED.ingest,
    seconds: 60,
    p50Ms: 6,
    maxMs: 50,
    refused: 0,
    behindMs: 20,
    calls: 9,
    cpuMsPerDelivery: 3,
  },
  evaluation: { ...PROMISED.evaluation, coldMs: 50, parseMs: 30, renderMs: 3 },
  deployment: { pulls: 30, calls: 7, roundTrips: 5, ms: 300, ownMs: 40, cpuMs: 40 },
  isolation: { beforeMs: 120, besideLimitedMs: 121, besideLargeMs: 125, files: 3000 },
  growth: {
    repositories: 100_000,
    pulls: 1_000_000,
    ledger: 2_000_000,
    published: 3_000_000,
    deliveries: 500_000,
    databaseMb: 5000,
    before: grown,
    after: grown,
    plans: [{ query: "select 1", runs: 20, meanMs: 0.4, scans: ["subjects"], plan: ["Seq Scan on subjects"] }],
  },
  memoryMb: { ...PROMISED.memoryMb, firstStart: 110 },
};

/** Every key of one is a key of the other, however deep. */
const holds = (one: unknown, other: unknown): boolean => {
  if (typeof one !== "object" || one === null) return typeof one === typeof other;
  if (typeof other !== "object" || other === null) return false;
  return Object.entries(one).every(([key, value]) => holds(value, Reflect.get(other, key)));
};

describe("the figures", () => {
  test("have at least the shape that others rely on", () => {
    expect(holds(PROMISED, Figures.parse(ALL))).toBe(true);
    expect(Object.keys(ALL.events)).toEqual(expect.arrayContaining([...EVENTS]));
  });

  test.each([
    ["without a kind of event", { ...ALL, events: PROMISED.events }],
    ["without a latency", { ...ALL, events: { ...ALL.events, tick: { ...event, ms: { "50": 1 } } } }],
    ["with a figure that is no number", { ...ALL, ingest: { ...ALL.ingest, p99Ms: Number.NaN } }],
    ["with a figure nobody knows", { ...ALL, speed: 1 }],
    ["without memory", { ...ALL, memoryMb: undefined }],
  ])("are refused %s", (_what, figures) => {
    expect(Figures.safeParse(figures).success).toBe(false);
  });

  test("are all in the table, and the plans where they are asked for", () => {
    const figures = Figures.parse(ALL);
    const table = asTable(figures, { plans: false });
    for (const name of EVENTS) expect(table).toContain(`| ${name} | 2 | 1 + 1 | 2 |`);
    expect(table).toContain("| … slowest answer, and the worst of 20 bursts | 70 ms, 90 ms |");
    expect(table).toContain("| webhook to 202, 100 a second for 60 s: p50 | 6.0 ms |");
    expect(table).toContain("| deployment of 30 pull requests decided at 50 ms: calls, round trips | 7, 5 |");
    expect(table).toContain("these read a large table from end to end: 1");
    expect(table).not.toContain("select 1");
    expect(asTable(figures, { plans: true })).toContain("reads all of subjects\nselect 1\n  Seq Scan on subjects");
  });

  test("of an evaluation are measured", () => {
    const {
      steps,
      files,
      ms: once,
    } = Figures.parse({
      ...ALL,
      evaluation: measureEvaluation({ repetitions: 1 }),
    }).evaluation ?? { ms: 0 };
    expect({ steps, files }).toEqual({ steps: 1000, files: 3000 });
    expect(once).toBeGreaterThan(0);
  });
});

describe("the options", () => {
  test("are everything but growth unless named", () => {
    expect(optionsOf([]).only).toEqual(["evaluation", "events", "ingest", "deployment", "isolation", "burst"]);
  });

  test.each([
    [["--only", "growth"], "--only growth: expected --database"],
    [["--only", "all"], "--only all: expected some of evaluation, events"],
    [["--database", "mysql://here"], "--database: expected an address such as postgresql://"],
    [["--format", "xml"], "--format xml: expected text or json"],
  ])("%j are refused", (args, message) => {
    expect(() => optionsOf(args)).toThrow(message);
  });
});
