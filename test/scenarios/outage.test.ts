import { afterEach, expect, test } from "@jest/globals";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Delivery } from "../fake-github/http/hooks.ts";
import { foundTown, liveThrough, seenIn, type Town } from "./outage-story.ts";
import { callsOf } from "./shop.ts";
import { startWorld, type World } from "./world.ts";

/** Nobody is there for six hours, or for five days, and afterwards everything is as if somebody had been. */

const MONDAY = new Date("2026-03-02T07:00:00Z");
const MINUTE_MS = 60_000;
const EVENTS = 500;

/** What happens besides comments differs a little from one town to another. */
const MARGIN = 40;

let world: World;
let dataDir: string;

const started = async ({ shops, catchUp = true }: { shops: number; catchUp?: boolean }): Promise<Town> => {
  dataDir = await mkdtemp(join(tmpdir(), "gatehouse-outage-"));
  const logLevel = process.env["LOG"] === undefined ? "silent" : "info";
  world = await startWorld({ dataDir, github: { now: MONDAY }, catchUp, logLevel });
  return foundTown(world, { shops });
};

afterEach(async () => {
  await world.stop();
  await rm(dataDir, { recursive: true, force: true });
}, 3_600_000);

/** Time goes by, and nobody does anything. */
const minutesPass = async (count: number): Promise<void> => {
  for (let minute = 0; minute < count; minute += 1) {
    world.github.advance(MINUTE_MS);
    await world.settle();
  }
};

/** GitHub links a commit to its pull request some seconds late, so a run may be answered after a while of real time. */
const runsAreTold = async ({ runs }: Town): Promise<void> => {
  for (let tries = 0; tries < 900 && runs.some((run) => run.reviews().length === 0); tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 100));
  await world.settle();
};

/** What it took, by kind of call. */
const costs = (): Readonly<Record<string, number>> => {
  const counted: Record<string, number> = {};
  for (const call of callsOf(world.github)) counted[call] = (counted[call] ?? 0) + 1;
  return counted;
};

const report = (what: string): void => {
  if (process.env["COSTS"] === undefined) return;
  const counted = costs();
  const total = Object.values(counted).reduce((sum, count) => sum + count, 0);
  process.stdout.write(`${what}: ${total} calls\n${JSON.stringify(counted, undefined, 2)}\n`);
};

type Seen = ReturnType<typeof seenIn>;

let undisturbed: Seen;

const SHOPS = 3;

test("with somebody there all the time", async () => {
  const town = await started({ shops: SHOPS, catchUp: false });
  world.github.hold();
  await liveThrough(world, town, {
    events: EVENTS + MARGIN,
    passed: async () => {
      await world.github.release();
      await world.settle();
      world.github.hold();
    },
  });
  await world.github.release();
  world.github.advance(MINUTE_MS);
  await world.settle();
  await runsAreTold(town);
  undisturbed = seenIn(town);
  expect(undisturbed.runs).toEqual([["approved"], ["pending"]]);
  expect(undisturbed.groups).toEqual(["success: Ready"]);
  expect(undisturbed.hours).toBe("success: Ready");
  expect(undisturbed.issues).toEqual([2, 0]);
  expect(undisturbed.bare).toEqual([]);
  world.github.assertClean();
}, 3_600_000);

test("after six hours of which half is lost for good and half is in GitHub's log", async () => {
  const town = await started({ shops: SHOPS });
  await minutesPass(1);
  await world.away();
  const begun = new Set(world.github.deliveries.map(({ guid }) => guid));
  const events = await liveThrough(world, town, { events: EVENTS + MARGIN, passed: async () => undefined });
  expect(events).toBeGreaterThanOrEqual(EVENTS);
  let count = 0;
  const lost = world.github.losesDeliveries((delivery) => {
    count += 1;
    return !begun.has(delivery.guid) && count % 2 === 0 && !isOnlyRecord(town, delivery);
  });
  expect(lost).toBeGreaterThan(events * 0.45);
  world.github.resetCalls();
  await world.back();
  await world.settle();
  await minutesPass(6);
  await runsAreTold(town);
  report(`six hours, ${events} events, ${lost} lost`);
  expect(seenIn(town)).toEqual(undisturbed);
  world.github.resetCalls();
  await minutesPass(2);
  expect(world.github.writes()).toEqual([]);
  world.github.assertClean();
}, 3_600_000);

/** Commands are told by their events alone; and a sign-off counts for the commit that was the head by then, as far as is known. */
const isOnlyRecord = (town: Town, { action, repositoryId, payload }: Delivery): boolean => {
  const isCommanded = town.commanded.some(
    ({ number, state }) => number === payload["number"] && state.repo.id === repositoryId,
  );
  return JSON.stringify(payload["comment"] ?? "").includes("/gate ") || (isCommanded && action === "synchronize");
};

/** Commands are told by their events alone: what GitHub lost of them is lost. */
const withoutCommands = ({ pulls, ...rest }: Seen) => ({
  ...rest,
  pulls: pulls.filter(({ isCommanded }) => !isCommanded),
});

test("after five days, of which GitHub keeps no deliveries", async () => {
  const town = await started({ shops: SHOPS });
  await world.away();
  await liveThrough(world, town, { events: 0, passed: async () => undefined });
  world.github.losesDeliveries(({ statusCode }) => statusCode === 0);
  world.github.advance(10 * MINUTE_MS);
  world.github.resetCalls();
  await world.back();
  await world.settle();
  await minutesPass(3);
  await runsAreTold(town);
  report("nothing in GitHub's log");
  expect(withoutCommands(seenIn(town))).toEqual(withoutCommands(undisturbed));
  world.github.assertClean();
}, 3_600_000);
