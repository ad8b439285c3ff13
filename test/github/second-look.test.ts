import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { secondLookOn } from "../../src/github/second-look.ts";
import { NO_LOOKUPS } from "../../src/requirements/needs.ts";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import { callsOf, startReadingWorld, subjectOf, type ReadingWorld } from "./reading-world.ts";

let world: ReadingWorld;
let repo: RepoScenario;
let pull: PullScenario;

beforeEach(async () => {
  world = await startReadingWorld();
  repo = world.github.repo("acme/shop", {
    files: { "docs/plan.md": "Plan\n", "docs/old.md": "Old\n" },
    collaborators: { ada: "write" },
    branches: ["release/1.0"],
    installed: true,
  });
  world.github.advance(3_600_000);
  pull = await repo.opens({ by: "ada", files: { "src/a.ts": "1\n2\n3\n" } });
  world.github.resetCalls();
});

afterEach(async () => {
  await world.github.stop();
  world.github.assertClean();
});

const look = (lookups: object) =>
  secondLookOn(world.clientOf).answer(subjectOf(repo, pull.number), pull.headSha, { ...NO_LOOKUPS, ...lookups });

test("nothing that was not asked is looked up", async () => {
  expect(await look({})).toEqual({ branches: {}, lastChanged: {}, changedSince: {} });
  expect(callsOf(world)).toEqual([]);
});

test("any number of branches and dates is one query, and each commit one call", async () => {
  const first = pull.headSha;
  const second = await pull.pushes({ by: "ada", files: { "src/b.ts": "b\n" } });
  await pull.pushes({ by: "ada", files: { "docs/c.md": "c\n" } });
  world.github.resetCalls();
  const branches = ["release/1.0", "main", "release/2.0"];
  const lastChanged = ["docs/plan.md", "src/a.ts"];
  expect(await look({ branches, lastChanged, changedSince: [first, second] })).toEqual({
    branches: { "release/1.0": true, main: true, "release/2.0": false },
    lastChanged: { "docs/plan.md": "2026-03-02T09:00:00Z", "src/a.ts": "2026-03-02T10:00:00Z" },
    changedSince: { [first]: ["docs/c.md", "src/b.ts"], [second]: ["docs/c.md"] },
  });
  const COMPARE = "GET /repos/{owner}/{repo}/compare/{basehead}";
  expect(callsOf(world)).toEqual([COMPARE, COMPARE, "SecondLook"]);
});

describe("what changed since", () => {
  test("the head itself is nothing, and costs nothing", async () => {
    expect((await look({ changedSince: [pull.headSha] })).changedSince).toEqual({ [pull.headSha]: [] });
    expect(callsOf(world)).toEqual([]);
  });

  test("names both names of a rename", async () => {
    const before = pull.headSha;
    await pull.pushes({ by: "ada", files: { "lib/a.ts": "1\n2\n3\n" }, delete: ["src/a.ts"] });
    expect((await look({ changedSince: [before] })).changedSince).toEqual({ [before]: ["lib/a.ts", "src/a.ts"] });
  });

  test.each([
    { what: "a rewritten branch", before: () => pull.pushes({ by: "ada", files: { "x.ts": "x\n" }, force: true }) },
    { what: "a commit that is nowhere", sha: "f".repeat(40), before: () => Promise.resolve() },
    { what: "no commit at all", sha: "", before: () => Promise.resolve() },
    {
      what: "more files than GitHub lists",
      before: () =>
        pull.pushes({
          by: "ada",
          files: Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`many/${index}.txt`, `${index}\n`])),
        }),
    },
  ])("can't be told after $what", async ({ before, sha = pull.headSha }) => {
    await before();
    expect((await look({ changedSince: [sha] })).changedSince).toEqual({ [sha]: null });
  });
});

test("a file that is not there has no date, also where it once was", async () => {
  await pull.pushes({ by: "ada", delete: ["docs/old.md"], files: {} });
  const lastChanged = ["docs/old.md", "docs/never.md"];
  expect((await look({ lastChanged })).lastChanged).toEqual({ "docs/old.md": null, "docs/never.md": null });
});

test("a tag is no branch", async () => {
  repo.tag("v1", pull.headSha);
  expect((await look({ branches: ["v1"] })).branches).toEqual({ v1: false });
});

test("GitHub's failure is thrown and never answered as nothing", async () => {
  world.github.fail({ match: /compare/, status: 502 });
  await expect(look({ changedSince: ["f".repeat(40)] })).rejects.toMatchObject({ status: 502 });
});
