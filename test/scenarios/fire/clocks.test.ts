import { setTimeout as delay } from "node:timers/promises";
import { afterEach, expect, test } from "@jest/globals";
import { FakeGitHub } from "../../fake-github/fake-github.ts";
import { manifest } from "../manifest.ts";
import { checkOf, openShop, opensPull, tickedIn } from "../shop.ts";
import { startGatehouse } from "../world.ts";

/** Our clock is wrong, and GitHub refuses tokens that are signed by it. Its answers say what time it is there. */

let stop: (() => Promise<void>) | undefined;
afterEach(() => stop?.());

const MINUTE = 60_000;

test.each([
  ["a quarter of an hour slow", 15 * MINUTE],
  ["a quarter of an hour fast", -15 * MINUTE],
  ["two hours slow", 120 * MINUTE],
  ["two hours fast", -120 * MINUTE],
])("our clock is %s", async (_what, byMs) => {
  const github = await FakeGitHub.start({ app: manifest() });
  github.advance(byMs);
  github.trustsItsClockOnly();
  const gatehouse = await startGatehouse(github, { now: () => new Date() });
  stop = async () => {
    github.deliverTo(undefined);
    await gatehouse.stop();
    await github.stop();
  };
  github.deliverTo(`${gatehouse.url}/api/github/webhooks`);
  const repo = openShop(github);
  const pull = await opensPull(repo);
  const until = async (check: string): Promise<void> => {
    while (checkOf(pull) !== check) await delay(20);
  };
  await until("action_required: 2 of 2 left: 2 ticks");
  await pull.ticks({ by: "quinn", step: "Tried on staging" });
  await until("action_required: 1 of 2 left: 1 tick");
  await pull.ticks({ by: "ada", step: "Alerts looked at" });
  await until("success: Ready");
  expect(tickedIn(pull)).toEqual(["staging", "alerts"]);
  expect(pull.commentsOf()).toHaveLength(2);
  expect(github.calls.some(({ status }) => status === 401)).toBe(true);
  github.assertClean();
});
