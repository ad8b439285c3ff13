import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import { BOXES, callsOf, checkOf, CONFIG, configOf, opensPull, PEOPLE, PROCEDURE, writesOf } from "./shop.ts";
import { startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
afterEach(() => world.github.assertClean());

const FIRST = { [CONFIG]: configOf(), [PROCEDURE]: BOXES };
const STRAY = ".github/gatehouse.yaml";

let bare = 0;

/** A repository that the App is let into and that has no config. */
const bareShop = (files: Readonly<Record<string, string>> = {}, name = "shop"): RepoScenario => {
  bare += 1;
  return world.github.repo(`bare-${bare}/${name}`, {
    collaborators: PEOPLE,
    installed: true,
    files: { "README.md": "# Shop\n", ...files },
  });
};

const said = (pull: PullScenario): string => {
  const run = pull.check("gatehouse/config");
  return run === undefined ? "none" : `${run.conclusion}: ${run.title}`;
};

const summaryOf = (pull: PullScenario): string =>
  (pull.check("gatehouse/config")?.summary ?? "").replaceAll(/&#8203;|\u200B/g, "");

/** What Gatehouse calls while something happens. */
const callsFor = async (happens: () => Promise<unknown>): Promise<readonly string[]> => {
  world.github.resetCalls();
  await happens();
  await world.settle();
  return callsOf(world.github);
};

const SWITCHES_ON = "success: Valid: switches Gatehouse on; no open pull request";

describe("the pull request that brings a first config", () => {
  test.each([
    { what: "by a branch", about: {} },
    { what: "as a draft", about: { draft: true } },
    { what: "from a fork, by somebody who may only read", about: { fork: true, by: "rita" } },
  ])("is told what it switches on: $what", async ({ about }) => {
    const pull = await opensPull(bareShop(), { files: FIRST, ...about });
    await world.settle();
    expect(said(pull)).toBe(SWITCHES_ON);
    expect(summaryOf(pull)).toContain("Merged, this switches it on for pull requests to `main`:");
    expect(summaryOf(pull)).toContain("- “Release”: 2 steps on every pull request.");
    expect(pull.commentsOf()).toEqual([]);
  });

  test("may bring it later, and take it back: then nothing is said of the new commit", async () => {
    const pull = await opensPull(bareShop());
    await world.settle();
    expect(said(pull)).toBe("none");
    await pull.pushes({ by: "ada", files: FIRST });
    await world.settle();
    expect(said(pull)).toBe(SWITCHES_ON);
    await pull.pushes({ by: "ada", files: {}, delete: [CONFIG] });
    await world.settle();
    expect([said(pull), checkOf(pull)]).toEqual(["none", "none"]);
  });

  test("hears when another one brought it first, and is judged by it", async () => {
    const repo = bareShop();
    const pull = await opensPull(repo, { files: FIRST });
    await world.settle();
    await repo.push({ by: "olga", files: FIRST });
    await world.settle();
    expect(said(pull)).toBe("success: No change of config or procedures");
    expect(checkOf(pull)).toBe("action_required: 2 of 2 left: 2 ticks");
  });

  test("is told on the line what is wrong with it", async () => {
    const pull = await opensPull(bareShop(), { files: { [CONFIG]: configOf() } });
    await world.settle();
    expect(said(pull)).toBe("failure: Configuration error: 1 problem");
    expect(pull.check("gatehouse/config")?.annotations).toMatchObject([{ path: CONFIG }]);
    expect(summaryOf(pull)).not.toContain("switches");
  });

  test("in the owner's own repository is told that it holds for all", async () => {
    const repo = bareShop({}, ".github");
    const pull = await opensPull(repo, { files: FIRST });
    await world.settle();
    expect(said(pull)).toBe(SWITCHES_ON);
    expect(summaryOf(pull)).toContain(
      `- It holds in every repository of ${repo.state.owner.login} that has no config of its own.`,
    );
  });

  test("is told once, however often GitHub tells of it", async () => {
    const pull = await opensPull(bareShop(), { files: FIRST });
    await world.settle();
    const [opened] = world.github.deliveries.filter(({ event }) => event === "pull_request").slice(-1);
    expect(opened).toBeDefined();
    if (opened === undefined) return;
    world.github.resetCalls();
    await world.github.redeliver(opened.guid);
    await world.settle();
    expect(said(pull)).toBe(SWITCHES_ON);
    expect(writesOf(world.github)).toEqual([]);
  });
});

describe("a config under another name, where there is none", () => {
  test.each([STRAY, "gatehouse.yml"])("is told: %s", async (file) => {
    const repo = bareShop();
    await opensPull(repo, { head: "before" });
    await world.settle();
    let pull: PullScenario | undefined;
    await callsFor(async () => {
      pull = await opensPull(repo, { files: { [file]: configOf(), [PROCEDURE]: BOXES } });
    });
    if (pull === undefined) throw new Error("it was opened");
    expect(said(pull)).toBe(`neutral: Not read: ${file}`);
    expect(checkOf(pull)).toBe("none");
    expect(summaryOf(pull)).toContain(`\`${file}\` is not read: the config is \`${CONFIG}\`. Rename it`);
    expect(pull.check("gatehouse/config")?.annotations).toMatchObject([{ path: file, annotation_level: "warning" }]);
    await pull.pushes({ by: "ada", files: { [CONFIG]: configOf() }, delete: [file] });
    await world.settle();
    expect(said(pull)).toMatch(/^success: Valid: switches Gatehouse on; 1 of 1 open pull request would change$/u);
  });

  test("that was there before is not told of those who leave it alone or take it away, at one read each", async () => {
    const repo = bareShop({ [STRAY]: configOf() });
    await opensPull(repo);
    const other = await opensPull(repo, { head: "other" });
    await world.settle();
    let gone: PullScenario | undefined;
    const calls = await callsFor(async () => {
      gone = await opensPull(repo, { head: "gone", delete: [STRAY] });
    });
    expect(calls).toEqual(["Snapshot"]);
    expect([other, ...(gone === undefined ? [] : [gone])].map(said)).toEqual(["none", "none"]);
  });

  test("beside one that is read is a matter of none", async () => {
    const repo = bareShop(FIRST);
    const pull = await opensPull(repo, { files: { [STRAY]: configOf() } });
    await world.settle();
    expect(said(pull)).toBe("none");
    expect(checkOf(pull)).toBe("action_required: 2 of 2 left: 2 ticks");
  });
});

test("a pull request that was there before the App and brings the first config is told, at one query for all repositories", async () => {
  const early = await startWorld({ catchUp: true });
  try {
    const [shop, other] = ["shop", "other"].map((name) =>
      early.github.repo(`before/${name}`, { collaborators: PEOPLE, files: { "README.md": "# Shop\n" } }),
    );
    if (shop === undefined || other === undefined) throw new Error("there are two");
    const first = await opensPull(shop, { files: FIRST });
    const plain = await opensPull(other);
    await shop.installs({ by: "olga" });
    await other.installs({ by: "olga" });
    await early.settle();
    expect([first, plain].map(said)).toEqual([SWITCHES_ON, "none"]);
    const reads = early.github.calls.filter(({ operation }) => operation === "Snapshot");
    expect(reads.filter(({ body }) => JSON.stringify(body).includes('"name":"other"'))).toEqual([]);
  } finally {
    await early.stop();
  }
});

test("where there is no config one read is made for each commit, and none for what is said and done there", async () => {
  const repo = bareShop();
  let pull: PullScenario | undefined;
  const opened = await callsFor(async () => {
    pull = await opensPull(repo);
  });
  const one = pull;
  if (one === undefined) throw new Error("it was opened");
  expect(opened).toEqual(["Snapshot"]);
  expect(await callsFor(() => one.pushes({ by: "ada", files: { "docs/basket.md": "# B\n" } }))).toEqual(["Snapshot"]);
  const nothing = await callsFor(async () => {
    await one.edits({ by: "ada", title: "Another title" });
    await one.edits({ by: "ada", body: "Another description." });
    await one.convertsToDraft({ by: "ada" });
    await one.readyForReview({ by: "ada" });
    await one.labels({ by: "ada", add: ["basket"] });
    await one.comments({ by: "max", body: "/gate help" });
    await one.reviews({ by: "max", state: "APPROVE" });
    await repo.push({ by: "olga", files: { "docs/guide.md": "# Guide\n" } });
  });
  expect(nothing).toEqual([]);
  await repo.push({ by: "olga", files: FIRST });
  await world.settle();
  expect(checkOf(one)).toBe("action_required: 2 of 2 left: 2 ticks");
});

/** GitHub tells moments by the second. */
const minute = (): void => world.github.advance(60_000);

describe("there, what ends", () => {
  test.each([
    { how: "closed", ends: (pull: PullScenario) => pull.closes({ by: "ada" }) },
    { how: "merged", ends: (pull: PullScenario) => pull.merges({ by: "max" }) },
  ])("is $how without a read, and is followed no more", async ({ ends }) => {
    const repo = bareShop();
    const pull = await opensPull(repo);
    await world.settle();
    minute();
    expect(await callsFor(() => ends(pull))).toEqual([]);
    // Whoever were still followed would be looked at for its first config.
    expect(await callsFor(() => repo.push({ by: "olga", files: FIRST }))).toEqual([]);
    expect(checkOf(pull)).toBe("none");
  });

  test("is opened again without a read, and is judged when a config comes", async () => {
    const repo = bareShop();
    const pull = await opensPull(repo);
    await world.settle();
    const calls = await callsFor(async () => {
      minute();
      await pull.closes({ by: "ada" });
      await world.settle();
      minute();
      await pull.reopens({ by: "ada" });
    });
    expect(calls).toEqual([]);
    await repo.push({ by: "olga", files: FIRST });
    await world.settle();
    expect(checkOf(pull)).toBe("action_required: 2 of 2 left: 2 ticks");
  });

  test("is judged when it is opened again after a config came", async () => {
    const repo = bareShop();
    const pull = await opensPull(repo);
    const other = await opensPull(repo, { head: "other", files: { "docs/other.md": "# Other\n" } });
    await world.settle();
    minute();
    await pull.closes({ by: "ada" });
    await world.settle();
    await repo.push({ by: "olga", files: FIRST });
    await world.settle();
    expect(checkOf(other)).toBe("action_required: 2 of 2 left: 2 ticks");
    minute();
    await pull.reopens({ by: "ada" });
    await world.settle();
    expect(checkOf(pull)).toBe("action_required: 2 of 2 left: 2 ticks");
  });

  test("is followed where the events came in the wrong order", async () => {
    const repo = bareShop();
    const pull = await opensPull(repo);
    await world.settle();
    world.github.hold();
    minute();
    await pull.closes({ by: "ada" });
    minute();
    await pull.reopens({ by: "ada" });
    await world.github.release({ order: "reversed" });
    await world.settle();
    await repo.push({ by: "olga", files: FIRST });
    await world.settle();
    expect(checkOf(pull)).toBe("action_required: 2 of 2 left: 2 ticks");
  });
});

test("there, a pull request that goes to another base is read anew", async () => {
  const repo = bareShop();
  repo.branch("release");
  const pull = await opensPull(repo);
  await world.settle();
  expect(await callsFor(() => pull.edits({ by: "ada", base: "release" }))).toEqual(["Snapshot"]);
});
