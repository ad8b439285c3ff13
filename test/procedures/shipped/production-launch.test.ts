import { describe, expect, test } from "@jest/globals";
import { SUB_STEPS_OPEN } from "../../../src/evaluation/verdict.ts";
import {
  asOf,
  BODY,
  COMPLETE,
  CONFIRMATION,
  decide,
  DECISIONS,
  DONE,
  FRESH,
  HOTFIX,
  HOTFIXED,
  LAUNCHED,
  PATHS,
  PRODUCTION,
  SECOND_WEEK,
  SHA,
  STAGING,
  tick,
  TICKS,
} from "./production-launch-state.ts";
import { exitIn, lacking, openIn, pulling, replacing, stepsIn, verdictOf, without, type State } from "./shipped.ts";

/** The procedure `production-launch` at the moments of its run, and one row for every way in which it can be stuck. */

const ID = "production-launch";

test("its config is enough", () => {
  expect(COMPLETE.policy.findings).toEqual([]);
});

const phasesIn = (state: State): Readonly<Record<string, string>> =>
  Object.fromEntries(
    verdictOf(state).procedures.flatMap(({ phases }) => phases.map(({ id, state: is }) => [id, is] as const)),
  );

const LATER = { launch: "locked", monitoring: "locked", completion: "locked" };

describe("the moments of a run", () => {
  test("opened: only what is launched is asked for", () => {
    expect(openIn(verdictOf(FRESH), ID)).toEqual([
      "scope: unmet section/missing",
      "targets: unmet section/missing",
      "owners: unmet section/missing",
      "finished: waiting tick/open",
    ]);
    expect(phasesIn(FRESH)).toMatchObject({ trigger: "open", pipeline: "locked", hardening: "locked", ...LATER });
    expect(exitIn(verdictOf(FRESH), ID)).toBe("blocked");
  });

  test("approved: production is free, and nothing is left but the launch", () => {
    const approved = pulling(asOf("2026-11-17T09:00:00Z"), {
      body: BODY,
      deployments: { staging: [STAGING], production: [] },
    });
    expect(openIn(verdictOf(approved), ID)).toEqual([]);
    expect(phasesIn(approved)).toMatchObject({ approval: "complete", ...LATER });
    expect(verdictOf(approved).gates).toContainEqual(
      expect.objectContaining({ gate: "deploy", environment: "production", state: "open" }),
    );
  });

  test("launched: smoke tests are awaited, watching is locked until they passed", () => {
    const live = pulling(asOf(LAUNCHED), { body: BODY });
    expect(openIn(verdictOf(live), ID)).toEqual([
      "watched: waiting tick/open",
      "smoke: waiting tick/open",
      "available: waiting tick/open",
      "confirmed: unmet section/missing",
    ]);
    expect(phasesIn(live)).toMatchObject({ launch: "open", monitoring: "locked" });
  });

  test.each([
    ["after a week", COMPLETE],
    [
      "after two weeks",
      {
        ...pulling(COMPLETE, { labels: ["launch", "extended-monitoring"] }),
        now: "2026-12-02T12:00:00Z",
        ledger: [...COMPLETE.ledger, ...SECOND_WEEK],
      },
    ],
    [
      "with a hotfix",
      { ...pulling(COMPLETE, { labels: ["launch", "hotfix"] }), ledger: [...COMPLETE.ledger, ...HOTFIXED] },
    ],
  ])("completed %s", (_when, state) => {
    expect(openIn(verdictOf(state), ID)).toEqual([]);
    expect(exitIn(verdictOf(state), ID)).toBe("completed");
  });
});

interface Stuck {
  readonly title: string;
  readonly state: State;
  /** `step: state code` of every step that is open and not locked. */
  readonly open: readonly string[];
}

const row = (title: string, state: State, ...open: readonly string[]): Stuck => ({ title, state, open });

const body = (from: string | RegExp, to: string): State => {
  const text = (BODY + CONFIRMATION).replace(from, to);
  if (text === BODY + CONFIRMATION) throw new Error(`${String(from)} is not in the description`);
  return pulling(COMPLETE, { body: text });
};

const parent = (step: string): readonly string[] =>
  step.startsWith("day-") ? [`daily: waiting ${SUB_STEPS_OPEN}`] : [];

