import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import type { RepoOptions } from "../fake-github/fake-github.ts";
import { callsOf, checkOf, CONFIG, opensPull, PEOPLE, PROCEDURE, statusOf } from "./shop.ts";
import { startWorld, type World } from "./world.ts";

let world: World;
let owners = 0;
let owner = "";

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

beforeEach(() => {
  owners += 1;
  owner = `house-${owners}`;
});
afterEach(() => world.github.assertClean());

const step = (id: string): string =>
  `id: ${id}\ntitle: ${id}\nphases:\n  - { id: a, title: A, blocks: merge, steps: [{ id: ${id}-step, title: ${id} step }] }\n`;

const repoOf = (name: string, files: Readonly<Record<string, string>>, options: RepoOptions = {}): RepoScenario =>
  world.github.repo(`${owner}/${name}`, { collaborators: PEOPLE, installed: true, private: true, files, ...options });

/** The organisation's repository, with a procedure of its own. */
const houseOf = (config: string, options: RepoOptions = {}): RepoScenario =>
  repoOf(".github", { [CONFIG]: config, ".github/procedures/house.yml": step("house") }, options);

const shopOf = (config: string | undefined, options: RepoOptions = {}): RepoScenario =>
  repoOf(
    "shop",
    { "README.md": "# Shop\n", ...(config === undefined ? {} : { [CONFIG]: config }), [PROCEDURE]: step("mine") },
    options,
  );

const HOUSE = "procedures: [./procedures/house.yml]\n";
const LOCKED = `${HOUSE}locked: [procedures, override]\n`;
const MINE = "procedures: [./procedures/release.yml]\n";

const judged = async (repo: RepoScenario, about?: Parameters<typeof opensPull>[1]): Promise<PullScenario> => {
  const pull = await opensPull(repo, about);
  await world.settle();
  return pull;
};

/** What the check says in full. */
const summaryOf = (pull: PullScenario): string => {
  const suites = pull.state.repo.suites.filter(({ app, sha }) => app.slug === "gatehouse" && sha === pull.headSha);
  return suites.flatMap(({ runs }) => runs).at(-1)?.summary ?? "";
};

const annotationsOf = (pull: PullScenario): readonly string[] =>
  pull.state.repo.suites
    .filter(({ app, sha }) => app.slug === "gatehouse" && sha === pull.headSha)
    .flatMap(({ runs }) => runs.flatMap(({ annotations }) => annotations))
    .map(({ path, start_line: line, message }) => `${path}:${line} ${message}`);

describe("whose procedures hold", () => {
  test("the organisation's and the repository's own, where it extends", async () => {
    houseOf(HOUSE);
    const pull = await judged(shopOf(`extends: ${owner}/.github\n${MINE}`));
    expect(checkOf(pull)).toBe("action_required: 2 of 2 left: 2 ticks");
    expect(statusOf(pull)).toMatch(/house step[^]*mine step/);
  });

  test("its own alone, where the organisation locks nothing", async () => {
    houseOf(HOUSE);
    expect(checkOf(await judged(shopOf(MINE)))).toBe("action_required: 1 of 1 left: 1 tick");
  });

  test("what the organisation locked, whether the repository wants it or not", async () => {
    houseOf(LOCKED);
    expect(checkOf(await judged(shopOf(`mode: shadow\n${MINE}`)))).toBe("action_required: 1 of 1 left: 1 tick");
    expect(checkOf(await judged(repoOf("quiet", { "README.md": "x" })))).toBe("action_required: 1 of 1 left: 1 tick");
  });

  test("one in a third repository", async () => {
    repoOf("rules", { "procedures/launch.yml": step("launch") });
    const pull = await judged(shopOf(`procedures: [${owner}/rules:procedures/launch.yml]\n`));
    expect(checkOf(pull)).toBe("action_required: 1 of 1 left: 1 tick");
  });
});

