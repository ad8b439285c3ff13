import { describe, expect, test } from "@jest/globals";
import { LedgerEntry, type Ledger } from "../../src/evidence/ledger.ts";
import { Snapshot } from "../../src/evidence/snapshot.ts";
import { evaluate } from "../../src/evaluation/evaluate.ts";
import { asksNothing, lookupsOf } from "../../src/evaluation/lookups.ts";
import { needsOf } from "../../src/evaluation/needs.ts";
import { everyVerdict, isDone, type Verdict } from "../../src/evaluation/verdict.ts";
import type { Phase, Step } from "../../src/procedures/model.ts";
import type { AdoptedProcedure, Policy } from "../../src/procedures/policy.ts";
import type { Requirement } from "../../src/requirements/define.ts";
import { RequirementSchema } from "../../src/requirements/schema.ts";
import { fc } from "../properties.ts";
import { HEAD, NOW, OVERRIDE, phase, policy, procedure, step } from "./world.ts";

const IDS = ["a", "b", "c", "d", "e", "f"];
const PROCEDURES = ["p", "q"];
const GROWN = ["walt", "adam", "lea", "leo", "quinn"];

/** More of what there is never makes any of these worse. */
const RISING: readonly unknown[] = [
  "tick",
  { tick: "lead" },
  { signoff: "lead" },
  { signoff: { role: "qa", count: 2, not_author: false } },
  { signoff: { count: 1, stale_on: "never" } },
  { decision: "lead" },
  { decision: { role: "qa", stale_on: "push" } },
  { checks: ["build", "test"] },
  { labels: { any: ["ready"] } },
  { labels: { all: ["ready", "done"] } },
  { document: "docs/plan.md" },
  { document: { path: "docs/*.md", sections: ["Goal"] } },
  { rollback_plan: { path: "docs/plan.md" } },
  "release_notes",
  { section: { heading: "Why" } },
  { linked: { issue: {} } },
  { pattern: { of: "title", matches: "^Add" } },
  { changed: ["src/**"] },
  { elapsed: "1h" },
  { metric: { file: "coverage.json", pointer: "/total", min: 90 } },
];

const MIXED: readonly unknown[] = [
  ...RISING,
  { checks: "all" },
  "conversations",
  { labels: { none: ["wip"] } },
  { issues: { labels: ["critical"] } },
  { deployed: { environment: "staging", soak: "30m" } },
  { window: { days: ["mon-thu"], hours: "09:00-16:00", timezone: "Europe/Berlin" } },
  { window: "production" },
  { signoff: { role: "lead", stale_on: "paths" } },
  { signoff: "nobody" },
  { document: { path: "docs/{feature}/plan.md" } },
];

const known = new Map<string, Requirement | undefined>();

/** Parsing is slow, and the same few requirements come again and again. */
const parsed = (written: unknown): Requirement | undefined => {
  const key = JSON.stringify(written);
  if (!known.has(key)) known.set(key, RequirementSchema.safeParse(written).data);
  return known.get(key);
};

const composed = (kinds: readonly unknown[], combinators: readonly string[]): fc.Arbitrary<Requirement> => {
  const one = fc.constantFrom(...kinds);
  const two = fc
    .tuple(fc.constantFrom(...combinators), one, one)
    .map(([how, first, second]) => (how === "not" ? { not: first } : { [how]: [first, second] }));
  return fc
    .oneof({ weight: 4, arbitrary: one }, { weight: 1, arbitrary: two })
    .map((written) => parsed(written) ?? TICK);
};

const TICK = RequirementSchema.parse("tick");

const rising = composed(RISING, ["all", "any"]);
const mixed = composed(MIXED, ["all", "any", "not"]);
const choosing = RequirementSchema.parse("choice");

const conditions = fc.constantFrom<Step["when"]>(
  undefined,
  undefined,
  undefined,
  { paths: ["src/**"] },
  { labels: ["ready"] },
  { not: { draft: true } },
  { picked: "a-1" },
);

interface Shape {
  readonly require: fc.Arbitrary<Requirement>;
  readonly when: fc.Arbitrary<Step["when"]>;
  readonly choices: boolean;
}

const RISE: Shape = { require: rising, when: fc.constant(undefined), choices: false };
const MIX: Shape = { require: mixed, when: conditions, choices: true };

const stepOf = (id: string, shape: Shape): fc.Arbitrary<Step> =>
  fc
    .record({
      require: shape.require,
      when: shape.when,
      subs: fc.array(fc.record({ require: shape.require, below: fc.boolean() }), { maxLength: 2 }),
      waivable: fc.boolean(),
      choice: fc.boolean(),
    })
    .map(({ require, when, subs, waivable, choice }) => {
      const steps = subs.map((sub, at) =>
        step(`${id}-${at + 1}`, sub.require, { steps: sub.below ? [step(`${id}-${at + 1}-x`, sub.require)] : [] }),
      );
      const asked = shape.choices && choice && steps.length > 1 ? choosing : require;
      return step(id, asked, { waivable, steps, ...(when === undefined ? {} : { when }) });
    });

