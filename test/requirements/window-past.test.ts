import { expect, test } from "@jest/globals";
import { HEAD, judge, shown, type Given } from "./judging.ts";

const WINDOW = { environment: "production", days: ["mon-thu"], hours: "09:00-16:00", timezone: "UTC" };

/** A Saturday. */
const now = new Date("2026-11-21T12:00:00Z");

const there = (...at: readonly string[]): Given => ({
  state: "merged",
  deployments: { production: at.map((one) => ({ sha: HEAD, state: "success", at: one, holds: true })) },
});

const issue = (at: string): Given => ({
  subject: { kind: "issue", repository: "acme/shop", number: 7 },
  openedAt: "2026-11-16T00:00:00Z",
  deployments: { production: [{ sha: HEAD, state: "success", at }] },
});

test.each<{ title: string; given: Given; is: string }>([
  { title: "deployed in time", given: there("2026-11-18T10:00:00Z"), is: "met" },
  { title: "begun in time, ended a little later", given: there("2026-11-18T16:30:00Z"), is: "met" },
  { title: "deployed in the evening", given: there("2026-11-18T20:00:00Z"), is: "unmet window/missed" },
  { title: "deployed on a Friday", given: there("2026-11-20T10:00:00Z"), is: "unmet window/missed" },
  {
    title: "deployed on a Friday, and in time before",
    given: there("2026-11-20T10:00:00Z", "2026-11-18T10:00:00Z"),
    is: "met",
  },
  {
    title: "a failed deployment",
    given: { deployments: { production: [{ sha: HEAD, state: "failure", at: "2026-11-18T10:00:00Z", holds: true }] } },
    is: "waiting window/shut",
  },
  {
    title: "another change",
    given: { deployments: { production: [{ sha: "b", state: "success", at: "2026-11-18T10:00:00Z", holds: false }] } },
    is: "waiting window/shut",
  },
  { title: "not deployed", given: { deployments: { production: [] } }, is: "waiting window/shut" },
  { title: "deployments that nobody asked for", given: {}, is: "waiting window/shut" },
  { title: "an issue, deployed in time", given: issue("2026-11-18T10:00:00Z"), is: "met" },
  { title: "an issue, deployed before it was opened", given: issue("2026-11-12T10:00:00Z"), is: "waiting window/shut" },
])("$title: $is", ({ given, is }) => {
  expect(shown(judge({ window: WINDOW }, given, { now }))).toBe(is);
});

test("a freeze at that time is missed, too", () => {
  const freezes = [{ name: "Fair", from: "2026-11-18", to: "2026-11-19", timezone: "UTC" }];
  expect(judge({ window: WINDOW }, there("2026-11-18T10:00:00Z"), { now, freezes })).toMatchObject({
    code: "window/missed",
    reason: "It was deployed at a bad moment, Wed 18 Nov 2026, 10:00 UTC. Frozen: `Fair`.",
  });
});
