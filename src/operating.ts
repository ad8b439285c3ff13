import type { Logger } from "pino";
import type { Environment } from "./config/environment.ts";
import { packageVersion } from "./config/package-root.ts";
import { createOperations, tracingFor, type Operations } from "./operations/operations.ts";
import { createPrecedence } from "./precedence.ts";
import { openStore, type Store } from "./store/open-store.ts";
import { listen, type Listening } from "./web/http.ts";
import { metricsRoutes, type MetricsParts } from "./web/metrics.ts";
import { watchedStore } from "./watched-store.ts";

/** What watches the process, and the doors by which people see it. */
export interface Operating extends Operations {
  /** The store, watched. */
  readonly store: Store;
  /** For the port that everybody reaches: only with a token. */
  readonly openMetrics: MetricsParts | undefined;
}

interface Parts {
  /** Without a data directory the embedded database lives in memory. */
  readonly environment: Omit<Environment, "dataDir"> & { readonly dataDir: string | undefined };
  readonly log: Logger;
  /** Milliseconds that a statement may take, where it is not what the store thinks right. */
  readonly statementMs?: number | undefined;
}

/** Opens the store and watches it, and listens on the port for numbers where there is one. */
export const operate = async ({ environment, log, statementMs }: Parts): Promise<Operating> => {
  const { metricsToken: token, metricsPort, tracesUrl, host } = environment;
  const { databaseUrl, databaseMigrationUrl: migrationUrl, dataDir } = environment;
  const version = packageVersion();
  const patience = statementMs === undefined ? {} : { patienceMs: statementMs };
  const tracing = await tracingFor({ endpoint: tracesUrl, version, log });
  const onStatement = tracesUrl === undefined ? undefined : tracing.statement;
  const bare = await openStore({ databaseUrl, migrationUrl, dataDir, log, onStatement, ...patience });
  const causesOf = async (key: string): Promise<readonly string[]> =>
    tracesUrl === undefined ? [] : (await bare.deliveries.pending(key)).flatMap(({ traceparent }) => traceparent ?? []);
  const metrics = token !== undefined || metricsPort !== undefined;
  const operations = await createOperations({
    metrics,
    tracing,
    causesOf,
    version,
    log,
    store: bare,
  });
  const { metrics: text } = operations;
  const door =
    text === undefined || metricsPort === undefined
      ? undefined
      : await listening(metricsRoutes({ text, token: undefined }), { host, port: metricsPort }, bare);
  if (door !== undefined) log.info({ url: door.url }, "listening for those who want metrics");
  const { taking, yielding } = createPrecedence();
  return {
    ...operations,
    taking: (take) => taking(operations.taking(take)),
    turn: (queue, handler) => operations.turn(queue, yielding(handler)),
    store: watchedStore(bare, tracing),
    openMetrics: text === undefined || token === undefined ? undefined : { text, token },
    stop: async () => {
      await door?.close();
      await operations.stop();
    },
  };
};

/** A port that is taken ends the start, and the store with it. */
const listening = async (
  app: Parameters<typeof listen>[0],
  place: Parameters<typeof listen>[1],
  store: Store,
): Promise<Listening> => {
  try {
    return await listen(app, place);
  } catch (error) {
    await store.close();
    throw error;
  }
};
