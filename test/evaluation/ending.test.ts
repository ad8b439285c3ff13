import { describe, expect, test } from "@jest/globals";
import type { Deployment } from "../../src/evidence/deployment.ts";
import type { Ledger } from "../../src/evidence/ledger.ts";
import { evaluate } from "../../src/evaluation/evaluate.ts";
import type { ProcedureVerdict } from "../../src/evaluation/verdict.ts";
import type { Policy } from "../../src/procedures/policy.ts";
import { blockingNow } from "../../src/readiness/deploy/blocking.ts";
import { RequirementSchema } from "../../src/requirements/schema.ts";
import { judged, OVERRIDE, phase, policy, procedure, snapshot, step, tick } from "./world.ts";

const lea = { by: { login: "lea", type: "User" }, role: "lead", permission: "write", via: "command" } as const;
const roles = { lead: { members: ["lea"] } };

const rollback = (environment?: string, at = "2026-03-02T09:00:00Z"): Ledger[number] => ({
  ...lea,
  act: "rollback",
  at,
  reason: "wrong totals",
  ...(environment === undefined ? {} : { environment }),
});

const at = (time: string, state: Deployment["state"] = "success", holds: boolean | null = true): Deployment => ({
  sha: holds === true ? "m" : "b",
  state,
  at: `2026-03-02T${time}:00Z`,
  holds,
});

const running = (staging: readonly Deployment[], production: readonly Deployment[]) =>
  snapshot({
    state: "merged",
    mergeSha: "m",
    roles,
    deployments: { staging: [...staging], production: [...production] },
  });

const told = ({ exit, phases }: ProcedureVerdict): readonly string[] => [
  exit,
  ...phases.map(
    ({ state, reason, rolledBackAt }) => `${state}${rolledBackAt === undefined ? "" : " rolled back"}: ${reason ?? ""}`,
  ),
];

const GONE = (environment: string) =>
  `locked rolled back: Rolled back; opens again after the next deployment to ${environment}.`;

describe("a rollback of no environment in particular", () => {
  const watched: Policy = policy(
    [
      procedure([
        phase("staged", [step("logs", tick())], { blocks: null, starts: { deployed: "staging" } }),
        phase("live", [step("watch", tick())], { blocks: null, starts: { deployed: "production" }, blocksNext: true }),
      ]),
    ],
    { override: OVERRIDE },
  );
  const OLD = at("09:10", "inactive", false);

  test.each<{
    title: string;
    staging: readonly Deployment[];
    production: readonly Deployment[];
    is: readonly string[];
  }>([
    {
      title: "is back where the change was deployed again, and nowhere else",
      staging: [at("09:20"), OLD, at("08:00", "inactive")],
      production: [at("08:30")],
      is: ["rolled-back", "open: Open since 2026-03-02 09:20 UTC.", GONE("production")],
    },
    {
      title: "is over when every environment that had it has it again",
      staging: [at("09:20"), OLD, at("08:00", "inactive")],
      production: [at("09:25"), OLD, at("08:30", "inactive")],
      is: ["in-progress", "open: Open since 2026-03-02 09:20 UTC.", "open: Open since 2026-03-02 09:25 UTC."],
    },
    {
      title: "says nothing of an environment that never had it",
      staging: [at("09:20"), OLD, at("08:00", "inactive")],
      production: [],
      is: [
        "in-progress",
        "open: Open since 2026-03-02 09:20 UTC.",
        "locked: Opens after the deployment to production.",
      ],
    },
    {
      title: "is not over by a deployment where it never was",
      staging: [at("08:00")],
      production: [at("09:25")],
      is: ["rolled-back", GONE("staging"), "open: Open since 2026-03-02 09:25 UTC."],
    },
  ])("$title", ({ staging, production, is }) => {
    const [verdict] = judged(watched, running(staging, production), [rollback()]).procedures;
    expect(verdict === undefined ? [] : told(verdict)).toEqual(is);
  });

  test.each<{ title: string; ledger: Ledger; held: readonly string[] }>([
    { title: "nothing was rolled back", ledger: [], held: ["production"] },
    { title: "another environment was", ledger: [rollback("staging")], held: ["production"] },
    { title: "this one was", ledger: [rollback("production")], held: [] },
    { title: "both were", ledger: [rollback()], held: [] },
  ])("what holds the next deployment where $title: $held", ({ ledger, held }) => {
    const verdict = judged(watched, running([at("08:00")], [at("08:30")]), ledger);
    const { blocksNext = [] } = blockingNow(
      { policy: watched, reading: { url: "https://x.test" }, memory: undefined },
      verdict,
    );
    expect(blocksNext.map(({ environment }) => environment)).toEqual(held);
  });
});

