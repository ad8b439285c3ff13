import { describe, expect, test } from "@jest/globals";
import type { Ledger } from "../../src/evidence/ledger.ts";
import type { Snapshot } from "../../src/evidence/snapshot.ts";
import { needsOf } from "../../src/evaluation/needs.ts";
import type { PhaseVerdict } from "../../src/evaluation/verdict.ts";
import type { Policy } from "../../src/procedures/policy.ts";
import { NO_NEEDS } from "../../src/requirements/needs.ts";
import {
  decision,
  document,
  judged,
  label,
  NOW,
  phase,
  policy,
  procedure,
  snapshot,
  step,
  tick,
  ticked,
} from "./world.ts";

const phases = (given: Policy, seen: Snapshot, ledger: Ledger = []): readonly PhaseVerdict[] =>
  judged(given, seen, ledger).procedures.flatMap((one) => one.phases);

const after = (rest: object = {}) =>
  phase("after", [step("logs", tick())], { blocks: null, starts: { deployed: "production" }, ...rest });
const given = (rest: object = {}) => policy([procedure([after(rest)])]);

type Deployed = NonNullable<Parameters<typeof snapshot>[0]>["deployments"];
const production = (...deployments: readonly object[]): Deployed => ({
  production: deployments.map((one) => ({
    sha: "c",
    state: "success",
    at: "2026-03-02T08:00:00Z",
    holds: true,
    ...one,
  })),
});
const merged = (deployments: Deployed, rest: object = {}) => snapshot({ state: "merged", deployments, ...rest });

