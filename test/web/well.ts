import type { HealthReport } from "../../src/web/health.ts";

const since = new Date("2026-05-01T12:00:00Z");

/** What a process says of itself with which all is well. */
export const WELL: HealthReport = {
  ready: true,
  process: { state: "running", since },
  database: { state: "answers", since },
  queue: { state: "keeps up", since, lagSeconds: 0 },
  github: { state: "answers", since },
};
