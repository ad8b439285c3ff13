import { describe, expect, test } from "@jest/globals";
import { everyVerdict, SUB_STEPS_OPEN } from "../../../src/evaluation/verdict.ts";
import { BODY, COMPLETE, CONFIG, EARLIER, FILES, HEAD, PATHS, TICKS } from "./finalization-state.ts";
import {
  exitIn,
  lacking,
  openIn,
  policyOf,
  pulling,
  replacing,
  stepsIn,
  verdictOf,
  without,
  type State,
} from "./shipped.ts";

/** The procedure `finalization` at the moments of its run, and one row for every way in which it can be stuck. */

const ID = "finalization";

const entry = (more: State["ledger"][number]): State => ({ ...COMPLETE, ledger: [...COMPLETE.ledger, more] });

const AT = "2026-05-04T11:00:00Z";

interface Stuck {
  readonly title: string;
  readonly state: State;
  /** `step: state code` of every step that is open and not locked. */
  readonly open: readonly string[];
  readonly exit?: string;
}

const file = (title: string, state: State, open: string): Stuck => ({ title, state, open: [open], exit: "blocked" });

/** A parent is open while one of its children is. */
const parentOf = (step: string): readonly string[] => {
  if (!step.startsWith("verified-")) return [];
  const steps = stepsIn(verdictOf(COMPLETE), ID);
  return steps
    .filter((one) => everyVerdict(one.steps).some(({ id }) => id === step))
    .map(({ id }) => `${id}: waiting step/sub-steps-open`);
};

const ticks: readonly Stuck[] = Object.keys(TICKS).map((step) => ({
  title: `nobody ticked ${step}`,
  state: without(COMPLETE, { step }),
  open: [...parentOf(step), `${step}: waiting tick/open`],
  exit: "in-progress",
}));

