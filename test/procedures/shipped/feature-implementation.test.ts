import { describe, expect, test } from "@jest/globals";
import { everyVerdict, SUB_STEPS_OPEN } from "../../../src/evaluation/verdict.ts";
import {
  at,
  BODY,
  CODE,
  COMPLETE,
  DEPLOYED_AT,
  EARLIER,
  FILES,
  GOES,
  LABELS,
  LATER,
  MERGE,
  READY,
  TICKS,
} from "./feature-implementation-state.ts";
import { exitIn, lacking, openIn, pulling, replacing, stepsIn, verdictOf, without, type State } from "./shipped.ts";

/** The procedure `feature-implementation` at the moments of its run, and one row for every way in which it can be stuck. */

const ID = "feature-implementation";

interface Stuck {
  readonly title: string;
  readonly state: State;
  /** `step: state code` of every step that is open and not locked. */
  readonly open: readonly string[];
  readonly exit?: string;
}

const said = (state: State, ...more: State["ledger"]): State => ({ ...state, ledger: [...state.ledger, ...more] });

/** The ledger with a word about every entry of one kind. */
const saying = (state: State, change: (entry: State["ledger"][number]) => State["ledger"][number]): State => ({
  ...state,
  ledger: state.ledger.map((entry) => change(entry)),
});

const missing = (name: string, step: string): Stuck => ({
  title: `no ${name}.md`,
  state: lacking(READY, at(name)),
  open: [`${step}: unmet document/missing`],
  exit: "blocked",
});

/** Each heading in turn is taken away. */
const headless = (name: string, step: string): readonly Stuck[] =>
  [...(FILES[at(name)] ?? "").matchAll(/^## (.*)$/gmu)].map(([line, heading]) => ({
    title: `${name}.md without “${heading ?? ""}”`,
    state: replacing(READY, at(name), [line, "## Something else"]),
    open: [`${step}: unmet document/incomplete`],
    exit: "blocked",
  }));

const STRUCTURED = {
  plan: "plan",
  requirements: "scope",
  architecture: "architecture",
  "threat-model": "threat-model",
  "api-contract": "api-contract",
  "security-review": "security-review",
  "test-report": "test-report",
  README: "documentation",
  rollout: "rollout-plan",
  record: "record",
} as const;

const OTHERS = {
  ux: "journeys",
  "api-discovery": "api-discovery",
  "data-design": "data-design",
  compatibility: "compatibility",
  "third-party": "third-party",
  authorisation: "authorisation",
  "test-plan": "test-plan",
} as const;

const parentsOf = (step: string, state: State): readonly string[] =>
  stepsIn(verdictOf(state), ID)
    .filter(({ steps }) => everyVerdict(steps).some(({ id }) => id === step))
    .map(({ id }) => `${id}: waiting step/sub-steps-open`);

const unticked = (ticks: Readonly<Record<string, string>>, state: State): readonly Stuck[] =>
  Object.keys(ticks).map((step) => ({
    title: `nobody ticked ${step}`,
    state: without(state, { step }),
    open: [...parentsOf(step, state), `${step}: waiting tick/open`],
  }));

const decisions: readonly Stuck[] = Object.entries(GOES).flatMap(([phase, login]): readonly Stuck[] => [
  {
    title: `no go for ${phase}`,
    state: without(COMPLETE, { step: `${phase}:gate` }),
    open: [`${phase}:gate: waiting decision/open`],
  },
  {
    title: `a no-go for ${phase}`,
    state: said(COMPLETE, {
      act: "decide",
      word: "no-go",
      reason: "something is missing",
      procedure: ID,
      step: `${phase}:gate`,
      by: { login },
      permission: "write",
      at: "2026-05-06T11:45:00Z",
    }),
    open: [`${phase}:gate: unmet decision/no-go`],
    exit: "blocked",
  },
]);

const described = (heading: string, step: string): Stuck => ({
  title: `a description without “${heading}”`,
  state: pulling(READY, { body: BODY.replace(`## ${heading}`, "## Something else") }),
  open: [`${step}: unmet section/missing`],
  exit: "blocked",
});

const documents: readonly Stuck[] = [
  ...Object.entries(STRUCTURED).flatMap(([name, step]) => headless(name, step)),
  ...Object.entries({ ...STRUCTURED, ...OTHERS })
    .filter(([name]) => name !== "README")
    .map(([name, step]) => missing(name, step)),
  {
    title: "no README.md",
    state: lacking(READY, at("README")),
    open: ["documentation-draft: unmet document/missing"],
    exit: "blocked",
  },
  {
    title: "a test plan that is a template",
    state: replacing(READY, at("test-plan"), [/Coupons are.*/u, "[Say what is tested]"]),
    open: ["test-plan: unmet document/unfilled"],
    exit: "blocked",
  },
  {
    title: "a contract that is a draft",
    state: replacing(READY, at("api-contract"), ["Frozen", "Draft"]),
    open: ["api-contract: unmet document/invalid"],
    exit: "blocked",
  },
  {
    title: "a record without a start",
    state: replacing(READY, at("record"), ["2026-04-01", "in spring"]),
    open: ["record: unmet document/invalid"],
    exit: "blocked",
  },
];

