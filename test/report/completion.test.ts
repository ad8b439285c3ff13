import { expect, test } from "@jest/globals";
import type { LedgerEntry } from "../../src/evidence/ledger.ts";
import { completionReport } from "../../src/report/completion.ts";
import { RequirementSchema } from "../../src/requirements/schema.ts";
import { judged, label, snapshot, step, stepsPolicy, tick, ticked } from "../evaluation/world.ts";

const done = snapshot({
  title: "Sign in with *a* @key",
  labels: ["x"],
  state: "merged",
  openedAt: "2026-11-16T09:00:00Z",
  mergedAt: "2026-11-17T09:00:00Z",
  mergeSha: "a".repeat(40),
  linkedIssues: [
    {
      repository: "acme/shop",
      number: 3,
      state: "closed",
      title: "",
      labels: [],
      url: "https://github.com/acme/shop/issues/3",
    },
  ],
  deployments: {
    production: [
      { sha: "c".repeat(40), state: "pending", at: "2026-11-18T10:00:00Z", holds: true },
      { sha: "b".repeat(40), state: "success", at: "2026-11-18T09:00:00Z", holds: true },
    ],
    staging: [{ sha: "d".repeat(40), state: "success", at: "2026-11-17T10:00:00Z", holds: false }],
  },
});

const ledger: readonly LedgerEntry[] = [
  ticked("a", "walt"),
  { act: "signoff", by: { login: "lea", type: "User" }, role: "lead", at: "2026-11-16T12:00:00Z", via: "command" },
  {
    act: "decide",
    procedure: "other",
    step: "go",
    word: "go",
    by: { login: "mia", type: "User" },
    at: "2026-11-16T12:00:00Z",
    via: "command",
  },
];

const report = (followUps: readonly string[] = []): string => {
  const [procedure] = judged(stepsPolicy(step("a", tick()), step("b", label("x"))), done, [...ledger]).procedures;
  if (procedure === undefined) throw new Error("no procedure");
  return completionReport({
    procedure,
    snapshot: done,
    ledger: [...ledger],
    followUps,
    now: new Date("2026-11-19T09:00:00Z"),
    marker: "<!-- gatehouse:report p -->",
  });
};

test("says what was done, where it runs, who agreed and what is left", () => {
  expect(report(["https://github.com/acme/shop/issues/9"])).toMatchInlineSnapshot(`
   "<!-- gatehouse:report p -->
   **Procedure is completed.**

   - What: Sign in with \\*a\\* @&#8203;key
   - Procedure: \`p\`
   - Begun: 2026-11-16 09:00 UTC
   - Merged: \`aaaaaaa\`, 2026-11-17 09:00 UTC
   - Deployed: \`production\` at 2026-11-18 09:00 UTC (\`bbbbbbb\`)
   - Completed: 2026-11-19 09:00 UTC
   - Issues: [#&#8203;3](https://github.com/acme/shop/issues/3)

   <details><summary>Agreed (1)</summary>

   - 2026-11-16 12:00 UTC: lea (lead) signed off

   </details>

   <details><summary>To follow up (1)</summary>

   - [https:&#8203;//github.com/acme/shop/issues/9](https://github.com/acme/shop/issues/9)

   </details>
   "
  `);
});

test("nobody is notified by what people wrote, and nothing is said of what there is not", () => {
  expect(report()).not.toMatch(/(?<![`\w])@key/u);
  expect(report()).not.toContain("To follow up");
  expect(report()).not.toContain("mia");
});

test("moments are told by the clock of the config, those of proofs as well", () => {
  const asks = stepsPolicy(step("a", RequirementSchema.parse("tick")));
  const [procedure] = judged(asks, done, [{ ...ticked("a", "walt"), at: "2026-11-16T12:00:00Z" }]).procedures;
  if (procedure === undefined) throw new Error("no procedure");
  const now = new Date("2026-11-19T09:00:00Z");
  const text = completionReport({
    procedure,
    snapshot: done,
    ledger: [],
    followUps: [],
    now,
    marker: "",
    timeZone: "Europe/Berlin",
  });
  expect(text).toContain("Ticked by walt at Mon 16 Nov 2026, 13:00 (Europe/Berlin)");
  expect(text).toContain("Completed: Thu 19 Nov 2026, 10:00 (Europe/Berlin)");
  expect(text).not.toMatch(/UTC|\dZ/u);
});