test("everything, from three repositories, is read in one query once it is known where it is", async () => {
  repoOf("rules", { "procedures/launch.yml": step("launch") });
  repoOf("platform", { [CONFIG]: "procedures: [docs/platform.yml]\n", "docs/platform.yml": step("platform") });
  houseOf(LOCKED);
  const shop = shopOf(`extends: ${owner}/platform\nprocedures: [${owner}/rules:procedures/launch.yml]\n`);
  const pull = await judged(shop);
  expect(checkOf(pull)).toBe("action_required: 3 of 3 left: 3 ticks");
  world.github.resetCalls();
  await pull.pushes({ by: "ada", files: { "src/more.ts": "export {};\n" } });
  await world.settle();
  expect(callsOf(world.github)).toEqual(["POST /repos/{owner}/{repo}/check-runs", "Snapshot"]);
});

describe("a push to what others build on", () => {
  test("reaches their open pull requests, each read once", async () => {
    const house = houseOf(LOCKED);
    const pull = await judged(shopOf(MINE));
    const other = await judged(repoOf("other", { [CONFIG]: "procedures: [docs/o.md]\n", "docs/o.md": "- [ ] a\n" }));
    expect([checkOf(pull), checkOf(other)]).toEqual(Array(2).fill("action_required: 2 of 2 left: 2 ticks"));
    world.github.resetCalls();
    await house.push({ by: "olga", files: { [CONFIG]: `${LOCKED}mode: shadow\n` } });
    await world.settle();
    expect(checkOf(pull)).toBe("action_required: 1 of 1 left: 1 tick");
    expect(checkOf(other)).toBe("action_required: 1 of 1 left: 1 tick");
    expect(callsOf(world.github).filter((call) => call === "Snapshot")).toHaveLength(2);
    expect(callsOf(world.github).filter((call) => call.includes("/pulls"))).toEqual([]);
  });

  test("brings a first config to repositories that have none", async () => {
    const house = repoOf(".github", { "README.md": "x" });
    const pull = await judged(shopOf(undefined));
    expect(checkOf(pull)).toBe("none");
    await house.push({ by: "olga", files: { [CONFIG]: HOUSE, ".github/procedures/house.yml": step("house") } });
    await world.settle();
    expect(checkOf(pull)).toBe("action_required: 1 of 1 left: 1 tick");
  });

  test("reaches those that use one procedure of it", async () => {
    const rules = repoOf("rules", { "procedures/launch.yml": step("launch") });
    const pull = await judged(shopOf(`procedures: [${owner}/rules:procedures/launch.yml]\n`));
    await rules.push({
      by: "olga",
      files: { "procedures/launch.yml": step("launch").replace("blocks: merge", "blocks: none") },
    });
    await world.settle();
    expect(checkOf(pull)).toMatch(/^success: /);
  });

  test.each([
    { what: "a file that nobody uses", files: { "docs/guide.md": "# Guide\n" } },
    { what: "code", files: { "index.ts": "export {};\n" } },
  ])("with $what asks GitHub for nothing", async ({ files }) => {
    const house = houseOf(LOCKED);
    await judged(shopOf(MINE));
    world.github.resetCalls();
    await house.push({ by: "olga", files });
    await world.settle();
    expect(callsOf(world.github)).toEqual([]);
  });

  test("to another branch of it asks GitHub for nothing", async () => {
    const house = houseOf(LOCKED);
    await judged(shopOf(MINE));
    house.branch("draft");
    world.github.resetCalls();
    await house.push({ by: "olga", branch: "draft", files: { [CONFIG]: HOUSE } });
    await world.settle();
    expect(callsOf(world.github)).toEqual([]);
  });
});

