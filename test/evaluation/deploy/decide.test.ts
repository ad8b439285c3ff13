import { describe, expect, test } from "@jest/globals";
import { freezeKey } from "../../../src/evaluation/deploy/freezes.ts";
import { decide } from "../../../src/evaluation/deploy/decide.ts";
import type { Holder, Release } from "../../../src/evaluation/deploy/decision.ts";
import {
  awaiting,
  blocking,
  clock,
  direct,
  LATER,
  member,
  MONDAY,
  never,
  NOW,
  opened,
  overridden,
  QUARTER_END,
  release,
  shut,
} from "./releases.ts";

const nameOf = (holder: Holder): string => (holder.by === "member" ? `#${holder.member.number}` : holder.by);

interface Case {
  readonly title: string;
  readonly given: Release;
  readonly state: "approved" | "awaiting" | "rejected";
  readonly holders?: readonly string[];
  readonly despite?: "override" | "shadow";
  readonly opensAt?: string;
}

const strange = { listed: false, directCommits: "hold", known: ["production", "staging"], everywhere: false } as const;
const allows = { listed: true, directCommits: "allow", known: [], everywhere: false } as const;
const lifting = member(1, { lifts: opened });

const CASES: readonly Case[] = [
  { title: "everything ready", given: release([member(1), member(2)]), state: "approved" },
  { title: "nothing brought", given: release([]), state: "approved" },
  { title: "not asked", given: release([member(1, { state: "not-asked" })]), state: "approved" },
  { title: "a sign-off is awaited", given: release([member(1, awaiting)]), state: "awaiting", holders: ["#1"] },
  { title: "something must change", given: release([member(1, shut)]), state: "awaiting", holders: ["#1"] },
  { title: "a no-go", given: release([member(1), member(2, never)]), state: "rejected", holders: ["#2"] },
  {
    title: "a closed window opens by itself",
    given: release([member(1, clock)]),
    state: "awaiting",
    holders: ["#1"],
    opensAt: MONDAY,
  },
  {
    title: "a window and a sign-off: nobody knows when it opens",
    given: release([member(1, clock), member(2, awaiting)]),
    state: "awaiting",
    holders: ["#2", "#1"],
  },
  {
    title: "a freeze",
    given: release([member(1)], { freezes: [QUARTER_END] }),
    state: "awaiting",
    holders: ["freeze"],
    opensAt: "2026-03-08T00:00:00.000Z",
  },
  {
    title: "a freeze that the next one follows without a gap",
    given: release([member(1)], {
      freezes: [QUARTER_END, { ...QUARTER_END, name: "Move", from: "2026-03-08", to: "2026-03-08T12:00" }],
    }),
    state: "awaiting",
    holders: ["freeze"],
    opensAt: "2026-03-08T12:00:00.000Z",
  },
  {
    title: "a window that opens into a later freeze",
    given: release([member(1, clock)], { freezes: [{ ...QUARTER_END, from: "2026-03-09", to: "2026-03-09" }] }),
    state: "awaiting",
    holders: ["#1"],
    opensAt: "2026-03-10T00:00:00.000Z",
  },
  {
    title: "a freeze of another environment",
    given: release([member(1)], { freezes: [{ ...QUARTER_END, environments: ["staging"] }] }),
    state: "approved",
  },
  {
    title: "a freeze of the environment in other letters",
    given: release([member(1)], { freezes: [{ ...QUARTER_END, environments: ["Production"] }] }),
    state: "awaiting",
    holders: ["freeze"],
    opensAt: "2026-03-08T00:00:00.000Z",
  },
  {
    title: "a freeze that lets everything through",
    given: release([member(1, { exempt: [freezeKey(QUARTER_END)] })], { freezes: [QUARTER_END] }),
    state: "approved",
  },
  {
    title: "a later freeze of the same name that lets nothing through",
    given: release([member(1, { exempt: [freezeKey({ ...QUARTER_END, to: "2026-03-06" })] })], {
      freezes: [QUARTER_END],
    }),
    state: "awaiting",
    holders: ["freeze"],
    opensAt: "2026-03-08T00:00:00.000Z",
  },
  {
    title: "a freeze that lets one of two through",
    given: release([member(1, { exempt: [freezeKey(QUARTER_END)] }), member(2)], { freezes: [QUARTER_END] }),
    state: "awaiting",
    holders: ["freeze"],
    opensAt: "2026-03-08T00:00:00.000Z",
  },
  {
    title: "a freeze and a commit that nobody could exempt",
    given: release([member(1, { exempt: [freezeKey(QUARTER_END)] })], {
      freezes: [QUARTER_END],
      directCommits: [direct],
      rule: allows,
    }),
    state: "awaiting",
    holders: ["freeze"],
    opensAt: "2026-03-08T00:00:00.000Z",
  },
  {
    title: "the last deployment is not finished",
    given: release([member(1)], { blocking: [blocking] }),
    state: "awaiting",
    holders: ["previous"],
  },
  {
    title: "a commit without a pull request",
    given: release([], { directCommits: [direct] }),
    state: "awaiting",
    holders: ["direct"],
  },
  {
    title: "a commit without a pull request that the config allows",
    given: release([], { directCommits: [direct], rule: allows }),
    state: "approved",
  },
  {
    title: "allowed commits of a branch that is not the default one",
    given: release([], { directCommits: [direct], rule: allows, onDefault: false }),
    state: "awaiting",
    holders: ["direct"],
  },
  {
    title: "a commit of which GitHub still has to tell who brought it",
    given: release([], { directCommits: [direct], askedAgainAt: LATER }),
    state: "awaiting",
    holders: ["settling"],
  },
  {
    title: "the same, where the config would allow it",
    given: release([], { directCommits: [direct], rule: allows, askedAgainAt: LATER }),
    state: "awaiting",
    holders: ["settling"],
  },
  {
    title: "the same, in shadow mode",
    given: release([], { directCommits: [direct], askedAgainAt: LATER, mode: "shadow" }),
    state: "approved",
    holders: ["direct"],
    despite: "shadow",
  },
  {
    title: "the same, once it was asked again",
    given: release([], { directCommits: [direct], askedAgainAt: "2026-03-06T17:30:00Z" }),
    state: "awaiting",
    holders: ["direct"],
  },
  {
    title: "a commit of which GitHub still has to tell who brought it, opened by an override",
    given: release([lifting], { directCommits: [direct], askedAgainAt: LATER }),
    state: "approved",
    holders: ["settling"],
    despite: "override",
  },
  {
    title: "a closed window, and a commit of which GitHub still has to tell who brought it",
    given: release([member(1, clock)], { directCommits: [direct], askedAgainAt: LATER }),
    state: "awaiting",
    holders: ["settling", "#1"],
    opensAt: MONDAY,
  },
  {
    title: "an environment that nobody knows",
    given: release([member(1, { names: [] })], { environment: "prodution", rule: strange }),
    state: "awaiting",
    holders: ["environment"],
  },
  {
    title: "an environment that only a member names, in other letters",
    given: release([member(1, { names: ["Live"] })], { environment: "live", rule: strange }),
    state: "approved",
  },
  {
    title: "a phase for everywhere",
    given: release([member(1, { everywhere: true })], { environment: "anything", rule: strange }),
    state: "approved",
  },
  {
    title: "a broken config, whatever else is said",
    given: release([member(1, never)], { broken: ["line 3"] }),
    state: "awaiting",
    holders: ["broken", "#1"],
  },
  {
    title: "what can't be read, which nobody lifts",
    given: release([lifting], { problem: "unknown" }),
    state: "awaiting",
    holders: ["unreadable"],
  },
  {
    title: "the way back is never barred",
    given: release([member(1, shut)], {
      course: "back",
      freezes: [QUARTER_END],
      blocking: [blocking],
      broken: ["line 3"],
      directCommits: [direct],
    }),
    state: "approved",
  },
  {
    title: "nobody knows whether it is the way back",
    given: release([], { course: "back", problem: "unknown" }),
    state: "awaiting",
    holders: ["unreadable"],
  },
  {
    title: "the same again asks nobody",
    given: release([member(1, shut)], { course: "same", blocking: [blocking], environment: "x", rule: strange }),
    state: "approved",
  },
  {
    title: "the same again in a freeze",
    given: release([], { course: "same", freezes: [QUARTER_END] }),
    state: "awaiting",
    holders: ["freeze"],
    opensAt: "2026-03-08T00:00:00.000Z",
  },
  {
    title: "an overridden member",
    given: release([member(1), member(2, overridden)]),
    state: "approved",
    holders: ["#2"],
    despite: "override",
  },
  {
    title: "an override that ran out since it was read",
    given: release([member(2, { ...overridden, overridden: { ...opened, until: NOW.toISOString() } })]),
    state: "awaiting",
    holders: ["#2"],
  },
  {
    title: "the lead's override lifts what holds the release as a whole",
    given: release([lifting], {
      freezes: [QUARTER_END],
      blocking: [blocking],
      directCommits: [direct],
      rule: { ...strange, known: ["elsewhere"] },
      environment: "test",
    }),
    state: "approved",
    holders: ["environment", "previous", "direct", "freeze"],
    despite: "override",
  },
  {
    title: "the lead's override opens no other member",
    given: release([lifting, member(2, awaiting)], { freezes: [QUARTER_END] }),
    state: "awaiting",
    holders: ["#2"],
  },
  {
    title: "an override of a member that is not the lead lifts nothing else",
    given: release([member(1), member(2, { lifts: opened })], { freezes: [QUARTER_END] }),
    state: "awaiting",
    holders: ["freeze"],
    opensAt: "2026-03-08T00:00:00.000Z",
  },
  {
    title: "a launch issue with the lead's number is not the lead",
    given: release([member(1, { kind: "issue", lifts: opened })], { freezes: [QUARTER_END] }),
    state: "awaiting",
    holders: ["freeze"],
    opensAt: "2026-03-08T00:00:00.000Z",
  },
  {
    title: "shadow mode tells and lets through",
    given: release([member(1, never)], { mode: "shadow", freezes: [QUARTER_END] }),
    state: "approved",
    holders: ["#1", "freeze"],
    despite: "shadow",
  },
  {
    title: "a member whose own config only watches",
    given: release([member(1, { ...shut, mode: "shadow" })]),
    state: "approved",
  },
];