/** Sign-offs of an earlier commit, since which these files changed. */
const since = (...paths: readonly string[]): State =>
  pulling(
    saying(READY, (entry) => (entry.act === "signoff" ? { ...entry, commit: EARLIER } : entry)),
    { changedSince: { [EARLIER]: [...paths] } },
  );

const AGAIN = ["accept-product", "accept-technical", "accept-quality", "accept-deployment"].map(
  (step) => `${step}: waiting signoff/stale`,
);

const approvals: readonly Stuck[] = [
  {
    title: "the product owner said nothing",
    state: without(READY, { role: "product-owner" }),
    open: ["approved: waiting signoff/too-few"],
  },
  {
    title: "the tech lead said nothing",
    state: without(READY, { role: "tech-lead" }),
    open: ["plan-approved: waiting signoff/too-few"],
  },
  {
    title: "the QA lead said nothing",
    state: without(READY, { role: "qa-lead" }),
    open: ["accept-quality: waiting signoff/too-few"],
  },
  {
    title: "DevOps said nothing",
    state: without(READY, { role: "devops" }),
    open: ["accept-deployment: waiting signoff/too-few"],
  },
  { title: "the plan changed since", state: since(at("plan")), open: ["plan-approved: waiting signoff/stale"] },
  {
    title: "the contract changed since",
    state: since(at("api-contract")),
    open: ["api-contract: waiting signoff/stale"],
  },
  {
    title: "the interface changed since",
    state: since("api/openapi.yml"),
    open: ["api-contract: waiting signoff/stale"],
  },
  { title: "code changed since", state: since("server/coupons.ts"), open: ["reviewed: waiting signoff/stale"] },
  { title: "a document changed since", state: since(at("record")), open: AGAIN },
  {
    title: "a stranger's word for the contract",
    state: saying(READY, (entry) =>
      entry.act === "signoff" && entry.role === "tech-lead" ? { ...entry, by: { login: "max" } } : entry,
    ),
    open: ["plan-approved: waiting signoff/too-few"],
  },
  {
    title: "a robot's tick",
    state: saying(READY, (entry) =>
      entry.act === "tick" && entry.step === "verified"
        ? { ...entry, by: { login: "quinn[bot]", type: "Bot" as const } }
        : entry,
    ),
    open: ["verified: waiting tick/open"],
  },
  {
    title: "a stranger's go",
    state: saying(READY, (entry) =>
      entry.act === "decide" && entry.step === "quality:gate" ? { ...entry, by: { login: "max" } } : entry,
    ),
    open: ["quality:gate: waiting decision/open"],
  },
];

const facts: readonly Stuck[] = [
  described("Feature definition", "definition"),
  described("Requirements", "requirements"),
  described("Resources and constraints", "resources"),
  {
    title: "no ticket",
    state: pulling(READY, { linkedIssues: [] }),
    open: ["ticket: unmet linked/missing"],
    exit: "blocked",
  },
  {
    title: "no change of the infrastructure",
    state: pulling(READY, { files: CODE.filter((path) => path !== "infra/flags.tf").map((path) => ({ path })) }),
    open: ["infrastructure: unmet changed/none"],
    exit: "blocked",
  },
  {
    title: "an open conversation",
    state: pulling(READY, { threads: [{ resolved: false, path: "server/coupons.ts" }] }),
    open: ["reviewed: unmet conversations/open"],
    exit: "blocked",
  },
  {
    title: "a failing check",
    state: pulling(READY, { checks: [{ name: "test", state: "failure" }] }),
    open: ["checks: unmet checks/failed"],
    exit: "blocked",
  },
  {
    title: "a critical issue",
    state: pulling(READY, { openIssues: { "label:critical": [{ number: 3, labels: ["critical"] }] } }),
    open: ["issues: unmet issues/open"],
    exit: "blocked",
  },
];

const deployments = (...production: NonNullable<NonNullable<State["pull"]["deployments"]>[string]>): State =>
  pulling(COMPLETE, { deployments: { production } });

const after: readonly Stuck[] = [
  { title: "merged, and not deployed", state: deployments(), open: [] },
  {
    title: "a deployment that failed",
    state: deployments({ sha: MERGE, state: "failure", at: DEPLOYED_AT, holds: true }),
    open: [],
  },
  {
    title: "a deployment of something else",
    state: deployments({ sha: EARLIER, state: "success", at: DEPLOYED_AT, holds: false }),
    open: [],
  },
  {
    title: "live once, and no longer",
    state: deployments(
      { sha: EARLIER, state: "success", at: "2026-05-05T10:00:00Z", holds: false },
      { sha: MERGE, state: "inactive", at: DEPLOYED_AT, until: "2026-05-05T10:00:00Z", holds: true },
    ),
    open: ["live: waiting deployed/gone", "monitored: waiting elapsed/gone"],
  },
  {
    title: "deployed again, and that failed",
    state: deployments(
      { sha: MERGE, state: "failure", at: "2026-05-05T11:00:00Z", holds: true },
      { sha: MERGE, state: "inactive", at: DEPLOYED_AT, until: "2026-05-05T10:00:00Z", holds: true },
    ),
    open: ["live: unmet deployed/failed", "monitored: waiting elapsed/gone"],
    exit: "blocked",
  },
  {
    title: "not watched for a day",
    state: { ...COMPLETE, now: "2026-05-06T08:59:00Z" },
    open: ["monitored: waiting elapsed/too-early"],
  },
];

