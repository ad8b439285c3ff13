import { describe, expect, test } from "@jest/globals";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import {
  answersOn,
  callsOf,
  checklistOf,
  checkOf,
  openShop,
  opensPull,
  PEOPLE,
  statusOf,
  tickedIn,
  writesOf,
} from "./shop.ts";
import { inOneWorld } from "./one-world.ts";
import type { World } from "./world.ts";

/** What a procedure asks for after the merge: the pull request is followed until it is done, and not a turn longer. */

let world: World;
inOneWorld((started) => void (world = started));

const PROCEDURE = `id: release
title: Release
phases:
  - id: readiness
    title: Readiness
    blocks: merge
    steps:
      - { id: staging, title: Tried on staging }
  - id: after
    title: After production
    starts: { deployed: production }
    due: 24h
    steps:
      - { id: errors, title: No new errors, require: { tick: { by: qa } } }
`;

const CONFIG = `version: 1
roles:
  qa: [quinn]
  lead: [lea]
  release-manager: [olga]
procedures:
  - ./procedures/release.yml
override: { roles: [release-manager] }
notify: { on_block: [lead] }
`;

/** What it costs to say that nothing was done. */
const AN_ANSWER = [
  "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions",
  "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
];

const CONFIG_OF_PLAN = `version: 1
roles:
  release-manager: [olga]
procedures:
  - ./procedures/release.yml
override: { roles: [release-manager] }
`;

interface Merged {
  readonly repo: RepoScenario;
  readonly pull: PullScenario;
  readonly sha: string;
}

const merged = async (): Promise<Merged> => {
  const repo = openShop(world.github, { procedure: PROCEDURE, config: CONFIG });
  const pull = await opensPull(repo);
  await world.settle();
  world.github.advance(1000);
  await pull.ticks({ by: "ada", step: "Tried on staging" });
  await world.settle();
  expect(checkOf(pull)).toBe("success: Ready");
  const sha = await pull.merges({ by: "ada" });
  await world.settle();
  world.github.resetCalls();
  return { repo, pull, sha };
};

describe("a merged pull request with a phase that a deployment opens", () => {
  test("is followed through the deployment until it is complete, and its check is left alone", async () => {
    const { repo, pull, sha } = await merged();
    await repo.deploys({ environment: "production", sha });
    await world.settle();
    expect(checklistOf(pull)).toContain("No new errors");
    expect(checkOf(pull)).toBe("success: Ready");
    world.github.advance(1000);
    await pull.ticks({ by: "ada", step: "No new errors" });
    await world.settle();
    expect(tickedIn(pull)).not.toContain("errors");
    await pull.comments({ by: "quinn", body: "/gate tick errors" });
    await world.settle();
    expect(tickedIn(pull)).toContain("errors");
    expect(writesOf(world.github).filter((call) => call.includes("check-runs"))).toEqual([]);
    world.github.resetCalls();
    await repo.deploys({ environment: "production", sha });
    await world.settle();
    expect(callsOf(world.github)).toEqual([]);
    await pull.comments({ by: "quinn", body: "/gate untick errors" });
    await world.settle();
    expect(callsOf(world.github)).toEqual(AN_ANSWER);
    expect(answersOn(pull).at(-1)).toContain("does not follow it any more");
    expect(tickedIn(pull)).toContain("errors");
  });

  test("costs nothing for deployments elsewhere", async () => {
    const { repo, sha } = await merged();
    await repo.deploys({ environment: "staging", sha });
    await world.settle();
    expect(callsOf(world.github)).toEqual([]);
  });

  test("rests after a rollback until the change is deployed there again", async () => {
    const { repo, pull, sha } = await merged();
    await repo.deploys({ environment: "production", sha });
    await world.settle();
    world.github.advance(1000);
    await pull.comments({ by: "olga", body: "/gate rollback production errors doubled" });
    await world.settle();
    expect(statusOf(pull)).toContain("**Rolled back** in production on");
    expect(statusOf(pull)).toContain("Rolled back; opens again after the next deployment to production.");
    expect(checklistOf(pull)).not.toContain("No new errors");
    expect(statusOf(pull)).not.toContain("awaited");
    world.github.resetCalls();
    await repo.deploys({ environment: "staging", sha });
    await world.settle();
    expect(callsOf(world.github)).toEqual([]);
    world.github.advance(1000);
    await repo.deploys({ environment: "production", sha });
    await world.settle();
    expect(statusOf(pull)).not.toContain("**Rolled back** in production on");
    expect(statusOf(pull)).toContain("awaited");
  });

  test("rests after an abort: no deployment is looked at until somebody takes it up again", async () => {
    const { repo, pull, sha } = await merged();
    await repo.deploys({ environment: "production", sha });
    await world.settle();
    world.github.advance(1000);
    await pull.comments({ by: "olga", body: "/gate abort nobody wants it" });
    await world.settle();
    expect(statusOf(pull)).toContain("olga aborted it");
    world.github.resetCalls();
    await repo.deploys({ environment: "production", sha });
    await world.settle();
    expect(callsOf(world.github)).toEqual([]);
    world.github.advance(1000);
    await pull.comments({ by: "olga", body: "/gate resume it is mended" });
    await world.settle();
    expect(statusOf(pull)).not.toContain("olga aborted it");
    await repo.deploys({ environment: "production", sha });
    await world.settle();
    expect(callsOf(world.github).length).toBeGreaterThan(0);
  });
});