describe("a pull request that changes a config", () => {
  test("and loosens what is locked is told on the line", async () => {
    houseOf(`mode: enforce\n${HOUSE}locked: [mode]\n`);
    const shop = shopOf(MINE);
    const pull = await judged(shop, { files: { [CONFIG]: `${MINE}mode: shadow\n` } });
    expect(checkOf(pull)).toMatch(/^failure: /);
    expect(annotationsOf(pull)).toEqual([
      expect.stringContaining(`${CONFIG}:2 \`mode\` is locked by \`${owner}/.github\``),
    ]);
  });

  test("and breaks the organisation's own is told on the line", async () => {
    const pull = await judged(houseOf(LOCKED), { files: { [CONFIG]: `${HOUSE}locked: [everything]\n` } });
    expect(checkOf(pull)).toMatch(/^failure: /);
    expect(annotationsOf(pull)).toEqual([expect.stringContaining(`${CONFIG}:2 `)]);
  });

  test("to build on one that was not read before is judged with it", async () => {
    repoOf("platform", { [CONFIG]: "roles: { lead: [ada] }\nlocked: [roles]\n" });
    const shop = shopOf(MINE);
    const fine = await judged(shop, { files: { [CONFIG]: `extends: ${owner}/platform\n${MINE}` } });
    expect(annotationsOf(fine)).toEqual([]);
    expect(checkOf(fine)).toBe("action_required: 1 of 1 left: 1 tick");
    const bad = await judged(shop, {
      head: "bad",
      files: { [CONFIG]: `extends: ${owner}/platform\nroles: { lead: [eve] }\n${MINE}` },
    });
    expect(annotationsOf(bad)).toEqual([expect.stringContaining(`${CONFIG}:2 The role \`lead\` is locked`)]);
  });
});

describe("what can't be read shuts the gate and says which", () => {
  test.each<{ what: string; config: (owner: string) => string; says: RegExp; files?: Record<string, string> }>([
    {
      what: "no such repository",
      config: (own) => `procedures: [${own}/nowhere:procedures/x.yml]\n`,
      says: /there is no repository `house-\d+\/nowhere`, or Gatehouse is not let into it/,
    },
    {
      what: "a repository without us",
      config: (own) => `procedures: [${own}/shut:procedures/x.yml]\n`,
      says: /Gatehouse is not let into it\. Add `house-\d+\/shut` to the repositories of the Gatehouse App/,
    },
    {
      what: "no such file",
      config: (own) => `procedures: [${own}/rules:procedures/none.yml]\n`,
      says: /there is no file `procedures\/none\.yml` on the default branch of `house-\d+\/rules`/,
    },
    {
      what: "too large a file",
      config: (own) => `procedures: [${own}/rules:procedures/large.md]\n`,
      says: /it is larger than 1 MB .*Shorten it/,
    },
    {
      what: "a binary file",
      config: (own) => `procedures: [${own}/rules:procedures/binary.md]\n`,
      says: /it is a binary file.*Replace it by a text/,
    },
    {
      what: "a file that is no procedure of a repository that is not public",
      config: (own) => `procedures: [${own}/rules:docs/secret.md]\n`,
      says: /only what lies in a folder `procedures` can be used elsewhere/,
    },
    {
      what: "nothing to build on",
      config: (own) => `extends: ${own}/rules\n${MINE}`,
      says: /`house-\d+\/rules` can't be built on: there is no file `\.github\/gatehouse\.yml`/,
    },
    {
      what: "an organisation without a config to build on",
      config: (own) => `extends: ${own}/.github\n${MINE}`,
      says: /`house-\d+\/\.github` can't be built on: there is no repository/,
    },
    {
      what: "another owner's",
      config: () => `procedures: [someone/else:procedures/x.yml]\n`,
      says: /belongs to another owner/,
    },
  ])("$what", async ({ config, says }) => {
    repoOf("shut", { "procedures/x.yml": step("x") }, { installed: false });
    repoOf("rules", {
      "procedures/large.md": `- [ ] a\n${"x".repeat(1_000_001)}`,
      "procedures/binary.md": "- [ ] a\n\0\0",
      "docs/secret.md": "- [ ] Sell the company\n",
    });
    const pull = await judged(shopOf(config(owner)));
    expect(checkOf(pull)).toBe("failure: Configuration error");
    expect(summaryOf(pull)).toMatch(says);
    expect(summaryOf(pull)).not.toContain("Sell the company");
  });

  test.each([
    { what: "a private one that we see", installed: true },
    { what: "a private one that we don't see", installed: false },
  ])("a public repository gets nothing from $what, and is told the same of both", async ({ installed }) => {
    repoOf("rules", { "procedures/x.yml": step("secret") }, { installed });
    const pull = await judged(shopOf(`procedures: [${owner}/rules:procedures/x.yml]\n`, { private: false }));
    expect(checkOf(pull)).toBe("failure: Configuration error");
    expect(summaryOf(pull)).toContain(`\`${owner}/rules\` is no public repository that Gatehouse can see`);
    expect(summaryOf(pull)).not.toContain("secret");
  });

  test("what a private organisation's own config names holds in public repositories, too", async () => {
    houseOf(LOCKED);
    expect(checkOf(await judged(shopOf(MINE, { private: false })))).toBe("action_required: 2 of 2 left: 2 ticks");
  });
});

