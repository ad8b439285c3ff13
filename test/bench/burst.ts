import { setTimeout as delay } from "node:timers/promises";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import { callsOf } from "./events.ts";
import { addRepository, BODIES, BOXES, openPull, settle, type Stage } from "./setting.ts";

/** Many events at once. */
export interface BurstFigures {
  readonly events: number;
  /** What was sent because of them: a push makes three, and those of our own writes are among them. */
  readonly webhooks: number;
  readonly pulls: number;
  readonly calls: number;
  /** First webhook sent to last write answered. */
  readonly settledMs: number;
  /** The slowest answer to a webhook. */
  readonly answerMaxMs: number;
  readonly maxRunsPerHead: number;
  /** Heads that do not show the verdict that the events make. */
  readonly wrong: number;
  /** Webhooks that were not accepted, and heads without any verdict. */
  readonly lost: number;
}

const PULLS = 20;
const LATENCY_MS = 50;

/** GitHub lets an installation create 80 things a minute; opening the pull requests used some of them. */
const RECOVERY_MS = 61_000;

/** Where the burst will happen. */
export interface BurstPlace {
  readonly repo: RepoScenario;
  readonly pulls: readonly PullScenario[];
  /** Milliseconds of `performance.now()` from when on nothing of the preparation counts any more. */
  readonly readyAt: number;
}

/** Opens the pull requests; done well before, so that other things can be measured while the installation recovers from it. */
export const prepareBurst = async (stage: Stage): Promise<BurstPlace> => {
  const repo = addRepository(stage.github, "acme-burst");
  const pulls: PullScenario[] = [];
  for (let number = 0; number < PULLS; number += 1) pulls.push(await openPull(repo, `burst-${number}`));
  await settle(stage);
  return { repo, pulls, readyAt: performance.now() + RECOVERY_MS };
};

/** 200 events over 20 pull requests of one repository, all in the same moment; what each of them must show follows from what was done. */
export const measureBurst = async (stage: Stage, { repo, pulls, readyAt }: BurstPlace): Promise<BurstFigures> => {
  const { github } = stage;
  await delay(Math.max(0, readyAt - performance.now()));
  github.latency(LATENCY_MS);
  github.resetCalls();
  const before = github.deliveries.length;
  const done = pulls.flatMap((pull, index) => [...acts(pull, isToPass(index))]);
  await Promise.all(done);
  await settle(stage);
  github.latency(0);
  const deliveries = github.deliveries.slice(before);
  const calls = callsOf(github);
  const writes = calls.flatMap(({ kind, endedAt }) => (kind === "write" && endedAt ? [endedAt.getTime()] : []));
  const shown = pulls.map((pull) => pull.check("gatehouse")?.conclusion);
  const runs = repo.state.suites.map((suite) => suite.runs.filter(({ name }) => name === "gatehouse").length);
  const answered = deliveries.filter(({ statusCode }) => statusCode === 202);
  const unseen = shown.filter((conclusion) => conclusion === undefined);
  return {
    events: done.length,
    webhooks: deliveries.length,
    pulls: PULLS,
    calls: calls.length,
    settledMs: Math.max(...writes) - Math.min(...deliveries.map(({ deliveredAt }) => deliveredAt.getTime())),
    answerMaxMs: Math.max(...deliveries.map(({ duration }) => Math.round(duration * 1000))),
    maxRunsPerHead: Math.max(...runs),
    wrong: shown.filter((conclusion, index) => conclusion !== (isToPass(index) ? "success" : "failure")).length,
    lost: deliveries.length - answered.length + unseen.length,
  };
};

const isToPass = (index: number): boolean => index % 2 === 0;

/** What happens to one pull request; each act happens when it is taken from the list. */
function* acts(pull: PullScenario, passing: boolean): Generator<Promise<unknown>> {
  yield pull.edits({ by: "ada", title: "Keep the basket for 30 days" });
  yield pull.pushes({ by: "ada", files: { "src/basket.ts": "export const basket = load() ?? [];\n" } });
  yield pull.labels({ by: "ada", add: ["size-s"] });
  yield pull.ticks({ by: "quinn", step: BOXES.qa });
  yield pull.ticks({ by: "ada", step: BOXES.anyone });
  yield pull.comments({ by: "ada", body: `/gate tick ${BOXES.command}` });
  yield pull.comments({ by: "olga", body: "Good. I will accept it." });
  yield pull.edits({ by: "ada", body: BODIES.filled });
  yield pull.reviews({ by: "olga", state: "APPROVE" });
  yield pull.edits({ by: "ada", body: passing ? `${BODIES.filled}\nThanks.\n` : BODIES.template });
}
