import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import {
  asks,
  AT_WINDOW,
  configWith,
  deployCheckOf,
  FRIDAY,
  mergedInto,
  onFriday,
  shopToDeploy,
  toldTo,
  WINDOWS,
} from "./releases.ts";
import { callsOf } from "./shop.ts";
import { startWorld, type World } from "./world.ts";

/** A run waits at production until what it brings is ready, and goes on by itself. */

let world: World;

beforeAll(async () => {
  world = await startWorld({ github: { now: FRIDAY }, logLevel: process.env["LOG"] === undefined ? "silent" : "info" });
});
afterEach(() => {
  world.github.clearFaults();
  world.github.assertClean();
});
afterAll(() => world.stop());

const BOXES = `id: release
title: Release
phases:
  - id: before
    title: Before production
    blocks: deploy
    environments: [production]
    steps:
${Array.from({ length: 12 }, (_, index) => `      - { id: box-${index}, title: Box ${index} }`).join("\n")}
`;

const GO = `id: release
title: Release
phases:
  - id: before
    title: Before production
    blocks: deploy
    environments: [production]
    steps: []
    gate: { decision: { role: lead } }
`;

/** What it costs to answer a run for the first time: the run, what it brings, its one pull request, a report, and the check. */
const ASKED = [
  "GET /repos/{owner}/{repo}/actions/runs/{run_id}",
  "GET /repos/{owner}/{repo}/commits/{ref}/check-runs",
  "GET /repos/{owner}/{repo}/compare/{basehead}",
  "POST /repos/{owner}/{repo}/actions/runs/{run_id}/deployment_protection_rule",
  "POST /repos/{owner}/{repo}/check-runs",
  "Release",
  "ReleaseCommits",
  "ReleasePolicy",
  "Snapshot",
];

/** The pull request's own turn with what it writes, and then its release's: the approval and the check, each once. */
const TICKED = [
  "GET /repos/{owner}/{repo}/collaborators/{username}/permission",
  "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}",
  "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}",
  "POST /repos/{owner}/{repo}/actions/runs/{run_id}/deployment_protection_rule",
  "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
];
const TICKED_READS = ["Release", "ReleaseCommits", "Snapshot"];

/** A turn that is overtaken by news reads once more. */
const MOST_READS = 2 * TICKED_READS.length;

const TWO = `id: release
title: Release
phases:
  - id: before
    title: Before production
    blocks: deploy
    environments: [production]
    steps:
      - { id: prod, title: Ready for production }
  - id: stage
    title: Before staging
    blocks: deploy
    environments: [staging]
    steps:
      - { id: stage, title: Ready for staging }
`;

describe("a deployment", () => {
  test("is held by an open step, and let through by the tick", async () => {
    const repo = await shopToDeploy(world);
    const pull = await mergedInto(world, repo);
    world.github.resetCalls();
    const run = await asks(world, repo);
    expect(toldTo(run)).toEqual(["pending: **Not yet: 1 left in #&#8203;1: 1 tick.** Next: anyone with write access."]);
    expect(deployCheckOf(repo, run.sha)).toBe("action_required: Not yet: 1 left in #1: 1 tick");
    expect(callsOf(world.github)).toEqual(ASKED);
    world.github.resetCalls();
    await pull.ticks({ by: "ada", step: "Tried on staging" });
    await world.settle();
    expect(run.decision()?.state).toBe("approved");
    expect(deployCheckOf(repo, run.sha)).toBe("success: Ready: 1 pull request, 1 step done");
    const reads = callsOf(world.github).filter((call) => !call.includes("/"));
    expect(callsOf(world.github).filter((call) => call.includes("/"))).toEqual(TICKED);
    expect([...new Set(reads)]).toEqual(TICKED_READS);
    expect(reads.length).toBeLessThanOrEqual(MOST_READS);
    world.github.resetCalls();
    await run.finishes();
    await world.settle();
    expect([...new Set(callsOf(world.github))]).toEqual(["Release"]);
  });

  test("waits for the window over a weekend, and goes on by the clock", async () => {
    const monday = onFriday(world);
    const repo = await shopToDeploy(world, { procedure: AT_WINDOW, config: configWith(WINDOWS) });
    await mergedInto(world, repo);
    const run = await asks(world, repo);
    expect(toldTo(run)).toEqual([
      expect.stringMatching(/^pending: \*\*Opens Mon .* 09:00 \(Europe\/Berlin\)\.\*\* Only time/u),
    ]);
    world.github.setClock(new Date(monday.getTime() - 1));
    await world.settle();
    expect(run.decision()).toBeUndefined();
    world.github.setClock(monday);
    await world.settle();
    expect(run.decision()?.state).toBe("approved");
    expect(run.reviews()).toHaveLength(2);
  });

  test("is refused by a no-go", async () => {
    const repo = await shopToDeploy(world, { procedure: GO });
    const pull = await mergedInto(world, repo);
    const run = await asks(world, repo);
    expect(run.decision()).toBeUndefined();
    await pull.comments({ by: "max", body: "/gate no-go before prices are wrong" });
    await world.settle();
    expect(run.decision()?.state).toBe("rejected");
    expect(run.conclusion).toBe("failure");
    expect(deployCheckOf(repo, run.sha)).toMatch(/^failure: Rejected because of #1/u);
    await run.reruns();
    await world.settle();
    expect(run.decision()?.state).toBe("rejected");
    await pull.comments({ by: "max", body: "/gate go before" });
    await world.settle();
    await run.reruns();
    await world.settle();
    expect(run.decision()?.state).toBe("approved");
  });

  test("is answered for each environment of a run by itself", async () => {
    const repo = await shopToDeploy(world, { procedure: TWO });
    repo.environment("staging");
    const pull = await mergedInto(world, repo);
    const run = await asks(world, repo, { environments: ["staging", "production", "production"] });
    expect(run.waitsFor).toEqual(["staging", "production"]);
    await pull.ticks({ by: "ada", step: "Ready for staging" });
    await world.settle();
    expect(run.decision("staging")?.state).toBe("approved");
    expect(run.waitsFor).toEqual(["production"]);
    await pull.ticks({ by: "ada", step: "Ready for production" });
    await world.settle();
    expect(run.waitsFor).toEqual([]);
  });

  test("is answered again when GitHub was not ready for the answer", async () => {
    const repo = await shopToDeploy(world);
    const run = await asks(world, repo, { asking: { early: 1 } });
    expect(run.decision()?.state).toBe("approved");
  });

  test("gets ten reports and no more", async () => {
    const repo = await shopToDeploy(world, { procedure: BOXES });
    const pull = await mergedInto(world, repo);
    const run = await asks(world, repo);
    for (let index = 0; index < 11; index += 1) {
      world.github.advance(1000);
      await pull.ticks({ by: "ada", step: `Box ${index}` });
      await world.settle();
    }
    const reports = run.reviews().map(({ comment }) => comment);
    expect(reports).toHaveLength(10);
    expect(reports[9]).toContain("GitHub takes no further report here");
    await pull.ticks({ by: "ada", step: "Box 11" });
    await world.settle();
    expect(run.decision()?.state).toBe("approved");
  });
});