describe("a phase that a deployment opens", () => {
  test.each<{ title: string; seen: Snapshot; state: string; reason: string | undefined }>([
    { title: "nothing asked", seen: snapshot(), state: "locked", reason: "Opens after the deployment to production." },
    {
      title: "never deployed",
      seen: merged(production()),
      state: "locked",
      reason: "Opens after the deployment to production.",
    },
    {
      title: "deployed elsewhere",
      seen: merged({ staging: [] }),
      state: "locked",
      reason: "Opens after the deployment to production.",
    },
    {
      title: "deployments not read",
      seen: snapshot({ state: "merged", unread: { deployments: "GitHub answered 502" } }),
      state: "locked",
      reason: "Whether there was a deployment to production could not be determined: GitHub answered 502.",
    },
    {
      title: "not read before the merge",
      seen: snapshot({ unread: { deployments: "GitHub answered 502" } }),
      state: "locked",
      reason: "Opens after the deployment to production.",
    },
    {
      title: "a failed one",
      seen: merged(production({ state: "failure" })),
      state: "locked",
      reason: "Opens after the deployment to production.",
    },
    {
      title: "one that is under way",
      seen: merged(production({ state: "pending" })),
      state: "locked",
      reason: "Opens after the deployment to production.",
    },
    {
      title: "one of another change",
      seen: merged(production({ holds: false })),
      state: "locked",
      reason: "Opens after the deployment to production.",
    },
    {
      title: "one of an unknown change",
      seen: merged(production({ holds: null })),
      state: "locked",
      reason: "Opens after the deployment to production. Whether c, deployed there, holds this change is not known.",
    },
    {
      title: "a failed one of an unknown change",
      seen: merged(production({ holds: null, state: "failure" })),
      state: "locked",
      reason: "Opens after the deployment to production.",
    },
    {
      title: "the commit that the merge made, of which nobody asked what it holds",
      seen: merged(production({ holds: null }), { mergeSha: "c" }),
      state: "open",
      reason: "Open since 2026-03-02 08:00 UTC.",
    },
    {
      title: "the head, where the merge made another commit",
      seen: merged(production({ holds: false }), { mergeSha: "d", headSha: "c" }),
      state: "locked",
      reason: "Opens after the deployment to production.",
    },
    {
      title: "one that runs there",
      seen: merged(production({})),
      state: "open",
      reason: "Open since 2026-03-02 08:00 UTC.",
    },
    {
      title: "one that ran there",
      seen: merged(production({ state: "inactive" })),
      state: "open",
      reason: "Open since 2026-03-02 08:00 UTC.",
    },
    {
      title: "the head of an open pull request",
      seen: snapshot({ deployments: production({}) }),
      state: "open",
      reason: "Open since 2026-03-02 08:00 UTC.",
    },
  ])("$title: $state", ({ seen, state, reason }) => {
    expect(phases(given(), seen)).toMatchObject([{ state, reason, holdsMerge: false, starts: "production" }]);
  });

  test("opened by the first of several, so that later ones put nothing off", () => {
    const seen = merged(production({ at: "2026-03-02T09:00:00Z" }, { at: "2026-03-01T07:00:00Z", state: "inactive" }));
    expect(phases(given(), seen)[0]?.openedAt).toEqual(new Date("2026-03-01T07:00:00Z"));
  });

  test("of an issue, any deployment since it was opened", () => {
    const launch = policy([procedure([after()], { subject: "issue" })]);
    const state = (openedAt: string | undefined) =>
      phases(
        launch,
        snapshot({
          subject: { kind: "issue", repository: "acme/shop", number: 2 },
          deployments: production({ holds: null }),
          openedAt,
        }),
      )[0]?.state;
    expect([state("2026-03-02T08:00:00Z"), state("2026-03-02T08:00:01Z"), state(undefined)]).toEqual([
      "open",
      "locked",
      "locked",
    ]);
  });

  test.each([
    { due: "4h", reason: "Due by 2026-03-02 12:00 UTC.", wakeAt: "2026-03-02T12:00:00.000Z" },
    { due: "30m", reason: "Overdue since 2026-03-02 08:30 UTC.", wakeAt: undefined },
  ])("due after $due: $reason", ({ due, reason, wakeAt }) => {
    const verdict = judged(given({ due }), merged(production({})));
    expect(verdict.procedures[0]?.phases).toMatchObject([{ state: "open", reason }]);
    expect(verdict.wakeAt?.toISOString()).toBe(wakeAt);
  });

  test.each<[string, readonly string[], string]>([
    [
      "the time zone of the config's windows and freezes",
      ["Europe/Berlin", "Europe/Berlin"],
      "Mon 2 Mar 2026, 13:00 (Europe/Berlin)",
    ],
    ["UTC where they differ", ["Europe/Berlin", "America/New_York"], "2026-03-02 12:00 UTC"],
  ])("due by %s", (_, [window = "", freeze = ""], moment) => {
    const hours = { days: ["mon"], hours: ["09:00-16:00"], not_before_weekend: false, holidays: [] };
    const zoned: Policy = {
      ...given({ due: "4h" }),
      windows: { w: { ...hours, timezone: window } },
      freezes: [{ name: "f", from: "2026-12-20", to: "2027-01-03", timezone: freeze }],
    };
    const verdict = judged(zoned, merged(production({})));
    expect(verdict.procedures[0]?.phases[0]?.reason).toBe(`Due by ${moment}.`);
    expect(verdict.timeZone).toBe(window === freeze ? window : undefined);
  });

  test("what is complete is neither due nor overdue", () => {
    const verdict = judged(given({ due: "4h" }), merged(production({})), [ticked("logs", "walt")]);
    expect(verdict.procedures[0]?.phases).toMatchObject([
      { state: "complete", dueAt: new Date("2026-03-02T12:00:00Z") },
    ]);
    expect(verdict.wakeAt).toBeUndefined();
  });

  test("its steps are judged when it is open, and not before", () => {
    const asked = policy([
      procedure([phase("after", [step("x", label("x"))], { starts: { deployed: "production" } })]),
    ]);
    const states = [snapshot(), merged(production({})), merged(production({}), { labels: ["x"] })].map(
      (seen) => phases(asked, seen)[0]?.steps[0]?.state,
    );
    expect(states).toEqual(["locked", "unmet", "met"]);
  });

  test("it does not apply where its condition says so", () => {
    expect(phases(given({ when: { draft: true } }), merged(production({})))).toMatchObject([
      { state: "not-applicable" },
    ]);
  });
});

