import { expect, test } from "@jest/globals";
import { directSince, nextAsking } from "../../../src/readiness/deploy/settling.ts";

const SINCE = "2026-03-06T17:30:00.000Z";

test.each([
  { title: "nothing to ask about", since: undefined, now: SINCE, next: undefined },
  { title: "just seen", since: SINCE, now: SINCE, next: "2026-03-06T17:30:10.000Z" },
  { title: "a moment later", since: SINCE, now: "2026-03-06T17:30:09.999Z", next: "2026-03-06T17:30:10.000Z" },
  { title: "asked once", since: SINCE, now: "2026-03-06T17:30:10.000Z", next: "2026-03-06T17:30:30.000Z" },
  { title: "asked twice", since: SINCE, now: "2026-03-06T17:30:30.000Z", next: undefined },
  { title: "long ago", since: SINCE, now: "2026-03-09T17:30:00.000Z", next: undefined },
])("$title", ({ since, now, next }) => {
  expect(nextAsking(since, new Date(now))).toBe(next);
});

const commit = { sha: "d".repeat(40), headline: "hotfix: typo", author: "bob" };
const at = (now: string, since?: string): Parameters<typeof directSince>[0] => {
  const known = {
    environment: "production",
    members: [],
    blocking: [],
    configured: true,
    policyPaths: [],
    askedAt: SINCE,
    isAsked: true,
    isChecked: true,
    directSince: since,
  };
  return { memory: known, parts: { now: () => new Date(now) } };
};

test("the first time counts, until nothing is left to ask about", () => {
  const later = "2026-03-06T17:31:00.000Z";
  expect(directSince(at(SINCE), { direct: [commit] })).toBe(SINCE);
  expect(directSince(at(later, SINCE), { direct: [commit] })).toBe(SINCE);
  expect(directSince(at(later, SINCE), { direct: [] })).toBeUndefined();
});
