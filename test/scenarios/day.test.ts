import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import { checklistOf, checkOf, CONFIG, opensPull, PEOPLE, statusOf, tickedIn } from "./shop.ts";
import { startWorld, type World } from "./world.ts";

/** The main story, told in order: each test is the next thing that happens. */

const PROCEDURES = `id: release
title: Release
phases:
  - id: documents
    title: Documents
    blocks: merge
    steps:
      - { id: release-notes, title: Release notes, require: release_notes }
      - { id: rollback-plan, title: Rollback plan, require: rollback_plan }
  - id: people
    title: People
    blocks: merge
    steps:
      - { id: staging, title: Tried on staging, require: { tick: { by: qa } } }
      - { id: alerts, title: Alerts looked at }
      - { id: owner, title: Owner accepts, require: { signoff: { role: owner } } }
`;

const CONFIG_TEXT = `version: 1
roles:
  qa: ["@acme/qa"]
  owner: [olga]
procedures:
  - ./procedures/release.yml
`;

const TEMPLATE = "## Release notes\n\n<!-- what will users notice? -->\n\n## Rollback plan\n\n- [step one]\n";
const NOTES = TEMPLATE.replace("<!-- what will users notice? -->", "The basket survives closing the browser.");
const PLAN = NOTES.replace(
  "- [step one]",
  "**Trigger conditions:** more than 2 % of requests fail\n\n**Steps:**\n\n1. Switch off the flag `basket`.\n2. Revert this pull request.",
);
const HALF_PLAN = PLAN.replace("Switch off the flag `basket`.", "[step one]");

let world: World;
let repo: RepoScenario;
let pull: PullScenario;

beforeAll(async () => {
  world = await startWorld();
  const { github } = world;
  github.org("acme", { teams: { qa: ["quinn"] } });
  repo = github.repo("acme/shop", {
    files: {
      [CONFIG]: CONFIG_TEXT,
      ".github/procedures/release.yml": PROCEDURES,
      ".github/pull_request_template.md": TEMPLATE,
    },
    collaborators: PEOPLE,
    installed: true,
    protect: { main: ["gatehouse"] },
  });
});

afterEach(() => world.github.assertClean());
afterAll(() => world.stop());

const lineOf = (body: string, words: string): number => body.split("\n").findIndex((line) => line.includes(words)) + 1;

test("a pull request with its template untouched is red for notes and plan", async () => {
  pull = await opensPull(repo, { body: TEMPLATE });
  await world.settle();
  expect(checkOf(pull)).toMatch(/^failure: 5 of 5 left: .*release notes.*rollback plan/i);
  expect(pull.mergeState).toBe("blocked");
  expect(pull.commentsOf()).toHaveLength(2);
  expect(tickedIn(pull)).toEqual([]);
  expect(statusOf(pull)).toContain("Owner accepts");
});

test("once the notes are written only the plan is red", async () => {
  await pull.edits({ by: "ada", body: NOTES });
  await world.settle();
  expect(checkOf(pull)).toMatch(/^failure: 4 of 5 left/);
  expect(pull.check("gatehouse")?.title).not.toMatch(/release notes/i);
});

test("a plan with one placeholder left is red and names its line", async () => {
  await pull.edits({ by: "ada", body: HALF_PLAN });
  await world.settle();
  expect(checkOf(pull)).toMatch(/^failure: 4 of 5 left/);
  expect(pull.check("gatehouse")?.summary).toContain(`line ${lineOf(HALF_PLAN, "[step one]")}`);
});

test("with the plan filled in only people are awaited", async () => {
  await pull.edits({ by: "ada", body: PLAN });
  await world.settle();
  expect(checkOf(pull)).toMatch(/^action_required: 3 of 5 left: 2 ticks, 1 sign-off/);
});

test("a tick by somebody outside the role is undone and says why", async () => {
  await pull.ticks({ by: "max", step: "Tried on staging" });
  await world.settle();
  expect(tickedIn(pull)).toEqual([]);
  expect(checklistOf(pull)).toMatch(/tick by max was undone.*only qa/i);
  expect(checkOf(pull)).toMatch(/^action_required: 3 of 5 left/);
});

test("ticks by the right people count, in their names", async () => {
  await pull.ticks({ by: "quinn", step: "Tried on staging" });
  await pull.ticks({ by: "ada", step: "Alerts looked at" });
  await world.settle();
  expect(tickedIn(pull)).toEqual(["staging", "alerts"]);
  expect(statusOf(pull)).toMatch(/Tried on staging.*quinn/);
  expect(statusOf(pull)).toMatch(/Alerts looked at.*ada/);
  expect(checkOf(pull)).toMatch(/^action_required: 1 of 5 left: .*sign-off/);
  expect(pull.mergeState).toBe("blocked");
});

test("the approval of the right person makes it green", async () => {
  await pull.reviews({ by: "max", state: "APPROVE" });
  await world.settle();
  expect(checkOf(pull)).toMatch(/^action_required: 1 of 5 left/);
  await pull.reviews({ by: "olga", state: "APPROVE" });
  await world.settle();
  expect(checkOf(pull)).toBe("success: Ready");
  expect(pull.mergeState).toBe("clean");
});

test("a push makes the approval stale, the ticks stay", async () => {
  await pull.pushes({ by: "ada", files: { "src/basket.ts": "export const basket = [];\n" } });
  await world.settle();
  expect(checkOf(pull)).toMatch(/^action_required: 1 of 5 left: .*sign-off/);
  expect(tickedIn(pull)).toEqual(["staging", "alerts"]);
  expect(pull.mergeState).toBe("blocked");
});

test("approving the new commit makes it green again, and it merges", async () => {
  await pull.reviews({ by: "olga", state: "APPROVE" });
  await world.settle();
  expect(checkOf(pull)).toBe("success: Ready");
  expect(pull.commentsOf()).toHaveLength(2);
  await pull.merges({ by: "ada" });
  world.github.resetCalls();
  await world.settle();
  expect(world.github.writes()).toEqual([]);
});

test("a pull request that breaks the config is told so on the line, and judged by the config that holds", async () => {
  const broken = CONFIG_TEXT.replace("procedures:", "procedure:");
  const bad = await opensPull(repo, { by: "max", body: PLAN, files: { [CONFIG]: broken } });
  await world.settle();
  expect(bad.check("gatehouse")).toMatchObject({ conclusion: "failure", annotations: [] });
  const run = bad.check("gatehouse/config");
  expect(run?.conclusion).toBe("failure");
  expect(run?.annotations).toHaveLength(1);
  expect(run?.annotations[0]).toMatchObject({ path: CONFIG, start_line: lineOf(broken, "procedure:") });
  expect(run?.annotations[0]?.message).toContain("procedures");
  expect(checklistOf(bad)).toContain("Tried on staging");
  expect(statusOf(bad)).toContain("Configuration error");
});