const ticks = Object.keys(TICKS).map((step) =>
  row(`nobody ticked ${step}`, without(COMPLETE, { step }), ...parent(step), `${step}: waiting tick/open`),
);

const decisions = Object.entries(DECISIONS).flatMap(([phase, [login]]) => {
  const step = `${phase}:gate`;
  const bare = without(COMPLETE, { step });
  const said = (one: State["ledger"][number]): State => ({ ...bare, ledger: [...bare.ledger, one] });
  const against = { ...decide(phase, login, DONE), word: "no-go", reason: "the search is slow" } as const;
  return [
    row(`nobody decided on ${phase}`, bare, `${step}: waiting decision/open`),
    row(`no-go on ${phase}`, said(against), `${step}: unmet decision/no-go`),
    row(`somebody else says go on ${phase}`, said(decide(phase, "max", DONE)), `${step}: waiting decision/open`),
  ];
});

const checks = [
  ["build", "build"],
  ["e2e (critical ways)", "end-to-end"],
  ["security scan", "security-scan"],
].flatMap(([name = "", step = ""]) => {
  const others = (COMPLETE.pull.checks ?? []).filter((one) => one.name !== name);
  return [
    row(`no ${name}`, pulling(COMPLETE, { checks: others }), `${step}: waiting checks/absent`),
    row(
      `${name} fails`,
      pulling(COMPLETE, { checks: [...others, { name, state: "failure" }] }),
      `${step}: unmet checks/failed`,
    ),
    row(
      `${name} still runs`,
      pulling(COMPLETE, { checks: [...others, { name, state: "pending" }] }),
      `${step}: waiting checks/pending`,
    ),
  ];
});

const DOCUMENTS = {
  "pipeline-documents": [PATHS.pipeline, "## Staging"],
  performance: [PATHS.performance, "## Endurance"],
  accessibility: [PATHS.accessibility, "## Standard"],
  "security-review": [PATHS.security, "## Manual review"],
  "readiness-report": [PATHS.readiness, "## Defects"],
  "maintenance-plan": [PATHS.maintenance, "## Support"],
} as const;

