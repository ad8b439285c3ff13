import { expect, test } from "@jest/globals";
import { pauseMs } from "../../../src/readiness/queue/wait-for-others.ts";

const NOW = new Date("2026-03-06T09:00:00Z");

const waitingFor = (...ages: readonly number[]) =>
  ages.map((age) => ({ guid: `${age}`, payload: [], attempts: 0, receivedAt: new Date(NOW.getTime() - age) }));

test.each([
  { title: "a turn that is under way is waited for in short steps", ages: [0], pause: 200 },
  { title: "also where GitHub's clock is ahead of ours", ages: [-5000], pause: 200 },
  { title: "one that takes long in longer ones", ages: [8000], pause: 2000 },
  { title: "by the one that waits longest", ages: [100, 20_000, 300], pause: 5000 },
  { title: "one that was put off for an hour in steps of seconds", ages: [3_600_000], pause: 10_000 },
])("$title", ({ ages, pause }) => {
  expect(pauseMs(waitingFor(...ages), NOW)).toBe(pause);
});