/** Merged, with one step left that only the merge asks for. */
const waiting = async (step: string): Promise<Merged> => {
  const procedure = `${PROCEDURE.split("  - id: after")[0] ?? ""}  - id: after
    title: After the merge
    blocks: deploy
    environments: [production]
    steps:
      - { id: calm, title: Calm, require: { tick: { by: qa } } }
      - { id: proof, title: Proof, require: ${step} }
`;
  const repo = openShop(world.github, { procedure, config: CONFIG });
  repo.label("critical");
  const pull = await opensPull(repo);
  await world.settle();
  world.github.advance(1000);
  await pull.ticks({ by: "ada", step: "Tried on staging" });
  await world.settle();
  const sha = await pull.merges({ by: "ada" });
  await world.settle();
  world.github.resetCalls();
  world.github.advance(1000);
  return { repo, pull, sha };
};

const proofIn = (pull: PullScenario): string =>
  /^\| Proof \|\s*(?<state>[^|]*?)\s*\|/mu.exec(statusOf(pull))?.groups?.["state"] ?? "not shown";

describe("what a merged pull request waits for gives it a turn", () => {
  test("a check that finishes on its head", async () => {
    const { pull } = await waiting("{ checks: [smoke] }");
    expect(proofIn(pull)).not.toBe("not shown");
    await pull.reportsCheck({ name: "smoke", conclusion: "success" });
    await world.settle();
    expect(proofIn(pull)).toBe("not shown");
  });

  test("issues of others that are counted while they are open", async () => {
    const { repo, pull } = await waiting("{ issues: { labels: [critical] } }");
    expect(proofIn(pull)).toBe("not shown");
    const issue = await repo.opensIssue({ by: "max", title: "All is down" });
    await world.settle();
    await issue.labels({ by: "max", add: ["critical"] });
    await world.settle();
    expect(proofIn(pull)).not.toBe("not shown");
    await issue.closes({ by: "max" });
    await world.settle();
    expect(proofIn(pull)).toBe("not shown");
  });

  test("another policy", async () => {
    const { repo, pull } = await waiting("{ checks: [smoke] }");
    const text = repo.file(".github/procedures/release.yml") ?? "";
    const files = { ".github/procedures/release.yml": text.replace("checks: [smoke]", "tick: {}") };
    await repo.push({ by: "olga", files });
    await world.settle();
    expect(checklistOf(pull)).toContain("- [ ] Proof");
  });

  test("and nothing else does", async () => {
    const { repo } = await waiting("{ checks: [smoke] }");
    await repo.push({ by: "ada", files: { "src/b.ts": "1", "docs/b.md": "1" } });
    await repo.opensIssue({ by: "max", title: "Slow", labels: ["critical"] });
    await world.settle();
    await repo.reportsCheck({ name: "smoke", conclusion: "success" });
    await world.settle();
    expect(callsOf(world.github)).toEqual([]);
  });
});

test("a command on one that was closed without a merge is answered where Gatehouse was at work, and nowhere else", async () => {
  const repo = openShop(world.github);
  const pull = await opensPull(repo);
  await world.settle();
  await pull.closes({ by: "ada" });
  await world.settle();
  world.github.resetCalls();
  await pull.comments({ by: "quinn", body: "/gate tick staging" });
  await pull.comments({ by: "quinn", body: "What a pity" });
  await world.settle();
  expect(callsOf(world.github)).toEqual(AN_ANSWER);
  expect(answersOn(pull)).toEqual([expect.stringContaining("this pull request is closed")]);
  const silent = world.github.repo("quiet/shop", { collaborators: PEOPLE, installed: true });
  const other = await opensPull(silent);
  await world.settle();
  await other.closes({ by: "ada" });
  await world.settle();
  world.github.resetCalls();
  await other.comments({ by: "quinn", body: "/gate tick staging" });
  await world.settle();
  expect(callsOf(world.github)).toEqual([]);
});

