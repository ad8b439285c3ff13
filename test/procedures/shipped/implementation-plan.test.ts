import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import {
  ALONE,
  AT,
  EARLIER,
  edited,
  HEAD,
  ID,
  PATH,
  PLAN,
  PLANNED,
  signoff,
  WORK,
} from "./implementation-plan-state.ts";
import { exitIn, lacking, openIn, pulling, stepsIn, verdictOf, without, type State } from "./shipped.ts";

/** The procedure `implementation-plan` at the moments of its run, and a row for every way in which it can be stuck. */

const withPlan = (state: State, ...changes: Parameters<typeof edited>[1]): State => ({
  ...state,
  files: { [PATH]: edited(state.files[PATH] ?? "", changes) },
});

interface Stuck {
  readonly title: string;
  readonly state: State;
  /** `step: state code` of every step that is open and not locked. */
  readonly open: readonly string[];
  readonly exit?: string;
}

type Change = readonly [string | RegExp, string];

/** Something spoilt in the plan, before the work and after it. */
const inBoth = (title: string, change: Change, ...open: readonly string[]): readonly Stuck[] => [
  { title: `before: ${title}`, state: withPlan(ALONE, change), open },
  { title: `after: ${title}`, state: withPlan(WORK, change), open },
];
const before = (title: string, change: Change, ...open: readonly string[]): Stuck => ({
  title: `before: ${title}`,
  state: withPlan(ALONE, change),
  open,
});
const after = (title: string, change: Change, ...open: readonly string[]): Stuck => ({
  title: `after: ${title}`,
  state: withPlan(WORK, change),
  open,
});

const unmet = (step: string, code: string): string => `${step}: unmet document/${code}`;

const header: readonly Stuck[] = [
  ...inBoth(
    "a proposal that is no link",
    ["[Coupons](https://github.com/acme/shop/issues/41)", "Coupons"],
    unmet("header", "invalid"),
  ),
  before("a branch that is not there", ["`feature/coupons`", "`feature/vouchers`"], "header: error document/unknown"),
  ...inBoth("no branch", ["**Branch:** `feature/coupons`\n", ""], unmet("header", "incomplete")),
  ...inBoth("a duration that is none", ["5 weeks", "soon"], unmet("header", "invalid")),
  ...inBoth("a start that is no day", ["2026-10-05", "2026-02-30"], unmet("header", "invalid")),
  ...inBoth("an end before the start", ["2026-11-13", "2026-10-04"], unmet("header", "invalid")),
  ...inBoth(
    "nobody in particular",
    ["**Assignee:** Grace Hopper", "**Assignee:** someone"],
    unmet("header", "invalid"),
  ),
];

const placeholders: readonly Stuck[] = [
  ...inBoth(
    "a placeholder in a heading",
    ["Phase 1: Foundation", "Phase 1: [Foundation/Setup]"],
    unmet("placeholders", "unfilled"),
  ),
  ...inBoth(
    "the template's title",
    ["Coupons at the checkout\n", "[Feature Name]\n"],
    unmet("placeholders", "unfilled"),
  ),
  ...inBoth("a placeholder in code", ["└── prices/", "[Show the folders]"], unmet("placeholders", "unfilled")),
  before("a log to be filled in", ["| 2026-11-06  | |", "| 2026-11-06  | [TBD] |"], unmet("placeholders", "unfilled")),
  before("a signature to be filled in", [/- Developer:.*/u, "- Developer: [Name]"], unmet("placeholders", "unfilled")),
];

