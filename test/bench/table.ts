import { LATENCIES } from "./events.ts";
import type { Figures } from "./figures.ts";

/** The figures as a person reads them; the same in Markdown. */
export const asTable = (figures: Figures): string =>
  [
    `${figures.machine.cpus} × ${figures.machine.cpu}, Node ${figures.machine.node}, ${figures.machine.database}`,
    ...eventTable(figures),
    ...otherTable(figures),
  ].join("\n");

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
    ),
    row(...Array.from({ length: 5 + LATENCIES.length }, () => "---")),
    ...Object.entries(events).map(([name, { calls, reads, writes, roundTrips, ms, ownMs }]) =>
      row(
        name,
        String(calls),
        `${reads} + ${writes}`,
        String(roundTrips),
        ...LATENCIES.map((latency) => inMs(ms[String(latency)])),
        inMs(ownMs["50"]),
      ),
    ),
  ];
};

const otherTable = (figures: Figures): readonly string[] => {
  const rows = [...ingestRows(figures), ...burstRows(figures), ...evaluationRows(figures), ...memoryRows(figures)];
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
  const { events, webhooks, pulls, calls, settledMs, answerMaxMs, maxRunsPerHead, wrong, lost } = burst;
  return [
    [`burst of ${events} events (${webhooks} webhooks) over ${pulls} pull requests at 50 ms: calls`, String(calls)],
    ["… settled after", inMs(settledMs)],
    ["… slowest answer", inMs(answerMaxMs)],
    ["… check runs on one head, at most", String(maxRunsPerHead)],
    ["… wrong verdicts, lost events", `${wrong}, ${lost}`],
  ];
};

const evaluationRows = ({ evaluation }: Figures): readonly Row[] => {
  if (evaluation === undefined) return [];
  const { steps, files, ms, parseMs, renderMs } = evaluation;
  return [
    [`verdict over ${steps} steps and ${files} files`, inMs(ms)],
    ["… reading that procedure", inMs(parseMs)],
    ["… writing its checklist", inMs(renderMs)],
  ];
};

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