const kindsOfPhase = fc.constantFrom<Partial<Phase>>(
  {},
  {},
  { blocks: null },
  { blocks: "deploy", environments: ["production"] },
  { blocks: "deploy" },
  { blocks: null, starts: { deployed: "production" }, due: "2h" },
);

const phasesOf = (shape: Shape): fc.Arbitrary<Phase[]> =>
  fc
    .tuple(...IDS.map((id) => stepOf(id, shape)))
    .chain((steps) =>
      fc.tuple(fc.constant(steps), fc.tuple(kindsOfPhase, kindsOfPhase, kindsOfPhase), rising, fc.boolean()),
    )
    .map(([steps, kinds, gate, closed]) =>
      kinds.map((kind, at) =>
        phase(`phase-${at}`, steps.slice(at * 2, at * 2 + 2), { ...kind, ...(closed && at === 1 ? { gate } : {}) }),
      ),
    );

const procedureOf = (id: string, shape: Shape): fc.Arbitrary<AdoptedProcedure> =>
  fc
    .tuple(phasesOf(shape), fc.constantFrom("free" as const, "phases" as const))
    .map(([phases, order]) => procedure(phases, { id, order }));

const CONFIG: Partial<Policy> = {
  roles: { lead: ["lea", "leo"], qa: ["quinn", "lea"] },
  override: OVERRIDE,
  windows: {
    production: {
      days: ["mon-thu"],
      hours: ["09:00-16:00"],
      timezone: "Europe/Berlin",
      not_before_weekend: false,
      holidays: [],
    },
  },
};

const policyOf = (shape: Shape): fc.Arbitrary<Policy> =>
  fc.tuple(...PROCEDURES.map((id) => procedureOf(id, shape))).map((procedures) => policy(procedures, CONFIG));

/** One thing that can be there or not, and what it adds to a snapshot. */
type Piece = (seen: Snapshot) => Snapshot;

const at = "2026-03-02T07:00:00Z";
const approval =
  (login: string): Piece =>
  (seen) => ({
    ...seen,
    reviews: [
      ...(seen.reviews ?? []),
      { by: { login, type: "User" }, state: "approved", commit: HEAD, at, writer: true },
    ],
  });
const check =
  (name: string): Piece =>
  (seen) => ({
    ...seen,
    checks: [...(seen.checks ?? []), { name, state: "success", app: null }],
  });
const file =
  (path: string, text: string, asked: readonly string[]): Piece =>
  (seen) => ({
    ...seen,
    documents: {
      ...seen.documents,
      ...Object.fromEntries(asked.map((name) => [name, [...(seen.documents?.[name] ?? []), { path, text }]])),
    },
  });
const labelled =
  (name: string): Piece =>
  (seen) => ({ ...seen, labels: [...seen.labels, name] });

const PLAN =
  "# Plan\n\n## Goal\n\nPeople can pay by card in every shop.\n\n## Trigger\n\nErrors above 5 %.\n\n## Steps\n\nSet the flag to off.\n";
const PIECES: readonly Piece[] = [
  approval("lea"),
  approval("quinn"),
  approval("walt"),
  check("build"),
  check("test"),
  file("docs/plan.md", PLAN, ["docs/plan.md", "docs/*.md"]),
  file("coverage.json", '{"total": 93}', ["coverage.json"]),
  labelled("ready"),
  labelled("done"),
  (seen) => ({ ...seen, files: [...(seen.files ?? []), { path: "src/pay.ts", change: "modified" }] }),
  (seen) => ({ ...seen, body: "## Why\n\nCards are what people ask for.\n\n## Release notes\n\nPay by card.\n" }),
  (seen) => ({
    ...seen,
    linkedIssues: [{ repository: "acme/shop", number: 3, title: "Cards", state: "open", labels: [] }],
  }),
  (seen) => ({
    ...seen,
    deployments: { ...seen.deployments, production: [{ sha: HEAD, state: "success", at, holds: true }] },
  }),
];

const EMPTY = Snapshot.parse({
  subject: { repository: "acme/shop", number: 7 },
  title: "Add cards",
  author: { login: "ada" },
  openedAt: "2026-03-01T07:00:00Z",
  headSha: HEAD,
  state: "merged",
  mergeSha: HEAD,
  roles: { lead: { members: ["lea", "leo"] }, qa: { members: ["quinn", "lea"] } },
  permissions: { walt: "write", adam: "admin", lea: "write", leo: "write", quinn: "write", ada: "write", rita: "read" },
  files: [],
  reviews: [],
  checks: [],
  threads: [],
  linkedIssues: [],
  commits: [],
  templates: [],
  documents: { "docs/plan.md": [], "docs/*.md": [], "coverage.json": [] },
  baseDocuments: { "docs/plan.md": [], "docs/*.md": [] },
  deployments: { production: [], staging: [] },
  openIssues: {},
  outputs: {},
});

