import type { FakeGitHub } from "../fake-github/fake-github.ts";
import { measureEventsAt, type Measuring } from "./events.ts";
import type { GrowthFigures, Grown } from "./figures.ts";
import type { Gatehouse } from "./gatehouse.ts";
import { fillHistory, rowsOf, type History } from "./history.ts";
import { measureIngest } from "./ingest.ts";
import { median } from "./measure.ts";
import { plansOf } from "./plans.ts";
import type { RecordedQuery } from "./recorded-queries.ts";

interface Growing extends Measuring {
  readonly github: FakeGitHub;
  /** Starts a process that records what it asks of the database. */
  readonly start: () => Promise<Gatehouse>;
  readonly databaseUrl: string;
  readonly history: History;
  readonly seconds: number;
}

/** Measures on the database as it is, fills it with years of history, and measures again. */
export const measureGrowth = async (growing: Growing): Promise<GrowthFigures> => {
  const { history, databaseUrl, progress } = growing;
  const before = await measuredOn(growing, "acme-early");
  progress(`growth: ${history.repositories} repositories, ${history.pulls} pull requests`);
  const databaseMb = await fillHistory(databaseUrl, history);
  const after = await measuredOn(growing, "acme-late");
  return {
    ...history,
    ...rowsOf(history),
    databaseMb,
    before: before.grown,
    after: after.grown,
    plans: [...(await plansOf(databaseUrl, after.queries))],
  };
};

const measuredOn = async (
  growing: Growing,
  owner: string,
): Promise<{ readonly grown: Grown; readonly queries: readonly RecordedQuery[] }> => {
  const { github, start, seconds } = growing;
  const gatehouse = await start();
  try {
    const stage = { github, gatehouse };
    await gatehouse.queries();
    const trials = await measureEventsAt(stage, { ...growing, owner, latency: 50 });
    const queries = await gatehouse.queries();
    const events = [...trials].map(
      ([event, all]) =>
        [
          event,
          {
            ms: median(all.map(({ ms }) => ms)),
            ownMs: median(all.map(({ ownMs }) => ownMs)),
            cpuMs: median(all.map(({ cpuMs }) => cpuMs)),
          },
        ] as const,
    );
    const count = [...trials.values()].reduce((sum, { length }) => sum + length, 0);
    const { p50Ms, p99Ms, cpuMsPerDelivery } = await measureIngest(stage, { seconds, owner: `${owner}-stream` });
    return {
      grown: {
        events: Object.fromEntries(events),
        ingest: { p50Ms, p99Ms, cpuMsPerDelivery },
        databaseMs: queries.reduce((sum, { totalMs }) => sum + totalMs, 0) / count,
      },
      queries,
    };
  } finally {
    await gatehouse.stop();
  }
};
