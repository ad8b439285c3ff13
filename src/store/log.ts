import type { Logger } from "pino";

/** What the store needs of a logger. */
export type Log = Pick<Logger, "debug" | "info" | "warn" | "error">;