const built = (pieces: readonly Piece[]): Snapshot => pieces.reduce((seen, piece) => piece(seen), EMPTY);

const stepIds = [...IDS, ...IDS.flatMap((id) => [`${id}-1`, `${id}-2`, `${id}-1-x`]), "phase-1:gate"];
const GATES = ["merge", "deploy/production", "deploy"];

/** Acts that open something. */
const OPENING = ["tick", "waive", "defer", "go", "signoff", "override", "resume"] as const;
const ALL = [...OPENING, "untick", "no-go", "revoke", "abort", "rollback"] as const;

interface Who {
  readonly login: string;
  readonly permission: "write" | "read" | "none";
}

const act = (names: readonly (typeof ALL)[number][], people: readonly Who[]): fc.Arbitrary<LedgerEntry> =>
  fc
    .record({
      name: fc.constantFrom(...names),
      who: fc.constantFrom(...people),
      procedure: fc.constantFrom(...PROCEDURES),
      id: fc.constantFrom(...stepIds),
      role: fc.constantFrom("lead", "qa"),
      gate: fc.constantFrom(...GATES),
    })
    .map(({ name, who, procedure: of, id, role, gate }) => {
      const { login, permission } = who;
      const common = { by: { login }, at, commit: HEAD, permission, via: "command" };
      const onStep = { ...common, procedure: of, step: id };
      const given = {
        tick: { act: "tick", ...onStep },
        untick: { act: "untick", ...onStep },
        waive: { act: "waive", ...onStep, reason: "x" },
        defer: { act: "defer", ...onStep, reason: "x" },
        go: { act: "decide", word: "go", ...onStep },
        "no-go": { act: "decide", word: "no-go", reason: "x", ...onStep },
        signoff: { act: "signoff", ...common, role },
        revoke: { act: "revoke", ...common, role },
        override: { act: "override", ...common, gate, reason: "x", expires: "2026-03-03T07:00:00Z" },
        abort: { act: "abort", ...common, reason: "x" },
        resume: { act: "resume", ...common },
        rollback: { act: "rollback", ...common, reason: "x" },
      } as const;
      return LedgerEntry.parse(given[name]);
    });

const grown = GROWN.map((login): Who => ({ login, permission: "write" }));
const strangers: readonly Who[] = [
  { login: "rita", permission: "read" },
  { login: "mallory", permission: "none" },
  { login: "helper[bot]", permission: "write" },
];
const ledgers = fc.array(act(ALL, grown), { maxLength: 25 });

const judge = (given: Policy, seen: Snapshot, ledger: Ledger): Verdict =>
  evaluate({ policy: given, snapshot: seen, ledger, now: NOW });

const every = (verdict: Verdict) =>
  verdict.procedures.flatMap(({ id: of, phases }) =>
    phases.flatMap(({ steps }) => everyVerdict(steps).map((one) => ({ ...one, key: `${of}/${one.id}` }))),
  );

const standing = (verdict: Verdict) => ({
  steps: Object.fromEntries(every(verdict).map(({ key, state }) => [key, state])),
  gates: verdict.gates.map(({ gate, environment, state, left, total }) => ({ gate, environment, state, left, total })),
  exits: verdict.procedures.map(({ exit }) => exit),
  phases: verdict.procedures.flatMap(({ phases }) => phases.map(({ id, state }) => [id, state])),
  wakeAt: verdict.wakeAt,
});

const doneSteps = (verdict: Verdict): ReadonlySet<string> =>
  new Set(every(verdict).flatMap(({ key, state }) => (isDone(state) ? [key] : [])));

const openGates = (verdict: Verdict) =>
  verdict.gates.filter(({ state }) => state === "open").map(({ gate, environment }) => `${gate}/${environment}`);

const expectNoBetter = (fewer: Verdict, whole: Verdict): void => {
  expect([...doneSteps(fewer)].filter((key) => !doneSteps(whole).has(key))).toEqual([]);
  expect(openGates(fewer).filter((gate) => !openGates(whole).includes(gate))).toEqual([]);
};

const reversed = (steps: readonly Step[]): readonly Step[] =>
  steps.map((one) => ({ ...one, steps: reversed(one.steps) })).toReversed();

const anyPieces = fc.subarray([...PIECES]);

