import { describe, expect, test } from "@jest/globals";
import type { Snapshot } from "../../src/evidence/snapshot.ts";
import { RetryLater } from "../../src/readiness/retry-later.ts";
import { refuseAbsent, refuseStale } from "../../src/readiness/stale.ts";

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
  refuseStale({
    key: "repo:7/pull:3",
    changes: events.map(told),
    updatedAt,
    headSha: "a",
    now: new Date(now),
  });

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

test.each([
  {
    title: "an event of this minute told of",
    now: "2026-03-01T10:00:58Z",
    events: ["2026-03-01T10:00:05Z"],
    again: true,
  },
  { title: "an older event told of", now: "2026-03-01T10:02:00Z", events: ["2026-03-01T10:00:05Z"], again: false },
  { title: "no event told of", now: "2026-03-01T10:00:10Z", events: [undefined], again: false },
])("what GitHub does not know and $title is asked for again: $again", ({ now, events, again }) => {
  const refuse = () => refuseAbsent({ key: "repo:7/pull:3", changes: events.map(told), now: new Date(now) });
  if (again) expect(refuse).toThrow(RetryLater);
  else expect(refuse).not.toThrow();
});

describe("an issue after a push to the default branch", () => {
  const pushed = {
    guid: "1",
    change: {
      ...told().change,
      event: "push",
      pulls: [],
      touches: "tip" as const,
      isDefault: true,
      tip: { branch: "main", sha: "new", before: "old", at: "2026-03-01T10:00:00Z" },
    },
  };
  const at =
    (headSha: string, now: string, change: Partial<typeof pushed.change> = {}) =>
    () =>
      refuseStale({
        key: "repo:7/issue:3",
        changes: [{ ...pushed, change: { ...pushed.change, ...change } }],
        updatedAt: "2026-02-01T10:00:00Z",
        headSha,
        now: new Date(now),
      });

  test("is read again where GitHub still answers with the tip before", () => {
    expect(at("old", "2026-03-01T10:00:05Z")).toThrow(RetryLater);
  });

  test.each([
    { what: "the pushed tip", read: at("new", "2026-03-01T10:00:05Z") },
    { what: "a tip that nobody told of yet", read: at("newer", "2026-03-01T10:00:05Z") },
    { what: "the tip before, a minute later", read: at("old", "2026-03-01T10:01:05Z") },
    { what: "a push to another branch", read: at("old", "2026-03-01T10:00:05Z", { isDefault: false }) },
  ])("is believed: $what", ({ read: reading }) => {
    expect(reading).not.toThrow();
  });
});

const check = (state: "pending" | "success", name = "ci") => ({ name, state, app: "actions" });

describe("a check of which an event told that it has ended", () => {
  const endedAt = "2026-03-01T10:00:00Z";
  const [soon, later, minuteLater] = ["2026-03-01T10:00:03Z", "2026-03-01T10:00:30Z", "2026-03-01T10:01:30Z"];
  const change = {
    ...told().change,
    event: "check_run",
    touches: "checks" as const,
    ended: { name: "ci", sha: "a", at: endedAt },
  };
  const reading =
    ({ headSha, ...evidence }: Pick<Snapshot, "checks" | "outputs" | "headSha">, now: string) =>
    () =>
      refuseStale({
        key: "repo:7/pull:3",
        changes: [{ guid: "1", change }],
        updatedAt: endedAt,
        headSha,
        evidence,
        now: new Date(now),
      });
  const output = { state: "pending" as const, text: "", app: "actions" };

  test.each([
    { what: "goes on", snapshot: { headSha: "a", checks: [check("pending")] }, now: later },
    { what: "is not listed", snapshot: { headSha: "a", checks: [check("success", "lint")] }, now: soon },
    { what: "has no output yet", snapshot: { headSha: "a", outputs: { ci: [output] } }, now: later },
  ])("is asked for again where it $what", ({ snapshot, now }) => {
    expect(reading(snapshot, now)).toThrow(RetryLater);
  });

  test.each([
    { what: "it has ended", snapshot: { headSha: "a", checks: [check("success")] }, now: soon },
    {
      what: "one of that name has ended",
      snapshot: { headSha: "a", checks: [check("success"), check("pending")] },
      now: soon,
    },
    { what: "it goes on, a minute later", snapshot: { headSha: "a", checks: [check("pending")] }, now: minuteLater },
    { what: "it is not listed, half a minute later", snapshot: { headSha: "a", checks: [] }, now: later },
    { what: "another commit was read", snapshot: { headSha: "b", checks: [check("pending")] }, now: soon },
    { what: "nobody looks at checks", snapshot: { headSha: "a" }, now: soon },
  ])("is believed: $what", ({ snapshot, now }) => {
    expect(reading(snapshot, now)).not.toThrow();
  });
});
