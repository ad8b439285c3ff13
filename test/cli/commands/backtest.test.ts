import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BacktestDocument } from "../../../src/cli/json/backtest.ts";
import { FakeGitHub } from "../../fake-github/fake-github.ts";
import type { PullScenario } from "../../fake-github/scenario/pull.ts";
import type { RepoScenario } from "../../fake-github/scenario/repo.ts";
import { manifest } from "../../scenarios/manifest.ts";
import { ran } from "./asking.ts";

let github: FakeGitHub;
let folder: string;

beforeAll(async () => {
  github = await FakeGitHub.start({ app: manifest(), now: new Date("2026-03-02T09:00:00Z") });
  github.org("acme", { teams: { leads: ["lea"] }, members: ["ada", "lea"] });
  folder = await mkdtemp(join(tmpdir(), "gatehouse-backtest-"));
});

afterAll(async () => {
  github.assertClean();
  await github.stop();
  await rm(folder, { recursive: true, force: true });
});

let made = 0;

const shop = (files: Readonly<Record<string, string>> = {}): RepoScenario => {
  made += 1;
  return github.repo(`acme/shop-${made}`, {
    files: { "README.md": "#", ...files },
    collaborators: { ada: "write", lea: "admin" },
  });
};

const CONFIG = 'version: 1\nroles: { lead: ["@acme/leads"] }\nprocedures: [./procedures/p.yml]\n';

const env = () => ({ GITHUB_API_URL: github.url, GITHUB_TOKEN: github.tokenOf("ada") });

const backtested = async (repo: RepoScenario, procedure: string, args: readonly string[] = []) => {
  await writeFile(join(folder, "p.yml"), procedure);
  await writeFile(join(folder, "config.yml"), CONFIG);
  const asked = [
    "backtest",
    "--repo",
    repo.fullName,
    "--config",
    "config.yml",
    "--procedure",
    "p.yml",
    "--format",
    "json",
  ];
  const { exit, text, complaint } = await ran([...asked, ...args], { env: env(), cwd: folder });
  return { exit, complaint, found: BacktestDocument.parse(JSON.parse(text)) };
};

const step = (require: string, rest = ""): string =>
  `title: P\nphases:\n  - title: Before\n    blocks: merge\n    steps:\n      - { title: Only, id: only, require: ${require}${rest} }\n`;

const outcomes = ({ pulls }: BacktestDocument) =>
  Object.fromEntries(pulls.map(({ number, outcome }) => [number, outcome]));

const merged = async (
  repo: RepoScenario,
  change: (pull: PullScenario) => Promise<unknown> = async () => undefined,
  body = "",
) => {
  const pull = await repo.opens({ by: "ada", body });
  github.advance(60_000);
  await change(pull);
  github.advance(60_000);
  await pull.merges({ by: "lea" });
  github.advance(60_000);
  return pull;
};