const documents = [
  ...Object.entries(DOCUMENTS).flatMap(([step, [path, heading]]) => [
    row(`no ${path}`, lacking(COMPLETE, path), `${step}: unmet document/missing`),
    row(
      `no “${heading}” in ${path}`,
      replacing(COMPLETE, path, [heading, "## Other things"]),
      `${step}: unmet document/incomplete`,
    ),
  ]),
  row(
    "a target that is not met",
    replacing(COMPLETE, PATHS.performance, ["| 180 ms | Yes |", "| 480 ms | No |"]),
    "performance: unmet document/invalid",
  ),
  row(
    "no plan",
    lacking(COMPLETE, PATHS.plan),
    "plan: unmet document/missing",
    "rollback-rehearsed: unmet rollback-plan/missing",
  ),
  row(
    "a plan that tells nobody",
    replacing(COMPLETE, PATHS.plan, [/## Communication[^]*/u, ""]),
    "plan: unmet document/incomplete",
  ),
  row(
    "a way back that nobody tried",
    replacing(COMPLETE, PATHS.plan, ["**Rehearsed:** 2026-11-03\n", ""]),
    "rollback-rehearsed: unmet rollback-plan/not-rehearsed",
  ),
  row(
    "a way back that was tried in spring",
    replacing(COMPLETE, PATHS.plan, ["2026-11-03", "2026-04-03"]),
    "rollback-rehearsed: unmet rollback-plan/not-rehearsed",
  ),
  row("no launch report", lacking(COMPLETE, PATHS.report), "launch-report: unmet document/missing"),
  row(
    "a launch report of a few words",
    replacing(COMPLETE, PATHS.report, [/The shop[^]*/u, "It went well."]),
    "launch-report: unmet document/unfilled",
  ),
];

const critical = pulling(COMPLETE, {
  openIssues: { "label:critical": [{ number: 3, title: "Totals are wrong", labels: ["critical"] }] },
});
const deployed = (deployments: NonNullable<State["pull"]["deployments"]>): State => pulling(COMPLETE, { deployments });
const entry = (state: State, ...more: State["ledger"]): State => ({ ...state, ledger: [...state.ledger, ...more] });
const extended = { ...pulling(COMPLETE, { labels: ["launch", "extended-monitoring"] }), now: "2026-12-02T12:00:00Z" };
const hotfixed = entry(pulling(COMPLETE, { labels: ["launch", "hotfix"] }), ...HOTFIXED);

const optional = [
  ...SECOND_WEEK.flatMap((one) => {
    const step = "step" in one ? String(one.step) : "";
    const state = without(entry(extended, ...SECOND_WEEK), { step });
    return [
      row(
        `a second week without ${step}`,
        state,
        `second-week: waiting ${SUB_STEPS_OPEN}`,
        `${step}: waiting tick/open`,
      ),
    ];
  }),
  ...Object.keys(HOTFIX).map((step) =>
    row(
      `a hotfix without ${step}`,
      without(hotfixed, { step }),
      ...(step === "hotfix" ? [] : [`hotfix: waiting ${SUB_STEPS_OPEN}`]),
      `${step}: waiting tick/open`,
    ),
  ),
];

const stuck: readonly Stuck[] = [
  ...ticks,
  ...decisions,
  ...checks,
  ...documents,
  ...optional,
  row("no scope", body(/## Scope[^#]*/u, ""), "scope: unmet section/missing"),
  row("targets without accessibility", body(/- Accessibility.*\n/u, ""), "targets: unmet section/lacks"),
  row("nobody owns the hardening", body("- Hardening: Quinn\n", ""), "owners: unmet section/lacks"),
  row("no confirmation", pulling(COMPLETE, { body: BODY }), "confirmed: unmet section/missing"),
  row("nothing on staging", deployed({ staging: [], production: [PRODUCTION] }), "staging: waiting deployed/none"),
  row(
    "a failed deployment to staging",
    deployed({ staging: [{ ...STAGING, state: "failure" }], production: [PRODUCTION] }),
    "staging: unmet deployed/failed",
  ),
  row(
    "on staging for a moment",
    { ...deployed({ staging: [{ ...STAGING, at: "2026-11-25T10:55:00Z" }], production: [PRODUCTION] }) },
    "staging: waiting deployed/soaking",
  ),
  row("a critical defect", critical, "critical-defects: unmet issues/open", "urgent: unmet issues/open"),
  row("not launched", deployed({ staging: [STAGING], production: [] })),
  row(
    "a launch that failed, after one that succeeded",
    deployed({
      staging: [STAGING],
      production: [
        { sha: SHA, state: "failure", at: "2026-11-20T10:00:00Z" },
        { ...PRODUCTION, state: "inactive", until: "2026-11-20T10:00:00Z" },
      ],
    }),
    "live: unmet deployed/failed",
  ),
  row(
    "a launch before this issue was opened",
    deployed({ staging: [STAGING], production: [{ ...PRODUCTION, at: "2026-11-01T10:00:00Z" }] }),
  ),
  row(
    "day 7, said on day 6",
    { ...COMPLETE, now: "2026-11-23T12:00:00Z" },
    "daily: waiting elapsed/too-early",
    "day-7: waiting elapsed/too-early",
  ),
  row(
    "smoke tests ticked by somebody outside the role",
    entry(without(COMPLETE, { step: "smoke" }), tick("smoke", "max", DONE)),
    "smoke: waiting tick/open",
  ),
];

describe("stuck", () => {
  test.each(stuck)("$title", ({ state, open }) => {
    const verdict = verdictOf(state);
    expect(openIn(verdict, ID)).toEqual(open);
    expect(exitIn(verdict, ID)).not.toBe("completed");
    const untold = stepsIn(verdict, ID)
      .filter(({ id, code }) => code !== SUB_STEPS_OPEN && open.some((one) => one.startsWith(`${id}: `)))
      .filter(({ remedy, actors }) => remedy === "" || actors.length === 0);
    expect(untold).toEqual([]);
  });

  test("every step is in the table", () => {
    const named = new Set(stuck.flatMap(({ open }) => open.map((one) => one.split(": ")[0])));
    const steps = stepsIn(verdictOf(COMPLETE), ID).map(({ id }) => id);
    expect(steps.filter((id) => !named.has(id))).toEqual([]);
  });
});
