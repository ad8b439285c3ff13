import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { createReleaseReader } from "../../../src/github/deploy/release-reader.ts";
import type { ReleaseAsked, ReleaseReader, ReleaseReading } from "../../../src/readiness/deploy/ports.ts";
import { policyOf } from "../../../src/readiness/policy-of.ts";
import type { RepositoryRef } from "../../../src/readiness/ports.ts";
import type { PullScenario } from "../../fake-github/scenario/pull.ts";
import type { RepoScenario } from "../../fake-github/scenario/repo.ts";
import { callsOf, startReadingWorld, type ReadingWorld } from "../reading-world.ts";

const ENVIRONMENT = "GET /repos/{owner}/{repo}/environments/{environment_name}";
const COMPARE = "GET /repos/{owner}/{repo}/compare/{basehead}";
const CONFIG = ".github/gatehouse.yml";

let world: ReadingWorld;
let repo: RepoScenario;
let reader: ReleaseReader;
/** The commit that the repository begins with. */
let root: string;

beforeEach(async () => {
  world = await startReadingWorld();
  repo = world.github.repo("acme/shop", {
    files: {
      [CONFIG]: "version: 1\nprocedures:\n  - ./procedures/release.md\n",
      ".github/procedures/release.md": "# R\n\n- [ ] A\n",
    },
    collaborators: { ada: "write", bob: "write" },
    installed: true,
  });
  root = tip();
  reader = createReleaseReader({
    clientOf: world.clientOf,
    policyOf: (files, { owner, name, url }) => policyOf({ files, owner, name, url, builtin: () => undefined }),
    organisations: {
      hasConfig: () => Promise.resolve(false),
      lockedNothing: () => Promise.resolve(false),
      note: () => Promise.resolve(),
    },
  });
});

afterEach(async () => {
  await world.github.stop();
  world.github.assertClean();
});

const tip = (): string => repo.state.refs.get("refs/heads/main") ?? "";

const repository = (): RepositoryRef => ({
  installationId: repo.installationId ?? 0,
  repositoryId: repo.state.id,
  owner: repo.state.owner.login,
  name: repo.state.name,
});

const reading = async (asked: Partial<ReleaseAsked> = {}): Promise<ReleaseReading> => {
  world.github.resetCalls();
  const whole = { environment: "production", sha: tip(), rollbacks: [], whether: [], ...asked };
  const found = await reader.read(repository(), whole);
  if (found === undefined) throw new Error("the repository is gone");
  return found;
};

const later = (): void => {
  world.github.advance(3_600_000);
};

const deployed = async (sha = tip(), state: "success" | "failure" = "success", environment = "production") => {
  later();
  await repo.deploys({ sha, environment, state });
  later();
};

/** Merges a commit into a branch as `git merge` does, with the branch's own files. */
const mergesByHand = (ref: string, sha: string): string => {
  const { git, refs } = repo.state;
  const { tree, author, sha: onto } = git.commitAt(refs.get(ref) ?? "");
  const made = git.writeCommit({ tree, author, parents: [onto, sha], message: `Merge ${sha}` });
  refs.set(ref, made.sha);
  return made.sha;
};

/** A deployment of a commit that was rewritten since and is gone. */
const forgotten = async (): Promise<void> => {
  await deployed();
  const newest = repo.state.deployments.at(-1);
  if (newest === undefined) throw new Error("nothing was deployed");
  repo.state.deployments.splice(-1, 1, { ...newest, sha: "f".repeat(40) });
};

let count = 0;

const merged = async (
  method: "merge" | "squash" | "rebase" = "merge",
  about: Partial<Parameters<RepoScenario["opens"]>[0]> = {},
): Promise<PullScenario> => {
  count += 1;
  const pull = await repo.opens({ by: "ada", files: { [`src/${count}.ts`]: "1\n" }, ...about });
  await pull.pushes({ by: "ada", files: { [`src/${count}-more.ts`]: "2\n" } });
  later();
  await pull.merges({ by: "bob", method });
  return pull;
};

const numbers = ({ pulls }: ReleaseReading): readonly number[] => pulls.map(({ number }) => number);
const directs = ({ direct }: ReleaseReading): readonly string[] => direct.map(({ sha }) => sha);

