import { expect, test } from "@jest/globals";
import { LedgerEntry } from "../../src/evidence/ledger.ts";
import { deed } from "../../src/report/act-words.ts";

const words = (about: object): string => {
  const entry = LedgerEntry.parse({ by: { login: "ann" }, at: "2026-03-02T09:30:59Z", via: "command", ...about });
  if (entry.act === "refused") throw new Error("what was refused is no deed");
  return deed(entry);
};

test.each<readonly [words: string, about: object]>([
  ["ticked it", { act: "tick", procedure: "p", step: "x" }],
  ["ticked it while Gatehouse was away", { act: "tick", procedure: "p", step: "x", via: "recovered" }],
  ["took it back", { act: "untick", procedure: "p", step: "x" }],
  ["waived it", { act: "waive", procedure: "p", step: "x", reason: "no app" }],
  ["put it off", { act: "defer", procedure: "p", step: "x", reason: "later" }],
  ["said no-go", { act: "decide", procedure: "p", step: "x", word: "no-go", reason: "errors" }],
  ["signed off", { act: "signoff", role: "qa" }],
  ["took the sign-off back", { act: "revoke", role: "qa" }],
  [
    "opened the gate `merge` until 2026-03-03 09:30 UTC",
    { act: "override", gate: "merge", reason: "fire", expires: "2026-03-03T09:30:59Z" },
  ],
  [
    "exempted it from the freeze `May`",
    { act: "exempt", freeze: "May", reason: "fire", until: "2026-05-03T09:30:59Z" },
  ],
  ["took back the exemption from the freeze `May`", { act: "unexempt", freeze: "May" }],
  ["gave it up", { act: "abort", reason: "no use" }],
  ["went on", { act: "resume" }],
  ["rolled it back", { act: "rollback", reason: "errors" }],
  ["rolled it back in `eu`", { act: "rollback", environment: "eu", reason: "errors" }],
])("%s", (expected, about) => {
  expect(words(about)).toBe(expected);
});
