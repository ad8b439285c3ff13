import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import { BODY, CONFIG, FILES, PATHS, TICKS } from "../procedures/shipped/finalization-state.ts";
import { station } from "./pages.ts";
import { checkOf, openShop, statusOf } from "./shop.ts";
import { startWorld, type World } from "./world.ts";

/** `builtin:finalization` from an opened pull request to a completed run. */

let world: World;
let repo: RepoScenario;
let pull: PullScenario;

beforeAll(async () => {
  world = await startWorld({ logLevel: "warn" });
});
afterEach(() => {
  world.github.assertClean();
});
afterAll(() => world.stop());

const says = async (by: string, body: string): Promise<void> => {
  world.github.advance(1000);
  const comment = await pull.comments({ by, body });
  await world.settle();
  expect(comment.reactions.map(({ content }) => content)).toEqual(["+1"]);
};

/** Everybody ticks what is theirs, in one comment each. */
const ticks = async (steps: readonly string[]): Promise<void> => {
  for (const by of new Set(steps.map((step) => TICKS[step] ?? "max")))
    await says(by, steps.flatMap((step) => ((TICKS[step] ?? "max") === by ? [`/gate tick ${step}`] : [])).join("\n"));
};

const exit = (): string => /Exit state: ([a-z ]+)/u.exec(statusOf(pull))?.[1] ?? "none";

const { [PATHS.archived]: archived = "", [PATHS.tracking]: tracking = "", ...documents } = FILES;
const VERIFIED = Object.keys(TICKS).filter((step) => step.includes("verified"));

test("a feature is finished, tested, agreed to and ready", async () => {
  repo = openShop(world.github, {
    config: CONFIG,
    files: {
      "package.json": FILES["package.json"] ?? "",
      [PATHS.working]: "# Coupons\n",
      [PATHS.tracking]: "# Features\n",
    },
    collaborators: {
      ada: "write",
      max: "write",
      tina: "write",
      paula: "write",
      quinn: "write",
      otto: "write",
      rita: "write",
    },
  });
  pull = await repo.opens({
    by: "ada",
    head: "feature/coupons",
    title: "Coupons",
    body: "Coupons.",
    files: { "src/coupons.ts": "export {};\n", "db/migrations/7.sql": "select 1;\n" },
  });
  await world.settle();
  expect(checkOf(pull)).toMatch(/^failure: \d+ of \d+ left/u);
  expect(exit()).toBe("blocked");
  station(pull, "finalization-1-opened");

  const critical = await repo.opensIssue({ by: "quinn", title: "Totals are wrong", labels: ["critical"] });
  await pull.reportsCheck({ name: "test", conclusion: "success" });
  await pull.pushes({ by: "ada", files: documents });
  await pull.reportsCheck({ name: "test", conclusion: "success" });
  await world.settle();
  await says("paula", "/gate signoff product-owner");
  await ticks(["environment", "plan"]);
  expect(statusOf(pull)).toContain("Totals are wrong");
  await critical.closes({ by: "ada" });
  await world.settle();
  await ticks(["code-documents"]);
  station(pull, "finalization-2-documents");
  expect(statusOf(pull)).toContain("Pipeline or environment configuration");

  await pull.pushes({
    by: "ada",
    files: { [PATHS.archived]: archived, [PATHS.tracking]: tracking, "deploy/shop.yml": "flags: []\n" },
    delete: [],
  });
  await pull.reportsCheck({ name: "test", conclusion: "success" });
  await world.settle();
  await ticks(["flags", "alerting"]);
  expect(statusOf(pull)).toContain("No working copy of the state file is left");
  await pull.pushes({ by: "ada", delete: [PATHS.working], files: {} });
  await pull.reportsCheck({ name: "test", conclusion: "success" });
  await world.settle();

  await repo.deploys({ environment: "staging", sha: pull.headSha });
  await world.settle();
  await ticks(["every-environment", "smoke", "artefacts", "migrations"]);
  await says("tina", "/gate signoff tech-lead");
  await says("paula", "/gate signoff product-owner");
  await pull.reviews({ by: "quinn", state: "APPROVE" });
  await world.settle();
  await ticks(["window", "briefed", "communication"]);
  station(pull, "finalization-3-completion");
  await ticks(VERIFIED.filter((step) => step.startsWith("verified")));
  await ticks(VERIFIED.filter((step) => !step.startsWith("verified")));
  expect(checkOf(pull)).toContain("1 of");
  await pull.edits({ by: "ada", body: BODY });
  await world.settle();
  expect(checkOf(pull)).toBe("success: Ready");
  expect(exit()).toBe("completed");
  station(pull, "finalization-4-ready");

  await pull.pushes({ by: "ada", files: { "src/coupons.ts": "export const late = 1;\n" } });
  await world.settle();
  expect(checkOf(pull)).not.toContain("success");
  expect(statusOf(pull)).toContain("No check has reported");
});
