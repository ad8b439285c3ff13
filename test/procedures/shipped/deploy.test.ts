import { describe, expect, test } from "@jest/globals";
import { SUB_STEPS_OPEN } from "../../../src/evaluation/verdict.ts";
import {
  BODY,
  COMPLETE,
  FRESH,
  GOING,
  HEAD,
  LIVE,
  NAMES,
  NOTES,
  OTHER,
  PRODUCTION,
  READY,
  STAGING,
  STRATEGIES,
  TICKS,
  ledgerFor,
  tick,
  type Strategy,
} from "./deploy-state.ts";
import { exitIn, openIn, pulling, stepsIn, verdictOf, without, type State } from "./shipped.ts";

/** The procedure `deploy` at the moments of its run, and one row for every way in which it can be stuck. */

const ID = "deploy";

test("a config with one role and no windows or freezes is enough", () => {
  expect(COMPLETE.policy).toMatchObject({ findings: [], windows: {}, freezes: [] });
  expect(Object.keys(COMPLETE.policy.roles)).toEqual(["release-manager"]);
});

const lockedIn = (state: State): readonly string[] =>
  verdictOf(state).procedures.flatMap(({ phases }) =>
    phases.filter((phase) => phase.state === "locked").map(({ id }) => id),
  );

const gatesIn = (state: State): readonly string[] =>
  verdictOf(state).gates.map(({ gate, environment = "", state: is }) => `${gate} ${environment}: ${is}`);

const AFTER = ["rollout", "verification", "communication", "watch", "closing"];

describe("the moments of a run", () => {
  test("opened: the merge is shut, with what is left", () => {
    expect(gatesIn(FRESH)).toEqual(["merge : shut", "deploy production: shut"]);
    expect(openIn(verdictOf(FRESH), ID)).toEqual([
      "tests: waiting checks/absent",
      "reviewed: waiting signoff/too-few",
      "criteria: waiting tick/open",
      "deployment-plan: unmet section/missing",
      "feature-flags: waiting tick/open",
      "rollback-plan: unmet rollback-plan/missing",
      "monitoring-plan: unmet section/missing",
      "thresholds: unmet section/missing",
      "strategy: waiting choice/none",
      "direct: waiting choice/option",
      "feature-flag: waiting choice/option",
      "blue-green: waiting choice/option",
    ]);
    expect(lockedIn(FRESH)).toEqual(["before-production", ...AFTER]);
  });

  test("ready: it can be merged, and production waits", () => {
    expect(gatesIn(READY)).toEqual(["merge : open", "deploy production: awaiting"]);
    expect(lockedIn(READY)).toEqual(AFTER);
  });

  test("merged and prepared: production is free", () => {
    expect(gatesIn(GOING)).toEqual(["merge : open", "deploy production: open"]);
    expect(openIn(verdictOf(GOING), ID)).toEqual([]);
    expect(exitIn(verdictOf(GOING), ID)).toBe("in-progress");
  });

  test("deployed: what comes after opens, one phase after the other", () => {
    expect(openIn(verdictOf(LIVE), ID)).toEqual(["watched: waiting tick/open", "direct-figures: waiting tick/open"]);
    expect(lockedIn(LIVE)).toEqual(AFTER.slice(1));
  });

  test.each(NAMES)("rolled out as %s and watched: completed", (strategy) => {
    const verdict = verdictOf({ ...COMPLETE, ledger: ledgerFor(strategy) });
    expect(openIn(verdict, ID)).toEqual([]);
    expect(exitIn(verdict, ID)).toBe("completed");
  });
});

interface Stuck {
  readonly title: string;
  readonly state: State;
  /** `step: state code` of every step that is open and not locked. */
  readonly open: readonly string[];
}

const body = (from: string | RegExp, to: string): State => {
  const text = (BODY + NOTES).replace(from, to);
  if (text === BODY + NOTES) throw new Error(`${String(from)} is not in the description`);
  return pulling(COMPLETE, { body: text });
};

const entry = (...more: State["ledger"]): State => ({ ...COMPLETE, ledger: [...COMPLETE.ledger, ...more] });
const as = (strategy: Strategy): State => ({ ...COMPLETE, ledger: ledgerFor(strategy) });
const at = (now: string, state: State): State => ({ ...state, now });

type Deployments = NonNullable<NonNullable<State["pull"]["deployments"]>[string]>;
const inProduction = (...production: Deployments): State =>
  pulling(COMPLETE, { deployments: { staging: [STAGING], production } });

const MIGRATION = { path: "db/migrations/7.sql" };
const migrating = pulling(COMPLETE, {
  files: [MIGRATION],
  body: (BODY + NOTES).replace("### After the rollback", "### Data\n\nThe new table stays.\n\n### After the rollback"),
});

/** Boxes that only some changes have. */
const RARE = new Set(["migrations"]);

const ticks: readonly Stuck[] = Object.keys(TICKS)
  .filter((step) => !RARE.has(step))
  .map((step) => ({
    title: `nobody ticked ${step}`,
    state: without(COMPLETE, { step }),
    open: [`${step}: waiting tick/open`],
  }));

