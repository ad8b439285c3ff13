import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import { BODY, CONFIG, NOTES } from "../procedures/shipped/deploy-state.ts";
import { station } from "./pages.ts";
import { answersOn, checkOf, openShop, statusOf, tickedIn } from "./shop.ts";
import { startWorld, type World } from "./world.ts";

/** `builtin:deploy` with a config of one role, from an opened pull request to the report that closes its run. */

let world: World;
let repo: RepoScenario;
let pull: PullScenario;

const ALWAYS = '{ days: [mon-sun], hours: "00:00-24:00", timezone: UTC }';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

beforeAll(async () => {
  world = await startWorld({ logLevel: "warn", github: { now: new Date("2026-11-17T08:00:00Z") } });
});
afterEach(() => {
  world.github.assertClean();
});
afterAll(() => world.stop());

const says = async (by: string, body: string): Promise<readonly string[]> => {
  world.github.advance(1000);
  const comment = await pull.comments({ by, body });
  await world.settle();
  return comment.reactions.map(({ content }) => content);
};

const ticks = async (by: string, ...steps: readonly string[]): Promise<void> => {
  expect(await says(by, steps.map((step) => `/gate tick ${step}`).join("\n"))).toEqual(["+1"]);
};

const defers = async (...steps: readonly string[]): Promise<void> => {
  expect(await says("rita", steps.map((step) => `/gate defer ${step} after the fair`).join("\n"))).toEqual(["+1"]);
};

/** Time goes by; what was to be done at a moment is done. */
const passes = async (ms: number): Promise<void> => {
  world.github.advance(ms);
  await says("rita", "/gate recheck");
};

const exit = (): string => /Exit state: ([a-z ]+)/u.exec(statusOf(pull))?.[1] ?? "none";
const state = (): unknown => JSON.parse(/<!-- gatehouse:state (.*) -->/u.exec(statusOf(pull))?.[1] ?? "null");
const reports = (): readonly string[] =>
  answersOn(pull).filter((body) => body.startsWith("<!-- gatehouse:report deploy -->"));

const merged = async (): Promise<string> => {
  repo = openShop(world.github, {
    config: CONFIG,
    collaborators: { ada: "write", max: "write", rita: "write", lea: "read" },
  });
  pull = await repo.opens({
    by: "ada",
    title: "Coupons",
    body: "Coupons.",
    files: { "src/coupons.ts": "export {};\n" },
  });
  await world.settle();
  expect(checkOf(pull)).toMatch(/^failure: 9 of 10 left/u);
  expect(exit()).toBe("blocked");
  station(pull, "deploy-1-opened");

  await pull.edits({ by: "ada", body: BODY });
  await pull.reportsCheck({ name: "test", conclusion: "success" });
  await pull.reviews({ by: "max", state: "APPROVE" });
  await world.settle();
  await ticks("ada", "criteria");
  expect(await says("lea", "/gate tick direct")).toEqual(["confused"]);
  await ticks("ada", "direct");
  await says("max", "/gate waive feature-flags there are none");
  expect(checkOf(pull)).toBe("success: Ready");
  expect(exit()).toBe("in progress");
  expect(await says("max", "/gate tick works")).toEqual(["confused"]);
  station(pull, "deploy-2-ready");

  const sha = await pull.merges({ by: "ada" });
  await world.settle();
  return sha;
};

test("a change is prepared, merged, deployed, watched and closed", async () => {
  const sha = await merged();
  await repo.deploys({ environment: "staging", sha });
  await world.settle();
  world.github.advance(15 * MINUTE);
  expect(await says("max", "/gate tick announced")).toEqual(["confused"]);
  await ticks("rita", "announced", "watcher");
  expect(statusOf(pull)).toContain("Outside the window's days and hours. Opens Tue 17 Nov 2026, 09:00 UTC.");
  await says("max", "/gate waive on-call they know it already");
  await ticks("max", "staging-verified");
  await passes(HOUR);
  expect(statusOf(pull)).not.toContain("Outside the window");
  station(pull, "deploy-3-before-production");

  await repo.deploys({ environment: "production", sha });
  await world.settle();
  expect(await says("max", "/gate tick works")).toEqual(["confused"]);
  await ticks("max", "watched", "direct-figures");
  await ticks("max", "works", "logs", "performance", "alerting");
  await ticks("max", "tickets", "stakeholders");
  expect(await says("max", "/gate tick first-hour")).toEqual(["confused"]);
  expect(answersOn(pull).at(-1)).toContain("it can be ticked from 2026-11-17 10:");
  await passes(HOUR);
  await ticks("max", "first-hour");
  station(pull, "deploy-4-watch");

  await passes(24 * HOUR);
  expect(statusOf(pull)).toContain("It was deployed inside the window");
  await ticks("max", "first-day");
  await ticks("rita", "stable");
  expect(statusOf(pull)).toContain("Deployment notes");
  expect(exit()).toBe("blocked");
  expect(reports()).toEqual([]);
  await pull.edits({ by: "ada", body: BODY + NOTES });
  await world.settle();
  expect(exit()).toBe("completed");
  expect(state()).toEqual([
    {
      procedure: "deploy",
      exit: "completed",
      phase: null,
      completed: [
        "pre-deployment",
        "before-production",
        "rollout",
        "verification",
        "communication",
        "watch",
        "closing",
      ],
    },
  ]);
  expect(tickedIn(pull)).toContain("stable");
  station(pull, "deploy-5-completed");

  expect(reports()).toHaveLength(1);
  expect(reports()[0]).toContain("**Deploy is completed.**");
  expect(reports()[0]).toContain(sha.slice(0, 7));
  world.github.resetCalls();
  await repo.deploys({ environment: "production", sha });
  await says("max", "/gate untick works");
  expect(reports()).toHaveLength(1);
});

test("what was put off leaves a partial run, and its report says so, also after a crash before it was kept", async () => {
  repo = openShop(world.github, {
    config: `${CONFIG}override: { roles: [release-manager] }\nwindows: { production: ${ALWAYS} }\n`,
    collaborators: { ada: "write", max: "write", rita: "write" },
  });
  pull = await repo.opens({ by: "ada", title: "Coupons", body: BODY, files: { "src/coupons.ts": "export {};\n" } });
  await pull.reportsCheck({ name: "test", conclusion: "success" });
  await pull.reviews({ by: "max", state: "APPROVE" });
  await world.settle();
  await ticks("ada", "criteria", "feature-flags", "direct");
  const sha = await pull.merges({ by: "ada" });
  await world.settle();
  await repo.deploys({ environment: "production", sha });
  await world.settle();
  const left = ["staging", "staging-verified", "on-call", "announced", "watcher", "watched", "direct-figures"];
  await defers(...left);
  await defers("works", "logs", "performance", "alerting");
  await defers("tickets", "stakeholders");
  await defers("first-hour", "first-day", "stable");
  expect(exit()).toBe("blocked");
  world.github.fail({ match: /^POST .*\/issues\/\d+\/comments$/u, status: 502, next: 1, applied: true });
  await says("rita", "/gate defer notes after the fair");
  expect(exit()).toBe("partial");
  expect(reports()).toHaveLength(1);
  expect(reports()[0]).toContain("but for what was put off");
});
