import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AuditTrail } from "../../src/cli/audit/audit-trail.ts";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import { at, BODY, CONFIG, FILES, TICKS } from "../procedures/shipped/feature-implementation-state.ts";
import { page, station } from "./pages.ts";
import { checkOf, openShop, statusOf } from "./shop.ts";
import { exportedTrail, trailOf } from "./trail.ts";
import { startWorld, type World } from "./world.ts";

/** `builtin:feature-implementation` from an opened pull request through six phases to production, and the audit trail of it. */

let world: World;
let folder: string;
let repo: RepoScenario;
let pull: PullScenario;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gatehouse-feature-"));
  world = await startWorld({ logLevel: "warn", dataDir: folder });
});
afterEach(() => {
  world.github.assertClean();
});
afterAll(async () => {
  await world.stop();
  await rm(folder, { recursive: true, force: true });
});

const says = async (by: string, ...lines: readonly string[]): Promise<void> => {
  world.github.advance(1000);
  const comment = await pull.comments({ by, body: lines.join("\n") });
  await world.settle();
  expect(comment.reactions.map(({ content }) => content)).toEqual(["+1"]);
};

const ticks = async (by: string, ...steps: readonly string[]): Promise<void> => {
  await says(by, ...steps.map((step) => `/gate tick ${step}`));
};

const pushes = async (files: Readonly<Record<string, string>>): Promise<void> => {
  world.github.advance(1000);
  await pull.pushes({ by: "ada", files });
  await pull.reportsCheck({ name: "test", conclusion: "success" });
  await world.settle();
};

const named = (...names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [at(name), FILES[at(name)] ?? ""]));

const exit = (): string => /Exit state: ([a-z ]+)/u.exec(statusOf(pull))?.[1] ?? "none";

const of = (...people: readonly string[]): readonly string[] =>
  Object.keys(TICKS).filter((step) => people.includes(TICKS[step] ?? ""));

const DESIGN = [
  "api-discovery",
  "data-design",
  "compatibility",
  "api-contract",
  "third-party",
  "authorisation",
] as const;
const PEOPLE = ["ada", "max", "paula", "tina", "quinn", "dora"] as const;

const opened = async (): Promise<void> => {
  repo = openShop(world.github, {
    config: CONFIG,
    collaborators: Object.fromEntries(PEOPLE.map((login) => [login, "write" as const])),
  });
  repo.label("critical");
  const ticket = await repo.opensIssue({ by: "paula", title: "Coupons" });
  expect(ticket.number).toBe(1);
  const files = { "server/coupons.ts": "export {};\n", "web/coupons.tsx": "export {};\n", "infra/flags.tf": "" };
  pull = await repo.opens({ by: "ada", head: "feature/coupons", title: "Coupons", body: "Coupons.", files });
  await world.settle();
};

const through = async (): Promise<void> => {
  await pull.edits({ by: "ada", body: BODY });
  await pushes(named("plan"));
  await says("paula", "/gate signoff product-owner");
  await says("tina", "/gate signoff tech-lead");
  expect(checkOf(pull)).toContain("requirements missing");
  await pushes(named("requirements", "ux", "architecture", "threat-model"));
  await ticks("paula", "design-system");
  await ticks("tina", "architecture");
  await says("paula", "/gate no-go planning the threats of guests are missing");
  expect(exit()).toBe("blocked");
  expect(statusOf(pull)).toContain("the threats of guests are missing");
  await says("paula", "/gate go planning");
  await pushes(named(...DESIGN));
  expect(statusOf(pull)).toContain("The interface contract is complete and frozen");
  await says("tina", "/gate signoff tech-lead");
  await says("tina", "/gate go technical-design");
  station(pull, "feature-2-implementation");
  await pushes(named("test-plan", "README"));
  await ticks("dora", "infrastructure");
};

