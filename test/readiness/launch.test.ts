import { expect, test } from "@jest/globals";
import { issueKey, pullKey } from "../../src/readiness/change.ts";
import type { StoredSubject } from "../../src/readiness/known.ts";
import { launchIssuesOf } from "../../src/readiness/launch.ts";
import type { Memory } from "../../src/readiness/memory.ts";
import { NO_NEEDS } from "../../src/requirements/needs.ts";

const memory = (about: Partial<Memory>) => ({
  configured: true,
  headRef: "main",
  policyPaths: [],
  needs: { ...NO_NEEDS },
  vocabulary: [],
  settled: true,
  ...about,
});

const row = (key: string, about: Partial<Memory>, state: StoredSubject["state"] = "open"): StoredSubject => ({
  key,
  installationId: 1,
  repositoryId: 1,
  owner: "acme",
  name: "shop",
  number: Number(/\d+$/u.exec(key)?.[0]),
  state,
  memory: memory(about),
});

const storeOf = (...rows: readonly StoredSubject[]) => ({
  launchesIn: async () => rows.filter(({ key, state }) => key.includes("/issue:") && state !== "closed"),
  among: async (keys: readonly string[]) => rows.filter(({ key }) => keys.includes(key)),
});

const pull = (number: number) => ({ number, title: "", url: "", state: "open" as const });
const closes = (number: number, repositoryId = 1) => [
  { key: issueKey(repositoryId, number), repositoryId, owner: "acme", name: "shop", number },
];
const launch = { collected: [pull(34)], collects: { milestone: "Autumn", named: [35] } };

test.each([
  { what: "collected", pulls: [34], found: [12] },
  { what: "named by its description, and not collected yet", pulls: [35], found: [12] },
  { what: "of its milestone, as it was read", pulls: [{ number: 36, milestone: "Autumn" }], found: [12] },
  { what: "closing it, as it was read", pulls: [{ number: 36, closes: [12] }], found: [12] },
  { what: "without anything in common", pulls: [36, { number: 37, milestone: null, closes: [13] }], found: [] },
  { what: "none at all", pulls: [], found: [] },
])("a pull request $what", async ({ pulls, found }) => {
  const issues = await launchIssuesOf(storeOf(row(issueKey(1, 12), launch)), 1, pulls);
  expect(issues.map(({ number }) => number)).toEqual(found);
});

test("what has no milestone shares none", async () => {
  const store = storeOf(row(issueKey(1, 12), { collected: [], collects: { milestone: null, named: [] } }));
  expect(await launchIssuesOf(store, 1, [{ number: 36, milestone: null }])).toEqual([]);
});

test.each<{ what: string; exits: Memory["exits"]; more: Partial<Memory>; found: readonly number[] }>([
  { what: "aborted by closing it", exits: { launch: "aborted" }, more: {}, found: [12] },
  { what: "complete", exits: { launch: "completed", other: "partial" }, more: {}, found: [] },
  { what: "without a procedure", exits: {}, more: {}, found: [] },
  { what: "known as a launch and let go", exits: { launch: "aborted" }, more: { collected: [] }, found: [] },
])("an issue that is closed, $what", async ({ exits, more, found }) => {
  const closed = row(issueKey(1, 12), { exits, ...more }, "closed");
  const elsewhere = row(pullKey(1, 35), { closes: closes(12, 2) });
  const store = storeOf(closed, row(pullKey(1, 34), { closes: closes(12) }), elsewhere);
  expect((await launchIssuesOf(store, 1, [34])).map(({ number }) => number)).toEqual(found);
  expect((await launchIssuesOf(store, 1, [{ number: 99, closes: [12] }])).map(({ number }) => number)).toEqual(found);
  expect(await launchIssuesOf(store, 1, [35])).toEqual([]);
});
