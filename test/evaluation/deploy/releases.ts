import { freezeKey } from "../../../src/evaluation/deploy/freezes.ts";
import type { Blocking, Course, Release } from "../../../src/evaluation/deploy/decision.ts";
import type { MemberOutcome, OpenStep } from "../../../src/evaluation/deploy/outcome.ts";
import type { Freeze } from "../../../src/evidence/schedule.ts";
import { fc } from "../../properties.ts";

/** A Friday evening. */
export const NOW = new Date("2026-03-06T17:30:00Z");
export const MONDAY = "2026-03-09T08:00:00.000Z";
export const LATER = "2026-03-07T17:30:00.000Z";

/** A pull request that is ready unless told otherwise. */
export const member = (number: number, rest: Partial<MemberOutcome> = {}): MemberOutcome => ({
  kind: "pull_request",
  number,
  title: `Change ${number}`,
  url: `https://github.com/acme/shop/pull/${number}`,
  author: "ada",
  state: "open",
  left: 0,
  total: 5,
  steps: [],
  exempt: [],
  names: ["production"],
  everywhere: false,
  mode: "enforce",
  ...rest,
});

export const openStep = (rest: Partial<OpenStep> = {}): OpenStep => ({
  procedure: "release",
  step: "security",
  title: "Security agrees",
  state: "waiting",
  reason: "0 of 1 sign-offs by security.",
  remedy: "Ask security.",
  short: "1 sign-off",
  actors: ["security (ann, bob)"],
  ...rest,
});

/** Ways in which a member is not ready. */
export const awaiting: Partial<MemberOutcome> = { state: "awaiting", left: 1, steps: [openStep()] };
export const shut: Partial<MemberOutcome> = {
  state: "shut",
  left: 2,
  steps: [
    openStep({ step: "plan", state: "unmet", short: "rollback plan missing", actors: ["ada (author)"] }),
    openStep(),
  ],
};
export const never: Partial<MemberOutcome> = {
  state: "never",
  left: 1,
  reason: "lea said no-go on 2026-03-05: `too many errors`",
};
export const clock: Partial<MemberOutcome> = {
  state: "awaiting",
  left: 1,
  opensAt: MONDAY,
  wakeAt: MONDAY,
  steps: [openStep({ step: "window", short: "window shut", actors: ["the clock"], opensAt: MONDAY })],
};
export const opened = { by: ["lea"], reason: "checkout is down", until: LATER };
export const overridden: Partial<MemberOutcome> = { state: "open", left: 1, steps: [openStep()], overridden: opened };

export const QUARTER_END: Freeze = { name: "Quarter end", from: "2026-03-06", to: "2026-03-07", timezone: "UTC" };

const STAGING: Freeze = { ...QUARTER_END, environments: ["staging"] };

export const blocking: Blocking = {
  number: 9,
  title: "An earlier change",
  url: "https://github.com/acme/shop/pull/9",
  procedure: "release",
  phase: "after-production",
  dueAt: "2026-03-08T10:00:00.000Z",
};

export const direct = { sha: "d".repeat(40), headline: "hotfix: typo", author: "bob" };

/** Goes forward to production unless told otherwise. */
export const release = (members: readonly MemberOutcome[], rest: Partial<Release> = {}): Release => ({
  environment: "production",
  sha: "4".repeat(40),
  course: "forward",
  onDefault: true,
  previous: { sha: "a".repeat(40), at: "2026-03-02T09:00:00Z", begunAt: "2026-03-02T08:50:00Z" },
  members,
  lead: members[0]?.number,
  directCommits: [],
  blocking: [],
  rule: { listed: true, directCommits: "hold", known: ["production"], everywhere: false },
  freezes: [],
  broken: [],
  mode: "enforce",
  ...rest,
});

const standing: fc.Arbitrary<Partial<MemberOutcome>> = fc.constantFrom(
  {},
  awaiting,
  shut,
  never,
  clock,
  overridden,
  { state: "not-asked" },
  { ...awaiting, mode: "shadow" },
  { ...overridden, overridden: { ...opened, until: "2026-03-06T17:00:00.000Z" } },
);

export const members: fc.Arbitrary<readonly MemberOutcome[]> = fc
  .array(fc.record({ rest: standing, lifts: fc.boolean(), exempt: fc.boolean() }), { maxLength: 6 })
  .map((given) =>
    given.map(({ rest, lifts, exempt }, index) =>
      member(index + 1, {
        ...rest,
        ...(lifts ? { lifts: opened } : {}),
        exempt: exempt ? [freezeKey(QUARTER_END)] : [],
        names: [],
      }),
    ),
  );

const course: fc.Arbitrary<Course> = fc.constantFrom("forward", "first", "same", "back");

/** Any release of these members, with anything else that can hold one. */
export const releaseOf = (given: fc.Arbitrary<readonly MemberOutcome[]>): fc.Arbitrary<Release> =>
  fc
    .record({
      given,
      course,
      lead: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
      problem: fc.option(fc.constant("GitHub does not know this commit."), { nil: undefined, freq: 1 }),
      directCommits: fc.constantFrom([], [], [direct]),
      blocked: fc.constantFrom([], [], [blocking]),
      listed: fc.boolean(),
      allow: fc.boolean(),
      onDefault: fc.constantFrom(true, false, undefined),
      freezes: fc.constantFrom([], [], [QUARTER_END], [STAGING]),
      broken: fc.constantFrom([], [], ["It is broken."]),
      mode: fc.constantFrom("enforce" as const, "enforce" as const, "shadow" as const),
    })
    .map(({ given: all, blocked, listed, allow, ...rest }) =>
      release(all, {
        ...rest,
        blocking: blocked,
        rule: { listed, directCommits: allow ? "allow" : "hold", known: ["production"], everywhere: listed },
      }),
    );