const built = async (): Promise<void> => {
  const building = ["layers", "backend", "frontend", "coordination", "compliance"] as const;
  await ticks("tina", ...building);
  await says("paula", "/gate waive changes nothing changed");
  await says("tina", "/gate go implementation");
  await pushes({ [at("api-contract")]: `${FILES[at("api-contract")] ?? ""}\nA new error.\n` });
  expect(statusOf(pull)).toContain("The interface contract is complete and frozen");
  expect(statusOf(pull)).toMatch(/4\. Quality assurance .*🔒/u);
  await says("tina", "/gate signoff tech-lead");
  await pushes(named("security-review", "test-report"));
  await ticks("tina", "architecture-assessment");
  await ticks("quinn", ...of("quinn"));
  await ticks("dora", "observability");
  await says("quinn", "/gate go quality");
};

const accepted = async (): Promise<void> => {
  await pushes(named("rollout", "record"));
  for (const [by, role] of [
    ["paula", "product-owner"],
    ["tina", "tech-lead"],
    ["quinn", "qa-lead"],
    ["dora", "devops"],
  ])
    await says(by ?? "", `/gate signoff ${role ?? ""}`);
  station(pull, "feature-3-acceptance");
  await says("paula", "/gate go pre-deployment");
};

/** Commits, pull requests, tickets, procedures, decisions, reports, dates and deployments. */
const assertTrail = (trail: AuditTrail, sha: string): void => {
  expect(trail.chain.intact).toBe(true);
  const [subject] = trail.subjects;
  if (subject?.seen === undefined) throw new Error("nothing was seen");
  const { commits, links, seen } = subject;
  expect(commits.map((commit) => commit.sha)).toContain(sha);
  expect(subject).toMatchObject({ procedures: ["feature-implementation"], links: { commits: expect.any(String) } });
  expect(links["parts"]).toContain("base%3A%22feature%2Fcoupons%22");
  expect(seen).toMatchObject({
    title: "Coupons",
    mergeSha: sha,
    tickets: [{ text: `${repo.fullName}#1`, url: expect.stringContaining("/issues/1") }],
    deployments: [{ environment: "production", sha, state: "success" }],
    runs: [{ procedure: "feature-implementation", version: "1.0", exit: "completed" }],
  });
  const { completedAt = "", proofs = [] } = seen.runs[0] ?? {};
  const { openedAt = "", mergedAt = "" } = seen;
  expect([completedAt, openedAt, mergedAt].toSorted()).toEqual([openedAt, mergedAt, completedAt]);
  expect(openedAt).not.toBe("");
  const proven = new Map(proofs.map(({ step, url }) => [step, url]));
  for (const [step, file] of [
    ["planning / architecture", "architecture.md"],
    ["quality / test-report", "test-report.md"],
  ])
    expect(proven.get(step ?? "")).toContain(file);
  expect(proven.has("quality / checks")).toBe(true);
  const words = trail.entries.filter(({ act }) => act === "decide").map(({ word, reason }) => reason ?? word);
  expect(words.filter((word) => word !== "go")).toEqual(["the threats of guests are missing"]);
};

test("a feature goes through six phases to production, and leaves a trail", async () => {
  await opened();
  expect(exit()).toBe("blocked");
  expect(statusOf(pull)).toContain("Run the feature intake first");
  expect(statusOf(pull)).toContain("To be told: product-owner and tech-lead");
  station(pull, "feature-1-opened");
  await through();
  await built();
  await accepted();
  expect(checkOf(pull)).toBe("success: Ready");
  expect(exit()).toBe("in progress");

  const sha = await pull.merges({ by: "ada" });
  await world.settle();
  await repo.deploys({ environment: "production", sha });
  await world.settle();
  expect(statusOf(pull)).toContain("It is watched");
  station(pull, "feature-4-deployed");
  await ticks("quinn", "validated");
  await ticks("dora", "trained");
  await world.away();
  world.github.advance(25 * 3600_000);
  await world.back();
  await says("max", "/gate recheck");
  await ticks("dora", "monitored");
  await says("dora", "/gate go deployment");
  expect(exit()).toBe("completed");
  station(pull, "feature-5-completed");

  await world.away();
  const trailing = { github: world.github, dataDir: folder, repo: repo.fullName, pull: pull.number };
  assertTrail(await trailOf(trailing), sha);
  page("feature-6-audit", await exportedTrail(trailing, "md"));
});
