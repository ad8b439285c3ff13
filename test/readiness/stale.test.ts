import { expect, test } from "@jest/globals";
import { RetryLater } from "../../src/readiness/retry-later.ts";
import { refuseStale } from "../../src/readiness/stale.ts";

const told = (updatedAt?: string) => ({
  guid: "1",
  change: {
    event: "pull_request",
    action: "edited",
    installationId: 1,
    repository: { id: 7, owner: "acme", name: "shop" },
    sender: { login: "ada", type: "User" as const },
    pulls: [{ number: 3, headSha: "a", ...(updatedAt === undefined ? {} : { updatedAt }) }],
    shas: [],
    touches: "any" as const,
  },
});

const read = (updatedAt: string, now: string, events: readonly (string | undefined)[]) => () =>
  refuseStale({ key: "repo:7/pull:3", changes: events.map(told), updatedAt, headSha: "a", now: new Date(now) });

test.each([
  { title: "as new as the event", updatedAt: "2026-03-01T10:00:05Z", events: ["2026-03-01T10:00:05Z"] },
  { title: "newer than the event", updatedAt: "2026-03-01T10:00:09Z", events: ["2026-03-01T10:00:05Z"] },
  { title: "of an event that says no time", updatedAt: "2026-03-01T10:00:00Z", events: [undefined] },
  { title: "of no event", updatedAt: "2026-03-01T10:00:00Z", events: [] },
])("a state $title is believed", ({ updatedAt, events }) => {
  expect(read(updatedAt, "2026-03-01T10:00:10Z", events)).not.toThrow();
});

test("a state older than the newest event is read again", () => {
  const events = ["2026-03-01T10:00:05Z", "2026-03-01T10:00:08Z", undefined];
  expect(read("2026-03-01T10:00:05Z", "2026-03-01T10:00:10Z", events)).toThrow(RetryLater);
});

test("after a minute it is believed, whatever the clocks say", () => {
  expect(read("2026-03-01T10:00:05Z", "2026-03-01T10:02:00Z", ["2026-03-01T10:00:08Z"])).not.toThrow();
});
