import { parentPort } from "node:worker_threads";
import type { z } from "zod";
import { bring, Orders } from "./courier.ts";

/** Sends in the order asked for, and hears answers in between: a crowd must not make the first ones of it look late. */
const waiting: z.output<typeof Orders> = [];

const next = (): void => {
  const order = waiting.shift();
  if (waiting.length > 0) setImmediate(next);
  if (order === undefined) return;
  const { id, ...message } = order;
  bring(message).then(
    (answer) => parentPort?.postMessage({ id, answer }, []),
    (error: unknown) =>
      parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) }, []),
  );
};

parentPort?.on("message", (orders: unknown) => {
  const isIdle = waiting.length === 0;
  waiting.push(...Orders.parse(orders));
  if (isIdle) setImmediate(next);
});
