import { describe, expect, test } from "@jest/globals";
import type { Ledger } from "../../../src/evidence/ledger.ts";
import type { Snapshot } from "../../../src/evidence/snapshot.ts";
import { evaluate } from "../../../src/evaluation/evaluate.ts";
import { memberOf } from "../../../src/evaluation/deploy/member.ts";
import { MemberOutcome } from "../../../src/evaluation/deploy/outcome.ts";
import type { Policy } from "../../../src/procedures/policy.ts";
import {
  decision,
  done,
  finding,
  label,
  later,
  NOW,
  OVERRIDE,
  phase,
  policy,
  procedure,
  snapshot,
  step,
  tick,
  unclear,
} from "../world.ts";

const URL_OF = "https://github.com/acme/shop/pull/7";

interface Seen {
  readonly policy: Policy;
  readonly snapshot?: Parameters<typeof snapshot>[0];
  readonly ledger?: Ledger;
  readonly environment?: string;
}

/** The outcome, which always has the shape that is remembered. */
const outcome = ({ policy: given, snapshot: rest, ledger = [], environment = "production" }: Seen): MemberOutcome => {
  const seen: Snapshot = snapshot({
    title: "Faster search",
    state: "merged",
    mergedAt: "2026-03-02T08:00:00Z",
    ...rest,
  });
  const verdict = evaluate({ policy: given, snapshot: seen, ledger, now: NOW });
  const found = memberOf(verdict, seen, { policy: given, ledger, environment, url: URL_OF });
  expect(MemberOutcome.parse(JSON.parse(JSON.stringify(found)))).toEqual(found);
  return found;
};

const merge = phase("review", [step("ready", label("ready"))]);
const deploy = (...environments: readonly string[]) =>
  phase("before", [step("go", decision("lead"))], { blocks: "deploy", environments });
const after = phase("after", [step("logs", tick())], { blocks: null, starts: { deployed: "production" } });
const overriding = { override: OVERRIDE };

const production = policy([procedure([merge, deploy("production"), after])], overriding);
const ready = { labels: ["ready"] };
const said = (word: "go" | "no-go") => [done({ act: "decide", procedure: "p", step: "go", word, reason: "errors" })];
const override = (gate: string, rest: object = {}) =>
  done({ act: "override", gate, reason: "checkout is down", expires: "2026-03-03T12:00:00Z", role: "lead", ...rest });

describe("how it stands", () => {
  test.each<Seen & { readonly title: string; readonly is: Partial<MemberOutcome> }>([
    {
      title: "ready",
      policy: production,
      snapshot: ready,
      ledger: said("go"),
      is: { state: "open", left: 0, total: 2 },
    },
    { title: "a person is awaited", policy: production, snapshot: ready, is: { state: "awaiting", left: 1, total: 2 } },
    { title: "what the merge waited for", policy: production, ledger: said("go"), is: { state: "shut", left: 1 } },
    {
      title: "an environment in other letters",
      policy: production,
      snapshot: ready,
      environment: "Production",
      is: { state: "awaiting", left: 1 },
    },
    {
      title: "another environment asks for the merge's steps alone",
      policy: production,
      snapshot: ready,
      environment: "staging",
      is: { state: "open", total: 1 },
    },
    {
      title: "a phase for everywhere",
      policy: policy([procedure([merge, deploy()])]),
      snapshot: ready,
      environment: "anything",
      is: { state: "awaiting", left: 1, everywhere: true },
    },
    {
      title: "phases that name an environment in different letters",
      policy: policy([
        procedure([
          deploy("Production"),
          phase("b", [step("b", tick())], { blocks: "deploy", environments: ["PRODUCTION"] }),
        ]),
      ]),
      is: { state: "awaiting", left: 2, names: ["Production"] },
    },
    {
      title: "a no-go",
      policy: production,
      snapshot: ready,
      ledger: said("no-go"),
      is: { state: "never", reason: "lea said no-go: errors" },
    },
    {
      title: "a no-go that an override opens",
      policy: production,
      snapshot: ready,
      ledger: [...said("no-go"), override("deploy/production")],
      is: {
        state: "open",
        left: 1,
        overridden: { by: ["lea"], reason: "checkout is down", until: "2026-03-03T12:00:00.000Z" },
      },
    },
    {
      title: "an aborted run",
      policy: production,
      ledger: [done({ act: "abort", reason: "superseded" })],
      is: { state: "never", reason: "lea aborted it: superseded. `/gate resume` takes it up again." },
    },
    {
      title: "an act that can't be read is not surely an abort",
      policy: production,
      ledger: [done({ act: "abort", reason: "unreadable", unreadable: true })],
      is: { state: "shut" },
    },
    {
      title: "closed without a merge",
      policy: production,
      snapshot: { ...ready, state: "closed" },
      ledger: said("go"),
      is: { state: "never", reason: "It was closed without being merged." },
    },
    {
      title: "open and ready",
      policy: production,
      snapshot: { ...ready, state: "open" },
      ledger: said("go"),
      is: { state: "open" },
    },
    {
      title: "no procedure",
      policy: policy([]),
      is: { state: "not-asked", reason: "No procedure asks anything of it." },
    },
    {
      title: "a procedure on trial",
      policy: policy([procedure([merge, deploy("production")], {}, "shadow")]),
      is: { state: "not-asked", names: ["production"] },
    },
    {
      title: "a config that only watches",
      policy: policy([procedure([merge], {}, "shadow")], { mode: "shadow" }),
      is: { state: "shut", mode: "shadow" },
    },
    {
      title: "a broken config",
      policy: policy([], { findings: [finding()] }),
      is: {
        state: "shut",
        reason: "Its base branch's config is broken: There is no key `rols`; did you mean `roles`?",
      },
    },
    {
      title: "what can't be told",
      policy: policy([procedure([phase("a", [step("a", unclear)])])]),
      is: { state: "shut" },
    },
    {
      title: "whether the procedure applies can't be told",
      policy: policy([procedure([merge], { applies: { paths: ["src/**"] } })]),
      is: { state: "shut", left: 1, total: 1 },
    },
  ])("$title", ({ is, ...seen }) => {
    expect(outcome(seen)).toMatchObject(is);
  });

  const launch = policy([procedure([merge, after], { subject: "issue" })]);
  const issue = { subject: { kind: "issue", repository: "acme/shop", number: 7 }, mergedAt: null } as const;

  test.each([
    { title: "an open issue", snapshot: { ...issue, state: "open" }, is: { kind: "issue", state: "shut" } },
    {
      title: "an issue that was closed too early",
      snapshot: { ...issue, state: "closed" },
      is: { state: "shut", reason: "It was closed before everything was done: reopen it." },
    },
    {
      title: "an issue that was closed when done",
      snapshot: { ...issue, ...ready, state: "closed" },
      is: { state: "open" },
    },
  ] as const)("$title", ({ is, snapshot: seen }) => {
    expect(
      outcome({ policy: launch, snapshot: { ...seen, labels: "labels" in seen ? [...seen.labels] : [] } }),
    ).toMatchObject(is);
  });
});

