import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { readFileSync } from "node:fs";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import { BODY, CONFIG, PATH, PLAN, PLANNED } from "../procedures/shipped/implementation-plan-state.ts";
import { station } from "./pages.ts";
import { checkOf, openShop, statusOf } from "./shop.ts";
import { startWorld, type World } from "./world.ts";

/** `builtin:implementation-plan` at its two moments: the plan before the work, and the work with the plan brought up to date. */

let world: World;
let repo: RepoScenario;

beforeAll(async () => {
  world = await startWorld({ github: { now: new Date("2026-11-14T08:00:00Z") }, logLevel: "warn" });
});
afterEach(() => {
  world.github.assertClean();
});
afterAll(() => world.stop());

const page = readFileSync(new URL("../../docs/procedures/implementation-plan.md", import.meta.url), "utf8");
const [, TEMPLATE = ""] = /```markdown\n([\s\S]*?)```/u.exec(page) ?? [];

const then = async (act: () => Promise<unknown>): Promise<void> => {
  world.github.advance(1000);
  await act();
  await world.settle();
};

const exitOf = (pull: PullScenario): string => /Exit state: ([a-z ]+)/u.exec(statusOf(pull))?.[1] ?? "none";

const agrees = (pull: PullScenario, by: string, role: string): Promise<void> =>
  then(async () => {
    const { reactions } = await pull.comments({ by, body: `/gate signoff ${role}` });
    await world.settle();
    expect(reactions.map(({ content }) => content)).toEqual(["+1"]);
  });

test("a plan is written, approved and merged; the work follows it and ends as it says", async () => {
  repo = openShop(world.github, {
    config: CONFIG,
    collaborators: { ada: "write", max: "write", tina: "write", paula: "write" },
  });
  repo.branch("feature/coupons");
  const plan = await repo.opens({ by: "ada", head: "plan/coupons", title: "Plan", files: { [PATH]: TEMPLATE } });
  await world.settle();
  expect(checkOf(plan)).toMatch(/^failure: 18 of 21 left: /u);
  expect(exitOf(plan)).toBe("blocked");
  expect(statusOf(plan)).toContain("`[case]`");
  station(plan, "implementation-plan-1-template");

  const unplanned = PLANNED.replace("`feature/coupons`", "`feature/vouchers`");
  await then(() => plan.pushes({ by: "ada", files: { [PATH]: unplanned } }));
  expect(statusOf(plan)).toContain("there is no such branch");
  await then(() => plan.pushes({ by: "ada", files: { [PATH]: PLANNED } }));
  expect(checkOf(plan)).toBe("action_required: 2 of 21 left: 2 sign-offs");
  expect(exitOf(plan)).toBe("in progress");
  station(plan, "implementation-plan-2-written");
  await agrees(plan, "tina", "tech-lead");
  await then(() => plan.reviews({ by: "paula", state: "APPROVE" }));
  expect(checkOf(plan)).toBe("success: Ready");
  expect(exitOf(plan)).toBe("completed");
  await then(() => plan.merges({ by: "ada" }));

  const part = await repo.opens({ by: "max", head: "coupons-table", base: "feature/coupons", title: "Table" });
  await world.settle();
  expect(checkOf(part)).toBe("success: Ready: no procedure applies");

  const work = await repo.opens({
    by: "ada",
    head: "feature/coupons",
    title: "Coupons",
    body: BODY,
    files: { "src/coupons.ts": "export {};\n", "db/migrations/041_coupons.sql": "select 1;\n" },
  });
  await world.settle();
  expect(checkOf(work)).toMatch(/^failure: \d+ of 34 left/u);
  expect(statusOf(work)).toContain("This pull request brings the plan, or brings it up to date");
  station(work, "implementation-plan-3-work");

  await then(() => work.pushes({ by: "ada", files: { [PATH]: PLAN } }));
  await agrees(work, "tina", "tech-lead");
  await agrees(work, "paula", "product-owner");
  await then(() => work.reportsCheck({ name: "test", conclusion: "success" }));
  await then(() => work.reportsCheck({ name: "coverage", conclusion: "success", summary: "Lines: 88.2 %" }));
  await then(() => work.reviews({ by: "max", state: "APPROVE" }));
  expect(checkOf(work)).toBe("failure: 1 of 34 left: 88.2, not at least 90");
  expect(exitOf(work)).toBe("blocked");
  station(work, "implementation-plan-4-coverage");

  await then(() => work.pushes({ by: "ada", files: { "src/coupons.test.ts": "export {};\n" } }));
  await then(() => work.reportsCheck({ name: "test", conclusion: "success" }));
  await then(() => work.reportsCheck({ name: "coverage", conclusion: "success", summary: "Lines: 93.4 %" }));
  expect(checkOf(work)).toBe("action_required: 1 of 34 left: 1 sign-off");
  await then(() => work.reviews({ by: "max", state: "APPROVE" }));
  expect(checkOf(work)).toBe("success: Ready");
  expect(exitOf(work)).toBe("completed");

  const late = PLAN.replace("| 2026-11-12 |", "| 2026-12-24 |");
  await then(() => work.pushes({ by: "ada", files: { [PATH]: late } }));
  expect(statusOf(work)).toContain("which is yet to come");
  expect(statusOf(work)).toContain("changed.");
  expect(exitOf(work)).toBe("blocked");
});
