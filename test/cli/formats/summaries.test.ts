import { expect, test } from "@jest/globals";
import { evaluatedSummary } from "../../../src/cli/formats/summaries.ts";
import type { Ledger } from "../../../src/evidence/ledger.ts";
import { done, judged, label, phase, policy, procedure, snapshot, step, tick } from "../../evaluation/world.ts";

const rules = policy(
  [
    procedure([
      phase("before", [step("notes", label("noted"))]),
      phase("after", [step("works", tick())], { blocks: null, starts: { deployed: "production" } }),
    ]),
  ],
  { override: { roles: ["lead"], lastsMs: 3_600_000, secondPerson: true } },
);

const summary = (state: "open" | "merged", labels: readonly string[], ledger: Ledger = []): string => {
  const verdict = judged(rules, snapshot({ state, labels: [...labels], deployments: { production: [] } }), ledger);
  const ready = verdict.stage === "merge" && verdict.gates[0]?.state === "open";
  return evaluatedSummary({
    ready,
    verdict,
    lacking: [],
    missed: [],
    procedureFile: "p.yml",
    snapshotFile: "s.json",
    lines: new Map(),
  });
};

test.each([
  ["before the merge", summary("open", []), "Not ready: 1 of 1 left before the merge (label noted missing)."],
  ["ready to be merged", summary("open", ["noted"]), "Ready: the one step to do before the merge is done."],
  [
    "after it",
    summary("merged", ["noted"]),
    "Not completed: 1 of 2 left (1 locked). “Phase after” opens after the deployment to production.",
  ],
  [
    "rolled back",
    summary("merged", ["noted"], [done({ act: "rollback", role: "lead", reason: "errors" })]),
    "Not completed: it was rolled back.",
  ],
])("%s the first line counts what is asked then, and says so", (_, said, words) => {
  expect(said).toContain(words);
});
