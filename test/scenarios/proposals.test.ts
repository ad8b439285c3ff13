import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import { BOXES, callsOf, checkOf, CONFIG, configOf, openShop, opensPull, PEOPLE, PROCEDURE, writesOf } from "./shop.ts";
import { startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld({ github: { now: new Date("2026-03-02T09:00:00Z") } });
});
afterAll(() => world.stop());
afterEach(() => world.github.assertClean());

const runOf = (pull: PullScenario) => {
  const runs = pull.state.repo.suites
    .filter(({ app, sha }) => app.slug === "gatehouse" && sha === pull.headSha)
    .flatMap((suite) => suite.runs)
    .filter(({ name }) => name === "gatehouse/config");
  if (runs.length > 1) throw new Error(`#${pull.number} has ${runs.length} of them`);
  return runs[0];
};

const said = (pull: PullScenario): string => {
  const run = runOf(pull);
  return run === undefined ? "none" : `${run.conclusion}: ${run.title}`;
};

const summaryOf = (pull: PullScenario): string => (runOf(pull)?.summary ?? "").replaceAll(/&#8203;|\u200B/g, "");

const DOCUMENTED = "      - { id: docs, title: Documents written, require: { labels: { any: [documented] } } }\n";
const STRICTER = `${BOXES}${DOCUMENTED}`;

const proposes = (repo: RepoScenario, files: Readonly<Record<string, string>>, head = "stricter") =>
  opensPull(repo, { by: "max", title: "Stricter", head, files });

/** Has something happen at each of the next reads: a turn takes two, and so does the look at the proposal. */
const whileReading = ([first, ...others]: readonly (() => void)[]): void => {
  const meanwhile = (): void => {
    first?.();
    whileReading(others);
  };
  if (first !== undefined) world.github.fail({ match: /Snapshot/, meanwhile });
};

describe("a pull request that changes a procedure", () => {
  test("is told which open pull requests would change, and how; calls are few", async () => {
    const repo = openShop(world.github);
    await opensPull(repo, { title: "Basket" });
    await world.settle();
    world.github.advance(1000); // What changed last is told first.
    const search = await opensPull(repo, { title: "Search | find", head: "search" });
    const done = await opensPull(repo, { title: "Cart", head: "cart" });
    await done.labels({ by: "ada", add: ["documented"] });
    await world.settle();
    world.github.advance(1000);
    await search.ticks({ by: "quinn", step: "Tried on staging" });
    await search.ticks({ by: "ada", step: "Alerts looked at" });
    await world.settle();
    expect(checkOf(search)).toBe("success: Ready");

    world.github.resetCalls();
    const proposal = await proposes(repo, {
      [PROCEDURE]: STRICTER.replace("      - { id: alerts, title: Alerts looked at }\n", ""),
    });
    await world.settle();
    expect(checkOf(proposal)).toMatch(/^action_required: 2 of 2 left/);
    expect(said(proposal)).toBe("success: Valid: 3 of 3 open pull requests would change");
    const summary = summaryOf(proposal);
    expect(summary).toContain("**Valid.** Until it is merged, what is on the base branch holds.");
    expect(summary).toContain("If it held now, 3 of the 3 open pull requests would change.");
    const rows = summary.split("\n").filter((line) => line.startsWith("| [#"));
    expect(rows).toEqual([
      expect.stringContaining("Search &#124; find | ✅ ready | ❌ 1 of 2 left | asked for: “Documents written” |"),
      expect.stringContaining("Cart | 🟡 2 of 2 left | 🟡 1 of 2 left | not asked for any more: “Alerts looked at” |"),
      expect.stringContaining(
        "Basket | 🟡 2 of 2 left | ❌ 2 of 2 left | asked for: “Documents written”; not asked for any more: “Alerts looked at” |",
      ),
    ]);
    const calls = callsOf(world.github);
    expect(calls.filter((call) => call === "OpenPulls")).toHaveLength(1);
    expect(calls.filter((call) => call === "Snapshot").length).toBeLessThanOrEqual(9);
    expect(calls.filter((call) => call.includes("check-runs"))).toHaveLength(2);
  });

  test("is read again where GitHub answers with a state older than the one that proposes", async () => {
    const repo = openShop(world.github);
    const proposal = await proposes(repo, { [PROCEDURE]: STRICTER });
    await world.settle();
    world.github.resetCalls();
    await proposal.pressesButton({ by: "max", check: "gatehouse/config", identifier: "recheck" });
    const { updatedAt } = proposal.state;
    const shows = (at: Date) => (): void => void (proposal.state.updatedAt = at);
    const older = shows(new Date(updatedAt.getTime() - 10_000));
    whileReading([shows(updatedAt), shows(updatedAt), older, older, shows(updatedAt)]);
    await world.settle();
    expect(callsOf(world.github).filter((call) => call === "Snapshot")).toHaveLength(6);
    expect(said(proposal)).toBe("success: Valid: no open pull request");
  });

  test("is looked at again for what it proposes anew, and for nothing else", async () => {
    const repo = openShop(world.github);
    await opensPull(repo);
    const proposal = await proposes(repo, { [PROCEDURE]: STRICTER });
    await world.settle();
    world.github.resetCalls();
    await proposal.edits({ by: "max", body: "Nothing to see here." });
    await proposal.labels({ by: "max", add: ["process"] });
    await world.settle();
    expect(callsOf(world.github).filter((call) => call === "OpenPulls")).toEqual([]);
    expect(writesOf(world.github)).toEqual([]);
    await proposal.pushes({ by: "max", files: { [PROCEDURE]: BOXES.replace("Alerts looked at", "Alarms looked at") } });
    await world.settle();
    expect(said(proposal)).toBe("success: Valid: no open pull request would change");
  });

  test("is looked at again at the press of its button", async () => {
    const repo = openShop(world.github);
    const proposal = await proposes(repo, { [PROCEDURE]: STRICTER });
    await world.settle();
    expect(said(proposal)).toBe("success: Valid: no open pull request");
    await opensPull(repo);
    await world.settle();
    expect(said(proposal)).toBe("success: Valid: no open pull request");
    await proposal.pressesButton({ by: "max", check: "gatehouse/config", identifier: "recheck" });
    await world.settle();
    expect(said(proposal)).toBe("success: Valid: 1 of 1 open pull request would change");
  });

  test("and then does no more says so where it spoke", async () => {
    const repo = openShop(world.github);
    const proposal = await proposes(repo, { [PROCEDURE]: STRICTER });
    await world.settle();
    const before = proposal.headSha;
    await repo.push({ by: "olga", files: { [PROCEDURE]: STRICTER } });
    await world.settle();
    expect(proposal.headSha).toBe(before);
    expect(said(proposal)).toBe("success: No change of config or procedures");
  });

  test("from a fork is told the same, and holds nothing back by what it says itself", async () => {
    const repo = openShop(world.github);
    const other = await opensPull(repo);
    await world.settle();
    const proposal = await repo.opens({
      by: "rita",
      title: "Looser",
      fork: true,
      files: { [CONFIG]: configOf("mode: shadow") },
    });
    await world.settle();
    expect(checkOf(proposal)).toMatch(/^action_required: 2 of 2 left/);
    expect(checkOf(other)).toMatch(/^action_required: 2 of 2 left/);
    expect(said(proposal)).toBe("success: Valid: 1 of 1 open pull request would change");
    expect(summaryOf(proposal)).toContain("🟡 2 of 2 left | ➖ shadow mode, 2 of 2 left |");
  });
});

describe("a broken proposal", () => {
  test("is told on the line, shuts its own gate, and asks for no other pull request", async () => {
    const repo = openShop(world.github);
    const other = await opensPull(repo);
    await world.settle();
    world.github.resetCalls();
    const proposal = await proposes(repo, { [CONFIG]: configOf().replace("procedures:", "procedure:") });
    await world.settle();
    expect(said(proposal)).toMatch(/^failure: Configuration error: \d problems?$/);
    expect(runOf(proposal)?.annotations[0]).toMatchObject({ path: CONFIG, annotation_level: "failure" });
    expect(checkOf(proposal)).toBe("failure: Configuration error");
    expect(checkOf(other)).toMatch(/^action_required: 2 of 2 left/);
    expect(callsOf(world.github).filter((call) => call === "OpenPulls")).toEqual([]);
  });

  test("that mends what is broken is told what becomes whole", async () => {
    const repo = openShop(world.github, { config: configOf().replace("procedures:", "procedure:") });
    const other = await opensPull(repo);
    await world.settle();
    expect(checkOf(other)).toBe("failure: Configuration error");
    const proposal = await proposes(repo, { [CONFIG]: configOf() });
    await world.settle();
    expect(summaryOf(proposal)).toContain("⚠️ configuration error | 🟡 2 of 2 left |");
  });
});

describe("a first config", () => {
  test("is told what it would ask of the open pull requests that nobody looked at before", async () => {
    const repo = world.github.repo("first-1/shop", {
      collaborators: PEOPLE,
      installed: true,
      files: { "README.md": "# Shop\n", [PROCEDURE]: BOXES },
    });
    const other = await opensPull(repo);
    await world.settle();
    expect(checkOf(other)).toBe("none");
    const proposal = await proposes(repo, { [CONFIG]: configOf() });
    await world.settle();
    expect(said(proposal)).toBe("success: Valid: switches Gatehouse on; 1 of 1 open pull request would change");
    expect(summaryOf(proposal)).toContain("“Release”: 2 steps on every pull request.");
    expect(summaryOf(proposal)).toContain(
      "➖ nothing asked | 🟡 2 of 2 left | asked for: “Tried on staging”, “Alerts looked at” |",
    );
    expect(checkOf(other)).toBe("none");
  });

  test("that is taken away is told what is not asked any more", async () => {
    const repo = openShop(world.github);
    await opensPull(repo);
    const proposal = await opensPull(repo, { by: "max", head: "away", delete: [CONFIG] });
    await world.settle();
    expect(said(proposal)).toBe("success: No config is left: 1 of 1 open pull request would change");
    expect(summaryOf(proposal)).toContain("🟡 2 of 2 left | ➖ nothing asked |");
  });
});

test("a config that is renamed so that it is not read is told, without a call more", async () => {
  const repo = openShop(world.github);
  await proposes(repo, { [PROCEDURE]: STRICTER }, "other");
  await world.settle();
  world.github.resetCalls();
  const proposal = await opensPull(repo, {
    by: "max",
    head: "renamed",
    delete: [CONFIG],
    files: { ".github/gatehouse.yaml": configOf() },
  });
  await world.settle();
  expect(said(proposal)).toMatch(/^success: No config is left with 1 warning/u);
  expect(summaryOf(proposal)).toContain("`.github/gatehouse.yaml` is not read: the config is `.github/gatehouse.yml`.");
  expect(callsOf(world.github).filter((call) => call.includes("/git/trees"))).toEqual([]);
});

describe("an organisation's repository", () => {
  const house = "id: house\ntitle: House\nphases:\n  - { id: a, title: A, steps: [{ id: one, title: One }] }\n";

  test.each([
    { what: "shown where all who read may read them", secret: false },
    { what: "counted where they may not", secret: true },
  ])("tells of pull requests elsewhere that would change: $what", async ({ secret }) => {
    const owner = secret ? "order-1" : "order-2";
    const org = world.github.repo(`${owner}/.github`, {
      collaborators: PEOPLE,
      installed: true,
      files: { [CONFIG]: "procedures: [./procedures/house.yml]\n", ".github/procedures/house.yml": house },
    });
    const shop = world.github.repo(`${owner}/shop`, {
      collaborators: PEOPLE,
      installed: true,
      private: secret,
      files: { "README.md": "# Shop\n" },
    });
    const pull = await opensPull(shop, { title: "Secret basket" });
    await world.settle();
    expect(checkOf(pull)).toBe("action_required: 1 of 1 left: 1 tick");
    const proposal = await proposes(org, {
      ".github/procedures/house.yml": house.replace("}] }", "}, { id: two, title: Two }] }"),
    });
    await world.settle();
    const summary = summaryOf(proposal);
    if (secret) {
      expect(summary).not.toContain("Secret basket");
      expect(summary).toContain("Besides, 1 would change in repositories that not everybody may read");
    } else
      expect(summary).toMatch(/order-2\/shop#1.*Secret basket \| 🟡 1 of 1 left \| 🟡 2 of 2 left \| asked for: “Two”/);
    expect(checkOf(pull)).toBe("action_required: 1 of 1 left: 1 tick");
  });
});

const launch = (...steps: readonly string[]): string =>
  `id: launch\ntitle: Launch\nphases:\n  - title: A\n    blocks: merge\n    steps: [${steps.map((id) => `{ id: ${id}, title: ${id} }`).join(", ")}]\n`;

describe("a procedure that only other repositories use", () => {
  test("is a proposal where it is changed, with what it would change elsewhere", async () => {
    const house = (name: string, files: Readonly<Record<string, string>>) =>
      world.github.repo(`offer-1/${name}`, { collaborators: PEOPLE, installed: true, files });
    const org = house(".github", { "README.md": "# Us\n", "procedures/launch.yml": launch("one") });
    const shop = house("shop", { [CONFIG]: "procedures: [offer-1/.github:procedures/launch.yml]\n" });
    const pull = await opensPull(shop, { title: "Basket" });
    await world.settle();
    expect(checkOf(pull)).toBe("action_required: 1 of 1 left: 1 tick");

    const fine = await proposes(org, { "procedures/launch.yml": launch("one", "two") }, "fine");
    await world.settle();
    expect(said(fine)).toBe("success: Valid: 1 of 1 open pull request would change");
    expect(summaryOf(fine)).toMatch(/offer-1\/shop#1.* Basket \| 🟡 1 of 1 left \| 🟡 2 of 2 left \| asked for: “two”/);
    const broken = await proposes(org, { "procedures/launch.yml": launch("one").replace("steps", "step") }, "broken");
    const other = await proposes(org, { "docs/guide.md": "# Guide\n" }, "other");
    await world.settle();
    expect(said(broken)).toMatch(/^failure: Configuration error/);
    expect(checkOf(broken)).toBe("failure: Configuration error");
    expect([said(other), checkOf(other)]).toEqual(["none", "none"]);
  });

  test.each([
    { how: "deleted", owner: "offer-2", files: {} },
    { how: "renamed", owner: "offer-3", files: { "procedures/go.yml": launch("one") } },
  ])("and is $how: it is told how many would break, by what is known without asking", async ({ owner, files }) => {
    const house = (name: string, given: Readonly<Record<string, string>>) =>
      world.github.repo(`${owner}/${name}`, { collaborators: PEOPLE, installed: true, files: given });
    const org = house(".github", { "README.md": "# Us\n", "procedures/launch.yml": launch("one") });
    const config = { [CONFIG]: `procedures: [${owner}/.github:procedures/launch.yml]\n` };
    const [shop, quiet] = [house("shop", config), house("quiet", config)];
    const done = await opensPull(quiet, { title: "Done" });
    await opensPull(shop, { title: "Basket" });
    await world.settle();
    await done.closes({ by: "ada" });
    await world.settle();
    const proposal = await opensPull(org, { by: "max", head: "away", delete: ["procedures/launch.yml"], files });
    await world.settle();
    expect(said(proposal)).toBe("success: Valid with 1 warning: 1 of 1 open pull request would change");
    expect(summaryOf(proposal)).toContain("2 other repositories use this procedure");
    expect(summaryOf(proposal)).toMatch(/shop#1.* Basket \| 🟡 1 of 1 left \| ⚠️ configuration error/);
    expect(runOf(proposal)?.annotations).toMatchObject([
      { path: "procedures/launch.yml", annotation_level: "warning" },
    ]);
  });
});

test("where GitHub's budget is short, other pull requests wait for the next hour, and the check says so at once", async () => {
  const repo = openShop(world.github);
  await opensPull(repo);
  await world.settle();
  world.github.leavesRequests(1000);
  world.github.resetCalls();
  const proposal = await proposes(repo, { [PROCEDURE]: STRICTER });
  await world.settle();
  expect(said(proposal)).toBe("success: Valid");
  expect(summaryOf(proposal)).toMatch(/is looked at after \d\d:\d\d UTC: GitHub allows this installation few calls/);
  expect(callsOf(world.github).filter((call) => call === "OpenPulls")).toEqual([]);
  world.github.leavesRequests(5000);
});

test("of many only those that changed last are looked at, and it says so", async () => {
  const repo = openShop(world.github);
  for (let count = 1; count <= 23; count += 1) await opensPull(repo, { title: `Change ${count}`, head: `c-${count}` });
  await world.settle();
  world.github.resetCalls();
  const proposal = await proposes(repo, { [PROCEDURE]: STRICTER });
  await world.settle();
  expect(said(proposal)).toBe("success: Valid: 20 of 20 open pull requests would change");
  expect(summaryOf(proposal)).toContain("20 of the 20 open pull requests that changed last (of 23) would change.");
  expect(callsOf(world.github).filter((call) => call === "Snapshot").length).toBeLessThanOrEqual(26);
});