describe("the calls", () => {
  test("of a release of some pull requests are a query, a comparison, and a query for their commits", async () => {
    await deployed();
    await merged();
    await merged("squash");
    await reading();
    expect(callsOf(world)).toEqual([COMPARE, "Release", "ReleaseCommits", "ReleasePolicy"]);
    await reading();
    expect(callsOf(world)).toEqual(["Release", "ReleaseCommits"]);
  });

  test("are one more for a commit that is not the tip of the default branch", async () => {
    await deployed();
    const pull = await merged("squash");
    const sha = tip();
    await repo.push({ by: "ada", files: { "later.txt": "1\n" } });
    expect(await reading({ sha })).toMatchObject({ onDefault: true, lead: pull.number });
    expect(callsOf(world)).toEqual([COMPARE, COMPARE, "Release", "ReleasePolicy"]);
  });

  test("are one where no config says anything", async () => {
    repo = world.github.repo("acme/quiet", { installed: true });
    expect(await reading()).toEqual({
      url: repo.url,
      policyPaths: [CONFIG, `acme/.github:${CONFIG}`],
      course: "forward",
      pulls: [],
      direct: [],
      holds: new Set(),
    });
    expect(callsOf(world)).toEqual(["Release"]);
  });
});

describe("commits belong", () => {
  test.each(["merge", "squash", "rebase"] as const)("to the pull request that brought them by %s", async (method) => {
    await deployed();
    const [one, other] = [await merged(method), await merged(method)];
    const found = await reading();
    expect(found).toMatchObject({ course: "forward", onDefault: true, lead: other.number, direct: [] });
    expect(found.problem).toBeUndefined();
    expect(numbers(found)).toEqual([one.number, other.number]);
    expect(found.pulls[0]).toMatchObject({ state: "merged", author: "ada", milestone: null, closes: [] });
  });

  test("to the pull requests of a merge queue's group", async () => {
    await deployed();
    repo.ruleset({ queue: {} });
    const one = await repo.opens({ by: "ada", files: { "q1.ts": "1\n" } });
    const other = await repo.opens({ by: "ada", files: { "q2.ts": "1\n" } });
    for (const pull of [one, other]) await pull.enqueues({ by: "bob" });
    world.github.advance(3_600_000);
    await world.github.settled();
    expect([one, other].map(({ state }) => state.mergeSha)).toContain(tip());
    const found = await reading();
    expect(numbers(found)).toEqual([one.number, other.number]);
    expect(found.direct).toEqual([]);
  });

  test("to the pull request that reverts another one, as to any", async () => {
    await deployed();
    const one = await merged();
    const revert = await merged("squash", { title: "Revert it", head: `revert-${one.number}` });
    expect(numbers(await reading())).toEqual([one.number, revert.number]);
  });

  test("to the merged one where an open one holds them as well", async () => {
    repo.branch("next");
    await deployed();
    const pull = await merged("merge", { head: "feature" });
    await repo.opens({ by: "bob", head: "feature", base: "next" });
    expect(numbers(await reading())).toEqual([pull.number]);
  });

  test("with a merge that brings a branch up to date to its pull request", async () => {
    await deployed();
    const pull = await repo.opens({ by: "ada", files: { "a.ts": "1\n" } });
    const other = await merged("squash");
    mergesByHand(`refs/heads/${pull.state.headRef}`, tip());
    await pull.pushes({ by: "ada", files: { "b.ts": "1\n" } });
    await pull.merges({ by: "bob" });
    const found = await reading();
    expect(numbers(found)).toEqual([pull.number, other.number]);
    expect(found.direct).toEqual([]);
  });

  test("to nobody where they were pushed by hand", async () => {
    await deployed();
    const pull = await merged("squash");
    const pushed = await repo.push({ by: "bob", files: { "hot.ts": "fix\n" }, message: "Hot fix\n\nAt night" });
    const found = await reading();
    expect(numbers(found)).toEqual([pull.number]);
    expect(found.direct).toEqual([{ sha: pushed, headline: "Hot fix", author: "bob" }]);
    expect(found.lead).toBeUndefined();
  });

  test("to nobody where they were merged by hand, between pull requests too", async () => {
    repo.branch("side");
    await deployed();
    const one = await merged("squash");
    const aside = await repo.push({ by: "bob", branch: "side", files: { "side.ts": "1\n" } });
    const byHand = mergesByHand("refs/heads/main", aside);
    const other = await merged("squash");
    const found = await reading();
    expect(numbers(found)).toEqual([one.number, other.number]);
    expect(directs(found).toSorted()).toEqual([aside, byHand].toSorted());
  });

  test("to open pull requests where the commit is on no branch that was merged", async () => {
    await deployed();
    const pull = await repo.opens({ by: "ada" });
    const found = await reading({ sha: pull.headSha });
    expect(found).toMatchObject({ course: "forward", onDefault: false, lead: pull.number });
    expect(found.pulls).toMatchObject([{ number: pull.number, state: "open", mergedAt: null }]);
  });

  test("to closed pull requests where there are no others", async () => {
    await deployed();
    const pull = await repo.opens({ by: "ada" });
    await pull.closes({ by: "ada" });
    expect((await reading({ sha: pull.headSha })).pulls).toMatchObject([{ number: pull.number, state: "closed" }]);
  });

  test("to the pull request of a fork whose commit is deployed", async () => {
    await deployed();
    const pull = await repo.opens({ by: "tim", fork: true, files: { "fork.ts": "1\n" } });
    expect(await reading({ sha: pull.headSha })).toMatchObject({ onDefault: false, pulls: [{ number: pull.number }] });
  });

  test("with the milestone and the issues of this repository that they close", async () => {
    await deployed();
    const issue = await repo.opensIssue({ by: "ada", title: "Launch" });
    const pull = await merged("squash", { body: `Closes #${issue.number}` });
    await pull.milestone({ by: "ada", title: "v2" });
    expect((await reading()).pulls).toMatchObject([{ milestone: "v2", closes: [issue.number] }]);
  });
});

