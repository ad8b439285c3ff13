import { request } from "node:http";
import { request as requestSecurely } from "node:https";
import { Worker } from "node:worker_threads";
import { z } from "zod";

/** A webhook as it goes over the wire. */
export interface Message {
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** What the App answered. */
const Answer = z.object({ status: z.int(), reason: z.string(), text: z.string(), seconds: z.number() });
export type Answer = z.output<typeof Answer>;

/** Brings webhooks to the App. Rejects when nobody answers. */
export interface Courier {
  readonly bring: (message: Message) => Promise<Answer>;
  readonly stop: () => Promise<void>;
}

/** GitHub gives up after ten seconds. A machine that does much else may need longer, and nobody sends it again in most stories. */
const TIMEOUT_MS = 60_000;

/** From the moment in which it is sent until the whole answer is there. */
export const bring = ({ target, headers, body }: Message): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const ask = target.startsWith("https:") ? requestSecurely : request;
    const start = performance.now();
    const outgoing = ask(target, { method: "POST", headers, timeout: TIMEOUT_MS, agent: false }, (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.on("error", reject);
      answer.on("end", () => {
        const text = Buffer.concat(parts).toString("utf8");
        const seconds = (performance.now() - start) / 1000;
        resolve({ status: answer.statusCode ?? 0, reason: answer.statusMessage ?? "", text, seconds });
      });
    });
    outgoing.on("timeout", () => outgoing.destroy(new Error("timed out")));
    outgoing.on("error", reject);
    outgoing.end(body);
  });

/** In the thread of the fake itself, whose own work counts as time that the App took. */
export const ownCourier: Courier = { bring, stop: async () => undefined };

const Order = z.object({
  id: z.int(),
  target: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
});
export const Orders = z.array(Order);

const Brought = z.union([z.object({ id: z.int(), answer: Answer }), z.object({ id: z.int(), error: z.string() })]);

/**
 * In a thread of its own, as GitHub has machines of their own for it: what the fake is at meanwhile does not count. What happens in the same
 * moment is handed over together, so that it also goes out together.
 */
export const courierThread = (): Courier => {
  const thread = new Worker(new URL("./courier-thread.ts", import.meta.url));
  const waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>();
  const orders: z.output<typeof Order>[] = [];
  let last = 0;
  thread.on("message", (message: unknown) => {
    const brought = Brought.parse(message);
    const asked = waiting.get(brought.id);
    waiting.delete(brought.id);
    if ("answer" in brought) asked?.resolve(brought.answer);
    else asked?.reject(new Error(brought.error));
  });
  return {
    bring: (message) =>
      new Promise((resolve, reject) => {
        last += 1;
        waiting.set(last, { resolve, reject });
        orders.push({ id: last, ...message });
        if (orders.length === 1) setImmediate(() => thread.postMessage(orders.splice(0), []));
      }),
    stop: async () => void (await thread.terminate()),
  };
};