const rows: readonly Stuck[] = [
  ...documents,
  ...facts,
  ...approvals,
  ...decisions,
  ...unticked(TICKS, READY),
  ...after,
  ...unticked(LATER, COMPLETE),
];

const phasesOf = (state: State) => verdictOf(state).procedures[0]?.phases.map((phase) => phase.state);

describe("the run", () => {
  test("opened: nothing is there; missing inputs name what to do first", () => {
    const opened = verdictOf({ ...READY, files: {}, ledger: [], pull: { ...READY.pull, body: "", linkedIssues: [] } });
    expect(opened.gates[0]?.state).toBe("shut");
    expect(exitIn(opened, ID)).toBe("blocked");
    expect(opened.procedures[0]?.phases.map(({ state }) => state)).toEqual(["open", ...Array(6).fill("locked")]);
    const help = Object.fromEntries(stepsIn(opened, ID).map((step) => [step.id, step.help]));
    expect(help["definition"]).toContain("feature intake first");
    expect(help["approved"]).toContain("Get the approval first");
    expect(opened.procedures[0]).toMatchObject({ tell: ["product-owner", "tech-lead"] });
  });

  test("ready to merge; the deployment is still ahead", () => {
    const ready = verdictOf(READY);
    expect(ready.findings).toEqual([]);
    expect(openIn(ready, ID)).toEqual([]);
    expect(ready.gates[0]?.state).toBe("open");
    expect(exitIn(ready, ID)).toBe("in-progress");
    expect(phasesOf(READY)).toEqual([...Array(6).fill("complete"), "locked"]);
  });

  test("completed", () => {
    expect(openIn(verdictOf(COMPLETE), ID)).toEqual([]);
    expect(exitIn(verdictOf(COMPLETE), ID)).toBe("completed");
  });

  test.each([
    ["partial", { act: "defer", procedure: ID, step: "trained", role: "product-owner", reason: "next week" }],
    ["aborted", { act: "abort", role: "product-owner", reason: "nobody wants coupons" }],
    ["rolled-back", { act: "rollback", environment: "production", role: "product-owner", reason: "errors" }],
  ] as const)("%s", (exit, act) => {
    const state = said(without(COMPLETE, { step: "trained" }), { ...act, by: { login: "paula" }, at: DEPLOYED_AT });
    expect(exitIn(verdictOf(state), ID)).toBe(exit);
  });

  test("what is not in scope is not asked for", () => {
    const small = verdictOf(pulling(READY, { labels: [], files: [{ path: "src/coupons.ts" }] }));
    const idle = stepsIn(small, ID).filter(({ state }) => state === "not-applicable");
    expect(idle.map(({ id }) => id)).toEqual(
      ["design-system", "data-design", "compatibility", "third-party", "authorisation", "infrastructure"].concat([
        "backend",
        "frontend",
        "middleware",
        "accessibility",
      ]),
    );
    expect(small.gates[0]?.state).toBe("open");
  });

  test.each(LABELS)("%s brings back what it declares", (label) => {
    const scoped = verdictOf(pulling(READY, { labels: [label], files: [{ path: "src/coupons.ts" }] }));
    expect(stepsIn(scoped, ID).filter(({ state }) => state === "not-applicable").length).toBeLessThan(10);
  });

  test("a part that goes into the feature's branch is left alone", () => {
    const part = verdictOf(pulling(READY, { base: "feature/coupons", head: "feature/coupons-backend" }));
    expect(part.procedures[0]?.applies).toBe(false);
  });
});

describe("stuck", () => {
  test.each(rows)("$title", ({ state, open, exit = "in-progress" }) => {
    const verdict = verdictOf(state);
    expect(openIn(verdict, ID)).toEqual(open);
    expect(exitIn(verdict, ID)).toBe(exit);
    for (const { state: how, code, remedy, actors } of stepsIn(verdict, ID)) {
      if ((how !== "unmet" && how !== "waiting") || code === SUB_STEPS_OPEN) continue;
      expect(remedy).not.toBe("");
      expect(actors).not.toEqual([]);
    }
  });

  test("has a row for every step", () => {
    const stuck = new Set(rows.flatMap(({ open }) => open.map((one) => one.replace(/: \w+ [\w/-]+$/u, ""))));
    const never = stepsIn(verdictOf(COMPLETE), ID).filter(({ id }) => !stuck.has(id));
    expect(never.map(({ id }) => id)).toEqual([]);
  });
});