test("a command given while closing it is answered as well", async () => {
  const repo = openShop(world.github);
  const pull = await opensPull(repo);
  await world.settle();
  world.github.hold();
  await pull.comments({ by: "quinn", body: "/gate tick staging" });
  await pull.closes({ by: "ada" });
  await world.github.release();
  await world.settle();
  expect(answersOn(pull)).toHaveLength(1);
});

describe("a merged pull request with nothing more to follow", () => {
  const PLANNED = `id: release
title: Release
phases:
  - id: readiness
    title: Readiness
    steps:
      - { id: plan, title: A way back, require: rollback_plan }
`;
  const left = async (): Promise<PullScenario> => {
    const repo = openShop(world.github, { procedure: PLANNED, config: CONFIG_OF_PLAN });
    const body = "## Rollback plan\n\nWhen errors double.\n\n### Steps\n\n1. Revert the basket\n";
    const pull = await opensPull(repo, { body });
    await world.settle();
    expect(checkOf(pull)).toBe("success: Ready");
    await pull.merges({ by: "ada" });
    await world.settle();
    world.github.advance(60_000);
    world.github.resetCalls();
    return pull;
  };

  test("can be rolled back, and that taken back", async () => {
    const pull = await left();
    const { reactions } = await pull.comments({ by: "olga", body: "/gate rollback production burns" });
    await world.settle();
    expect(reactions.map(({ content }) => content)).toEqual(["+1"]);
    expect(answersOn(pull)).toEqual([expect.stringContaining("- [ ] Revert the basket")]);
    expect(statusOf(pull)).toContain("Rolled back");
    await world.github.deliverTwice("issue_comment.created");
    await pull.comments({ by: "olga", body: "/gate resume" });
    await world.settle();
    expect(answersOn(pull)).toHaveLength(1);
    expect(statusOf(pull)).not.toContain("Rolled back");
  });

  test("is rolled back by those who may, and nobody else", async () => {
    const pull = await left();
    await pull.comments({ by: "max", body: "/gate rollback production burns" });
    await world.settle();
    expect(answersOn(pull)).toEqual([expect.stringContaining("only release-manager may do this")]);
    expect(statusOf(pull)).not.toContain("Rolled back");
  });

  test("is explained to whoever asks, without another word written", async () => {
    const pull = await left();
    await pull.comments({ by: "max", body: "/gate explain plan" });
    await world.settle();
    expect(answersOn(pull)).toEqual([expect.stringContaining("A way back")]);
    expect(writesOf(world.github)).toHaveLength(2);
  });

  test("is asked for nothing else", async () => {
    const pull = await left();
    await pull.comments({ by: "olga", body: "/gate abort too late" });
    await world.settle();
    expect(answersOn(pull)).toEqual([expect.stringContaining("does not follow it any more")]);
    expect(callsOf(world.github)).toEqual(AN_ANSWER);
  });
});

test("one with nothing to follow is left alone", async () => {
  const repo = openShop(world.github);
  const pull = await opensPull(repo);
  await world.settle();
  await pull.comments({ by: "quinn", body: "/gate tick staging\n/gate tick alerts" });
  await world.settle();
  await pull.merges({ by: "ada" });
  await world.settle();
  world.github.resetCalls();
  await repo.deploys({ environment: "production" });
  await pull.comments({ by: "quinn", body: "Well done" });
  await pull.labels({ by: "ada", add: ["late"] });
  await world.settle();
  expect(callsOf(world.github)).toEqual([]);
  await pull.comments({ by: "quinn", body: "/gate untick alerts" });
  await world.settle();
  expect(callsOf(world.github)).toEqual(AN_ANSWER);
});

test("whom the config names is told when a gate shuts again, and not before", async () => {
  const procedure = `id: release
title: Release
phases:
  - id: readiness
    title: Readiness
    blocks: merge
    steps:
      - { id: staging, title: Tried on staging }
      - { id: calm, title: No hold, require: { labels: { none: [hold] } } }
`;
  const repo = openShop(world.github, { procedure, config: CONFIG });
  const pull = await opensPull(repo);
  await world.settle();
  expect(statusOf(pull)).not.toContain("@lea");
  await pull.labels({ by: "ada", add: ["hold"] });
  await world.settle();
  expect(statusOf(pull)).toMatch(/Blocked since .*: @lea/u);
  const before = statusOf(pull);
  await pull.comments({ by: "rita", body: "/gate recheck" });
  await world.settle();
  expect(statusOf(pull)).toBe(before);
  await pull.labels({ by: "ada", remove: ["hold"] });
  await world.settle();
  expect(statusOf(pull)).not.toContain("@lea");
});
