import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { CONFIG, PEOPLE, PROCEDURE, checkOf, configOf, openShop, opensPull } from "./shop.ts";
import { startWorld, type World } from "./world.ts";

/** What must not escape us of what GitHub has: names that mean several things, and news of things we look at. */

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.github.assertClean());
afterAll(() => world.stop());

const procedureOf = (require: string, more = ""): string => `id: release
title: Release
${more}
phases:
  - id: all
    title: All
    blocks: merge
    steps:
      - { id: one, title: One, require: ${require} }
`;

const opened = async (procedure: string, about: Parameters<typeof opensPull>[1] = {}) => {
  const repo = openShop(world.github, { procedure });
  const pull = await opensPull(repo, about);
  await world.settle();
  return { repo, pull };
};

test("a label that a wildcard means is noticed", async () => {
  const { pull } = await opened(procedureOf("tick", 'applies: { labels: ["risk/*"] }'));
  const before = checkOf(pull);
  await pull.labels({ by: "max", add: ["Risk/high"] });
  await world.settle();
  expect(checkOf(pull)).not.toBe(before);
  expect(checkOf(pull)).toBe("action_required: 1 of 1 left: 1 tick");
});

test("conversations are noticed when they begin, end and go away", async () => {
  const { pull } = await opened(procedureOf("conversations"));
  const seen = [checkOf(pull)];
  const look = async () => {
    await world.settle();
    seen.push(checkOf(pull).replace(/:.*/, ""));
  };
  const thread = await pull.threads({ by: "olga", path: "src/basket.ts" });
  await look();
  await pull.resolves({ by: "olga", thread });
  await look();
  await pull.resolves({ by: "olga", thread, resolved: false });
  await look();
  await pull.deletesThread({ by: "olga", thread });
  await look();
  expect(seen.slice(1)).toEqual(["failure", "success", "failure", "success"]);
});

test("a success of one workflow hides no failure of that name in another", async () => {
  const { pull } = await opened(procedureOf("{ checks: [test] }"));
  await pull.reportsCheck({ name: "test", conclusion: "failure", workflow: "unit" });
  await pull.reportsCheck({ name: "test", conclusion: "success", workflow: "browser" });
  await world.settle();
  expect(checkOf(pull)).toBe("failure: 1 of 1 left: 1 check failed");
  await pull.reportsCheck({ name: "test", conclusion: "success", workflow: "unit" });
  await world.settle();
  expect(checkOf(pull)).toMatch(/^success/);
});

describe("a tag named like the base branch", () => {
  const LAX = procedureOf("{ labels: { none: [never] } }");

  test("brings no policy of its own", async () => {
    const { repo, pull } = await opened(procedureOf("tick"));
    const lax = await repo.push({ by: "ada", branch: "lax", files: { [PROCEDURE]: LAX } });
    repo.tag("main", lax);
    await pull.edits({ by: "ada", title: "Once more" });
    await world.settle();
    expect(checkOf(pull)).toBe("action_required: 1 of 1 left: 1 tick");
    const another = await opensPull(repo, { files: { "src/another.ts": "" } });
    await world.settle();
    expect(checkOf(another)).toBe("action_required: 1 of 1 left: 1 tick");
  });

  test.each(["templates/deep/plan.md", "templates/**/*.md"])("brings no templates of its own, %s", async (template) => {
    const plan = "# Plan\n\nWe go back by the button on the page of releases.\n";
    const repo = openShop(world.github, {
      procedure: procedureOf(`{ document: { path: docs/plan.md, template: "${template}" } }`),
    });
    const blank = await repo.push({ by: "ada", branch: "blank", files: { "notes.md": "Nothing.\n" } });
    await repo.push({ by: "ada", files: { "templates/deep/plan.md": plan } });
    repo.tag("main", blank);
    const pull = await opensPull(repo, { files: { "docs/plan.md": plan } });
    await world.settle();
    expect(checkOf(pull)).toMatch(/^failure: 1 of 1 left/);
    await pull.pushes({ by: "ada", files: { "docs/plan.md": `${plan}\nAda watches the orders for an hour.\n` } });
    await world.settle();
    expect(checkOf(pull)).toMatch(/^success/);
  });
});

test("a repository that took the name of a renamed one is another one", async () => {
  const { repo, pull } = await opened(procedureOf("tick"));
  const { fullName } = repo;
  world.github.hold();
  await pull.edits({ by: "ada", title: "Told late" });
  await repo.renames({ by: "ada", to: "moved" });
  const newcomer = world.github.repo(fullName, {
    collaborators: PEOPLE,
    files: { [CONFIG]: configOf(), [PROCEDURE]: procedureOf("tick") },
  });
  const stranger = await opensPull(newcomer);
  world.github.installation(newcomer.state.owner.login).repos.add(newcomer.state);
  await world.github.release();
  await world.settle();
  expect(stranger.number).toBe(pull.number);
  expect(stranger.conversation).toEqual([]);
  expect(checkOf(stranger)).toBe("none");
});