describe("overrides", () => {
  const opened = { by: ["lea"], reason: "checkout is down", until: "2026-03-03T12:00:00.000Z" };

  test.each<Seen & { readonly title: string; readonly overridden?: object; readonly lifts?: object }>([
    {
      title: "of the environment",
      policy: production,
      ledger: [override("deploy/Production")],
      overridden: opened,
      lifts: opened,
    },
    {
      title: "of the environment, though nothing is left",
      policy: production,
      snapshot: ready,
      ledger: [...said("go"), override("deploy/production")],
      lifts: opened,
    },
    {
      title: "of the environment, which no phase names",
      policy: production,
      environment: "staging",
      ledger: [override("deploy/staging")],
      overridden: opened,
      lifts: opened,
    },
    {
      title: "of the merge, which stands for an environment that no phase names",
      policy: production,
      environment: "staging",
      ledger: [override("merge")],
      overridden: opened,
    },
    { title: "of the merge, where a phase names the environment", policy: production, ledger: [override("merge")] },
    { title: "of another environment", policy: production, ledger: [override("deploy/staging")] },
    {
      title: "of another commit",
      policy: production,
      ledger: [override("deploy/production", { commit: "b".repeat(40) })],
    },
    {
      title: "that ran out",
      policy: production,
      ledger: [override("deploy/production", { expires: "2026-03-02T09:00:00Z" })],
    },
    {
      title: "by the author alone",
      policy: production,
      snapshot: { author: { login: "lea" } },
      ledger: [override("deploy/production")],
    },
    {
      title: "of an aborted run",
      policy: production,
      ledger: [override("deploy/production"), done({ act: "abort", reason: "x" })],
    },
  ])("$title", ({ overridden, lifts, ...seen }) => {
    const found = outcome(seen);
    expect({ overridden: found.overridden, lifts: found.lifts }).toEqual({ overridden, lifts });
    expect(found.state === "open").toBe(overridden !== undefined || found.left === 0);
  });

  test("of which the author has said one wait for somebody else, and say so", () => {
    const seen = {
      policy: production,
      snapshot: { author: { login: "lea" } },
      ledger: [override("deploy/production")],
    };
    expect(outcome(seen)).toMatchObject({
      state: "shut",
      reason: "lea wants to override this gate; somebody else of the override roles has to say so, too.",
    });
  });
});

