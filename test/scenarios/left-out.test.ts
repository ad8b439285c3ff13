import { describe, expect, test } from "@jest/globals";
import { callsOf, checkOf, openShop, opensPull } from "./shop.ts";
import { until } from "./until.ts";
import { inOneWorld } from "./one-world.ts";
import type { World } from "./world.ts";

/** What GitHub leaves out of its events, or answers before it knows it itself. */

let world: World;
inOneWorld((started) => void (world = started));

const step = (require: string): string => `id: release
title: Release
phases:
  - id: all
    title: All
    blocks: merge
    steps:
      - { id: only, title: Only step, require: ${require} }
`;

describe("a label that is deleted from the repository, of which GitHub doesn't say which it was", () => {
  test("shuts the gate that it opened", async () => {
    const repo = openShop(world.github, { procedure: step("{ labels: { all: [blessed] } }") });
    const pull = await opensPull(repo);
    await pull.labels({ by: "max", add: ["blessed"] });
    await world.settle();
    expect(checkOf(pull)).toBe("success: Ready");
    await repo.deletesLabel("blessed", { by: "max" });
    await world.settle();
    expect(checkOf(pull)).toBe("failure: 1 of 1 left: 1 label missing");
  });

  test("opens the gate that it shut", async () => {
    const repo = openShop(world.github, { procedure: step("{ labels: { none: [wip] } }") });
    const pull = await opensPull(repo);
    await pull.labels({ by: "max", add: ["wip"] });
    await world.settle();
    expect(checkOf(pull)).toMatch(/^failure/u);
    await repo.deletesLabel("wip", { by: "max" });
    await world.settle();
    expect(checkOf(pull)).toBe("success: Ready");
  });
});

describe("a label that gets another name, of which what bears it hears nothing", () => {
  test("shuts the gate that its old name opened, and opens the one that its new name opens", async () => {
    const repo = openShop(world.github, { procedure: step("{ labels: { all: [blessed] } }") });
    const pull = await opensPull(repo);
    await pull.labels({ by: "max", add: ["blessed"] });
    await world.settle();
    expect(checkOf(pull)).toBe("success: Ready");
    await repo.renamesLabel("blessed", { by: "max", to: "fine" });
    await world.settle();
    expect(checkOf(pull)).toBe("failure: 1 of 1 left: 1 label missing");
    await repo.renamesLabel("fine", { by: "max", to: "blessed" });
    await world.settle();
    expect(checkOf(pull)).toBe("success: Ready");
  });

  test("costs no call where nothing asks for it", async () => {
    const repo = openShop(world.github, { procedure: step("{ labels: { all: [blessed] } }") });
    const pull = await opensPull(repo);
    await pull.labels({ by: "max", add: ["docs"] });
    await world.settle();
    world.github.resetCalls();
    await repo.renamesLabel("docs", { by: "max", to: "writing" });
    await world.settle();
    expect(callsOf(world.github)).toEqual([]);
  });
});

describe("a repository whose old name another one has by now", () => {
  test("goes on with what time alone changes", async () => {
    const repo = openShop(world.github, { procedure: step("{ elapsed: 2h }") });
    const { owner, name } = repo.state;
    const pull = await opensPull(repo);
    await world.settle();
    expect(checkOf(pull)).toMatch(/^action_required/u);
    await repo.renames({ by: "max", to: `${name}-old` });
    world.github.repo(`${owner.login}/${name}`, { installed: true });
    await world.settle();
    world.github.advance(3 * 3_600_000);
    await world.settle();
    expect(checkOf(pull)).toBe("success: Ready");
  });
});

describe("a check that has ended, of which GitHub's answers don't know yet", () => {
  test("is read again, since no other event tells of it", async () => {
    const repo = openShop(world.github, { procedure: step("{ checks: [ci] }") });
    const pull = await opensPull(repo);
    const run = await pull.reportsCheck({ name: "ci" });
    await world.settle();
    expect(checkOf(pull)).toMatch(/^action_required/u);
    const ended = (): unknown => Object.assign(run, { status: "completed", conclusion: "success" });
    world.github.fail({
      match: /POST \/graphql Snapshot/u,
      meanwhile: () => Object.assign(run, { status: "in_progress", conclusion: null }),
    });
    world.github.fail({ match: /POST \/graphql Snapshot/u, meanwhile: ended });
    await pull.finishesCheck({ name: "ci", conclusion: "success" });
    await until(() => checkOf(pull) === "success: Ready", "the check is ready");
    await world.settle();
  });
});
