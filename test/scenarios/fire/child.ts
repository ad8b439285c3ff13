import { createLogger } from "../../../src/config/logger.ts";
import { start, type Running } from "../../../src/process.ts";
import { Order } from "./child-orders.ts";

/** A replica of Gatehouse in a process of its own, which its parent kills, or ends as the server is ended. */

let now = new Date(0);
let running: Running | undefined;
const logLevel = process.env["LOG"] === undefined ? "silent" : "debug";

const started = ({ environment }: Extract<Order, { do: "start" }>): Promise<Running> =>
  start({
    environment: {
      ...environment,
      databaseUrl: environment.databaseUrl,
      dataDir: environment.dataDir,
      host: "127.0.0.1",
      port: 0,
      logLevel,
      publicUrl: undefined,
    },
    log: createLogger({ level: logLevel }),
    now: () => now,
    // What is lost must not be found again by looking for it.
    catchUp: false,
  });

const obey = async (order: Order): Promise<void> => {
  now = new Date(order.now);
  if (order.do === "clock") return;
  if (order.do === "start") running = await started(order);
  else {
    await running?.moved();
    await running?.idle();
  }
  process.send?.({ url: running?.url ?? "" });
};

process.on("message", (message) => {
  obey(Order.parse(message)).catch((error: unknown) => process.send?.({ problem: String(error) }));
});
process.once("SIGTERM", () => {
  (running?.stop() ?? Promise.resolve()).then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
process.once("disconnect", () => process.exit(2));
