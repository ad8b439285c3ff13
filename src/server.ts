import { readEnvironment, EnvironmentError } from "./config/environment.ts";
import { createLogger } from "./config/logger.ts";
import { start } from "./process.ts";

/** The process: settings from the environment, then work until it is told to stop. */
const main = async (): Promise<void> => {
  const environment = readEnvironment(process.env);
  const log = createLogger({ level: environment.logLevel });
  const running = await start({ environment, log });
  const end = (signal: string): void => {
    log.info({ signal }, "stopping");
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, "did not stop cleanly");
        process.exit(1);
      },
    );
  };
  process.once("SIGTERM", end);
  process.once("SIGINT", end);
};

main().catch((error: unknown) => {
  const message = error instanceof EnvironmentError || error instanceof Error ? error.message : String(error);
  process.stderr.write(`${message}\n`);
  process.exit(1);
});
