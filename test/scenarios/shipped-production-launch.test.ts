import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { IssueScenario } from "../fake-github/scenario/issue.ts";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import { BODY, CONFIG, CONFIRMATION, FILES, PATHS, TICKS } from "../procedures/shipped/production-launch-state.ts";
import { issueStation } from "./pages.ts";
import { openShop } from "./shop.ts";
import { startWorld, type World } from "./world.ts";

/** `builtin:production-launch` from an issue with a label to the report that closes its run. */

let world: World;
let repo: RepoScenario;
let issue: IssueScenario;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

beforeAll(async () => {
  world = await startWorld({ logLevel: "warn", github: { now: new Date("2026-11-16T08:00:00Z") } });
});
afterEach(() => {
  world.github.assertClean();
});
afterAll(() => world.stop());

const says = async (by: string, body: string): Promise<readonly string[]> => {
  world.github.advance(1000);
  const comment = await issue.comments({ by, body });
  await world.settle();
  return comment.reactions.map(({ content }) => content);
};

const ticks = async (...steps: readonly string[]): Promise<void> => {
  for (const by of new Set(steps.map((step) => TICKS[step]?.[0] ?? "max"))) {
    const own = steps.filter((step) => (TICKS[step]?.[0] ?? "max") === by);
    expect(await says(by, own.map((step) => `/gate tick ${step}`).join("\n"))).toEqual(["+1"]);
  }
};

/** Files get to the default branch, where the usual checks report. */
const merges = async (files: Readonly<Record<string, string>>): Promise<void> => {
  await repo.push({ by: "max", files });
  for (const name of ["build", "e2e", "security"]) await repo.reportsCheck({ name, conclusion: "success" });
  await world.settle();
};

const commentWith = (marker: string): string =>
  issue.commentsOf().find(({ body }) => body.startsWith(`<!-- gatehouse:${marker} -->`))?.body ?? "";
const status = (): string => commentWith("status");
const exit = (): string => /Exit state: ([a-z ]+)/u.exec(status())?.[1] ?? "none";
const reports = () => issue.commentsOf().filter(({ body }) => body.startsWith("<!-- gatehouse:report "));
const station = (name: string): void => issueStation(name, status(), commentWith("checklist"));

const {
  [PATHS.pipeline]: pipeline = "",
  [PATHS.plan]: plan = "",
  [PATHS.report]: report = "",
  ...reportsOfTests
} = FILES;
const { [PATHS.maintenance]: maintenance = "", ...hardening } = reportsOfTests;

const hardened = async (): Promise<void> => {
  await ticks("candidate");
  const critical = await repo.opensIssue({ by: "quinn", title: "Totals are wrong", labels: ["critical"] });
  await merges(hardening);
  await ticks("logged", "mended", "retested");
  expect(status()).toContain("Totals are wrong");
  expect(await says("quinn", "/gate no-go hardening the totals are wrong")).toEqual(["+1"]);
  expect(exit()).toBe("blocked");
  expect(status()).toContain("the totals are wrong");
  station("launch-2-no-go");
  await critical.closes({ by: "dev" });
  await world.settle();
  expect(await says("max", "/gate go hardening")).toEqual(["confused"]);
  expect(await says("quinn", "/gate go hardening")).toEqual(["+1"]);
};

const launched = async (): Promise<void> => {
  await repo.deploys({ environment: "production" });
  await world.settle();
  await ticks("watched", "smoke", "available");
  await issue.edits({ by: "paula", body: BODY + CONFIRMATION });
  await world.settle();
};

test("a product is made ready, decided on, launched and watched", async () => {
  repo = openShop(world.github, {
    config: CONFIG,
    collaborators: { max: "write", dora: "write", quinn: "write", dev: "write", paula: "write" },
  });
  repo.label("critical");
  issue = await repo.opensIssue({ by: "paula", title: "Launch of the shop", body: "Soon.", labels: ["launch"] });
  await world.settle();
  expect(status()).toMatch(/\*\*59 of 59 left/u);
  expect(exit()).toBe("blocked");
  expect(await says("quinn", "/gate go hardening")).toEqual(["confused"]);
  station("launch-1-opened");

  await issue.edits({ by: "paula", body: BODY });
  await ticks("finished");
  await merges({ [PATHS.pipeline]: pipeline });
  await repo.deploys({ environment: "staging" });
  await ticks("gaps", "scripts", "mirror");
  world.github.advance(HOUR);
  expect(await says("dora", "/gate go pipeline")).toEqual(["+1"]);
  await hardened();

  await merges({ [PATHS.plan]: plan });
  await ticks("presented");
  expect(await says("quinn", "/gate go approval")).toEqual(["confused"]);
  expect(await says("paula", "/gate go approval")).toEqual(["+1"]);
  expect(exit()).toBe("in progress");
  station("launch-3-approved");

  await launched();
  await ticks("dashboards");
  expect(await says("max", "/gate tick day-1")).toEqual(["confused"]);
  world.github.advance(DAY);
  await ticks("day-1");
  world.github.advance(6 * DAY);
  await ticks("day-2", "day-3", "day-4", "day-5", "day-6", "day-7");
  await issue.labels({ by: "dora", add: ["hotfix"] });
  await world.settle();
  expect(status()).toContain("The fix is small and was tested on staging");
  await issue.labels({ by: "dora", remove: ["hotfix"] });
  await merges({ [PATHS.maintenance]: maintenance, [PATHS.report]: report });
  await ticks("informed", "minor");
  expect(status()).toContain("1 of ");
  expect(reports()).toHaveLength(0);
  station("launch-4-watched");
  expect(await says("paula", "/gate go completion")).toEqual(["+1"]);
  expect(exit()).toBe("completed");
  expect(reports()).toHaveLength(1);
  expect(reports()[0]?.body).toContain("**Production launch is completed.**");
  station("launch-5-completed");
  await issue.closes({ by: "paula" });
  await world.settle();
  expect(exit()).toBe("completed");
  expect(reports()).toHaveLength(1);
});
