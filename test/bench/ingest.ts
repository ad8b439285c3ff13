import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { sign } from "../fake-github/http/hooks.ts";
import { callsOf } from "./events.ts";
import type { IngestFigures } from "./figures.ts";
import { Answers, type Load } from "./load.ts";
import { percentile } from "./measure.ts";
import { addRepository, openPull, settle, type Stage } from "./setting.ts";

const PER_SECOND = 100;
const PULLS = 20;
const LATENCY_MS = 50;

/** Edited descriptions and finished checks over 20 pull requests, which are worked on at the same time. */
export const measureIngest = async (
  stage: Stage,
  { seconds, owner }: { readonly seconds: number; readonly owner: string },
): Promise<IngestFigures> => {
  const { github, gatehouse } = stage;
  const messages = await recorded(stage, owner);
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
const recorded = async (stage: Stage, owner: string): Promise<Load["messages"]> => {
  const { github } = stage;
  const repo = addRepository(github, owner);
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
