import { LATENCIES } from "./events.ts";
import type { Figures, Grown, Plan } from "./figures.ts";

/** The figures as a person reads them; the same in Markdown. */
export const asTable = (figures: Figures, { plans }: { readonly plans: boolean }): string => {
  const { cpus, cpu, node, database, load } = figures.machine;
  return [
    `${cpus} × ${cpu}, Node ${node}, ${database}, load average ${load.before.toFixed(1)} before and ${load.after.toFixed(1)} after`,
    ...eventTable(figures),
    ...otherTable(figures),
    ...growthTable(figures),
    ...(plans ? planTexts(figures) : []),
  ].join("\n");
};

const eventTable = ({ events }: Figures): readonly string[] => {
  if (events === undefined) return [];
  return [
    "",
    row(
      "event",
      "calls",
      "reads + writes",
      "round trips",
      ...LATENCIES.map((ms) => `at ${ms} ms`),
      "our own, at 50 ms",
      "processor",
    ),
    row(...Array.from({ length: 6 + LATENCIES.length }, () => "---")),
    ...Object.entries(events).map(([name, { calls, reads, writes, roundTrips, ms, ownMs, cpuMs }]) =>
      row(
        name,
        String(calls),
        `${reads} + ${writes}`,
        String(roundTrips),
        ...LATENCIES.map((latency) => inMs(ms[`${latency}`])),
        inMs(ownMs["50"]),
        inMs(cpuMs),
      ),
    ),
  ];
};

const otherTable = (figures: Figures): readonly string[] => {
  const rows = [
    ...ingestRows(figures),
    ...burstRows(figures),
    ...evaluationRows(figures),
    ...deploymentRows(figures),
    ...isolationRows(figures),
    ...memoryRows(figures),
  ];
  return ["", row("figure", "value"), row("---", "---"), ...rows.map(([name, value]) => row(name, value))];
};

type Row = readonly [name: string, value: string];

const ingestRows = ({ ingest }: Figures): readonly Row[] => {
  if (ingest === undefined) return [];
  const { perSecond, seconds, p50Ms, p99Ms, maxMs, refused, behindMs, cpuMsPerDelivery } = ingest;
  return [
    [`webhook to 202, ${perSecond} a second for ${seconds} s: p50`, inMs(p50Ms)],
    ["… p99", inMs(p99Ms)],
    ["… slowest", inMs(maxMs)],
    ["… refused", String(refused)],
    ["… work left at the end, done after", inMs(behindMs)],
    ["… processor time for each", inMs(cpuMsPerDelivery)],
  ];
};

const burstRows = ({ burst }: Figures): readonly Row[] => {
  if (burst === undefined) return [];
  const { bursts, events, webhooks, pulls, calls, settledMs, answerMaxMs, answerWorstMs, cpuMs, maxRunsPerHead } =
    burst;
  const { wrong, lost } = burst;
  return [
    [`burst of ${events} events (${webhooks} webhooks) over ${pulls} pull requests at 50 ms: calls`, String(calls)],
    ["… settled after", inMs(settledMs)],
    [`… slowest answer, and the worst of ${bursts} bursts`, `${inMs(answerMaxMs)}, ${inMs(answerWorstMs)}`],
    ["… processor time", inMs(cpuMs)],
    ["… check runs on one head, at most", String(maxRunsPerHead)],
    ["… wrong verdicts, lost events", `${wrong}, ${lost}`],
  ];
};

const evaluationRows = ({ evaluation }: Figures): readonly Row[] => {
  if (evaluation === undefined) return [];
  const { steps, files, ms, coldMs, parseMs, renderMs } = evaluation;
  return [
    [`verdict over ${steps} steps and ${files} files`, inMs(ms)],
    ["… over documents never seen before", inMs(coldMs)],
    ["… reading that procedure", inMs(parseMs)],
    ["… writing its checklist", inMs(renderMs)],
  ];
};

const deploymentRows = ({ deployment }: Figures): readonly Row[] => {
  if (deployment === undefined) return [];
  const { pulls, calls, roundTrips, ms, ownMs, cpuMs } = deployment;
  return [
    [`deployment of ${pulls} pull requests decided at 50 ms: calls, round trips`, `${calls}, ${roundTrips}`],
    ["… webhook to approval", inMs(ms)],
    ["… our own, processor time", `${inMs(ownMs)}, ${inMs(cpuMs)}`],
  ];
};

const isolationRows = ({ isolation }: Figures): readonly Row[] => {
  if (isolation === undefined) return [];
  const { beforeMs, besideLimitedMs, besideLargeMs, files } = isolation;
  return [
    ["webhook to check at 50 ms, nothing else going on", inMs(beforeMs)],
    ["… beside an installation that GitHub refuses to let write", inMs(besideLimitedMs)],
    [`… beside a pull request with ${files} files that is edited all the time`, inMs(besideLargeMs)],
  ];
};

const growthTable = ({ growth }: Figures): readonly string[] => {
  if (growth === undefined) return [];
  const { repositories, pulls, ledger, published, deliveries, databaseMb, before, after, plans } = growth;
  const compared = (name: string, figure: (grown: Grown) => number | undefined): string =>
    row(name, inMs(figure(before)), inMs(figure(after)));
  return [
    "",
    `${repositories} repositories, ${pulls} pull requests, ${ledger} acts, ${published} things written, ${deliveries} deliveries, ${databaseMb} MB`,
    "",
    row("figure", "empty database", "after years"),
    row("---", "---", "---"),
    ...Object.keys(before.events).flatMap((event) => [
      compared(`${event} at 50 ms`, ({ events }) => events[event]?.ms),
      compared("… our own", ({ events }) => events[event]?.ownMs),
      compared("… processor time", ({ events }) => events[event]?.cpuMs),
    ]),
    compared("stream of webhooks: p50", ({ ingest }) => ingest.p50Ms),
    compared("… p99", ({ ingest }) => ingest.p99Ms),
    compared("… processor time for each", ({ ingest }) => ingest.cpuMsPerDelivery),
    compared("database, over all queries of an event", ({ databaseMs }) => databaseMs),
    "",
    `Queries of the hot path: ${plans.length}; of these read a large table from end to end: ${plans.filter(({ scans }) => scans.length > 0).length}`,
  ];
};

const planTexts = ({ growth }: Figures): readonly string[] =>
  (growth?.plans ?? []).flatMap(({ query, runs, meanMs, scans, plan }: Plan) => [
    "",
    `-- ${runs} runs, ${meanMs.toFixed(2)} ms each${scans.length === 0 ? "" : `, reads all of ${scans.join(", ")}`}`,
    query,
    ...plan.map((line) => `  ${line}`),
  ]);

const memoryRows = ({ memoryMb: { firstStart, idle, peak } }: Figures): readonly Row[] => [
  ["memory after the first start, which makes the database", `${Math.round(firstStart)} MB`],
  ["memory at rest, after any other start", `${Math.round(idle)} MB`],
  ["memory at most", `${Math.round(peak)} MB`],
];

const row = (...cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

const inMs = (value: number | undefined): string => {
  if (value === undefined || Number.isNaN(value)) return "–";
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
};
