import { setTimeout as delay } from "node:timers/promises";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import { callsOf } from "./events.ts";
import type { BurstFigures } from "./figures.ts";
import { median } from "./measure.ts";
import { addRepository, BODIES, BOXES, openPull, settle, type Stage } from "./setting.ts";

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
export const prepareBursts = async (stage: Stage, count: number): Promise<readonly BurstPlace[]> => {
  const places: BurstPlace[] = [];
  for (let place = 0; place < count; place += 1) {
    const repo = addRepository(stage.github, `acme-burst-${place}`);
    const pulls: PullScenario[] = [];
    for (let number = 0; number < PULLS; number += 1) pulls.push(await openPull(repo, `burst-${number}`));
    await settle(stage);
    places.push({ repo, pulls, readyAt: performance.now() + RECOVERY_MS });
  }
  return places;
};

/** The first burst warms up. */
const WARM_UPS = 1;

/** One burst in each place, one after the other. */
export const measureBursts = async (stage: Stage, places: readonly BurstPlace[]): Promise<BurstFigures> => {
  const all: Omit<BurstFigures, "bursts" | "answerWorstMs">[] = [];
  for (const place of places) all.push(await measureBurst(stage, place));
  const counted = all.slice(all.length > WARM_UPS ? WARM_UPS : 0);
  const of = (figure: (burst: (typeof all)[number]) => number): readonly number[] => counted.map(figure);
  return {
    bursts: counted.length,
    events: median(of(({ events }) => events)),
    webhooks: median(of(({ webhooks }) => webhooks)),
    pulls: PULLS,
    calls: median(of(({ calls }) => calls)),
    settledMs: median(of(({ settledMs }) => settledMs)),
    answerMaxMs: median(of(({ answerMaxMs }) => answerMaxMs)),
    answerWorstMs: Math.max(...of(({ answerMaxMs }) => answerMaxMs)),
    cpuMs: median(of(({ cpuMs }) => cpuMs)),
    maxRunsPerHead: Math.max(...of(({ maxRunsPerHead }) => maxRunsPerHead)),
    wrong: Math.max(...of(({ wrong }) => wrong)),
    lost: Math.max(...of(({ lost }) => lost)),
  };
};

/** 200 events over 20 pull requests of one repository, all in the same moment; what each of them must show follows from what was done. */
const measureBurst = async (stage: Stage, { repo, pulls, readyAt }: BurstPlace) => {
  const { github, gatehouse } = stage;
  await delay(Math.max(0, readyAt - performance.now()));
  github.latency(LATENCY_MS);
  github.resetCalls();
  const { cpuMs } = await gatehouse.usage();
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
    cpuMs: (await gatehouse.usage()).cpuMs - cpuMs,
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