describe("laws of evaluation", () => {
  test("the order of steps never changes how anything stands", () => {
    fc.assert(
      fc.property(policyOf(MIX), anyPieces, ledgers, (given, pieces, ledger) => {
        const turned: Policy = {
          ...given,
          procedures: given.procedures.map((adopted) => ({
            ...adopted,
            procedure: {
              ...adopted.procedure,
              phases: adopted.procedure.phases.map((one) => ({ ...one, steps: reversed(one.steps) })),
            },
          })),
        };
        const seen = built(pieces);
        expect(standing(judge(turned, seen, ledger))).toEqual(standing(judge(given, seen, ledger)));
      }),
    );
  });

  test("with less of what is there nothing is done that was not, and no gate is open that was shut", () => {
    fc.assert(
      fc.property(
        policyOf(RISE),
        fc
          .subarray([...PIECES], { minLength: 1 })
          .chain((pieces) => fc.tuple(fc.constant(pieces), fc.nat(pieces.length - 1))),
        ledgers,
        (given, [pieces, gone], ledger) => {
          expectNoBetter(judge(given, built(pieces.toSpliced(gone, 1)), ledger), judge(given, built(pieces), ledger));
        },
      ),
      { numRuns: 150 },
    );
  });

  test("without an act that opens, nothing is done that was not, and no gate is open that was shut", () => {
    fc.assert(
      fc.property(
        policyOf(RISE),
        anyPieces,
        fc.tuple(ledgers, act(OPENING, grown), ledgers),
        (given, pieces, [before, opening, after]) => {
          const seen = built(pieces);
          expectNoBetter(judge(given, seen, [...before, ...after]), judge(given, seen, [...before, opening, ...after]));
        },
      ),
      { numRuns: 150 },
    );
  });

  test("what somebody without the right does never changes how anything stands", () => {
    fc.assert(
      fc.property(
        policyOf(MIX),
        anyPieces,
        fc.tuple(ledgers, fc.array(act(ALL, strangers), { minLength: 1, maxLength: 8 }), ledgers),
        (given, pieces, [before, noise, after]) => {
          const seen = built(pieces);
          const quiet = judge(given, seen, [...before, ...after]);
          expect(standing(judge(given, seen, [...before, ...noise, ...after]))).toEqual(standing(quiet));
        },
      ),
      { numRuns: 150 },
    );
  });

  test("the same input gives the same verdict, and nothing of it is changed", () => {
    fc.assert(
      fc.property(policyOf(MIX), anyPieces, ledgers, (given, pieces, ledger) => {
        const seen = built(pieces);
        const before = structuredClone([seen, ledger]);
        expect(judge(given, seen, ledger)).toEqual(judge(given, seen, ledger));
        expect([seen, ledger]).toEqual(before);
      }),
    );
  });

  test("nothing makes it throw, whatever is missing", () => {
    const missing = fc.subarray([
      "files",
      "reviews",
      "checks",
      "threads",
      "linkedIssues",
      "documents",
      "baseDocuments",
      "deployments",
      "openIssues",
      "author",
    ] as const);
    const state = fc.constantFrom("open" as const, "closed" as const, "merged" as const);
    const kind = fc.constantFrom("pull_request" as const, "issue" as const);
    fc.assert(
      fc.property(
        policyOf(MIX),
        anyPieces,
        missing,
        fc.tuple(state, kind),
        ledgers,
        (...[given, pieces, gone, [is, of], ledger]) => {
          const whole = built(pieces);
          const left = Object.entries(whole).filter(([name]) => !gone.some((one) => one === name));
          const seen = Snapshot.parse({
            ...Object.fromEntries(left),
            state: is,
            subject: { ...whole.subject, kind: of },
            roles: gone.length > 5 ? {} : whole.roles,
          });
          const asked: Policy = {
            ...given,
            procedures: given.procedures.map((one) => ({ ...one, procedure: { ...one.procedure, subject: of } })),
          };
          const verdict = judge(asked, seen, ledger);
          expect(verdict.gates.length).toBeGreaterThan(0);
          expect(needsOf(asked, seen).unresolved).toBeDefined();
          expect(asksNothing(lookupsOf({ policy: asked, snapshot: seen, ledger, now: NOW }))).toBeDefined();
        },
      ),
    );
  });

  test("a gate without an override is open exactly when nothing is left and nobody aborted; it wakes in the future only", () => {
    fc.assert(
      fc.property(policyOf(MIX), anyPieces, ledgers, (given, pieces, ledger) => {
        const verdict = judge(given, built(pieces), ledger);
        for (const { state, left, overridden, reason } of verdict.gates)
          expect(state === "open").toBe(overridden !== undefined || (left === 0 && reason === undefined));
        expect(verdict.wakeAt === undefined || verdict.wakeAt > NOW).toBe(true);
      }),
    );
  });
});