describe("each is judged as it was at its merge", () => {
  test("a section that is there, and one that is not", async () => {
    const repo = shop();
    await merged(repo, undefined, "## Rollback\n\nRevert it, then deploy.\n");
    await merged(repo, undefined, "Nothing much.");
    const { found, exit } = await backtested(repo, step("{ section: Rollback }"));
    expect(exit).toBe(0);
    expect(outcomes(found)).toEqual({ 1: "passed", 2: "held" });
    expect(found.counts).toEqual({
      total: 2,
      held: 1,
      passed: 1,
      undecided: 0,
      undetermined: 0,
      notApplicable: 0,
      unread: 0,
    });
    expect(found.steps).toEqual([
      { procedure: "p", step: "only", title: "Only", held: [2], asked: 0, undetermined: 0 },
    ]);
  });

  test("a review of before counts, and one of after does not", async () => {
    const repo = shop();
    await merged(repo, (pull) => pull.reviews({ by: "lea", state: "APPROVE" }));
    const late = await merged(repo);
    await late.reviews({ by: "lea", state: "APPROVE" });
    const { found } = await backtested(repo, step("{ signoff: { role: lead } }"));
    expect(outcomes(found)).toEqual({ 1: "passed", 2: "held" });
  });

  test("a check that was through by then counts, and neither one that ended later nor one that began later", async () => {
    const repo = shop();
    await merged(repo, (pull) => pull.reportsCheck({ name: "build", conclusion: "success" }));
    const running = await merged(repo, (pull) => pull.reportsCheck({ name: "build" }));
    await running.finishesCheck({ name: "build", conclusion: "success" });
    const late = await merged(repo);
    await late.reportsCheck({ name: "build", conclusion: "success" });
    const { found } = await backtested(repo, step("{ checks: [build] }"));
    expect(outcomes(found)).toEqual({ 1: "passed", 2: "held", 3: "held" });
  });

  test("an issue that the merge closed was open", async () => {
    const repo = shop();
    const issue = await repo.opensIssue({ by: "ada", title: "Pay" });
    await merged(repo, undefined, `Closes #${issue.number}`);
    const { found } = await backtested(repo, step("{ linked: { issue: { state: open } } }"));
    expect(Object.values(outcomes(found))).toEqual(["passed"]);
  });

  test("a changelog is held against the base of then, not of now", async () => {
    const log = "# Changelog\n\n## Unreleased\n\n";
    const repo = shop({ "CHANGELOG.md": log });
    const pull = await repo.opens({ by: "ada", files: { "CHANGELOG.md": `${log}- Pay by card.\n` } });
    await pull.merges({ by: "lea" });
    const { found } = await backtested(repo, step("{ release_notes: { changelog: CHANGELOG.md } }"));
    expect(found.pulls).toEqual([expect.objectContaining({ outcome: "passed" })]);
  });

  test("a window is the window of that moment", async () => {
    const repo = shop();
    github.setClock(new Date("2026-03-03T10:00:00Z"));
    await merged(repo);
    github.setClock(new Date("2026-03-07T10:00:00Z"));
    await merged(repo);
    const { found } = await backtested(
      repo,
      step('{ window: { days: [mon-fri], hours: "09:00-17:00", timezone: UTC } }'),
    );
    expect(outcomes(found)).toEqual({ 1: "passed", 2: "held" });
  });
});

describe("what can't be known holds nothing", () => {
  const kinds: readonly [string, string, string][] = [
    ["a tick", "tick", "undecided"],
    ["a tick of a role", "{ tick: lead }", "undecided"],
    ["a go", "{ decision: lead }", "undecided"],
    ["a tick besides something that is missing", "{ all: [tick, { section: Rollback }] }", "held"],
    ["a tick that would do instead", "{ any: [tick, { section: Rollback }] }", "undecided"],
    ["open issues of then", "{ issues: { labels: blocker } }", "undetermined"],
    ["procedures on issues", "{ procedure: { id: launch, of: issue, if_used: true } }", "undetermined"],
  ];

  test.each(kinds.map(([name, require, outcome]) => ({ name, require, outcome })))(
    "$name",
    async ({ require, outcome }) => {
      const repo = shop();
      await merged(repo);
      const { found } = await backtested(repo, step(require));
      expect(found.pulls.map((pull) => pull.outcome)).toEqual([outcome]);
    },
  );

  test("a phase behind one that only people open is judged all the same", async () => {
    const repo = shop();
    await merged(repo);
    const procedure = `title: P
order: phases
phases:
  - { title: First, blocks: merge, steps: [{ title: Told }] }
  - { title: Second, blocks: merge, steps: [{ title: Plan, require: { section: Rollback } }] }
`;
    const { found } = await backtested(repo, procedure);
    expect(found.pulls[0]).toMatchObject({ outcome: "held", held: [{ title: "Plan" }], asked: [{ title: "Told" }] });
  });

  test("a procedure that does not apply", async () => {
    const repo = shop();
    await merged(repo);
    const { found } = await backtested(repo, `applies: { labels: risky }\n${step("tick")}`);
    expect(outcomes(found)).toEqual({ 1: "not-applicable" });
  });
});

