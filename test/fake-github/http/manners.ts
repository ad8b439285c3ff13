import type { ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { Manner } from "./faults.ts";

/** Between two bytes of a slow answer, in milliseconds. */
const DRIP_MS = 250;

interface Sent {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
  /** A good one unless given. */
  readonly manner: Manner | undefined;
}

/** Sends an answer in some manner. */
export const send = async (outgoing: ServerResponse, { status, headers, body, manner }: Sent): Promise<void> => {
  if (body === undefined || manner === undefined) return void outgoing.writeHead(status, headers).end(body);
  const length = manner === "short" ? half(body).length : body.length;
  outgoing.writeHead(status, { ...headers, "content-length": String(length) });
  if (manner === "short") return void outgoing.end(half(body));
  if (manner === "cut") return void outgoing.write(half(body), () => outgoing.socket?.resetAndDestroy());
  await drip(outgoing, body);
};

const drip = async (outgoing: ServerResponse, body: Buffer): Promise<void> => {
  for (let at = 0; at < body.length && !outgoing.destroyed; at += 1) {
    outgoing.write(body.subarray(at, at + 1));
    await wait(DRIP_MS);
  }
  outgoing.end();
};

const half = (body: Buffer): Buffer => body.subarray(0, Math.floor(body.length / 2));
