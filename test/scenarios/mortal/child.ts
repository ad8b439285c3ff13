import { createLogger } from "../../../src/config/logger.ts";
import { start, type Running } from "../../../src/process.ts";
import { Order } from "./child-words.ts";

/** Gatehouse in a process of its own, which its parent kills. */

let now = new Date(0);
let running: Running | undefined;

const obey = async (order: Order): Promise<void> => {
  now = new Date(order.now);
  if (order.do === "start") {
    const { environment } = order;
    running = await start({
      environment: {
        ...environment,
        databaseUrl: environment.databaseUrl,
        dataDir: environment.dataDir,
        host: "127.0.0.1",
        port: 0,
        logLevel: "silent",
        publicUrl: undefined,
      },
      log: createLogger({ level: "silent" }),
      now: () => now,
    });
  }
  await running?.moved();
  if (order.do === "settle") await running?.idle();
  process.send?.({ url: running?.url ?? "" });
};

process.on("message", (message) => {
  obey(Order.parse(message)).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  });
});