const parts: readonly Stuck[] = [
  ...inBoth(
    "a summary of a few words",
    [/(?<=## Executive summary\n)[^-]*/u, "\nCoupons.\n\n"],
    unmet("summary", "unfilled"),
  ),
  ...inBoth("no code structure", ["### Code as it is", "### Code"], unmet("current-state", "incomplete")),
  ...inBoth(
    "nothing that has to change",
    [/(?<=### What has to change\n)[^#]*/u, "\n"],
    unmet("current-state", "unfilled"),
  ),
  ...inBoth("a phase without objectives", [/#### Objectives\n\n- One place.*\n/u, ""], unmet("phases", "incomplete")),
  ...inBoth(
    "a phase with an empty list of tasks",
    [/(?<=#### Tasks\n)[^#]*(?=####)/u, "\n"],
    unmet("phases", "unfilled"),
  ),
  ...inBoth(
    "a phase without deliverables",
    [/#### Deliverables\n\n- \[.\] Price.*\n/u, ""],
    unmet("phases", "incomplete"),
  ),
  ...inBoth(
    "a phase without criteria",
    [/#### Success criteria\n\n- \[.\] 200.*\n/u, ""],
    unmet("phases", "incomplete"),
  ),
  ...inBoth("a phase without duration", ["**Duration:** 10 days\n", ""], unmet("phases", "incomplete")),
  before("a phase that is nearly there", [/(?<=Status:\*\* )Not started/u, "Nearly there"], unmet("phases", "invalid")),
  before(
    "a phase that still lists what it could be",
    [/(?<=Status:\*\* )Not started/u, "Not started | In progress | Complete"],
    unmet("placeholders", "unfilled"),
    unmet("phases", "unfilled"),
    unmet("completion-log", "unfilled"),
    unmet("testing", "unfilled"),
  ),
  before(
    "a phase complete with open boxes",
    [/(?<=Status:\*\* )Not started/u, "Complete"],
    unmet("completion-log", "inconsistent"),
  ),
  before(
    "an end of a phase that has not begun",
    ["| 2026-10-09  | |", "| 2026-10-09  | 2026-10-04 |"],
    unmet("completion-log", "inconsistent"),
  ),
  after("a complete phase without its end", ["2026-11-05 |", "|"], unmet("completion-log", "inconsistent")),
  after("a phase that ends in two days", ["2026-11-05 |", "2026-11-16 |"], unmet("completion-log", "inconsistent")),
  before("a phase that is not in the log", [/\| Phase 3 .*\n/u, ""], unmet("completion-log", "incomplete")),
  ...inBoth("a phase without a planned end", ["2026-10-23 ", ""], unmet("completion-log", "unfilled")),
  ...inBoth("no log", ["### Phase completion log", "### Log"], unmet("completion-log", "incomplete")),
  after(
    "a migration that the plan does not speak of",
    ["#### Database changes", "#### Notes"],
    unmet("database", "incomplete"),
  ),
  ...inBoth("no word of security", ["Security: codes can't", "Codes can't"], unmet("testing", "incomplete")),
  ...inBoth("a test without expectation", ["Refused with a reason", "  "], unmet("test-plan", "unfilled")),
  before("two tests", [/\| End to end.*\n/u, ""], unmet("test-plan", "incomplete")),
  after("two tests", [/\| End to end.*\n/u, ""], unmet("test-plan", "incomplete"), unmet("test-results", "incomplete")),
  ...inBoth("no list of documents", ["#### Documentation checklist", "#### Papers"], unmet("documents", "incomplete")),
  ...inBoth("no word of troubleshooting", [/- \[.\] Troubleshooting.*/u, ""], unmet("documents", "incomplete")),
  ...inBoth("a technical risk without contingency", ["Turn the flag off ", ""], unmet("technical-risks", "unfilled")),
  ...inBoth("no risk to the schedule", ["### Schedule risks", "### Delays"], unmet("schedule-risks", "incomplete")),
  ...inBoth(
    "a risk to people without mitigation",
    ["Report agreed in October", ""],
    unmet("resource-risks", "unfilled"),
  ),
  ...inBoth("nobody hears anything weekly", [/- \*\*Weekly.*\n/u, ""], unmet("communication", "incomplete")),
  ...inBoth("nobody to ask", [/(?<=### Escalation\n)[^#]*/u, "\n"], unmet("communication", "unfilled")),
  before("no review", [/(?<=### Review points\n)[^-]*(?:- .*\n)*/u, "\n"], unmet("review-points", "unfilled")),
  ...inBoth("no word of rolling back", [/- \[.\] Rollback tried.*\n/u, ""], unmet("definition-of-done", "incomplete")),
  ...inBoth("days without notes", ["### Today", "### Later"], unmet("daily-progress", "incomplete")),
  ...inBoth("no references", ["## References", "## Links"], unmet("references", "incomplete")),
  ...inBoth("a plan without signature", [/- Product Owner:.*\n/u, ""], unmet("plan-signed", "unsigned")),
  ...inBoth(
    "a plan signed tomorrow",
    ["Ada Lovelace - Date: 2026-10-02", "Ada Lovelace - Date: 2026-12-02"],
    unmet("plan-signed", "unsigned"),
  ),
];

const atTheEnd: readonly Stuck[] = [
  after(
    "a phase in progress",
    ["Complete (two days late)", "In progress"],
    unmet("completion-log", "inconsistent"),
    unmet("phases-complete", "invalid"),
  ),
  after("a test without result", ["| Refused              |", "| |"], unmet("test-results", "unfilled")),
  after(
    "a box of the definition of done",
    ["[x] Coverage", "[ ] Coverage"],
    unmet("definition-of-done-met", "incomplete"),
    unmet("everything-ticked", "incomplete"),
  ),
  after(
    "a review that was not held",
    ["[x] After phase 3", "[ ] After phase 3"],
    unmet("reviews-held", "incomplete"),
    unmet("everything-ticked", "incomplete"),
  ),
  after("debt that was not paid off", ["[x] Totals were", "[ ] Totals were"], unmet("everything-ticked", "incomplete")),
  after("nothing learned", [/(?<=### What worked well\n)[^#]*/u, "\n"], unmet("lessons", "unfilled")),
  after("no reviewer", [/- Reviewer:.*/u, "- Reviewer:"], unmet("completion-signed", "unsigned")),
  {
    title: "the plan of the beginning with the work",
    state: { ...WORK, files: { [PATH]: PLANNED.replace("#### Database changes", "#### Database") } },
    open: [
      unmet("phases-complete", "invalid"),
      unmet("test-results", "unfilled"),
      unmet("definition-of-done-met", "incomplete"),
      unmet("reviews-held", "incomplete"),
      unmet("everything-ticked", "unfilled"),
      unmet("lessons", "unfilled"),
      unmet("completion-signed", "unsigned"),
    ],
  },
];

const body = (text: string): State => pulling(WORK, { body: text });
const BODY = WORK.pull.body ?? "";

const facts: readonly Stuck[] = [
  {
    title: "a plan that this pull request leaves alone",
    state: pulling(WORK, { files: [{ path: "src/a.ts" }] }),
    open: ["up-to-date: unmet changed/none"],
  },
  {
    title: "a plan that is moved away",
    state: pulling(WORK, {
      files: [{ path: "docs/old/coupons.md", previous: PATH, change: "renamed" }, { path: "src/a.ts" }],
    }),
    open: ["up-to-date: unmet changed/none"],
  },
  {
    title: "branches that GitHub did not tell",
    state: pulling(ALONE, { branches: undefined, unread: { branches: "GitHub did not answer." } }),
    open: ["header: error document/unknown"],
  },
  {
    title: "no release note",
    state: body(BODY.replace("## Release notes", "## Words")),
    open: ["changelog: unmet release-notes/missing"],
  },
  {
    title: "no way back",
    state: body(BODY.replace("## Rollback plan", "## Words")),
    open: ["rollback-tested: unmet rollback-plan/missing"],
  },
  {
    title: "a way back that nobody tried",
    state: body(BODY.replace(/Rehearsed.*/u, "")),
    open: ["rollback-tested: unmet rollback-plan/not-rehearsed"],
  },
  {
    title: "a way back tried long ago",
    state: body(BODY.replace("2026-11-12", "2026-05-12")),
    open: ["rollback-tested: unmet rollback-plan/not-rehearsed"],
  },
  {
    title: "a check that failed",
    state: pulling(WORK, { checks: [{ name: "lint", state: "failure" }] }),
    open: ["checks: unmet checks/failed"],
  },
  {
    title: "a check that runs",
    state: pulling(WORK, { checks: [{ name: "lint", state: "pending" }] }),
    open: ["checks: waiting checks/pending"],
    exit: "in-progress",
  },
  ...[
    {
      title: "coverage of 89.9 %",
      outputs: [{ state: "success" as const, text: "89.9 %", app: "github-actions" }],
      is: "unmet metric/out-of-bounds",
    },
    {
      title: "coverage without a number",
      outputs: [{ state: "success" as const, text: "fine", app: "github-actions" }],
      is: "unmet metric/no-number",
    },
    {
      title: "coverage that failed",
      outputs: [{ state: "failure" as const, text: "95 %", app: "github-actions" }],
      is: "unmet metric/check-failed",
    },
    {
      title: "coverage that a writer set as a status",
      outputs: [{ state: "success" as const, text: "99 %", app: null }],
      is: "unmet metric/not-trusted",
    },
    { title: "no coverage", outputs: [], is: "waiting metric/absent" },
  ].map(({ title, outputs, is }) => ({
    title,
    state: pulling(WORK, { outputs: { coverage: outputs } }),
    open: [`coverage: ${is}`],
    exit: is.startsWith("waiting") ? "in-progress" : "blocked",
  })),
  {
    title: "a conversation",
    state: pulling(WORK, { threads: [{ resolved: false, path: "src/a.ts" }] }),
    open: ["reviewed: unmet conversations/open"],
  },
  {
    title: "no review",
    state: pulling(WORK, { reviews: [] }),
    open: ["reviewed: waiting signoff/too-few"],
    exit: "in-progress",
  },
];

const APPROVALS = { "tech-lead": "tina", "product-owner": "paula" } as const;

const people: readonly Stuck[] = Object.entries(APPROVALS).flatMap(([role, login]): readonly Stuck[] => {
  const step = `plan-${role}`;
  const nobody = without(ALONE, { role });
  const said = (...more: State["ledger"]): State => ({ ...nobody, ledger: [...nobody.ledger, ...more] });
  const open = (code: string) => ({ open: [`${step}: waiting signoff/${code}`], exit: "in-progress" });
  return [
    { title: `${role} has said nothing`, state: nobody, ...open("too-few") },
    { title: `a stranger approves for ${role}`, state: said(signoff(role, "max")), ...open("too-few") },
    {
      title: `a robot approves for ${role}`,
      state: said({ ...signoff(role, login), by: { login, type: "Bot" } }),
      ...open("too-few"),
    },
    {
      title: `${role} approved before the plan changed`,
      state: pulling(said(signoff(role, login, EARLIER)), { changedSince: { [EARLIER]: [PATH] } }),
      ...open("stale"),
    },
    {
      title: `${role} took it back`,
      state: said(signoff(role, login), { act: "revoke", role, by: { login }, at: AT, via: "command" }),
      ...open("too-few"),
    },
    {
      title: `${role} asks for changes`,
      state: pulling(nobody, {
        reviews: [{ by: { login }, state: "changes_requested", commit: HEAD, at: AT, writer: true }],
      }),
      open: [`${step}: unmet signoff/changes-requested`],
    },
  ];
});

const rows: readonly Stuck[] = [...header, ...placeholders, ...parts, ...atTheEnd, ...facts, ...people];

describe("the run", () => {
  test.each([
    { title: "the plan alone", state: ALONE, total: 21 },
    { title: "the work", state: WORK, total: 34 },
  ])("$title, with everything there, is ready and completed", ({ state, total }) => {
    const verdict = verdictOf(state);
    expect(verdict.findings).toEqual([]);
    expect(openIn(verdict, ID)).toEqual([]);
    expect(exitIn(verdict, ID)).toBe("completed");
    expect(verdict.gates).toEqual([expect.objectContaining({ state: "open", left: 0, total })]);
  });

  test("opened: nothing is there, and all that is to be written is asked for at once", () => {
    const opened = verdictOf({
      ...ALONE,
      files: {},
      ledger: [],
      pull: { ...ALONE.pull, files: [{ path: "docs/plans/x.md" }] },
    });
    expect(opened.gates[0]).toMatchObject({ state: "shut", left: 21, total: 21 });
    expect(exitIn(opened, ID)).toBe("blocked");
  });

  test("an approval outlives commits that leave the plan alone", () => {
    const ledger = [signoff("tech-lead", "tina", EARLIER), signoff("product-owner", "paula", EARLIER)];
    const verdict = verdictOf(pulling({ ...WORK, ledger }, { changedSince: { [EARLIER]: ["src/coupons.ts"] } }));
    expect(exitIn(verdict, ID)).toBe("completed");
  });

  test.each([
    {
      title: "work from a feature's branch, the plan untouched",
      pull: { files: [{ path: "src/a.ts" }] },
      applies: true,
    },
    { title: "a plan from any branch", pull: { head: "words/coupons", files: [{ path: PATH }] }, applies: true },
    {
      title: "a part of the work, on its way into the feature's branch",
      pull: { base: "feature/coupons" },
      applies: false,
    },
    { title: "something else", pull: { head: "fix/typo", files: [{ path: "src/a.ts" }] }, applies: false },
  ])("$title: applies is $applies", ({ pull, applies }) => {
    expect(verdictOf(pulling(WORK, pull)).procedures[0]?.applies).toBe(applies);
  });

  test.each([
    { title: "plans alone", files: [PATH, "docs/plans/diagram.svg"], work: "not-applicable" },
    { title: "plans at the root", files: [PATH, "plans/coupons.md"], work: "not-applicable" },
    { title: "code in a folder of that name", files: [PATH, "plans/run.ts"], work: "complete" },
    { title: "code in another folder of that name", files: [PATH, "src/docs/plans/run.ts"], work: "complete" },
    { title: "any other document", files: [PATH, "docs/design.md"], work: "complete" },
  ])("the work, with $title, is $work", ({ files, work }) => {
    const verdict = verdictOf(pulling(WORK, { files: files.map((path) => ({ path })) }));
    expect(verdict.procedures[0]?.phases[1]?.state).toBe(work);
  });

  test("work that is moved among the plans is work", () => {
    const files = [{ path: PATH }, { path: "docs/plans/a.ts", previous: "src/a.ts", change: "renamed" as const }];
    expect(verdictOf(pulling(WORK, { files })).procedures[0]?.phases[1]?.state).toBe("complete");
  });

  test("a branch whose plan has no name is told how to be called", () => {
    const verdict = verdictOf(pulling(WORK, { head: "feature/shop/coupons" }));
    const [first] = stepsIn(verdict, ID);
    expect(first).toMatchObject({ state: "unmet", code: "changed/parameter" });
    expect(first?.remedy).toContain("name the branch like that");
  });

  test("without a plan everything that it should say is open", () => {
    const open = openIn(verdictOf(lacking(WORK, PATH)), ID);
    expect(open).toContain("header: unmet document/missing");
    expect(open).toContain("phases-complete: unmet document/missing");
    expect(open).toHaveLength(26);
  });
});

describe("stuck", () => {
  test.each(rows)("$title", ({ state, open, exit = "blocked" }) => {
    const verdict = verdictOf(state);
    expect(openIn(verdict, ID)).toEqual(open);
    expect(exitIn(verdict, ID)).toBe(exit);
    expect(verdict.gates[0]?.state).not.toBe("open");
    for (const step of stepsIn(verdict, ID)) {
      if (step.state !== "unmet" && step.state !== "waiting") continue;
      expect(step.remedy).not.toBe("");
      expect(step.actors).not.toEqual([]);
    }
  });

  test("has a row for every step", () => {
    const stuck = new Set(rows.flatMap(({ open }) => open.map((one) => one.split(":", 1)[0])));
    expect(stepsIn(verdictOf(WORK), ID).filter(({ id }) => !stuck.has(id))).toEqual([]);
  });

  test("the plan of the beginning differs from that of the end", () => {
    expect(PLANNED).not.toContain("[x]");
    expect(PLAN).not.toContain("[ ]");
  });
});

describe("the plan to begin with", () => {
  const page = readFileSync(new URL("../../../docs/procedures/implementation-plan.md", import.meta.url), "utf8");
  const [, template = ""] = /```markdown\n([\s\S]*?)```/u.exec(page) ?? [];
  const open = openIn(verdictOf({ ...ALONE, files: { [PATH]: template } }), ID);

  test("has every part, and leaves every part to be filled in but for the two lists of what is to be done", () => {
    expect(open.filter((one) => one.includes("incomplete") || one.includes("missing"))).toEqual([]);
    const steps = stepsIn(verdictOf(ALONE), ID).filter(({ state }) => state === "met");
    const done = steps.filter(({ id }) => !open.some((one) => one.startsWith(`${id}:`)));
    expect(done.map(({ id }) => id)).toEqual([
      "up-to-date",
      "documents",
      "definition-of-done",
      "plan-tech-lead",
      "plan-product-owner",
    ]);
  });
});