test.each(CASES)("$title: $state", ({ given, state, holders = [], despite, opensAt }) => {
  const decision = decide(given, NOW);
  expect({
    state: decision.state,
    holders: decision.holders.map(nameOf),
    despite: decision.despite?.by,
    opensAt: decision.opensAt?.toISOString(),
  }).toEqual({ state, holders, despite, opensAt });
  expect(decision.decidedAt).toBe(NOW);
});

test("holders stand in the order in which people should read them", () => {
  const given = release(
    [member(8, clock), member(7, awaiting), member(6, shut), member(5, never), member(4), member(3, awaiting)],
    {
      broken: ["x"],
      problem: "y",
      environment: "prodution",
      rule: strange,
      blocking: [blocking],
      directCommits: [direct],
      freezes: [QUARTER_END],
    },
  );
  const unnamed = { ...given, members: given.members.map((one) => ({ ...one, names: [] })) };
  const { holders } = decide(unnamed, NOW);
  expect(holders.map(nameOf)).toEqual([
    "broken",
    "unreadable",
    "#5",
    "#6",
    "#3",
    "#7",
    "previous",
    "direct",
    "freeze",
    "#8",
  ]);
});

const stranger = release([], { environment: "prodution", rule: strange });

test.each([
  { title: "an environment that nobody names is held", rest: {}, holders: ["environment"] },
  { title: "a config that can't be read may name it", rest: { broken: ["x"] }, holders: ["broken"] },
  { title: "a config that is not there names nothing", rest: { unconfigured: true }, holders: ["unconfigured"] },
  { title: "members that can't be read may name it", rest: { problem: "y" }, holders: ["unreadable"] },
])("$title", ({ rest, holders }) => {
  expect(decide({ ...stranger, ...rest }, NOW).holders.map(nameOf)).toEqual(holders);
});

