import { describe, expect, test } from "@jest/globals";
import { Snapshot } from "../../src/evidence/snapshot.ts";
import { asItWas, listsBefore } from "../../src/github/as-it-was.ts";
import type { NodeOf } from "../../src/github/connections.ts";

const MERGED = "2026-03-02T10:00:00Z";
const at = new Date(MERGED);
const BEFORE = "2026-03-02T09:00:00Z";
const AFTER = "2026-03-02T11:00:00Z";

const run = (startedAt: string | null, completedAt: string | null): NodeOf<"checks"> => ({
  __typename: "CheckRun",
  name: "ci",
  status: "COMPLETED",
  conclusion: "SUCCESS",
  startedAt,
  completedAt,
  checkSuite: { id: "1", app: null },
});

const status = (createdAt: string): NodeOf<"checks"> => ({
  __typename: "StatusContext",
  context: "ci",
  state: "SUCCESS",
  createdAt,
});

const issue = (closedAt: string | null): NodeOf<"linkedIssues"> => ({
  number: 1,
  title: "Pay",
  body: "",
  state: closedAt === null ? "OPEN" : "CLOSED",
  closedAt,
  url: "https://github.com/acme/shop/issues/1",
  repository: { nameWithOwner: "acme/shop" },
});

const review = (submittedAt: string): NodeOf<"reviews"> => ({
  state: "APPROVED",
  submittedAt,
  url: "",
  author: null,
});

describe("checks", () => {
  test.each([
    { title: "was through", check: run(BEFORE, BEFORE), states: ["COMPLETED"] },
    { title: "ended in the second of the merge", check: run(BEFORE, MERGED), states: ["COMPLETED"] },
    { title: "was under way", check: run(BEFORE, AFTER), states: ["IN_PROGRESS"] },
    { title: "began later", check: run(AFTER, AFTER), states: [] },
    { title: "has no times", check: run(null, null), states: ["COMPLETED"] },
  ])("one that $title", ({ check, states }) => {
    const { checks = [] } = listsBefore({ checks: [check] }, at);
    expect(checks.map((one) => (one.__typename === "CheckRun" ? one.status : ""))).toEqual(states);
  });

  test.each([
    [BEFORE, 1],
    [AFTER, 0],
  ])("a status of %s counts %i times", (createdAt, count) => {
    expect(listsBefore({ checks: [status(createdAt)] }, at).checks).toHaveLength(count);
  });
});

test.each([
  { closedAt: null, state: "OPEN" },
  { closedAt: BEFORE, state: "CLOSED" },
  { closedAt: MERGED, state: "OPEN" },
  { closedAt: AFTER, state: "OPEN" },
])("an issue closed at $closedAt was $state", ({ closedAt, state }) => {
  expect(listsBefore({ linkedIssues: [issue(closedAt), null] }, at).linkedIssues).toEqual([
    expect.objectContaining({ state }),
    null,
  ]);
});

test("a review of after does not count, and a list that was not read stays absent", () => {
  expect(listsBefore({ reviews: [review(BEFORE), review(AFTER)] }, at)).toEqual({ reviews: [review(BEFORE)] });
});

test("it is open again, and open issues are not known", () => {
  const now = Snapshot.parse({
    subject: { repository: "acme/shop", number: 1 },
    state: "merged",
    mergedAt: MERGED,
    mergeSha: "a",
    openIssues: { "label:blocker": [] },
  });
  const { state, mergedAt, mergeSha, openIssues, unread } = asItWas(now);
  expect({ state, mergedAt, mergeSha, openIssues, unread: Object.keys(unread) }).toEqual({
    state: "open",
    mergedAt: null,
    mergeSha: null,
    openIssues: undefined,
    unread: ["openIssues"],
  });
});