const BELOW = new Map<string, Strategy>([
  ["flag-off", "feature-flag"],
  ["flag-stages", "feature-flag"],
  ["idle-environment", "blue-green"],
  ["switch-back", "blue-green"],
]);

const strategies: readonly Stuck[] = NAMES.flatMap((strategy) =>
  STRATEGIES[strategy].map((step) => ({
    title: `${strategy} without ${step}`,
    state: without(as(strategy), { step }),
    open: [
      ...(BELOW.has(step) ? [`strategy: waiting ${SUB_STEPS_OPEN}`, `${strategy}: waiting ${SUB_STEPS_OPEN}`] : []),
      `${step}: waiting tick/open`,
    ],
  })),
);

/** Someone else did in place of whoever ticked. */
const tickedBy = (step: string, by: { login: string; type?: "Bot" }, permission: "read" | "write"): State => ({
  ...COMPLETE,
  ledger: COMPLETE.ledger.map((one) => (one.act === "tick" && one.step === step ? { ...one, by, permission } : one)),
});

const early = "2026-11-17T10:30:00Z";

const stuck: readonly Stuck[] = [
  ...ticks,
  ...strategies,
  {
    title: "a failing check",
    state: pulling(COMPLETE, { checks: [{ name: "test", state: "failure" }] }),
    open: ["tests: unmet checks/failed"],
  },
  {
    title: "a check that still runs",
    state: pulling(COMPLETE, { checks: [{ name: "test", state: "pending" }] }),
    open: ["tests: waiting checks/pending"],
  },
  {
    title: "nobody approved it",
    state: pulling(COMPLETE, { reviews: [] }),
    open: ["reviewed: waiting signoff/too-few"],
  },
  {
    title: "a push after the approval",
    state: pulling(COMPLETE, { headSha: OTHER }),
    open: ["reviewed: waiting signoff/stale"],
  },
  {
    title: "an approval by somebody who may only read",
    state: pulling(COMPLETE, {
      reviews: [{ by: { login: "lea" }, state: "approved", commit: HEAD, at: "2026-11-17T09:00:00Z" }],
    }),
    open: ["reviewed: waiting signoff/too-few"],
  },
  {
    title: "an open conversation",
    state: pulling(COMPLETE, { threads: [{ resolved: false, path: "src/coupons.ts" }] }),
    open: ["nothing-open: unmet conversations/open"],
  },
  {
    title: "a label in the way",
    state: pulling(COMPLETE, { labels: ["blocked"] }),
    open: ["nothing-open: unmet labels/present"],
  },
  {
    title: "no deployment plan",
    state: body(/## Deployment plan[^#]*/u, ""),
    open: ["deployment-plan: unmet section/missing"],
  },
  {
    title: "a deployment plan to be filled in",
    state: body(/Otto merges.*/u, "TBD"),
    open: ["deployment-plan: unmet section/unfilled"],
  },
  {
    title: "a migration that nobody tried",
    state: without(migrating, { step: "migrations" }),
    open: ["migrations: waiting tick/open", "strategy: waiting choice/none"],
  },
  {
    title: "a rollback plan without a number",
    state: body("Error rate above 2 % for ten minutes.", "Many errors."),
    open: ["rollback-plan: unmet rollback-plan/no-number"],
  },
  {
    title: "a rollback plan without its aftermath",
    state: body(/### After the rollback[^#]*/u, ""),
    open: ["rollback-plan: unmet rollback-plan/part-missing"],
  },
  {
    title: "no monitoring",
    state: body(/## Monitoring[^#]*/u, ""),
    open: ["monitoring-plan: unmet section/missing", "thresholds: unmet section/missing"],
  },
  {
    title: "no business figure",
    state: body("- Business: fewer than 20 orders an hour\n", ""),
    open: ["monitoring-plan: unmet section/lacks"],
  },
  {
    title: "a threshold without a number",
    state: body("above 400 ms", "not too slow"),
    open: ["thresholds: unmet section/no-number"],
  },
  {
    title: "no strategy",
    state: without(COMPLETE, { step: "direct" }),
    open: ["strategy: waiting choice/none"],
  },
  {
    title: "two strategies",
    state: entry(tick("blue-green", "max", "2026-11-17T09:00:00Z")),
    open: ["strategy: unmet choice/several"],
  },
  ...[
    { title: "a migration", pull: { files: [MIGRATION], body: migrating.pull.body ?? "" } },
    { title: "a risky change", pull: { labels: ["risk:high"] } },
    { title: "a large change", pull: { size: 800 } },
  ].map(({ title, pull }) => ({
    title: `${title}, deployed directly`,
    state: pulling(COMPLETE, pull),
    open: ["strategy: waiting choice/none"],
  })),
  {
    title: "not on staging",
    state: pulling(GOING, { deployments: { staging: [], production: [] } }),
    open: ["staging: waiting deployed/none"],
  },
  {
    title: "on staging for five minutes",
    state: at(
      "2026-11-17T09:50:00Z",
      pulling(GOING, { deployments: { staging: [{ ...STAGING, at: "2026-11-17T09:45:00Z" }], production: [] } }),
    ),
    open: ["staging: waiting deployed/soaking"],
  },
  {
    title: "another change on staging",
    state: pulling(GOING, { deployments: { staging: [{ ...STAGING, sha: OTHER, holds: false }], production: [] } }),
    open: ["staging: waiting deployed/none"],
  },
  {
    title: "a failed deployment to staging",
    state: pulling(GOING, { deployments: { staging: [{ ...STAGING, state: "failure" }], production: [] } }),
    open: ["staging: unmet deployed/failed"],
  },
  ...[
    { title: "Friday", now: "2026-11-20T10:00:00Z" },
    { title: "Sunday", now: "2026-11-22T10:00:00Z" },
    { title: "at night", now: "2026-11-17T16:00:00Z" },
  ].map(({ title, now }) => ({
    title: `before the deployment, ${title}`,
    state: at(now, GOING),
    open: ["window: waiting window/shut"],
  })),
  {
    title: "the day before a holiday",
    state: {
      ...GOING,
      policy: {
        ...GOING.policy,
        windows: {
          production: {
            days: ["mon-fri"],
            hours: ["08:00-18:00"],
            timezone: "UTC",
            not_before_weekend: true,
            holidays: ["2026-11-18"],
          },
        },
      },
    },
    open: ["window: waiting window/shut"],
  },
  {
    title: "deployed on a Friday all the same",
    state: at("2026-11-21T12:00:00Z", inProduction({ ...PRODUCTION, at: "2026-11-20T09:00:00Z" })),
    open: [
      "window: unmet window/missed",
      "first-hour: waiting tick/open",
      "first-day: waiting tick/open",
      "stable: waiting tick/open",
    ],
  },
  {
    title: "not deployed",
    state: inProduction(),
    open: [],
  },
  {
    title: "a failed deployment",
    state: inProduction(
      { ...PRODUCTION, state: "failure", at: "2026-11-18T09:00:00Z" },
      { ...PRODUCTION, state: "inactive", until: "2026-11-18T09:00:00Z" },
    ),
    open: ["deployed: unmet deployed/failed"],
  },
  {
    title: "a commit without the change in production",
    state: inProduction(
      { ...PRODUCTION, sha: OTHER, holds: false, at: "2026-11-18T11:30:00Z" },
      { ...PRODUCTION, state: "inactive", until: "2026-11-18T11:30:00Z" },
    ),
    open: ["deployed: waiting deployed/gone"],
  },
  {
    title: "looked at after an hour that is not over",
    state: at(early, COMPLETE),
    open: ["first-hour: waiting elapsed/too-early", "first-day: waiting elapsed/too-early", "stable: waiting all/open"],
  },
  {
    title: "deployed anew half a day ago, after something else ran there",
    state: inProduction(
      { ...PRODUCTION, at: "2026-11-18T01:00:00Z" },
      { ...PRODUCTION, state: "inactive", until: "2026-11-17T20:00:00Z" },
    ),
    open: ["first-hour: waiting tick/open", "first-day: waiting all/open", "stable: waiting all/open"],
  },
  {
    title: "somebody outside the role says that it is stable",
    state: tickedBy("stable", { login: "max" }, "write"),
    open: ["stable: waiting tick/open"],
  },
  {
    title: "a reader ticks that it works",
    state: tickedBy("works", { login: "lea" }, "read"),
    open: ["works: waiting tick/open"],
  },
  {
    title: "a bot ticks that it works",
    state: tickedBy("works", { login: "ci[bot]", type: "Bot" }, "write"),
    open: ["works: waiting tick/open"],
  },
  { title: "no notes", state: pulling(COMPLETE, { body: BODY }), open: ["notes: unmet section/missing"] },
  { title: "notes without lessons", state: body(/- Lessons.*/u, ""), open: ["notes: unmet section/lacks"] },
];

describe("stuck", () => {
  test.each(stuck)("$title", ({ state, open }) => {
    const verdict = verdictOf(state);
    const shown = openIn(verdict, ID).filter((one) => !one.endsWith("choice/option"));
    expect(shown).toEqual(open);
    expect(exitIn(verdict, ID)).not.toBe("completed");
    const told = stepsIn(verdict, ID)
      .filter(({ id, code }) => code !== SUB_STEPS_OPEN && open.some((one) => one.startsWith(`${id}: `)))
      .filter(({ remedy, actors }) => remedy === "" || actors.length === 0);
    expect(told).toEqual([]);
  });

  test("every step is in the table", () => {
    const named = new Set(stuck.flatMap(({ open }) => open.map((one) => one.split(":")[0])));
    const options = new Set(["direct"]);
    const steps = stepsIn(verdictOf(COMPLETE), ID).map(({ id }) => id);
    expect(steps.filter((id) => !named.has(id) && !options.has(id))).toEqual([]);
  });
});
