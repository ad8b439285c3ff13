import { describe, expect, test } from "@jest/globals";
import type { Deployment } from "../../src/evidence/deployment.ts";
import type { Ledger } from "../../src/evidence/ledger.ts";
import { evaluate } from "../../src/evaluation/evaluate.ts";
import type { Policy } from "../../src/procedures/policy.ts";
import { blockingNow } from "../../src/readiness/deploy/blocking.ts";
import { RequirementSchema } from "../../src/requirements/schema.ts";
import { judged, OVERRIDE, phase, policy, procedure, snapshot, step, tick } from "./world.ts";

const lea = { by: { login: "lea", type: "User" }, role: "lead", permission: "write", via: "command" } as const;
const moment = (time: string): string => `2026-03-02T${time}:00Z`;

const rollback = (time: string, environment?: string): Ledger[number] => ({
  ...lea,
  act: "rollback",
  at: moment(time),
  reason: "wrong totals",
  ...(environment === undefined ? {} : { environment }),
});
const resume = (time: string): Ledger[number] => ({ ...lea, act: "resume", at: moment(time) });

/** Of the change, or of what ran before it; replaced at a time where one is given. */
const ran = (what: "change" | "old" | "mended", time: string, until?: string): Deployment => ({
  sha: what,
  state: until === undefined ? "success" : "inactive",
  at: moment(time),
  ...(until === undefined ? {} : { until: moment(until) }),
  holds: what !== "old",
});

const afterwards = phase("live", [step("watch", tick())], {
  blocks: null,
  starts: { deployed: "production" },
  blocksNext: true,
});

const policyOn = (subject: "issue" | "pull_request"): Policy =>
  policy([procedure([afterwards], { subject })], { override: OVERRIDE });

const seenOn = (kind: "issue" | "pull_request", production: readonly Deployment[], staging?: readonly Deployment[]) =>
  snapshot({
    ...(kind === "issue" ? {} : { state: "merged", mergeSha: "m" }),
    subject: { kind, repository: "acme/shop", number: 2 },
    openedAt: "2026-03-02T07:30:00Z",
    roles: { lead: { members: ["lea"] } },
    deployments: { production: [...production], ...(staging === undefined ? {} : { staging: [...staging] }) },
  });

const AWAITS = "locked: Rolled back; opens again after the next deployment to production.";

interface Case {
  readonly title: string;
  /** Newest first. */
  readonly production: readonly Deployment[];
  readonly staging?: readonly Deployment[];
  readonly ledger: Ledger;
  readonly exit?: string;
  readonly is: string;
}

const OF_BOTH: readonly Case[] = [
  {
    title: "counts the deployment that runs on: the rollback was said by mistake",
    production: [ran("change", "08:00"), ran("old", "07:00", "08:00")],
    ledger: [rollback("09:00", "production"), resume("09:30")],
    is: "open: Open since 2026-03-02 08:00 UTC.",
  },
  {
    title: "counts it also when another took its place later",
    production: [ran("mended", "10:00"), ran("change", "08:00", "10:00")],
    ledger: [rollback("09:00"), resume("09:30")],
    is: "open: Open since 2026-03-02 08:00 UTC.",
  },
  {
    title: "awaits the next deployment where it ran no more",
    production: [ran("old", "09:10"), ran("change", "08:00", "09:10"), ran("old", "07:00", "08:00")],
    ledger: [rollback("09:00", "production"), resume("09:30")],
    is: AWAITS,
  },
  {
    title: "awaits it also where the rollback was said after the old one ran again",
    production: [ran("old", "08:50"), ran("change", "08:00", "08:50"), ran("old", "07:00", "08:00")],
    ledger: [rollback("09:00"), resume("09:30")],
    is: AWAITS,
  },
  {
    title: "begins anew with the next deployment",
    production: [
      ran("change", "10:00"),
      ran("old", "09:10", "10:00"),
      ran("change", "08:00", "09:10"),
      ran("old", "07:00", "08:00"),
    ],
    ledger: [rollback("09:00"), resume("09:30")],
    is: "open: Open since 2026-03-02 10:00 UTC.",
  },
  {
    title: "is rolled back again",
    production: [ran("change", "08:00")],
    ledger: [rollback("08:30"), resume("08:40"), rollback("09:00")],
    exit: "rolled-back",
    is: "locked",
  },
  {
    title: "goes by the first resumption: it ran then",
    production: [ran("mended", "10:00"), ran("change", "08:00", "10:00")],
    ledger: [rollback("08:30"), resume("08:40"), resume("10:30")],
    is: "open: Open since 2026-03-02 08:00 UTC.",
  },
  {
    title: "awaits the first deployment where there never was one",
    production: [],
    ledger: [rollback("08:30"), resume("08:40")],
    is: "locked: Opens after the deployment to production.",
  },
];

