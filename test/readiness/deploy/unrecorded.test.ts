import { expect, test } from "@jest/globals";
import type { Change } from "../../../src/readiness/change.ts";
import { withoutPending, withoutUnrecorded } from "../../../src/readiness/deploy/unrecorded.ts";
import { RetryLater } from "../../../src/readiness/retry-later.ts";

const told: Change = {
  event: "issue_comment",
  action: "created",
  installationId: 1,
  repository: { id: 7, owner: "acme", name: "shop" },
  sender: { login: "olga", type: "User" },
  pulls: [{ number: 3 }],
  shas: [],
  touches: "any",
};
const act: Change["act"] = { kind: "command", commentId: "1", body: "/gate abort wrong", at: "2026-01-09T16:00:00Z" };

const outcome = async (work: typeof withoutPending, payload: unknown, attempts: number): Promise<string> => {
  const pending = async (key: string) => (key === "repo:7/pull:3" ? [{ guid: "1", payload, attempts }] : []);
  const of = { parts: { deliveries: { pending } }, repository: { repositoryId: 7 } };
  try {
    await work(of, [
      { kind: "issue", number: 2 },
      { kind: "pull_request", number: 3 },
    ]);
    return "goes on";
  } catch (error) {
    return error instanceof RetryLater ? "looks again soon" : "fails";
  }
};

test.each([
  { what: "an act", payload: [{ ...told, act }], attempts: 0, report: "looks again soon", final: "looks again soon" },
  { what: "an act that failed", payload: [{ ...told, act }], attempts: 1, report: "goes on", final: "fails" },
  { what: "an act that keeps failing", payload: [{ ...told, act }], attempts: 9, report: "goes on", final: "fails" },
  { what: "a shape not known", payload: [{ strange: true }], attempts: 1, report: "goes on", final: "fails" },
  { what: "no act", payload: [told], attempts: 0, report: "looks again soon", final: "looks again soon" },
  { what: "no act that failed", payload: [told], attempts: 1, report: "goes on", final: "goes on" },
  {
    what: "an App's act that failed",
    payload: [{ ...told, act, sender: { login: "gatehouse[bot]", type: "Bot" } }],
    attempts: 1,
    report: "goes on",
    final: "goes on",
  },
])("$what on a member, not recorded: a release $report, and with a final word it $final", async (row) => {
  expect(await outcome(withoutPending, row.payload, row.attempts)).toBe(row.report);
  expect(await outcome(withoutUnrecorded, row.payload, row.attempts)).toBe(row.final);
});