describe("what ran last", () => {
  test("is the newest deployment that succeeded, whatever failed since", async () => {
    await deployed();
    const good = tip();
    const pull = await merged("squash");
    await deployed(tip(), "failure");
    const other = await merged("squash");
    const found = await reading();
    expect(found.previous).toMatchObject({ sha: good, at: expect.any(String) });
    expect(numbers(found)).toEqual([pull.number, other.number]);
  });

  test("is nothing where deployments only failed, and where none was made", async () => {
    expect(await reading()).toMatchObject({ course: "first", direct: [{ sha: root }] });
    await deployed(root, "failure");
    const pull = await merged("squash");
    expect(await reading()).toMatchObject({ course: "first", pulls: [{ number: pull.number }], lead: pull.number });
  });

  test("is of this environment alone", async () => {
    await deployed(tip(), "success", "staging");
    expect(await reading()).toMatchObject({ course: "first" });
  });

  test.each(["Production", "PRODUCTION", "production"])("is found when it was made as %s", async (environment) => {
    await deployed(tip(), "success", environment);
    expect(await reading({ environment: "production" })).toMatchObject({ course: "same" });
  });

  test("is found in an environment with a slash, an umlaut and capitals", async () => {
    const environment = "Prod/Köln West";
    await deployed(tip(), "success", environment);
    const pull = await merged("squash");
    expect(await reading({ environment })).toMatchObject({ course: "forward", pulls: [{ number: pull.number }] });
  });

  test("is what runs while another deployment waits", async () => {
    await deployed();
    const [one, other] = [await merged("squash"), await merged("squash")];
    await repo.deploys({ environment: "production", state: "pending" });
    expect(numbers(await reading())).toEqual([one.number, other.number]);
  });

  test("is found behind more failures than one page has", async () => {
    await deployed();
    for (let failures = 0; failures < 31; failures += 1)
      await repo.deploys({ environment: "production", state: "failure" });
    expect(await reading()).toMatchObject({ course: "same" });
    expect(callsOf(world)).toEqual(["Release", "ReleaseDeployments", "ReleasePolicy"]);
  });

  test("was there before the one that was rolled back", async () => {
    await deployed();
    const good = tip();
    const bad = await merged("squash");
    await deployed();
    const rollbacks = [{ at: world.github.now().toISOString() }];
    await merged("squash");
    const found = await reading({ rollbacks });
    expect(found).toMatchObject({ course: "forward", previous: { sha: good } });
    expect(numbers(found)).toContain(bad.number);
  });

  test("may not be known, and then the release is held", async () => {
    world.github.revokes("acme", "deployments");
    expect(await reading()).toMatchObject({ problem: expect.stringContaining("permission to read deployments") });
  });
});

