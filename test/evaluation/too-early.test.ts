import { expect, test } from "@jest/globals";
import { authorise } from "../../src/evaluation/authorise.ts";
import { evaluate } from "../../src/evaluation/evaluate.ts";
import { requirement } from "../requirements/judging.ts";
import { phase, policy, procedure, snapshot, step } from "./world.ts";

/** Who watches can't say how it went before the time is over. */

const DEPLOYED = "2026-03-02T08:00:00Z";
const watching = policy([
  procedure([
    phase("watch", [step("hour", requirement({ all: [{ elapsed: "1h" }, "tick"] }))], {
      blocks: null,
      starts: { deployed: "production" },
    }),
  ]),
]);
const live = snapshot({
  state: "merged",
  mergeSha: "a".repeat(40),
  deployments: { production: [{ sha: "a".repeat(40), state: "success", at: DEPLOYED, holds: true }] },
});

const tickAt = (at: string, attempted: "tick" | "untick" = "tick") =>
  authorise(
    { attempted, procedure: "p", step: "hour", by: { login: "walt", type: "User" }, at, via: "command" },
    {
      policy: watching,
      snapshot: live,
      permission: "write",
      ledger: [],
      verdict: evaluate({ policy: watching, snapshot: live, ledger: [], now: new Date(at) }),
    },
  );

test.each([
  ["2026-03-02T08:59:59Z", "it can be ticked from 2026-03-02 09:00 UTC on"],
  ["2026-03-02T09:00:00Z", undefined],
])("a tick at %s: %s", (at, why) => {
  const entry = tickAt(at);
  expect(entry).toMatchObject(
    why === undefined ? { act: "tick" } : { act: "refused", why: expect.stringContaining(why) },
  );
});

test("taking back is possible at any time", () => {
  expect(JSON.stringify(tickAt("2026-03-02T08:10:00Z", "untick"))).not.toContain("it can be ticked from");
});