test("the nearest name of an environment is told", () => {
  expect(decide(stranger, NOW).holders).toEqual([{ by: "environment", nearest: "production" }]);
});

test.each([
  { title: "the pull request that brought the commit", given: release([member(1)]), way: "override" },
  { title: "none that is asked", given: release([], { lead: 1 }), way: "config" },
  { title: "none that is known", given: release([member(1)], { lead: undefined }), way: "config" },
  { title: "none on a branch", given: release([], { onDefault: false }), way: "pull-request" },
  { title: "none on a branch that may be any", given: release([], { onDefault: undefined }), way: "pull-request" },
])("how a commit without a pull request can be deployed is told with $title: by $way", ({ given, way }) => {
  const { holders } = decide({ ...given, directCommits: [direct] }, NOW);
  expect(holders).toMatchObject([{ by: "direct", way: { by: way } }]);
});

test("the way back is barred for a run that did not mean to go back, and nobody lifts that", () => {
  const back = release([], { course: "back", overtaken: true });
  expect(decide(back, NOW)).toMatchObject({
    state: "awaiting",
    holders: [{ by: "overtaken", sha: back.previous?.sha }],
  });
  expect(decide({ ...back, overtaken: false }, NOW).state).toBe("approved");
});

describe("wakes at the earliest edge of anything", () => {
  test.each([
    { title: "nothing ever changes", given: release([member(1)]), wakeAt: undefined },
    { title: "a member's own", given: release([member(1, clock)]), wakeAt: MONDAY },
    { title: "the past wakes nobody", given: release([member(1, { wakeAt: NOW.toISOString() })]), wakeAt: undefined },
    { title: "an override's end", given: release([member(1, { ...overridden })]), wakeAt: LATER },
    { title: "the end of what lifts", given: release([lifting]), wakeAt: LATER },
    {
      title: "what is due becomes overdue",
      given: release([member(1)], { blocking: [blocking] }),
      wakeAt: "2026-03-08T10:00:00.000Z",
    },
    {
      title: "who brought a commit is asked again",
      given: release([], { directCommits: [direct], askedAgainAt: LATER }),
      wakeAt: LATER,
    },
    {
      title: "a freeze that is to begin",
      given: release([member(1)], { freezes: [{ ...QUARTER_END, from: "2026-03-06T18:00" }] }),
      wakeAt: "2026-03-06T18:00:00.000Z",
    },
    {
      title: "a freeze that is to end",
      given: release([member(1)], { freezes: [QUARTER_END] }),
      wakeAt: "2026-03-08T00:00:00.000Z",
    },
  ])("$title", ({ given, wakeAt }) => {
    expect(decide(given, NOW).wakeAt?.toISOString()).toBe(wakeAt);
  });
});

test("who opened it and why is told", () => {
  const by = { by: "override", who: ["lea", "leo"], reason: "checkout is down; a law" };
  const more = { ...overridden, overridden: { ...opened, by: ["leo"], reason: "a law" } };
  expect(decide(release([member(1, overridden), member(2, more)]), NOW).despite).toEqual(by);
});
