import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { sign } from "../fake-github/http/hooks.ts";
import { callsOf } from "./events.ts";
import { Answers, type Load } from "./load.ts";
import { percentile } from "./measure.ts";
import { addRepository, openPull, settle, type Stage } from "./setting.ts";

/** A steady stream of webhooks, every one of which has to be kept. */
export interface IngestFigures {
  readonly perSecond: number;
  readonly seconds: number;
  /** Webhook sent to 202, which is given when the delivery is committed. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  readonly refused: number;
  /** From the last answer until all work was done. */
  readonly behindMs: number;
  /** Calls to GitHub that all of it caused. */
  readonly calls: number;
  /** Processor time of Gatehouse, for each delivery. */
  readonly cpuMsPerDelivery: number;
}

const PER_SECOND = 100;
const PULLS = 20;
const LATENCY_MS = 50;

/** Edited descriptions and finished checks over 20 pull requests, which are worked on at the same time. */
export const measureIngest = async (
  stage: Stage,
  { seconds }: { readonly seconds: number },
): Promise<IngestFigures> => {
  const { github, gatehouse } = stage;
  const messages = await recorded(stage);
  github.latency(LATENCY_MS);
  const url = `${gatehouse.url}/api/github/webhooks`;
  await sent({ url, perSecond: PER_SECOND, seconds: 2, messages });
  await settle(stage);
  github.resetCalls();
  const { cpuMs: before } = await gatehouse.usage();
  const { ms, refused } = await sent({ url, perSecond: PER_SECOND, seconds, messages });
  const end = performance.now();
  await gatehouse.idle();
  const behindMs = performance.now() - end;
  const { cpuMs: after } = await gatehouse.usage();
  await settle(stage);
  github.latency(0);
  return {
    perSecond: PER_SECOND,
    seconds,
    p50Ms: percentile(ms, 0.5),
    p99Ms: percentile(ms, 0.99),
    maxMs: percentile(ms, 1),
    refused,
    behindMs,
    calls: callsOf(github).length,
    cpuMsPerDelivery: (after - before) / (PER_SECOND * seconds),
  };
};

/** Real webhooks, recorded while they happen and sent again under other GUIDs. */
const recorded = async (stage: Stage): Promise<Load["messages"]> => {
  const { github } = stage;
  const repo = addRepository(github, "acme-stream");
  const pulls = [];
  for (let number = 0; number < PULLS; number += 1) pulls.push(await openPull(repo, `stream-${number}`));
  await settle(stage);
  const before = github.deliveries.length;
  for (const pull of pulls) {
    await pull.edits({ by: "ada", title: `Keep the basket for ${pull.number} days` });
    await pull.reportsCheck({ name: "build", conclusion: "success" });
  }
  await settle(stage);
  return github.deliveries
    .slice(before)
    .filter(({ event, action }) => event === "pull_request" || (event === "check_run" && action === "completed"))
    .map(({ event, payload }) => {
      const body = JSON.stringify(payload);
      return { event, body, signature: sign(github.webhookSecret, body) };
    });
};

const sent = async (load: Load): Promise<Answers> => {
  const child = fork(join(import.meta.dirname, "load-child.ts"));
  child.send(load);
  const [message]: unknown[] = await once(child, "message");
  return Answers.parse(message);
};
