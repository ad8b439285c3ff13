import { readEnvironment, EnvironmentError } from "./config/environment.ts";
import { createLogger } from "./config/logger.ts";
import { startProblem } from "./config/start-problem.ts";
import { logFields } from "./operations/scope.ts";
import { keepHeapSmall } from "./heap.ts";
import { start } from "./process.ts";

/** Its message is for the person who starts the process. */
class StartError extends Error {}

/** The process: settings from the environment, then work until it is told to stop. */
const main = async (): Promise<void> => {
  keepHeapSmall();
  const environment = readEnvironment(process.env);
  const log = createLogger({ level: environment.logLevel, fields: logFields });
  const running = await start({ environment, log }).catch((error: unknown) => {
    throw new StartError(startProblem(error, environment));
  });
  const end = (signal: string): void => {
    log.info({ signal }, "stopping");
    running.stop(signal === "SIGTERM" ? environment.stopDelayMs : 0).then(
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
  const isExplained = error instanceof EnvironmentError || error instanceof StartError;
  process.stderr.write(`${isExplained ? error.message : String(error)}\n`);
  process.exit(1);
});
