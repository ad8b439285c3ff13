import { createLogger } from "../../src/config/logger.ts";
import { readEnvironment } from "../../src/config/environment.ts";
import { keepHeapSmall } from "../../src/heap.ts";
import { start } from "../../src/process.ts";
import { recordQueries } from "./recorded-queries.ts";

/** Gatehouse in a process of its own, as `src/server.ts` starts it, which also answers what the bench asks of it. */
keepHeapSmall();
const environment = readEnvironment(process.env);
const queries = process.env["BENCH_QUERIES"] === "yes" ? recordQueries() : () => [];
/** Without the looks for what was missed, which would be counted with what the bench causes. */
const running = await start({ environment, log: createLogger({ level: environment.logLevel }), catchUp: false });

const MIB = 1024 * 1024;

const usage = () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  return { rssMb: process.memoryUsage.rss() / MIB, peakMb: maxRSS / 1024, cpuMs: (userCPUTime + systemCPUTime) / 1000 };
};

const answers: Readonly<Record<string, () => unknown>> = {
  url: () => running.url,
  idle: async () => running.idle(),
  usage,
  queries,
  stop: async () => running.stop(),
};

const answer = async (ask: unknown): Promise<void> => {
  const reply = (await answers[String(ask)]?.()) ?? null;
  process.send?.({ ask, reply }, () => {
    if (ask === "stop") process.exit(0);
  });
};

process.on("message", (ask) => void answer(ask));
process.once("disconnect", () => process.exit(1));
process.send?.({ ask: "start", reply: null });
