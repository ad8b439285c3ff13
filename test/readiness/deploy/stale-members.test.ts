import { expect, test } from "@jest/globals";
import type { MemberOutcome } from "../../../src/evaluation/deploy/outcome.ts";
import type { Change } from "../../../src/readiness/change.ts";
import { standingOf } from "../../../src/readiness/deploy/stale-members.ts";
import { awaiting, LATER, member, NOW } from "../../evaluation/deploy/releases.ts";

const change = (about: Partial<Change>): Change => ({
  event: "wake",
  action: null,
  installationId: 1,
  repository: { id: 1, owner: "acme", name: "shop" },
  sender: { login: "gatehouse", type: "Bot" },
  pulls: [],
  shas: [],
  touches: "any",
  ...about,
});

/** 1 is ready, 2 waits for people, 3 for a moment that is to come, 4 for one that has come; 5 is an issue, and 6 was never seen. */
const known: readonly MemberOutcome[] = [
  member(1),
  member(2, awaiting),
  member(3, { ...awaiting, wakeAt: LATER }),
  member(4, { wakeAt: NOW.toISOString() }),
  member(5, { kind: "issue" }),
];
const candidates = [...known, member(6)];

test.each<{ title: string; changes: readonly Partial<Change>[]; isReopened?: boolean; reads: readonly number[] }>([
  { title: "a timer", changes: [{}], reads: [4, 6] },
  { title: "a member's own turn", changes: [{ pulls: [{ number: 1 }] }], reads: [1, 4, 6] },
  { title: "an issue's own turn", changes: [{ issues: [{ number: 5 }] }], reads: [4, 5, 6] },
  { title: "somebody who asks", changes: [{ event: "ask" }], reads: [2, 3, 4, 6] },
  { title: "a deployment", changes: [{ event: "deployment_status", touches: "deployments" }], reads: [2, 3, 4, 6] },
  { title: "a change of policy", changes: [{ event: "push", touches: "policy" }], reads: [1, 2, 3, 4, 5, 6] },
  { title: "a re-check", changes: [{ event: "check_run", act: { kind: "recheck" } }], reads: [1, 2, 3, 4, 5, 6] },
  {
    title: "a member and a change of policy",
    changes: [{ pulls: [{ number: 1 }] }, { touches: "policy" }],
    reads: [1, 2, 3, 4, 5, 6],
  },
  {
    title: "whatever comes after it was closed",
    changes: [{ event: "ask" }],
    isReopened: true,
    reads: [1, 2, 3, 4, 5, 6],
  },
])("$title reads $reads", ({ changes, isReopened = false, reads }) => {
  const memory = {
    environment: "production",
    members: [...known],
    blocking: [],
    configured: true,
    policyPaths: [],
    askedAt: NOW.toISOString(),
    isAsked: true,
    isChecked: true,
  };
  const turn = {
    memory,
    isReopened,
    changes: changes.map((about) => ({ guid: "g", change: change(about) })),
    now: NOW,
  };
  const { kept, toRead } = standingOf(turn, candidates);
  expect(toRead.map(({ number }) => number)).toEqual(reads);
  expect(kept.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5].filter((number) => !reads.includes(number)));
});