describe("an organisation's config that was there", () => {
  test("and can't be seen any more shuts the gate until we are let in again", async () => {
    const house = houseOf(HOUSE);
    const pull = await judged(shopOf(undefined));
    expect(checkOf(pull)).toBe("action_required: 1 of 1 left: 1 tick");
    await house.uninstalls({ by: "octo-founder" });
    await world.settle();
    expect(checkOf(pull)).toBe("failure: Configuration error");
    expect(summaryOf(pull)).toContain(`Add \`${owner}/.github\` to the repositories of the Gatehouse App`);
    await house.installs({ by: "octo-founder" });
    await world.settle();
    expect(checkOf(pull)).toBe("action_required: 1 of 1 left: 1 tick");
  });

  test("and was removed is gone", async () => {
    const house = houseOf(HOUSE);
    const pull = await judged(shopOf(undefined));
    await house.push({ by: "olga", delete: [CONFIG] });
    await world.settle();
    expect(checkOf(pull)).toMatch(/^success: /);
    await house.uninstalls({ by: "octo-founder" });
    const next = await judged(shopOf2());
    expect(checkOf(next)).toBe("none");
  });

  test("and is broken shuts the gate where it may lock something, and leaves others alone", async () => {
    houseOf(`${LOCKED}rolls: {}\n`);
    const pull = await judged(shopOf(MINE));
    expect(checkOf(pull)).toBe("failure: Configuration error");
    expect(summaryOf(pull)).toContain(`${owner}/.github:${CONFIG}`);
  });

  test("and locked something keeps every gate shut while the word for it is misspelt", async () => {
    const house = houseOf(LOCKED);
    const pull = await judged(shopOf(MINE));
    expect(checkOf(pull)).toBe("action_required: 2 of 2 left: 2 ticks");
    await house.push({ by: "olga", files: { [CONFIG]: LOCKED.replace("locked:", "loked:") } });
    await world.settle();
    expect(checkOf(pull)).toBe("failure: Configuration error");
    expect(summaryOf(pull)).toContain("Did you mean `locked`?");
    await house.push({ by: "olga", files: { [CONFIG]: HOUSE } });
    await world.settle();
    expect(checkOf(pull)).toBe("action_required: 1 of 1 left: 1 tick");
  });

  test("and locked nothing is no concern of others when it breaks", async () => {
    const house = houseOf(HOUSE);
    const pull = await judged(shopOf(MINE));
    await house.push({ by: "olga", files: { [CONFIG]: `${HOUSE}rolls: {}\n` } });
    await world.settle();
    expect(checkOf(pull)).toBe("action_required: 1 of 1 left: 1 tick");
    expect(checkOf(await judged(shopOf2(MINE)))).toBe("action_required: 1 of 1 left: 1 tick");
  });

  test("and was never read whole concerns everybody", async () => {
    houseOf(`${HOUSE}rolls: {}\n`);
    expect(checkOf(await judged(shopOf(MINE)))).toBe("failure: Configuration error");
  });
});

const shopOf2 = (config?: string): RepoScenario =>
  repoOf("second", {
    "README.md": "# Second\n",
    ...(config === undefined ? {} : { [CONFIG]: config, [PROCEDURE]: step("mine") }),
  });
