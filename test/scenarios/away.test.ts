import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import { checklistComment, checklistOf, checkOf, openShop, opensPull, statusOf, tickedIn, writesOf } from "./shop.ts";
import { startWorld, type World } from "./world.ts";

/** What happens while Gatehouse is away, and after it comes back. */

let world: World;
let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "gatehouse-test-"));
  // How long ago an edit was made decides what becomes of it.
  world = await startWorld({ dataDir, github: { now: new Date("2026-03-02T09:00:00Z") } });
});
afterEach(() => {
  world.github.clearFaults();
  world.github.assertClean();
});
afterAll(async () => {
  await world.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const MINUTE = 60_000;

const opened = async (): Promise<PullScenario> => {
  const pull = await opensPull(openShop(world.github));
  await world.settle();
  return pull;
};

const looksAgain = async (pull: PullScenario): Promise<void> => {
  await pull.comments({ by: "rita", body: "/gate recheck" });
  await world.settle();
};

test("a restart loses nothing and writes nothing", async () => {
  const pull = await opened();
  await pull.ticks({ by: "quinn", step: "Tried on staging" });
  await world.settle();
  await world.away();
  await world.back();
  world.github.resetCalls();
  await world.settle();
  expect(world.github.writes()).toEqual([]);
  await pull.ticks({ by: "ada", step: "Alerts looked at" });
  await world.settle();
  expect(tickedIn(pull)).toEqual(["staging", "alerts"]);
  expect(checkOf(pull)).toBe("success: Ready");
  expect(statusOf(pull)).toMatch(/Tried on staging.*quinn/);
});

test("a tick made while Gatehouse was away is found later, in the name of the comment's editor", async () => {
  const pull = await opened();
  await world.away();
  await pull.ticks({ by: "quinn", step: "Tried on staging" });
  world.github.advance(MINUTE);
  await world.back();
  await looksAgain(pull);
  expect(tickedIn(pull)).toEqual(["staging"]);
  expect(statusOf(pull)).toMatch(/Tried on staging.*quinn/);
});

test("a tick of a stranger made meanwhile is undone", async () => {
  const pull = await opened();
  await world.away();
  await pull.ticks({ by: "max", step: "Tried on staging" });
  world.github.advance(MINUTE);
  await world.back();
  await looksAgain(pull);
  expect(tickedIn(pull)).toEqual([]);
  expect(checklistOf(pull)).toContain("The tick by max was undone: only qa may do this.");
});

test("a fresh tick that nobody told of is left alone for a while, then found", async () => {
  const pull = await opened();
  world.github.deliverTo(undefined);
  await pull.ticks({ by: "quinn", step: "Tried on staging" });
  world.github.deliverTo(`${world.gatehouse.url}/api/github/webhooks`);
  await looksAgain(pull);
  expect(tickedIn(pull)).toEqual(["staging"]);
  expect(checkOf(pull)).toBe("action_required: 2 of 2 left: 2 ticks");
  world.github.advance(MINUTE);
  await looksAgain(pull);
  expect(tickedIn(pull)).toEqual(["staging"]);
  expect(checkOf(pull)).toBe("action_required: 1 of 2 left: 1 tick");
  expect(statusOf(pull)).toMatch(/Tried on staging.*quinn/);
});

test("the first of two ticks, told of last, is neither undone nor given to the second person", async () => {
  const pull = await opened();
  world.github.deliverTo(undefined);
  await pull.ticks({ by: "quinn", step: "Tried on staging" });
  const late = world.github.lastDelivery("issue_comment.edited")?.guid ?? "";
  world.github.deliverTo(`${world.gatehouse.url}/api/github/webhooks`);
  world.github.resetCalls();
  await pull.ticks({ by: "ada", step: "Alerts looked at" });
  await world.settle();
  expect(tickedIn(pull)).toEqual(["staging", "alerts"]);
  expect(checkOf(pull)).toBe("action_required: 1 of 2 left: 1 tick");
  await world.github.redeliver(late);
  await world.settle();
  expect(checkOf(pull)).toBe("success: Ready");
  expect(statusOf(pull)).toMatch(/Tried on staging.*quinn/);
  expect(statusOf(pull)).toMatch(/Alerts looked at.*ada/);
});

test("where several people edited unseen, nobody's tick passes under the name of another", async () => {
  const pull = await opened();
  world.github.deliverTo(undefined);
  await pull.ticks({ by: "max", step: "Tried on staging" });
  const late = world.github.lastDelivery("issue_comment.edited")?.guid ?? "";
  world.github.advance(2000);
  await pull.ticks({ by: "quinn", step: "Alerts looked at" });
  world.github.advance(MINUTE);
  world.github.deliverTo(`${world.gatehouse.url}/api/github/webhooks`);
  await looksAgain(pull);
  expect(checkOf(pull)).toBe("action_required: 2 of 2 left: 2 ticks");
  expect(tickedIn(pull)).toEqual([]);
  expect(checklistOf(pull)).toContain("GitHub does not say who made it");
  await world.github.redeliver(late);
  await world.settle();
  expect(checkOf(pull)).toBe("action_required: 2 of 2 left: 2 ticks");
});

test("an empty database finds check and comments again, folds surplus copies and makes no second ones", async () => {
  const pull = await opened();
  await pull.ticks({ by: "quinn", step: "Tried on staging" });
  await world.settle();
  const run = pull.check("gatehouse")?.id;
  const { owner, name } = pull.state.repo;
  const copy = await fetch(`${world.github.url}/repos/${owner.login}/${name}/issues/${pull.number}/comments`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${world.github.installationToken(owner.login)}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({ body: checklistComment(pull).body }),
  });
  expect(copy.status).toBe(201);
  world.github.advance(MINUTE);
  await world.away();
  await rm(dataDir, { recursive: true, force: true });
  await world.back();
  world.github.resetCalls();
  await looksAgain(pull);
  expect(pull.commentsOf()).toHaveLength(2);
  expect(pull.check("gatehouse")?.id).toBe(run);
  expect(tickedIn(pull)).toEqual(["staging"]);
  expect(writesOf(world.github).filter((write) => write.startsWith("POST /repos/{owner}/{repo}/check-runs"))).toEqual(
    [],
  );
  expect(checkOf(pull)).toBe("action_required: 1 of 2 left: 1 tick");
});

test("deliveries kept before the process ended are acted on by the next", async () => {
  const pull = await opened();
  world.github.fail({ match: /graphql/, status: 502, next: 1000 });
  await pull.ticks({ by: "quinn", step: "Tried on staging" });
  await world.away();
  world.github.clearFaults();
  await world.back();
  await world.settle();
  expect(checkOf(pull)).toBe("action_required: 1 of 2 left: 1 tick");
  expect(statusOf(pull)).toMatch(/Tried on staging.*quinn/);
});
