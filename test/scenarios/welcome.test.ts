import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import { kinds, type Databases } from "../store/databases.ts";
import { callsOf, checkOf, CONFIG, configOf, opensPull, PEOPLE, PROCEDURE } from "./shop.ts";
import { BOXES } from "./shop.ts";
import { startWorld, type World } from "./world.ts";

const README = { "README.md": "# Shop\n" };

const issuesIn = (repo: RepoScenario) => [...repo.state.issues.values()].filter(({ kind }) => kind === "Issue");

const bodyOf = (repo: RepoScenario): string => issuesIn(repo)[0]?.body ?? "";

describe.each(kinds)("on $kind", ({ start }) => {
  let databases: Databases;
  let world: World;
  let owners = 0;

  beforeAll(async () => {
    databases = await start();
    world = await startWorld({ ...(await databases.create()), environment: { welcome: true } });
  });
  afterAll(async () => {
    await world.stop();
    await databases.stop();
  });
  afterEach(() => world.github.assertClean());

  const repoOf = (files: Readonly<Record<string, string>> = README, name = "shop"): RepoScenario => {
    owners += 1;
    return world.github.repo(`new-${owners}/${name}`, { collaborators: PEOPLE, files });
  };

  test("a new installation is welcomed with one issue, whose config is taken as it is", async () => {
    const repo = repoOf({ ...README, "docs/release-checklist.md": "# Release\n- [ ] Tagged\n- [ ] Announced\n" });
    await repo.installs({ by: "olga" });
    await world.settle();
    expect(issuesIn(repo)).toHaveLength(1);
    expect(bodyOf(repo)).toContain('release-manager: ["olga"]');
    expect(bodyOf(repo)).toContain('{ use: "docs/release-checklist.md", applies: { labels: release } }');
    expect(callsOf(world.github).filter((call) => call.startsWith("Newcomer"))).toEqual(["NewcomerTexts", "Newcomers"]);
    const address = /\]\((?<url>[^\s)]+\/new\/[^\s)]+)\)/u.exec(bodyOf(repo))?.groups?.["url"] ?? "";
    const offered = new URL(address).searchParams;
    const pull = await opensPull(repo, {
      files: { [offered.get("filename") ?? ""]: offered.get("value") ?? "" },
    });
    await world.settle();
    expect(pull.check("gatehouse/config")).toMatchObject({ conclusion: "success" });
    await pull.merges({ by: "ada" });
    await world.settle();
    const next = await opensPull(repo, { head: "next" });
    await world.settle();
    expect(checkOf(next)).toMatch(/^neutral: Shadow mode: \d of \d left/);
  });

  test("a config under another name is told", async () => {
    const repo = repoOf({ ...README, ".github/gatehouse.yaml": "version: 1\n" });
    await repo.installs({ by: "olga" });
    await world.settle();
    expect(bodyOf(repo)).toContain("**`.github/gatehouse.yaml` is not read**");
    expect(callsOf(world.github).filter((call) => call.startsWith("Newcomer"))).toContain("Newcomers");
  });

  test("no second one comes, whether the first was closed, the App went and came, or was let into more", async () => {
    const repo = repoOf();
    const owner = repo.fullName.split("/")[0] ?? "";
    await repo.installs({ by: "olga" });
    await world.settle();
    const [issue] = issuesIn(repo);
    await repo.issue(issue?.number ?? 0).closes({ by: "olga" });
    const other = world.github.repo(`${owner}/other`, { collaborators: PEOPLE, files: README });
    await other.installs({ by: "olga" });
    await world.settle();
    await world.github.uninstalls(owner);
    await world.settle();
    await repo.installs({ by: "olga" });
    await world.settle();
    expect(issuesIn(repo)).toHaveLength(1);
    expect(issuesIn(other)).toEqual([]);
  });

  test("nor where it came again for another repository of the same owner", async () => {
    const repo = repoOf();
    const owner = repo.fullName.split("/")[0] ?? "";
    await repo.installs({ by: "olga" });
    await world.settle();
    await world.github.uninstalls(owner);
    const other = world.github.repo(`${owner}/other`, { collaborators: PEOPLE, files: README });
    await other.installs({ by: "olga" });
    await world.settle();
    expect([issuesIn(repo).length, issuesIn(other).length]).toEqual([1, 0]);
  });

  test.each([
    { what: "there is a config", files: { [CONFIG]: configOf(), [PROCEDURE]: BOXES } },
    { what: "the repository is archived", change: (repo: RepoScenario) => void (repo.state.archived = true) },
  ])("nothing is said where $what", async ({ files, change }) => {
    const repo = repoOf({ ...README, ...files });
    change?.(repo);
    await repo.installs({ by: "olga" });
    await world.settle();
    expect(issuesIn(repo)).toEqual([]);
  });

  test("the owner's own repository gets one that says so", async () => {
    const repo = repoOf(README, ".github");
    await repo.installs({ by: "olga" });
    await world.settle();
    expect(bodyOf(repo)).toContain("it holds for every repository of");
  });

  test("nothing is said where the owner has a config for all", async () => {
    const repo = repoOf();
    const owner = repo.fullName.split("/")[0] ?? "";
    world.github.repo(`${owner}/.github`, { files: { [CONFIG]: "version: 1\n" } });
    await repo.installs({ by: "olga" });
    await world.settle();
    expect(issuesIn(repo)).toEqual([]);
  });
});