describe("which ones", () => {
  test("those merged last into the default branch, whatever was changed since", async () => {
    const repo = shop();
    const first = await merged(repo);
    for (let count = 0; count < 3; count += 1) await merged(repo);
    repo.branch("release");
    const side = await repo.opens({ by: "ada", base: "release" });
    await side.merges({ by: "lea" });
    await (await repo.opens({ by: "ada" })).closes({ by: "ada" });
    github.advance(60_000);
    await first.comments({ by: "ada", body: "Thanks!" });
    const { found } = await backtested(repo, step("tick"), ["--last", "2"]);
    expect(found.pulls.map(({ number }) => number)).toEqual([4, 3]);
    const other = await backtested(repo, step("tick"), ["--base", "release"]);
    expect(other.found.pulls.map(({ number }) => number)).toEqual([5]);
  });

  test("none is no answer", async () => {
    const { exit, complaint } = await ran(["backtest", "--repo", shop().fullName], { env: env() });
    expect({ exit, complaint }).toEqual({
      exit: 2,
      complaint: expect.stringMatching(/No pull request was merged into `main`/u),
    });
  });
});

describe("what it costs", () => {
  test("one call each, some to learn what to ask for, and it is said before and after", async () => {
    const repo = shop();
    for (let count = 0; count < 8; count += 1) await merged(repo);
    github.resetCalls();
    const { found, complaint } = await backtested(repo, step("{ signoff: { role: lead } }"));
    expect(complaint).toMatch(/^gatehouse: About 13 calls to GitHub for 8 pull requests; 49\d\d are left until 2026-/u);
    expect(found.calls).toEqual({ planned: 13, made: github.calls.length });
    expect(found.calls.made).toBeLessThanOrEqual(found.calls.planned);
    expect(github.writes()).toEqual([]);
  });

  test("at the limit it ends where that is wanted, and says until when", async () => {
    const repo = shop();
    for (let count = 0; count < 4; count += 1) await merged(repo);
    github.fail({ match: /Snapshot/u, status: 429, headers: { "retry-after": "3600" }, next: 99 });
    const { found, exit } = await backtested(repo, step("tick"), ["--no-wait"]);
    github.clearFaults();
    expect(exit).toBe(3);
    expect(found).toMatchObject({ complete: false, retryAt: expect.stringMatching(/^20/u), counts: { total: 0 } });
  });

  test("at the limit it waits and goes on", async () => {
    const repo = shop();
    for (let count = 0; count < 3; count += 1) await merged(repo);
    github.fail({ match: /Snapshot/u, status: 429, headers: { "retry-after": "1" } });
    const { found, exit, complaint } = await backtested(repo, step("tick"));
    expect(complaint).toMatch(/GitHub asks to wait until 20/u);
    expect({ exit, total: found.counts.total }).toEqual({ exit: 0, total: 3 });
  });

  test("what GitHub fails to give is told apart", async () => {
    const repo = shop();
    await merged(repo);
    github.fail({ match: /Snapshot/u, status: 502 });
    const { found, exit } = await backtested(repo, step("tick"));
    expect({ exit, outcomes: outcomes(found) }).toEqual({ exit: 3, outcomes: { 1: "unread" } });
  });
});

test("it is told for people, too", async () => {
  const repo = shop();
  await merged(repo);
  await writeFile(join(folder, "p.yml"), step("{ section: Rollback }"));
  const { text } = await ran(["backtest", "--repo", repo.fullName, "--procedure", "p.yml"], {
    env: env(),
    cwd: folder,
  });
  expect(text).toMatch(/^1 of 1 would have been held\.\n/u);
  expect(text).toMatch(/\nHeld by\n +1 +100% {2}Only \(p\/only\) #1\n/u);
});

test("a policy that is not valid judges nothing", async () => {
  const repo = shop();
  await merged(repo);
  await writeFile(join(folder, "p.yml"), step("{ signoff: { role: boss } }"));
  const { exit, complaint, text } = await ran(["backtest", "--repo", repo.fullName, "--procedure", "p.yml"], {
    env: env(),
    cwd: folder,
  });
  expect({ exit, text }).toEqual({ exit: 1, text: "" });
  expect(complaint).toMatch(/p\.yml:\d+:\d+: .*boss/u);
});
