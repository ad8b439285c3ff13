import { describe, expect, test } from "@jest/globals";
import type { LedgerEntry } from "../../src/evidence/ledger.ts";
import type { Snapshot } from "../../src/evidence/snapshot.ts";
import { checkRun } from "../../src/report/check-run.ts";
import { renderChecklist } from "../../src/report/checklist.ts";
import { gateNow } from "../../src/report/stage.ts";
import { statusComment } from "../../src/report/status.ts";
import { RequirementSchema } from "../../src/requirements/schema.ts";
import { judged, label, NOW, phase, policy, procedure, snapshot, step, tick, ticked } from "../evaluation/world.ts";

const lead = { login: "lea", type: "User" } as const;
const at = new Date(NOW.getTime() - 60_000).toISOString();
const said = { by: lead, role: "lead", at, via: "command", permission: "write" } as const;

const rules = policy(
  [
    procedure([
      phase("before", [step("notes", label("noted"))]),
      phase("after", [step("works", tick())], { blocks: null, starts: { deployed: "production" } }),
    ]),
  ],
  { override: { roles: ["lead"], lastsMs: 3_600_000, secondPerson: true } },
);

const headline = (given: Partial<Snapshot>, ledger: readonly LedgerEntry[]): string =>
  statusComment(
    judged(rules, snapshot({ roles: { lead: { members: ["lea", "ada"] } }, ...given }), [...ledger]),
  )?.split("\n")[1] ?? "";

const override = (by: typeof lead | { login: "ada"; type: "User" }): LedgerEntry => ({
  ...said,
  act: "override",
  by,
  gate: "merge",
  reason: "The shop is down",
  commit: snapshot().headSha,
  expires: new Date(NOW.getTime() + 3_540_000).toISOString(),
});

const deployed = {
  state: "merged",
  labels: ["noted"],
  mergeSha: "m",
  deployments: { production: [{ sha: "m", state: "success", at, holds: true }] },
} as const;

describe("the first line says what is at stake", () => {
  const lines: readonly [string, Partial<Snapshot>, readonly LedgerEntry[], string][] = [
    ["open", {}, [], "**1 of 1 left before the merge.** Next: ada (author). Exit state: blocked."],
    ["overridden", {}, [override(lead)], "**Overridden.** lea opened this gate for this commit until"],
    [
      "overridden by the author alone",
      {},
      [override({ login: "ada", type: "User" })],
      "Somebody else of the override roles has to say so, too.",
    ],
    [
      "aborted",
      {},
      [{ ...said, act: "abort", reason: "Not worth it." }],
      "**Aborted.** lea aborted it: Not worth it. `/gate resume` takes it up again. Exit state: aborted.",
    ],
    [
      "merged, waiting for its deployment",
      { state: "merged", labels: ["noted"], mergeSha: "m" },
      [],
      "Merged. **1 of 2 left.** “Phase after” opens after the deployment to production. Exit state: in progress.",
    ],
    [
      "deployed",
      { ...deployed, deployments: { production: [...deployed.deployments.production] }, labels: ["noted"] },
      [],
      "Merged. **1 of 2 left.** Next: anyone with write access. Exit state: in progress.",
    ],
    [
      "rolled back",
      { ...deployed, labels: ["noted"], deployments: { production: [...deployed.deployments.production] } },
      [{ ...said, act: "rollback", environment: "production", reason: "3 wrong totals" }],
      "Merged. **Rolled back** in production on 2026-03-02 09:29 UTC by lea, because: 3 wrong totals. Exit state: rolled back.",
    ],
    [
      "completed",
      { ...deployed, labels: ["noted"], deployments: { production: [...deployed.deployments.production] } },
      [{ ...said, ...ticked("works", "walt"), at: NOW.toISOString() }],
      "**Completed.** All 2 steps are done. Exit state: completed.",
    ],
    [
      "deployed with a step open that the merge should have waited for",
      { ...deployed, labels: [], deployments: { production: [...deployed.deployments.production] } },
      [],
      "Merged. **2 of 2 left.** Next: ada (author) and anyone with write access. Exit state: blocked.",
    ],
    ["ready", { labels: ["noted"] }, [], "**Ready.** The one step before the merge is done. Exit state: in progress."],
  ];

  test.each(lines.map(([title, given, ledger, line]) => ({ title, given, ledger, line })))(
    "$title",
    ({ given, ledger, line }) => {
      expect(headline(given, ledger)).toContain(line);
    },
  );
});

test("what is done adds up with what is left: the same steps are counted", () => {
  const ready = statusComment(judged(rules, snapshot({ labels: ["noted"] })));
  expect(ready).toContain("<summary>1 done</summary>");
  const over = statusComment(judged(rules, snapshot({ ...deployed, labels: ["noted"], deployments: {} })));
  expect([over?.includes("**1 of 2 left.**"), over?.includes("<summary>1 done</summary>")]).toEqual([true, true]);
});

test("an override is told apart in the check's title, and passes", () => {
  const verdict = judged(rules, snapshot({ roles: { lead: { members: ["lea"] } } }), [override(lead)]);
  const run = checkRun(verdict, gateNow(verdict), {
    repository: "acme/shop",
    number: 7,
    headSha: "h",
    proposal: undefined,
  });
  expect([run.conclusion, run.title]).toEqual(["success", "Overridden: 1 of 1 left: label noted missing"]);
});

test("options stay in sight when one is picked, with the same words", () => {
  const choice = step("how", RequirementSchema.parse("choice"), {
    steps: [step("direct", tick()), step("flag", tick(), { steps: [step("off", tick())] })],
  });
  const asks = policy([procedure([phase("one", [choice])])]);
  const picked: LedgerEntry = { ...said, act: "tick", procedure: "p", step: "direct" };
  const optionsOf = (ledger: readonly LedgerEntry[]) =>
    renderChecklist(judged(asks, snapshot(), [...ledger]))
      ?.split("\n")
      .filter((line) => /gate:p\/(?:direct|flag) /u.test(line) || line.includes("`direct`") || line.includes("`flag`"));
  expect(optionsOf([picked])).toEqual(
    optionsOf([])?.map((line) => (line.includes("gate:p/direct") ? line.replace("[ ]", "[x]") : line)),
  );
  expect(optionsOf([])).toHaveLength(4);
});