describe("the course", () => {
  test("is the same for what runs there", async () => {
    const pull = await merged("squash");
    await deployed();
    expect(await reading()).toMatchObject({ course: "same", pulls: [], direct: [], lead: pull.number });
  });

  test("is back for the last good commit, when another one was rolled back or failed since", async () => {
    await deployed();
    const good = tip();
    await merged("squash");
    await deployed(tip(), "failure");
    expect(await reading({ sha: good })).toMatchObject({ course: "back", previous: { sha: good } });
    world.github.advance(1000);
    await deployed();
    world.github.advance(1000);
    const rollbacks = [{ at: world.github.now().toISOString() }];
    expect(await reading({ sha: good, rollbacks })).toMatchObject({ course: "back", previous: { sha: good } });
    world.github.advance(1000);
    await deployed(good);
    expect(await reading({ sha: good, rollbacks })).toMatchObject({ course: "same" });
  });

  test("is back for an older commit", async () => {
    const pull = await merged("squash");
    const older = tip();
    await merged("squash");
    await deployed();
    const found = await reading({ sha: older });
    expect(found).toMatchObject({ course: "back", onDefault: true, pulls: [], lead: pull.number });
  });

  test("is forward from where two branches part", async () => {
    repo.branch("release/1.0");
    await merged("squash");
    await deployed();
    const fix = await repo.opens({ by: "ada", base: "release/1.0", files: { "fix.ts": "1\n" } });
    await fix.merges({ by: "bob", method: "squash" });
    const sha = repo.state.refs.get("refs/heads/release/1.0") ?? "";
    repo.tag("v1.0.1", sha);
    const found = await reading({ sha });
    expect(found).toMatchObject({ course: "forward", onDefault: false, lead: fix.number });
    expect(found.pulls).toMatchObject([{ number: fix.number, isAside: true }]);
    const whole = await repo.opens({ by: "ada", head: "release/1.0" });
    await whole.merges({ by: "bob", method: "merge" });
    expect((await reading()).pulls).toMatchObject([
      { number: fix.number, isAside: false },
      { number: whole.number, isAside: false },
    ]);
  });

  test("of a first deployment comes with the merge commits that the commit holds", async () => {
    const one = await merged("squash");
    const other = await merged("merge");
    const sha = tip();
    const after = await merged("squash");
    const whether = [one, other, after].map(({ state }) => state.mergeSha ?? "");
    const found = await reading({ sha, whether });
    expect(found).toMatchObject({ course: "first", lead: other.number });
    expect([...found.holds]).toEqual(whether.slice(0, 2));
    expect(callsOf(world)).toEqual([COMPARE, ENVIRONMENT, "Release", "ReleaseHistory", "ReleasePolicy"]);
  });

  test("is measured against what ran there, however whoever asks spells the environment", async () => {
    await deployed(root, "success", "ProdEU");
    const pull = await merged("squash");
    const found = await reading({ environment: "prodeu" });
    expect(found).toMatchObject({ course: "forward", previous: { sha: root } });
    expect(numbers(found)).toEqual([pull.number]);
    world.github.fail({ match: /environments/u, status: 403, body: { message: "Resource not accessible" } });
    expect((await reading({ environment: "prodeu" })).problem).toContain("may not read environments");
  });

  test("of a first deployment is compared for where the history is longer than is gone through", async () => {
    const one = await merged("squash");
    repo.branch("side");
    const aside = await repo.push({ by: "ada", branch: "side", files: { "aside.ts": "1\n" } });
    await repo.pushMany({ by: "ada", count: 301 });
    const found = await reading({ whether: [one.state.mergeSha ?? "", aside] });
    expect([...found.holds]).toEqual([one.state.mergeSha]);
  });
});

describe("many commits", () => {
  test("are paged to the end, whatever the number of files", async () => {
    await deployed();
    await repo.pushMany({ by: "ada", count: 300 });
    const files = Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`many/${index}.txt`, `${index}\n`]));
    const pull = await merged("squash", { files });
    const found = await reading();
    expect(found.problem).toBeUndefined();
    expect(found.direct).toHaveLength(300);
    expect(numbers(found)).toEqual([pull.number]);
    const calls = callsOf(world);
    expect(calls.filter((call) => call === COMPARE)).toHaveLength(2);
    expect(calls.filter((call) => call === "ReleaseCommits")).toHaveLength(6);
  });
});

describe("a commit that GitHub does not know", () => {
  test("can't be deployed", async () => {
    expect(await reading({ sha: "f".repeat(40) })).toMatchObject({
      course: "forward",
      problem: expect.stringContaining("knows no commit fffffff in acme/shop"),
    });
  });

  test("is no commit where it is a file", async () => {
    const blob = repo.state.git.at(repo.state.git.commitAt(tip()).tree, CONFIG)?.sha ?? "";
    expect(await reading({ sha: blob })).toMatchObject({ problem: expect.stringContaining("knows no commit") });
  });

  test("and ran last is passed over for the one before it", async () => {
    await deployed();
    const pull = await merged("squash");
    await forgotten();
    const found = await reading();
    expect(found).toMatchObject({ course: "forward", previous: { sha: root } });
    expect(found.problem).toBeUndefined();
    expect(numbers(found)).toEqual([pull.number]);
  });

  test("and is the only one that ran holds the release, with a way out", async () => {
    await forgotten();
    const found = await reading();
    expect(found).toMatchObject({
      course: "forward",
      pulls: [],
      problem: expect.stringContaining("Push fffffff to a branch"),
    });
  });
});

test("of a repository that is gone nothing can be read", async () => {
  const gone = { ...repository(), repositoryId: 1 };
  const asked = { environment: "production", sha: tip(), rollbacks: [], whether: [] };
  expect(await reader.read(gone, asked)).toBeUndefined();
  const shut = repository();
  await repo.uninstalls({ by: "acme" });
  expect(await reader.read(shut, asked)).toBeUndefined();
});

test("GitHub's failure is thrown and never answered in part", async () => {
  await deployed();
  await merged();
  world.github.fail({ match: /compare/, status: 502 });
  await expect(reading()).rejects.toMatchObject({ status: 502 });
  world.github.fail({ match: /graphql/, status: 502 });
  await expect(reading()).rejects.toMatchObject({ status: 502 });
});