describe("a phase whose deployment was rolled back", () => {
  const lea = { by: { login: "lea", type: "User" }, role: "lead", permission: "write", via: "command" } as const;
  const BACK = "2026-03-02T08:30:00Z";
  const rollback = (environment?: string): Ledger[number] => ({
    ...lea,
    act: "rollback",
    at: BACK,
    reason: "wrong totals",
    ...(environment === undefined ? {} : { environment }),
  });
  const rules = policy(
    [procedure([after({ due: "1h", steps: [step("logs", tick()), step("go", decision("lead"))] })])],
    { override: { roles: ["lead"], lastsMs: 1, secondPerson: false } },
  );
  const roles = { roles: { lead: { members: ["lea"] } } };
  const first = { at: "2026-03-02T08:00:00Z" };
  const again = { at: "2026-03-02T09:00:00Z" };
  const older = { sha: "b", at: "2026-03-02T08:40:00Z", holds: false };
  const early = [
    { ...ticked("logs", "walt"), at: "2026-03-02T08:10:00Z" },
    { ...lea, act: "decide", procedure: "p", step: "go", word: "go", at: "2026-03-02T08:20:00Z" },
  ] as const;

  test.each<{ title: string; deployed: readonly object[]; ledger: Ledger; state: string; reason: string | undefined }>([
    {
      title: "asks nothing",
      deployed: [first],
      ledger: [rollback("production")],
      state: "locked",
      reason: "Rolled back; opens again after the next deployment to production.",
    },
    {
      title: "nor where it was complete",
      deployed: [older, { ...first, state: "inactive" }],
      ledger: [...early, rollback("Production")],
      state: "locked",
      reason: "Rolled back; opens again after the next deployment to production.",
    },
    {
      title: "nor where nobody said where",
      deployed: [older, { ...first, state: "inactive" }],
      ledger: [rollback()],
      state: "locked",
      reason: "Rolled back; opens again after the next deployment to production.",
    },
    {
      title: "is not touched by a rollback elsewhere",
      deployed: [first],
      ledger: [rollback("staging")],
      state: "open",
      reason: "Overdue since 2026-03-02 09:00 UTC.",
    },
    {
      title: "goes on where somebody took that back",
      deployed: [first],
      ledger: [rollback("production"), { ...lea, act: "resume", at: BACK }],
      state: "open",
      reason: "Overdue since 2026-03-02 09:00 UTC.",
    },
    {
      title: "begins anew with the next deployment: its time, its ticks and its word",
      deployed: [again, older, { ...first, state: "inactive" }],
      ledger: [...early, rollback("production")],
      state: "open",
      reason: "Due by 2026-03-02 10:00 UTC.",
    },
  ])("$title", ({ deployed, ledger, state, reason }) => {
    const [phaseNow] = phases(rules, merged(production(...deployed), roles), ledger);
    expect(phaseNow).toMatchObject({ state, reason });
    expect(phaseNow?.rolledBackAt).toEqual(state === "locked" ? new Date(BACK) : undefined);
    expect(phaseNow?.steps.map((one) => one.state)).toEqual(
      state === "locked" ? ["locked", "locked"] : ["waiting", "waiting"],
    );
  });

  test("what is said after the next deployment counts, and an old tick says why it does not", () => {
    const seen = merged(production(again, { ...first, state: "inactive" }), roles);
    const [before] = phases(rules, seen, [...early, rollback("production")]);
    expect(before?.steps[0]?.reason).toBe(
      "The tick by walt was for the deployment that was rolled back: please tick again.",
    );
    const late = early.map((act) => ({ ...act, at: "2026-03-02T09:10:00Z" }));
    expect(phases(rules, seen, [...early, rollback("production"), ...late])[0]?.state).toBe("complete");
  });

  test("of an issue it stays so until somebody resumes it", () => {
    const issue = snapshot({
      subject: { kind: "issue", repository: "acme/shop", number: 2 },
      openedAt: "2026-03-01T00:00:00Z",
      deployments: production({ ...again, holds: null }),
      ...roles,
    });
    const launch = policy([procedure([after()], { subject: "issue" })], {
      override: { roles: ["lead"], lastsMs: 1, secondPerson: false },
    });
    expect(phases(launch, issue, [rollback()])[0]?.reason).toBe(
      "Rolled back; `/gate resume` opens it again once it is deployed.",
    );
    expect(phases(launch, issue, [rollback(), { ...lea, act: "resume", at: BACK }])[0]?.state).toBe("open");
  });
});

