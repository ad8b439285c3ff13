import { describe, expect, test } from "@jest/globals";
import type { PendingDelivery } from "../../src/readiness/known.ts";
import { RetryLater } from "../../src/readiness/retry-later.ts";
import { leaveToOthers, repositoryBeside } from "../../src/readiness/unreadable-deliveries.ts";

const NOW = new Date("2026-03-01T10:00:00Z");
const OF_TOMORROW = [{ shape: "of tomorrow" }];

const delivery = (about: Partial<PendingDelivery> = {}): PendingDelivery => ({
  guid: "g",
  payload: OF_TOMORROW,
  attempts: 0,
  receivedAt: NOW,
  ...about,
});

const minutesAgo = (minutes: number): Date => new Date(NOW.getTime() - minutes * 60_000);

describe("what this release can't read", () => {
  test.each([
    { what: "is left to a process that can", given: [delivery()], isLeft: true },
    { what: "also beside what it can read", given: [delivery({ payload: [] }), delivery()], isLeft: true },
    { what: "for an hour", given: [delivery({ receivedAt: minutesAgo(59) })], isLeft: true },
    { what: "and then to the sweep", given: [delivery({ receivedAt: minutesAgo(60) })], isLeft: false },
    { what: "and what it can read is not", given: [delivery({ payload: [] })], isLeft: false },
  ])("$what", ({ given, isLeft }) => {
    const leave = (): void => leaveToOthers("repo:1/group:abc", given, NOW);
    if (isLeft) expect(leave).toThrow(RetryLater);
    else expect(leave).not.toThrow();
  });
});

describe("the repository that is noted beside a delivery", () => {
  const beside = { installationId: 5, repositoryId: 1, owner: "acme", name: "shop" };

  test.each([
    { key: "repo:1/pull:7", given: [delivery(beside)], name: "shop" },
    { key: "repo:1", given: [delivery(beside)], name: "shop" },
    { key: "repo:1/pull:7", given: [delivery(beside), delivery({ ...beside, name: "store" })], name: "store" },
    { key: "repo:1/pull:7", given: [delivery(beside), delivery()], name: "shop" },
    { key: "repo:12/pull:7", given: [delivery(beside)], name: undefined },
    { key: "repo:1/pull:7", given: [], name: undefined },
  ])("of $key is $name", ({ key, given, name }) => {
    expect(repositoryBeside(key, given)?.name).toBe(name);
  });
});
