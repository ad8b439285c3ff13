import { describe, expect, test } from "@jest/globals";
import { NO_POLICY } from "../../../../src/procedures/policy.ts";
import type { Standing } from "../../../../src/readiness/standing.ts";
import { limited, repositoryView, type Found } from "../../../../src/web/pages/repository/repository-view.ts";
import {
  judged,
  label,
  NOW,
  phase,
  policy,
  procedure,
  snapshot,
  step,
  stepsPolicy,
  tick,
} from "../../../evaluation/world.ts";
import { BREAKING, ROLLED_BACK, standingOf } from "../subject/standing.ts";

const repository = { repositoryId: 5, owner: "acme", name: "shop" };

const viewOf = (about: Partial<Found> = {}) =>
  repositoryView({
    repository,
    standings: [],
    releases: [],
    policy: { state: "none" },
    enforcement: undefined,
    shadow: { since: undefined, merged: 0, held: 0, by: [] },
    viewer: "lea",
    githubUrl: "https://github.example.com",
    ...about,
  });

const half = judged(stepsPolicy(step("a", tick("lead")), step("b", label("x"))), snapshot({ labels: ["x"] }));
const none = judged(stepsPolicy(step("a", tick("lead")), step("b", label("x"))));
const ready = judged(stepsPolicy(step("b", label("x"))), snapshot({ labels: ["x"] }));

const numbered = (number: number, verdict: Standing["verdict"], about: Partial<Standing> = {}) =>
  standingOf(verdict, { key: `repo:5/pull:${number}`, number, ...about });

describe("pull requests", () => {
  test("come by how near they are to ready; what could not be determined is last", () => {
    const { open, counts } = viewOf({
      standings: [
        numbered(1, none),
        numbered(2, ready, { undeterminedSince: NOW }),
        numbered(3, half),
        numbered(4, ready),
        numbered(5, half),
      ],
    });
    expect(open.map(({ number }) => number)).toEqual([4, 5, 3, 1, 2]);
    expect(counts).toEqual({ open: 5, ready: 1, deployments: 0 });
  });

  test("say that they were rolled back, by whom and why, and ask nobody", () => {
    const [row] = viewOf({ standings: [numbered(3, ROLLED_BACK, { state: "merged" })] }).after;
    expect(row).toMatchObject({
      isRolledBack: true,
      isReady: false,
      left: "",
      next: "Rolled back in production on 2026-03-02 08:30 UTC by lea, because: 3 wrong totals.",
      isYours: false,
      since: undefined,
    });
  });

  test("say what is left, whose turn it is and since when", () => {
    const since = { "p/a": new Date("2026-03-01T10:00:00Z"), "p/b": new Date("2026-03-01T09:00:00Z") };
    const [row] = viewOf({ standings: [numbered(3, half, { since })] }).open;
    expect(row).toMatchObject({
      href: "/r/acme/shop/pull/3",
      done: 1,
      total: 2,
      left: "1 tick",
      next: "Next: lead (lea, Leo).",
      isYours: true,
      isReady: false,
      since: since["p/a"],
    });
  });

  test("that would break the config are never ready, and say what they would break and since when", () => {
    const since = { config: new Date("2026-03-01T10:00:00Z") };
    const { open, counts } = viewOf({
      standings: [
        numbered(1, ready, { proposed: BREAKING, since }),
        numbered(2, ready, { proposed: BREAKING.slice(0, 1) }),
        numbered(3, half),
      ],
      viewer: "ada",
    });
    expect(open.map(({ number, isReady, isYours, breaks }) => [number, isReady, isYours, breaks.length])).toEqual([
      [2, true, false, 0],
      [3, false, false, 0],
      [1, false, true, 1],
    ]);
    expect(open[2]?.since).toEqual(since.config);
    expect(open[2]?.breaks[0]?.url).toMatch(/\/blob\/a{40}\/\.github\/procedures\/p\.yml#L3$/u);
    expect(counts).toMatchObject({ open: 3, ready: 1 });
  });

  test("that no procedure applies to are not called ready; what was merged and issues stand apart", () => {
    const view = viewOf({
      standings: [
        numbered(1, judged(policy([]))),
        numbered(2, half, { state: "merged" }),
        numbered(3, { ...half, stage: "issue" }, { kind: "issue" }),
      ],
    });
    expect(view.open.map(({ number, isReady }) => [number, isReady])).toEqual([[1, false]]);
    expect([view.after, view.issues].map((rows) => rows.map(({ href }) => href))).toEqual([
      ["/r/acme/shop/pull/2"],
      ["/r/acme/shop/issues/3"],
    ]);
  });
});

describe("deployments", () => {
  const sha = "a".repeat(40);
  const answer = {
    repository: "acme/shop",
    environment: "Pro duction",
    sha,
    decision: "awaiting",
    title: "Not yet: frozen",
    reasons: ["Frozen."],
    opensAt: "2026-03-09T08:00:00.000Z",
    course: "first",
    members: [],
    direct: [],
    report: "",
    decidedAt: "2026-03-02T09:00:00.000Z",
  };
  const memory = {
    environment: "Pro duction",
    members: [],
    blocking: [],
    answer,
    configured: true,
    policyPaths: [],
    askedAt: "2026-03-02T09:00:00.000Z",
    isAsked: true,
    isChecked: true,
  };
  const stored = (kept: unknown) => ({
    key: `repo:5/deploy:pro%20duction/${sha}`,
    installationId: 7,
    repositoryId: 5,
    owner: "acme",
    name: "shop",
    state: "open" as const,
    memory: kept,
  });

  test("that wait are there with their opening; those that nobody asked for, that may go, or that can't be read are not", () => {
    const { deployments } = viewOf({
      releases: [
        stored(memory),
        stored({ ...memory, isAsked: false }),
        stored({ ...memory, answer: { ...answer, decision: "approved" } }),
        stored({ other: "release" }),
        stored(undefined),
      ],
    });
    expect(deployments.map(({ href, opensAt }) => [href, opensAt])).toEqual([
      [`/r/acme/shop/deployments/Pro%20duction/${sha}`, new Date("2026-03-09T08:00:00Z")],
    ]);
  });
});

test("procedures come from the default branch's policy, each with what it runs on; findings lead to its lines", () => {
  const given = policy([procedure([phase("one", [step("a", tick())])], { applies: { labels: ["x"] } }, "shadow")], {
    findings: [{ code: "x/y", severity: "warning", message: "W.", file: ".github/gatehouse.yml", line: 2, column: 1 }],
  });
  const view = viewOf({ policy: { state: "policy", policy: given } });
  expect(view.procedures).toMatchObject([
    { id: "p", href: "/r/acme/shop/procedures/p", phases: 1, steps: 1, isShadow: true },
  ]);
  expect(view.procedures[0]?.runsOn).toBe("a pull request when it carries the label `x`");
  expect(view.findings[0]?.url).toBe("https://github.example.com/acme/shop/blob/HEAD/.github/gatehouse.yml#L2");
  expect(viewOf({ policy: { state: "policy", policy: { ...NO_POLICY, mode: "shadow" } } }).mode).toBe("shadow");
});

test("of very many rows the first are shown, and the others are counted", () => {
  const standings = Array.from({ length: 30 }, (_, index) => numbered(index + 1, half));
  const view = limited(viewOf({ standings }), 8);
  expect([view.open.length, view.more, view.counts.open]).toEqual([8, 22, 30]);
});
