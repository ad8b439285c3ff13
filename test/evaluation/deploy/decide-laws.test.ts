import { expect, test } from "@jest/globals";
import { decide } from "../../../src/evaluation/deploy/decide.ts";
import type { Release } from "../../../src/evaluation/deploy/decision.ts";
import { fc } from "../../properties.ts";
import {
  awaiting,
  blocking,
  clock,
  direct,
  member,
  members,
  never,
  NOW,
  QUARTER_END,
  releaseOf,
  shut,
} from "./releases.ts";

const anyRelease = releaseOf(members);
const RUNS = { numRuns: 500 };

/** From best to worst. */
const RANK = { approved: 0, awaiting: 1, rejected: 2 } as const;
const rank = (release: Release): number => RANK[decide(release, NOW).state];

const WORSE: readonly ((release: Release) => Release)[] = [
  (one) => ({ ...one, problem: "unknown" }),
  (one) => ({ ...one, broken: [...one.broken, "line 9"] }),
  (one) => ({ ...one, directCommits: [...one.directCommits, direct] }),
  (one) => ({ ...one, onDefault: undefined }),
  (one) => ({ ...one, blocking: [...one.blocking, blocking] }),
  (one) => ({ ...one, freezes: [...one.freezes, { ...QUARTER_END, name: "Another" }] }),
  (one) => ({ ...one, rule: { ...one.rule, directCommits: "hold" } }),
  (one) => ({ ...one, members: one.members.map((each) => ({ ...each, lifts: undefined })) }),
  (one) => ({ ...one, members: one.members.map((each) => ({ ...each, exempt: [] })) }),
  ...[awaiting, shut, clock, never].map((standing) => (one: Release) => ({
    ...one,
    members: [...one.members, member(99, standing)],
  })),
];

test("whatever is added to hold it, it is never approved for that", () => {
  fc.assert(
    fc.property(anyRelease, fc.constantFrom(...WORSE), (given, worsen) => {
      if (rank(given) > 0) expect(rank(worsen(given))).toBeGreaterThan(0);
    }),
    RUNS,
  );
});

test("the order of members changes nothing", () => {
  fc.assert(
    fc.property(anyRelease, fc.infiniteStream(fc.nat()), (given, keys) => {
      const keyed = given.members.map((each) => ({ each, key: keys.next().value ?? 0 }));
      const shuffled = keyed.toSorted((one, other) => one.key - other.key).map(({ each }) => each);
      expect(decide({ ...given, members: shuffled }, NOW)).toEqual(decide(given, NOW));
    }),
    RUNS,
  );
});

test("approved means that nothing holds it, or that it is said why it goes all the same", () => {
  fc.assert(
    fc.property(anyRelease, (given) => {
      const { state, holders, despite } = decide(given, NOW);
      expect(state === "approved").toBe(holders.length === 0 || despite !== undefined);
      if (despite?.by === "shadow") expect(given.mode).toBe("shadow");
      if (state === "rejected")
        expect(holders.some((one) => one.by === "member" && one.member.state === "never")).toBe(true);
    }),
    RUNS,
  );
});

test("nobody is waked in the past, and nothing opens in it", () => {
  fc.assert(
    fc.property(anyRelease, (given) => {
      const { wakeAt, opensAt, state } = decide(given, NOW);
      for (const at of [wakeAt, opensAt]) if (at !== undefined) expect(at.getTime()).toBeGreaterThan(NOW.getTime());
      if (opensAt !== undefined) {
        expect(state).toBe("awaiting");
        expect(wakeAt?.getTime()).toBeLessThanOrEqual(opensAt.getTime());
      }
    }),
    RUNS,
  );
});
