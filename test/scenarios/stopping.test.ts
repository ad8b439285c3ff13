import { createHmac, randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Running } from "../../src/process.ts";
import { FakeGitHub } from "../fake-github/fake-github.ts";
import { deferred } from "../store/databases.ts";
import { manifest } from "./manifest.ts";
import { until } from "./until.ts";
import { startGatehouse } from "./world.ts";

/** A process that is told to stop, behind a proxy that keeps its connections and asks now and then whether the process is ready. */

/** On a busy machine the proxy needs its time to ask twice, behind all the others; the rest of it nobody does anything. */
const DELAY_MS = 15_000;
const SENDERS = 8;

let github: FakeGitHub;
let gatehouse: Running;

beforeAll(async () => {
  github = await FakeGitHub.start({ app: manifest() });
  gatehouse = await startGatehouse(github, {});
});
afterAll(() => github.stop());

interface Answer {
  readonly status: number | undefined;
  readonly closes: boolean;
}

interface Sent {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body?: string;
  /** Resolves when the rest of the body may follow. */
  readonly rest?: Promise<void>;
}

const headersFor = (body: string): Record<string, string | number> => ({
  "content-type": "application/json",
  "content-length": Buffer.byteLength(body),
  "x-github-delivery": randomUUID(),
  "x-github-event": "ping",
  "x-hub-signature-256": `sha256=${createHmac("sha256", github.webhookSecret).update(body).digest("hex")}`,
});

/** Sent as it is, without a second try: what is reset is an error. */
const send = (url: string, agent: Agent, { method, path, body, rest }: Sent): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : headersFor(body);
    const outgoing = request(`${url}${path}`, { method, agent, headers }, (answer) => {
      answer.resume();
      answer.on("end", () => resolve({ status: answer.statusCode, closes: answer.headers.connection === "close" }));
    });
    outgoing.on("error", (error) => reject(new Error(`${method} ${path}`, { cause: error })));
    if (body === undefined || rest === undefined) {
      outgoing.end(body);
      return;
    }
    const half = Math.floor(body.length / 2);
    outgoing.write(body.slice(0, half));
    void rest.then(() => outgoing.end(body.slice(half)));
  });

test("refuses nobody, whatever connections are kept, and answers what it had begun to read", async () => {
  const { url } = gatehouse;
  const agent = new Agent({ keepAlive: true, maxSockets: SENDERS });
  const answers: Answer[] = [];
  const health: Answer[] = [];
  const proxy = new AbortController();
  const sends = async (): Promise<void> => {
    while (!proxy.signal.aborted)
      answers.push(await send(url, agent, { method: "POST", path: "/api/github/webhooks", body: "{}" }));
  };
  /** Twice, so that the second question surely comes after the process was told. */
  const isToldTwice = (): boolean => health.slice(-2).filter(({ status }) => status !== 200).length === 2;
  const looks = async (): Promise<void> => {
    health.push(await send(url, agent, { method: "GET", path: "/readyz" }));
    if (isToldTwice()) proxy.abort();
    else await looks();
  };
  const senders = Promise.all(Array.from({ length: SENDERS }, sends));
  const looking = looks();
  const { promise: rest, resolve: goOn } = deferred();
  const body = JSON.stringify({ zen: "Approachable is better than simple." });
  const slow = send(url, new Agent(), { method: "POST", path: "/api/github/webhooks", body, rest });
  await until(() => answers.length > SENDERS, "connections that are kept");
  const stopped = gatehouse.stop(DELAY_MS);
  await looking;
  await senders;
  goOn();
  const late = await slow;
  await stopped;
  agent.destroy();
  expect(health.at(-1)).toEqual({ status: 503, closes: true });
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
  expect(late.status).toBe(202);
});
