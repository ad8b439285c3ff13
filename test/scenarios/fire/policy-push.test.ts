import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PullScenario } from "../../fake-github/scenario/pull.ts";
import type { RepoScenario } from "../../fake-github/scenario/repo.ts";
import { checkOf, configOf, openShop, opensPull, PROCEDURE } from "../shop.ts";
import { startWorld, type World } from "../world.ts";

/** More pull requests than have their turn at once when the policy changes, and more writes than GitHub takes in a minute. */

const MANY = 120;

const procedureWith = (...boxes: readonly string[]): string =>
  [
    "id: release",
    "title: Release",
    "phases:",
    "  - id: readiness",
    "    title: Readiness",
    "    blocks: merge",
    "    steps:",
    ...boxes.map(
      (box) =>
        `      - { id: ${box.toLowerCase()}, title: ${box}, require: { labels: { any: [${box.toLowerCase()}] } } }`,
    ),
    "",
  ].join("\n");

let world: World;
let dataDir: string;
let repo: RepoScenario;
const pulls: PullScenario[] = [];

/** How many are judged by a procedure of so many steps. */
const judgedBy = (steps: number): number => pulls.filter((pull) => checkOf(pull).includes(` of ${steps} left`)).length;

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await delay(100);
};

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "gatehouse-policy-push-"));
  world = await startWorld({ dataDir, catchUp: true });
  repo = openShop(world.github, {
    procedure: procedureWith("Staging"),
    config: configOf("comments: { checklist: false, status: false, unenforced: false }"),
  });
  for (let index = 0; index < MANY; index += 1)
    pulls.push(await opensPull(repo, { head: `change-${index}`, files: { [`src/${index}.ts`]: "" } }));
  await until(() => judgedBy(1) === MANY);
}, 3_600_000);
afterAll(async () => {
  await world.stop();
  await rm(dataDir, { recursive: true, force: true });
});

describe(`a push to the policy of ${MANY} open pull requests`, () => {
  test("has each of them judged anew once, also by the next process, and what happens meanwhile at once", async () => {
    const { github } = world;
    await world.settle();
    github.resetCalls();
    await repo.push({ by: "olga", files: { [PROCEDURE]: procedureWith("Staging", "Documents") } });
    await until(() => judgedBy(2) >= 20);
    const urgent = pulls.at(-1);
    await urgent?.labels({ by: "ada", add: ["staging"] });
    await until(() => urgent !== undefined && checkOf(urgent).includes("1 of 2 left"));
    const before = judgedBy(2);
    expect(before).toBeLessThan(MANY);
    await world.away();
    expect(judgedBy(2)).toBeLessThan(MANY);
    await world.back();
    await until(() => judgedBy(2) === MANY);
    await world.settle();
    const reads = github.calls.filter(({ operation }) => operation === "Snapshot").length;
    expect(reads).toBeLessThanOrEqual(2 * (MANY + 10)); // What a new policy asks for is told by the first of two.
    expect(github.writes().filter(({ path }) => path.includes("/check-runs")).length).toBeLessThanOrEqual(MANY + 2);
    expect(github.calls.filter(({ operation }) => operation === "Sweep").length).toBeLessThanOrEqual(6);
    github.assertClean();
  });
});
