import { expect, test } from "@jest/globals";
import { runRecordOf } from "../../src/evaluation/run-record.ts";
import { RunRecord } from "../../src/evidence/run-record.ts";
import { COMPLETE, MERGE, READY } from "../procedures/shipped/feature-implementation-state.ts";
import { snapshotOf, verdictOf } from "../procedures/shipped/shipped.ts";

/** What the audit is told beside the ledger. */

test("dates, tickets, deployments of this change, and how each run stands", () => {
  const record = runRecordOf(verdictOf(COMPLETE), snapshotOf(COMPLETE), undefined);
  expect(RunRecord.parse(record)).toEqual(record);
  expect(record).toMatchObject({
    seenAt: "2026-05-06T12:00:00.000Z",
    openedAt: "2026-04-01T08:00:00Z",
    mergedAt: "2026-05-05T08:00:00Z",
    mergeSha: MERGE,
    tickets: [{ text: "acme/shop#1" }],
    deployments: [{ environment: "production", sha: MERGE, state: "success" }],
    runs: [{ procedure: "feature-implementation", exit: "completed", completedAt: "2026-05-06T12:00:00.000Z" }],
  });
});

test("a run was completed when it was first seen so, and not at all when it opened again", () => {
  const first = runRecordOf(verdictOf(COMPLETE), snapshotOf(COMPLETE), undefined);
  const later = runRecordOf(verdictOf({ ...COMPLETE, now: "2026-06-01T00:00:00Z" }), snapshotOf(COMPLETE), first);
  expect(later.runs[0]?.completedAt).toBe(first.runs[0]?.completedAt);
  const open = runRecordOf(verdictOf(READY), snapshotOf(READY), later);
  expect(open.runs[0]).toMatchObject({ exit: "in-progress" });
  expect(open.runs[0]?.completedAt).toBeUndefined();
});

test("of a step that is done, what has an address; other commits' deployments are left out", () => {
  const url = "https://github.com/acme/shop/runs/1";
  const other = { sha: "4".repeat(40), state: "success" as const, at: "2026-05-05T10:00:00Z", holds: false };
  const { deployments } = COMPLETE.pull;
  const state = {
    ...COMPLETE,
    pull: {
      ...COMPLETE.pull,
      checks: [{ name: "test", state: "success" as const, url }],
      deployments: { production: [...(deployments?.["production"] ?? []), other] },
    },
  };
  const record = runRecordOf(verdictOf(state), snapshotOf(state), undefined);
  expect(record.deployments).toHaveLength(1);
  expect(record.runs[0]?.proofs).toEqual([{ step: "quality / checks", text: "test", url }]);
});