const acts = (...ids: readonly string[]) => ids.map((id) => ticked(id, "walt"));

describe("the order of merge, deployment and what follows", () => {
  const ordered = policy([
    procedure(
      [
        phase("before", [step("c", tick())], { blocks: "deploy", environments: ["production"] }),
        phase("first", [step("a", tick())]),
        phase("second", [step("b", tick())], { blocks: null }),
        after({ id: "hour" }),
        { ...after({ id: "day" }), title: "Phase day", steps: [step("more", tick())] },
        phase("closing", [step("z", tick())], { blocks: null }),
      ],
      { order: "phases" },
    ),
  ]);

  test.each<{ title: string; seen: Snapshot; ledger: Ledger; states: readonly string[] }>([
    {
      title: "the merge comes first, wherever it stands",
      seen: snapshot(),
      ledger: [],
      states: ["locked", "open", "locked", "locked", "locked", "locked"],
    },
    {
      title: "then what stands first",
      seen: snapshot(),
      ledger: acts("a"),
      states: ["open", "complete", "locked", "locked", "locked", "locked"],
    },
    {
      title: "then the next",
      seen: snapshot(),
      ledger: acts("a", "c"),
      states: ["complete", "complete", "open", "locked", "locked", "locked"],
    },
    {
      title: "what a deployment opened waits for nothing that should have been done before it",
      seen: merged(production({})),
      ledger: [],
      states: ["locked", "open", "locked", "open", "locked", "locked"],
    },
    {
      title: "but for what else it opened",
      seen: merged(production({})),
      ledger: acts("a", "c", "b", "logs"),
      states: ["complete", "complete", "complete", "complete", "open", "locked"],
    },
    {
      title: "and the end comes last",
      seen: merged(production({})),
      ledger: acts("a", "c", "b", "logs", "more"),
      states: ["complete", "complete", "complete", "complete", "complete", "open"],
    },
  ])("$title", ({ seen, ledger, states }) => {
    expect(phases(ordered, seen, ledger).map(({ state }) => state)).toEqual(states);
  });

  test("an open phase of a deployment says that the merge does not wait for it", () => {
    expect(phases(ordered, snapshot(), acts("a"))[0]?.reason).toBe(
      "Belongs to the deployment to production; merging does not wait for it.",
    );
  });
});

describe("what is read for phases after the merge", () => {
  const asked = policy([
    procedure([
      phase("before", [step("a", tick("qa"))], { blocks: "deploy" }),
      phase("after", [step("b", document("x.md"))], { starts: { deployed: "production" } }),
    ]),
  ]);
  const deployments = { environments: ["production"] };
  test.each<{ title: string; seen: Snapshot | undefined; needs: object }>([
    { title: "nothing known yet", seen: undefined, needs: {} },
    { title: "an open pull request", seen: snapshot(), needs: {} },
    { title: "a merged one", seen: snapshot({ state: "merged" }), needs: deployments },
    {
      title: "one that was deployed",
      seen: merged(production({})),
      needs: {
        environments: ["production"],
        facts: ["documents"],
        documents: ["x.md"],
        baseDocuments: ["x.md"],
      },
    },
  ])("$title", ({ seen, needs }) => {
    expect(needsOf(asked, seen)).toEqual({ ...NO_NEEDS, unresolved: [], roles: ["qa"], ...needs });
  });

  test("an issue may be about a deployment at any time", () => {
    const launch = policy([procedure([after()], { subject: "issue" })]);
    const issue = snapshot({ subject: { kind: "issue", repository: "acme/shop", number: 2 } });
    expect(needsOf(launch, issue)).toMatchObject(deployments);
  });
});

test("moments that are past wake nobody", () => {
  expect(judged(given({ due: "1h" }), merged(production({})), []).evaluatedAt).toBe(NOW);
  expect(judged(given({ due: "1h" }), merged(production({}))).wakeAt).toBeUndefined();
});