describe.each(["pull_request", "issue"] as const)("a resumed run of %s", (kind) => {
  const rules = policyOn(kind);

  test.each(OF_BOTH)("$title", ({ production, ledger, exit = "in-progress", is }) => {
    const verdict = judged(rules, seenOn(kind, production), ledger);
    const [run] = verdict.procedures;
    const [phaseNow] = run?.phases ?? [];
    expect(run?.exit).toBe(exit);
    expect(`${phaseNow?.state}: ${phaseNow?.reason}`).toContain(is);
    const { blocksNext = [] } = blockingNow(
      { policy: rules, reading: { url: "https://x.test" }, memory: undefined },
      verdict,
    );
    expect(blocksNext.map(({ environment }) => environment)).toEqual(is.startsWith("open") ? ["production"] : []);
  });
});

test("a rollback of no environment in particular was a mistake where the change runs on, and nowhere else", () => {
  const starts = { deployed: "staging" };
  const rules = policy([procedure([afterwards, phase("staged", [step("logs", tick())], { blocks: null, starts })])], {
    override: OVERRIDE,
  });
  const production = [ran("old", "09:10"), ran("change", "08:00", "09:10")];
  const seen = seenOn("pull_request", production, [ran("change", "07:00")]);
  const [run] = judged(rules, seen, [rollback("09:00"), resume("09:30")]).procedures;
  expect(run?.phases.map(({ state, reason }) => `${state}: ${reason}`)).toEqual([
    AWAITS,
    "open: Open since 2026-03-02 07:00 UTC.",
  ]);
});

test("of an issue, what was deployed between rollback and resumption counts: people say that it is back", () => {
  const production = [
    ran("mended", "09:20"),
    ran("old", "09:10", "09:20"),
    ran("change", "08:00", "09:10"),
    ran("old", "07:00", "08:00"),
  ];
  const told = (ledger: Ledger) =>
    judged(policyOn("issue"), seenOn("issue", production), ledger).procedures[0]?.phases[0];
  expect(told([rollback("09:00")])?.reason).toBe("Rolled back; `/gate resume` opens it again once it is deployed.");
  expect(told([rollback("09:00"), resume("09:30")])?.reason).toBe("Open since 2026-03-02 09:20 UTC.");
  expect(told([rollback("09:00"), resume("09:15")])?.reason).toBe("Open since 2026-03-02 09:20 UTC.");
});

test.each<{ title: string; production: readonly Deployment[]; ledger: Ledger; is: string }>([
  {
    title: "was used by the deployment that runs on",
    production: [ran("change", "08:00")],
    ledger: [rollback("09:00"), resume("09:30")],
    is: "met",
  },
  {
    title: "is awaited anew after a rollback that took place",
    production: [ran("old", "09:10"), ran("change", "08:00", "09:10"), ran("old", "07:00", "08:00")],
    ledger: [rollback("09:00"), resume("09:30")],
    is: "waiting",
  },
])("a window $title", ({ production, ledger, is }) => {
  const window = { environment: "production", days: ["mon"], hours: "07:00-09:00", timezone: "UTC" };
  const go = phase("go", [step("w", RequirementSchema.parse({ window }))], {
    blocks: "deploy",
    environments: ["production"],
  });
  const states = (["pull_request", "issue"] as const).map((subject) => {
    const rules = policy([procedure([go], { subject })], { override: OVERRIDE });
    const now = new Date("2026-03-07T22:00:00Z");
    const verdict = evaluate({ policy: rules, snapshot: seenOn(subject, production), ledger, now });
    return verdict.procedures[0]?.phases[0]?.steps[0]?.state;
  });
  expect(states).toEqual([is, is]);
});