const documents: readonly Stuck[] = [
  file("no quality report", lacking(COMPLETE, PATHS.quality), "quality-report: unmet document/missing"),
  file(
    "a quality report without a conclusion",
    replacing(COMPLETE, PATHS.quality, ["The feature is ready for production.", "TBD"]),
    "quality-report: unmet document/unfilled",
  ),
  file("no design", lacking(COMPLETE, PATHS.design), "deployment-requirements: unmet document/missing"),
  file(
    "a design that does not speak of deploying",
    replacing(COMPLETE, PATHS.design, ["## Deployment", "## Classes"]),
    "deployment-requirements: unmet document/incomplete",
  ),
  file("no documentation", lacking(COMPLETE, PATHS.feature), "feature-documents: unmet document/missing"),
  file(
    "no user guide",
    replacing(COMPLETE, PATHS.feature, [/## User guide[^#]*/u, ""]),
    "feature-documents: unmet document/incomplete",
  ),
  file(
    "an interface without a word",
    replacing(COMPLETE, PATHS.feature, [/(?<=## API)[^#]*/u, "\n\n"]),
    "feature-documents: unmet document/unfilled",
  ),
  file("no release notes", lacking(COMPLETE, PATHS.notes), "release-notes: unmet document/missing"),
  file(
    "release notes of another version",
    replacing(COMPLETE, "package.json", ["1.4.0", "1.5.0"]),
    "release-notes: unmet document/missing",
  ),
  file(
    "release notes that don't say how to go back",
    replacing(COMPLETE, PATHS.notes, [/## Rollback[^#]*/u, ""]),
    "release-notes: unmet document/incomplete",
  ),
  file(
    "release notes that are a template",
    replacing(COMPLETE, PATHS.notes, ["Customers can redeem coupons in the basket.", "[What is new]"]),
    "release-notes: unmet document/unfilled",
  ),
  file("no deployment checklist", lacking(COMPLETE, PATHS.checklist), "deployment-checklist: unmet document/missing"),
  file(
    "a deployment checklist without health checks",
    replacing(COMPLETE, PATHS.checklist, [/## Monitoring[^#]*/u, ""]),
    "deployment-checklist: unmet document/incomplete",
  ),
  file("no rollback plan", lacking(COMPLETE, PATHS.rollback), "rollback-plan: unmet rollback-plan/missing"),
  file(
    "a rollback plan that does not say what becomes of the data",
    replacing(COMPLETE, PATHS.rollback, [/## Data rollback[^#]*/u, ""]),
    "rollback-plan: unmet rollback-plan/part-missing",
  ),
  file(
    "a rollback plan without triggers",
    replacing(COMPLETE, PATHS.rollback, ["More than 2 % of baskets fail within ten minutes.", "TODO"]),
    "rollback-plan: unmet rollback-plan/unfilled",
  ),
  file("no validation plan", lacking(COMPLETE, PATHS.validation), "validation-plan: unmet document/missing"),
  file(
    "a validation plan of a few words",
    { ...COMPLETE, files: { ...FILES, [PATHS.validation]: "# After\n\nLook at it.\n" } },
    "validation-plan: unmet document/unfilled",
  ),
  {
    title: "a state file that is not archived",
    state: lacking({ ...COMPLETE, files: { ...FILES, [PATHS.working]: "# Coupons\n" } }, PATHS.archived),
    open: ["state-archived: unmet document/missing", "state-moved: unmet absent/present"],
    exit: "blocked",
  },
  file(
    "a state file at 95 %",
    replacing(COMPLETE, PATHS.archived, ["100 %", "95 %"]),
    "state-archived: unmet document/invalid",
  ),
  file(
    "an open box in the state file",
    replacing(COMPLETE, PATHS.archived, ["[x] Basket", "[ ] Basket"]),
    "state-archived: unmet document/incomplete",
  ),
  file(
    "no lessons",
    replacing(COMPLETE, PATHS.archived, [/### Lessons learned[^#]*/u, ""]),
    "state-archived: unmet document/incomplete",
  ),
  file(
    "a working copy of the state file beside the archived one",
    { ...COMPLETE, files: { ...FILES, [PATHS.working]: "# Coupons\n" } },
    "state-moved: unmet absent/present",
  ),
  file("no tracking", lacking(COMPLETE, PATHS.tracking), "tracking: unmet document/missing"),
  file(
    "tracked as in progress",
    replacing(COMPLETE, PATHS.tracking, ["Ready for deployment", "In progress"]),
    "tracking: unmet document/invalid",
  ),
  file(
    "tracked without a window",
    replacing(COMPLETE, PATHS.tracking, ["2026-05-05", ""]),
    "tracking: unmet document/unfilled",
  ),
  file(
    "another feature's row alone",
    replacing(COMPLETE, PATHS.tracking, [/\| coupons.*\n/u, ""]),
    "tracking: unmet document/incomplete",
  ),
  file(
    "tracking that this pull request leaves alone",
    pulling(COMPLETE, { files: [{ path: "deploy/shop.yml" }, { path: "db/migrations/7.sql" }] }),
    "tracking: unmet document/unchanged",
  ),
];

const both = CONFIG.replace("qa-lead: [quinn]", "qa-lead: [quinn]\n  devops: [otto]").replace(
  "  - builtin:finalization",
  "  - builtin:feature-implementation\n  - builtin:finalization",
);

const facts: readonly Stuck[] = [
  {
    title: "an implementation that is not complete",
    state: { ...COMPLETE, policy: policyOf(both) },
    open: ["earlier-procedures: unmet procedure/incomplete"],
    exit: "blocked",
  },
  file(
    "a critical issue",
    pulling(COMPLETE, {
      openIssues: { "label:critical": [{ number: 3, title: "Totals are wrong", labels: ["critical"] }] },
    }),
    "critical-issues: unmet issues/open",
  ),
  file(
    "a failing check",
    pulling(COMPLETE, { checks: [{ name: "test", state: "failure" }] }),
    "tests: unmet checks/failed",
  ),
  {
    title: "a check that still runs",
    state: pulling(COMPLETE, { checks: [{ name: "test", state: "pending" }] }),
    open: ["tests: waiting checks/pending"],
  },
  {
    title: "no check at all",
    state: pulling(COMPLETE, { checks: [] }),
    open: ["tests: waiting checks/absent"],
  },
  file(
    "no deployment configuration",
    pulling(COMPLETE, { files: [{ path: PATHS.tracking }, { path: "db/migrations/7.sql" }] }),
    "pipelines: unmet changed/none",
  ),
  {
    title: "never on staging",
    state: pulling(COMPLETE, { deployments: { staging: [] } }),
    open: ["staging: waiting deployed/none"],
  },
  {
    title: "an earlier commit on staging",
    state: pulling(COMPLETE, { deployments: { staging: [{ sha: EARLIER, state: "success", at: AT }] } }),
    open: ["staging: waiting deployed/none"],
  },
  file(
    "a deployment to staging that failed",
    pulling(COMPLETE, { deployments: { staging: [{ sha: HEAD, state: "failure", at: AT }] } }),
    "staging: unmet deployed/failed",
  ),
  {
    title: "a deployment to staging that runs",
    state: pulling(COMPLETE, { deployments: { staging: [{ sha: HEAD, state: "pending", at: AT }] } }),
    open: ["staging: waiting deployed/pending"],
  },
  file(
    "no feedback",
    pulling(COMPLETE, { body: BODY.replace("## Feedback", "## Thanks") }),
    "feedback: unmet section/missing",
  ),
  file(
    "feedback that says nothing",
    pulling(COMPLETE, { body: "## Feedback\n\nNone\n" }),
    "feedback: unmet section/unfilled",
  ),
  {
    title: "facts that GitHub did not give",
    state: pulling(COMPLETE, { checks: undefined, unread: { checks: "GitHub did not answer." } }),
    open: ["tests: error checks/unknown", "full-suite: error checks/unknown"],
    exit: "blocked",
  },
];

const approvals: readonly Stuck[] = [
  {
    title: "the product owner said nothing",
    state: without(COMPLETE, { role: "product-owner" }),
    open: ["approval: waiting signoff/too-few"],
  },
  ...["tech-lead", "qa-lead"].map((role) => ({
    title: `the ${role} said nothing`,
    state: without(COMPLETE, { role }),
    open: [`${role}: waiting signoff/too-few`],
  })),
  {
    title: "sign-offs of an earlier commit",
    state: {
      ...COMPLETE,
      ledger: COMPLETE.ledger.map((one) => (one.act === "signoff" ? { ...one, commit: EARLIER } : one)),
    },
    open: ["tech-lead", "product-owner", "qa-lead"].map((role) => `${role}: waiting signoff/stale`),
  },
  {
    title: "a sign-off that was taken back",
    state: entry({ act: "revoke", role: "qa-lead", by: { login: "quinn" }, at: AT, via: "command" }),
    open: ["qa-lead: waiting signoff/too-few"],
  },
  {
    title: "a stranger's sign-off",
    state: {
      ...COMPLETE,
      ledger: COMPLETE.ledger.map((one) =>
        one.act === "signoff" && one.role === "qa-lead" ? { ...one, by: { login: "max" } } : one,
      ),
    },
    open: ["qa-lead: waiting signoff/too-few"],
  },
  {
    title: "a stranger's tick",
    state: {
      ...COMPLETE,
      ledger: COMPLETE.ledger.map((one) =>
        one.act === "tick" && one.step === "smoke" ? { ...one, by: { login: "max" } } : one,
      ),
    },
    open: ["smoke: waiting tick/open"],
  },
  {
    title: "a robot's tick",
    state: {
      ...COMPLETE,
      ledger: COMPLETE.ledger.map((one) =>
        one.act === "tick" && one.step === "code-documents"
          ? { ...one, by: { login: "robot[bot]", type: "Bot" as const } }
          : one,
      ),
    },
    open: ["code-documents: waiting tick/open"],
  },
  {
    title: "an untick",
    state: entry({ act: "untick", procedure: ID, step: "briefed", by: { login: "rita" }, at: AT }),
    open: ["briefed: waiting tick/open"],
  },
  {
    title: "a reviewer who asks for changes",
    state: pulling(COMPLETE, {
      reviews: [{ by: { login: "tina" }, state: "changes_requested", commit: HEAD, at: AT, writer: true }],
    }),
    open: ["tech-lead: unmet signoff/changes-requested"],
    exit: "blocked",
  },
];

const rows: readonly Stuck[] = [...documents, ...facts, ...approvals, ...ticks];

describe("the run", () => {
  test("opened: nothing is there, and the gate is shut", () => {
    const opened = verdictOf({ ...COMPLETE, files: {}, ledger: [], pull: { ...COMPLETE.pull, body: "", checks: [] } });
    expect(opened.gates[0]).toMatchObject({ state: "shut" });
    expect(exitIn(opened, ID)).toBe("blocked");
    expect(opened.procedures[0]?.phases.map(({ state }) => state)).toEqual(["open", ...Array(6).fill("locked")]);
    expect(opened.procedures[0]?.exitReason).toContain("tech-lead");
  });

  test("with everything there it is ready and completed", () => {
    const verdict = verdictOf(COMPLETE);
    expect(verdict.findings).toEqual([]);
    expect(openIn(verdict, ID)).toEqual([]);
    expect(exitIn(verdict, ID)).toBe("completed");
    expect(verdict.gates[0]?.state).toBe("open");
  });

  test("what is put off makes it partial", () => {
    const state = without(COMPLETE, { step: "flags" });
    const by = { login: "rita" };
    const put = { act: "defer" as const, procedure: ID, step: "flags", by, role: "release-manager", at: AT };
    const verdict = verdictOf({ ...state, ledger: [...state.ledger, { ...put, reason: "next week" }] });
    expect(exitIn(verdict, ID)).toBe("partial");
  });

  test("migrations need no look where there are none", () => {
    const files = [{ path: PATHS.tracking }, { path: "deploy/shop.yml" }];
    const verdict = verdictOf(pulling(without(COMPLETE, { step: "migrations" }), { files }));
    expect(stepsIn(verdict, ID).find(({ id }) => id === "migrations")?.state).toBe("not-applicable");
    expect(exitIn(verdict, ID)).toBe("completed");
  });
});

describe("stuck", () => {
  test.each(rows)("$title", ({ state, open, exit = "in-progress" }) => {
    const verdict = verdictOf(state);
    expect(openIn(verdict, ID)).toEqual(open);
    expect(exitIn(verdict, ID)).toBe(exit);
    expect(verdict.gates[0]?.state).not.toBe("open");
    for (const { state: how, code, remedy, actors } of stepsIn(verdict, ID)) {
      if ((how !== "unmet" && how !== "waiting") || code === SUB_STEPS_OPEN) continue;
      expect(remedy).not.toBe("");
      expect(actors).not.toEqual([]);
    }
  });

  test("has a row for every step", () => {
    const stuck = new Set(rows.flatMap(({ open }) => open.map((one) => one.split(":", 1)[0])));
    const missing = stepsIn(verdictOf(COMPLETE), ID).filter(({ id }) => !stuck.has(id));
    expect(missing.map(({ id }) => id)).toEqual([]);
  });
});