test.each(["tip", "next"])("an issue's rollback is not taken back by a deployment, its tip being %s", (headSha) => {
  const launch = policy(
    [
      procedure([phase("after", [step("logs", tick())], { blocks: null, starts: { deployed: "production" } })], {
        subject: "issue",
      }),
    ],
    { override: OVERRIDE },
  );
  const issue = snapshot({
    subject: { kind: "issue", repository: "acme/shop", number: 2 },
    openedAt: "2026-03-01T00:00:00Z",
    headSha,
    roles,
    deployments: {
      production: [
        { sha: "tip", state: "success", at: "2026-03-02T09:10:00Z", holds: true },
        { sha: "old", state: "inactive", at: "2026-03-02T08:00:00Z", holds: null },
      ],
    },
  });
  const [verdict] = judged(launch, issue, [rollback("production")]).procedures;
  expect([verdict?.exit, verdict?.phases[0]?.state, verdict?.phases[0]?.reason]).toEqual([
    "rolled-back",
    "locked",
    "Rolled back; `/gate resume` opens it again once it is deployed.",
  ]);
});

test.each<{
  title: string;
  deployed: readonly Deployment[];
  ledger: Ledger;
  is: string;
  kind?: "issue" | "pull_request";
}>([
  { title: "deployed inside it", deployed: [at("08:00")], ledger: [], is: "met" },
  {
    title: "and rolled back",
    deployed: [at("09:10", "success", false), at("08:00", "inactive")],
    ledger: [rollback("Production")],
    is: "waiting",
  },
  { title: "and rolled back, nobody said where", deployed: [at("08:00")], ledger: [rollback()], is: "waiting" },
  { title: "and rolled back elsewhere", deployed: [at("08:00")], ledger: [rollback("staging")], is: "met" },
  {
    title: "and deployed inside it again",
    deployed: [at("08:50"), at("08:00", "inactive")],
    ledger: [rollback("production", "2026-03-02T08:30:00Z")],
    is: "met",
  },
  { title: "an issue's", deployed: [at("08:50")], ledger: [], is: "met", kind: "issue" },
  {
    title: "an issue's, and what was deployed inside it since the rollback may be the revert",
    deployed: [at("08:50"), at("08:00", "inactive")],
    ledger: [rollback("production", "2026-03-02T08:30:00Z")],
    is: "waiting",
    kind: "issue",
  },
])("a window, judged long after: $title: $is", ({ deployed, ledger, is, kind = "pull_request" }) => {
  const window = { environment: "production", days: ["mon"], hours: "07:00-09:00", timezone: "UTC" };
  const go = phase("go", [step("w", RequirementSchema.parse({ window }))], {
    blocks: "deploy",
    environments: ["production"],
  });
  const timed = policy([procedure([go], { subject: kind })], { override: OVERRIDE });
  const seen = snapshot({
    ...(kind === "issue" ? {} : { state: "merged", mergeSha: "m" }),
    subject: { kind, repository: "acme/shop", number: 2 },
    openedAt: "2026-03-01T00:00:00Z",
    roles,
    deployments: { production: [...deployed] },
  });
  const now = new Date("2026-03-07T22:00:00Z");
  expect(evaluate({ policy: timed, snapshot: seen, ledger, now }).procedures[0]?.phases[0]?.steps[0]?.state).toBe(is);
});