describe("what is open", () => {
  test("stands with those first that say most, and with names", () => {
    const given = policy([
      procedure([
        phase("one", [step("t", tick("lead")), step("l", label("x")), step("c", later("2026-03-02T12:00:00Z"))]),
        phase("two", [step("u", unclear)], { blocks: null }),
        deploy("production"),
      ]),
      procedure([phase("odd", [])], { id: "q", title: "Odd", applies: { paths: ["src/**"] } }),
    ]);
    const { steps } = outcome({ policy: given, ledger: said("no-go") });
    expect(
      steps.map(({ procedure: of, step: id, state, actors, opensAt }) => [of, id, state, actors, opensAt]),
    ).toEqual([
      ["p", "go", "unmet", ["lead (lea, Leo)"], undefined],
      ["q", "", "error", [], undefined],
      ["p", "l", "unmet", ["ada (author)"], undefined],
      ["p", "t", "waiting", ["lead (lea, Leo)"], undefined],
      ["p", "c", "waiting", ["the clock"], "2026-03-02T12:00:00.000Z"],
    ]);
  });

  test("is cut where there is too much of it, and counted all the same", () => {
    const many = Array.from({ length: 30 }, (_, index) => step(`s${index}`, tick()));
    expect(outcome({ policy: policy([procedure([phase("one", many)])]) })).toMatchObject({ left: 30, total: 30 });
    expect(outcome({ policy: policy([procedure([phase("one", many)])]) }).steps).toHaveLength(20);
  });
});

const at = (hour: number) => `2026-03-02T${hour}:00:00.000Z`;
const waiting = (...requires: readonly Parameters<typeof step>[1][]) =>
  policy(
    [
      procedure([
        phase(
          "one",
          requires.map((require, index) => step(`s${index}`, require)),
        ),
      ]),
    ],
    overriding,
  );

describe("time", () => {
  test.each([
    { title: "nothing", given: waiting(label("x")), is: [undefined, undefined] },
    { title: "the clock alone", given: waiting(later(at(12)), later(at(15))), is: [at(12), at(15)] },
    { title: "the clock and a person", given: waiting(later(at(12)), tick()), is: [at(12), undefined] },
    {
      title: "the clock, and something behind a lock",
      given: policy([
        procedure([phase("one", [step("c", later(at(12)))]), phase("two", [step("d", later(at(15)))])], {
          order: "phases",
        }),
      ]),
      is: [at(12), undefined],
    },
    {
      title: "an override's end",
      given: waiting(label("x")),
      ledger: [override("merge", { expires: at(11) })],
      is: [at(11), undefined],
    },
  ])("$title", ({ given, is, ledger }) => {
    const { wakeAt, opensAt } = outcome({ policy: given, ...(ledger === undefined ? {} : { ledger }) });
    expect([wakeAt, opensAt]).toEqual(is);
  });
});

const freeze = (name: string, from: string, labels: readonly string[]) => ({
  name,
  from,
  to: "2026-12-27",
  timezone: "UTC",
  ...(labels.length === 0 ? {} : { exempt: { labels: [...labels] } }),
});

test("a freeze lets it through, and no other of the same name", () => {
  const freezes = [
    freeze("A", "2026-12-20", ["hotfix"]),
    freeze("B", "2026-12-20", ["other"]),
    freeze("C", "2026-12-20", []),
    freeze("A", "2026-12-26", []),
  ];
  const exempt = done({ act: "exempt", freeze: "c", until: "2026-12-28T00:00:00Z", reason: "a law", role: "lead" });
  expect(
    outcome({ policy: policy([], { freezes, ...overriding }), snapshot: { labels: ["hotfix"] }, ledger: [exempt] })
      .exempt,
  ).toEqual(["A (2026-12-20 to 2026-12-27)", "C (2026-12-20 to 2026-12-27)"]);
});

describe("papers", () => {
  const body = "## Release notes\n\nFixed: discounts are rounded.\n\n## Rollback plan\n\n1. Switch the flag off\n";

  test("stand in the description, and lead there", () => {
    expect(outcome({ policy: policy([]), snapshot: { body } })).toMatchObject({
      notes: { text: "Fixed: discounts are rounded.", category: "Fixed", url: URL_OF },
      plan: { text: "1. Switch the flag off", url: URL_OF },
    });
  });

  test("that nobody filled in are none", () => {
    const { notes, plan } = outcome({
      policy: policy([]),
      snapshot: { body: "## Release notes\n\nTBD\n\n## Rollback plan\n" },
    });
    expect([notes, plan]).toEqual([undefined, undefined]);
  });

  test("are cut where they are long", () => {
    const long = `## Rollback plan\n\n${"Turn it off and on again 🎉. ".repeat(500)}`;
    expect(outcome({ policy: policy([]), snapshot: { body: long } }).plan?.text.length).toBeLessThanOrEqual(4000);
  });
});
