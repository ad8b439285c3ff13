import { expect, test } from "@jest/globals";
import { LedgerEntry } from "../../src/evidence/ledger.ts";
import { trailLines } from "../../src/report/trail-lines.ts";

const URL = "https://github.com/acme/shop/pull/7";

const entry = (about: object): LedgerEntry =>
  LedgerEntry.parse({ by: { login: "ann" }, at: "2026-03-02T09:30:59Z", via: "command", ...about });

const only = (about: object) => trailLines([entry(about)], URL)[0];

test.each<readonly [did: string, about: object]>([
  ["ticked it", { act: "tick", procedure: "p", step: "x" }],
  ["took it back", { act: "untick", procedure: "p", step: "x" }],
  ["waived it", { act: "waive", procedure: "p", step: "x", reason: "no app" }],
  ["put it off", { act: "defer", procedure: "p", step: "x", reason: "later" }],
  ["said no-go", { act: "decide", procedure: "p", step: "x", word: "no-go", reason: "errors" }],
  ["signed off", { act: "signoff", role: "qa" }],
  ["took the sign-off back", { act: "revoke", role: "qa" }],
  ["opened the gate `merge`", { act: "override", gate: "merge", reason: "fire", expires: "2026-03-03T09:30:59Z" }],
  [
    "exempted it from the freeze `May`",
    { act: "exempt", freeze: "May", reason: "fire", until: "2026-05-03T09:30:59Z" },
  ],
  ["took back the exemption from the freeze `May`", { act: "unexempt", freeze: "May" }],
  ["gave it up", { act: "abort", reason: "no use" }],
  ["went on", { act: "resume" }],
  ["rolled it back", { act: "rollback", reason: "errors" }],
  ["rolled it back in `eu`", { act: "rollback", environment: "eu", reason: "errors" }],
  ["tried to open the gate", { act: "refused", attempted: "override", why: "No." }],
])("%s", (did, about) => {
  expect(only(about)).toMatchObject({ did });
});

test("an act has all that a page tells of it", () => {
  expect(
    only({
      act: "waive",
      procedure: "p",
      step: "x",
      reason: "see <b>#1</b>",
      role: "qa",
      from: "unmet",
      to: "waived",
      commit: "abc",
      comment: "42",
    }),
  ).toEqual({
    at: new Date("2026-03-02T09:30:59Z"),
    by: { login: "ann", type: "User" },
    role: "qa",
    did: "waived it",
    reason: "see <b>#1</b>",
    refused: false,
    recovered: false,
    step: { procedure: "p", id: "x" },
    change: { from: "unmet", to: "waived" },
    commit: "abc",
    url: `${URL}#issuecomment-42`,
  });
});

test("a refusal tells why, and what can't be a comment has no address", () => {
  const line = only({
    act: "refused",
    attempted: "tick",
    why: "Only qa may.",
    comment: "javascript:1",
    via: "recovered",
  });
  expect(line).toMatchObject({
    refused: true,
    recovered: true,
    reason: "Only qa may.",
    url: undefined,
    step: undefined,
  });
});

test("the newest comes first, and a state that stayed is no change", () => {
  const lines = trailLines(
    [
      entry({ act: "tick", procedure: "p", step: "x", from: "met", to: "met" }),
      entry({ act: "signoff", role: "qa", at: "2026-03-02T09:31:00Z" }),
    ],
    URL,
  );
  expect(lines.map(({ did, change }) => [did, change])).toEqual([
    ["signed off", undefined],
    ["ticked it", undefined],
  ]);
});
