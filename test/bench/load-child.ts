import { randomUUID } from "node:crypto";
import { request } from "node:http";
import { Load } from "./load.ts";

/** Each on a connection of its own, as webhooks come from many machines. */
const send = (url: string, { event, body, signature }: Load["messages"][number]): Promise<number | undefined> =>
  new Promise((resolve) => {
    const start = performance.now();
    const headers = {
      "content-type": "application/json",
      "content-length": String(Buffer.byteLength(body)),
      "x-github-event": event,
      "x-github-delivery": randomUUID(),
      "x-hub-signature-256": signature,
    };
    const outgoing = request(url, { method: "POST", headers, agent: false }, (answer) => {
      answer.resume();
      answer.on("end", () => resolve(answer.statusCode === 202 ? performance.now() - start : undefined));
    });
    outgoing.on("error", () => resolve(undefined));
    outgoing.end(body);
  });

/** An even rate, whether or not the ones before were answered: in a process of its own, so that nothing is sent late. */
const run = async ({ url, perSecond, seconds, messages }: Load): Promise<void> => {
  const start = performance.now();
  const total = perSecond * seconds;
  const answers: Promise<number | undefined>[] = [];
  while (answers.length < total) {
    const due = Math.min(total, Math.floor(((performance.now() - start) / 1000) * perSecond) + 1);
    const late = Array.from({ length: due - answers.length }, (_, index) => (answers.length + index) % messages.length);
    answers.push(...late.flatMap((at) => messages.slice(at, at + 1)).map((message) => send(url, message)));
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  const all = await Promise.all(answers);
  const ms = all.filter((answer) => answer !== undefined);
  process.send?.({ ms, refused: all.length - ms.length }, () => process.exit(0));
};

process.once("message", (load) => void run(Load.parse(load)));
