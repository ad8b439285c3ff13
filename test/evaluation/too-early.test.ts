import { describe, expect, test } from "@jest/globals";
import { authorise } from "../../src/evaluation/authorise.ts";
import { evaluate } from "../../src/evaluation/evaluate.ts";
import { requirement } from "../requirements/judging.ts";
import { done, judged, phase, policy, procedure, snapshot, step } from "./world.ts";

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

const MERGE = "a".repeat(40);
const success = (at: string) => ({ sha: MERGE, state: "success", at, holds: true }) as const;
const gone = (at: string, until: string) => ({ sha: MERGE, state: "inactive", at, until, holds: true }) as const;
const other = (at: string) => ({ sha: "b".repeat(40), state: "success", at, holds: false }) as const;
type Deployed = ReturnType<typeof success | typeof gone | typeof other>;

describe("a time of watching begins anew", () => {
  const plain = policy([
    procedure([
      phase(
        "watch",
        [step("hour", requirement({ all: [{ elapsed: "1h" }, "tick"] })), step("smoke", requirement("tick"))],
        {
          blocks: null,
          starts: { deployed: "production" },
        },
      ),
    ]),
  ]);
  const ticks = ["hour", "smoke"].map((id) =>
    done({ act: "tick", procedure: "p", step: id, at: "2026-03-02T09:05:00Z", permission: "write" }),
  );

  test.each<{ title: string; deployments: readonly Deployed[]; hour: string; code?: string }>([
    { title: "not while it stays", deployments: [success(DEPLOYED)], hour: "met" },
    {
      title: "not with the next deployment that takes its place",
      deployments: [success("2026-03-02T09:10:00Z"), gone(DEPLOYED, "2026-03-02T09:10:00Z")],
      hour: "met",
    },
    {
      title: "with a deployment after something else ran there",
      deployments: [success("2026-03-02T09:29:00Z"), gone(DEPLOYED, "2026-03-02T08:05:00Z")],
      hour: "waiting",
      code: "all/open",
    },
    {
      title: "and an earlier tick does not count for it",
      deployments: [success("2026-03-02T08:10:00Z"), gone(DEPLOYED, "2026-03-02T08:05:00Z")],
      hour: "waiting",
      code: "tick/open",
    },
    {
      title: "never, while something else runs there",
      deployments: [other("2026-03-02T08:05:00Z"), gone(DEPLOYED, "2026-03-02T08:05:00Z")],
      hour: "waiting",
      code: "elapsed/gone",
    },
  ])("$title: $hour $code", ({ deployments, hour, code }) => {
    const seen = snapshot({ state: "merged", mergeSha: MERGE, deployments: { production: [...deployments] } });
    const steps = judged(plain, seen, ticks).procedures.flatMap(({ phases }) => phases.flatMap((one) => one.steps));
    expect(steps).toMatchObject([
      { id: "hour", state: hour, ...(code === undefined ? {} : { code }) },
      { id: "smoke", state: "met" },
    ]);
  });
});
