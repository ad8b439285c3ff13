import { createLogger } from "../../../src/config/logger.ts";
import { start } from "../../../src/process.ts";
import { environmentOf, type Bear } from "./life.ts";
import { layWire } from "./wire.ts";

/**
 * Within this process, which is quick: it dies by losing every connection at one moment, to the database, from and to GitHub. What
 * goes on in it afterwards reaches nobody. On PostgreSQL only, for the embedded database lives inside.
 */
export const within: Bear = async (birth) => {
  const { github, databaseUrl = "" } = birth;
  const wire = await layWire(databaseUrl);
  const running = await start({
    environment: environmentOf({ ...birth, databaseUrl: wire.databaseUrl }),
    log: createLogger({ level: process.env["LOG"] === undefined ? "silent" : "info" }),
    now: () => github.now(),
  });
  let ended: Promise<void> | undefined;
  return {
    url: running.url,
    settled: async () => {
      await running.moved();
      await running.idle();
    },
    die: () => {
      wire.cut();
      ended = running.stop().catch(() => undefined);
    },
    gone: () => ended ?? Promise.resolve(),
  };
};
