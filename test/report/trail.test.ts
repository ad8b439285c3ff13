import { describe, expect, test } from "@jest/globals";
import { LedgerEntry } from "../../src/evidence/ledger.ts";
import { stepsCalled } from "../../src/evaluation/find-step.ts";
import { trailOf, trailRow } from "../../src/report/trail.ts";
import { judged, step, stepsPolicy, tick } from "../evaluation/world.ts";

const entry = (about: object): LedgerEntry =>
  LedgerEntry.parse({
    by: { login: "ann" },
    at: "2026-03-02T09:30:59Z",
    via: "command",
    procedure: "p",
    step: "x",
    ...about,
  });

const ofSubject = (about: object): LedgerEntry =>
  LedgerEntry.parse({ by: { login: "ann" }, at: "2026-03-02T09:30:59Z", via: "command", ...about });

describe("one act in one line", () => {
  test.each<[string, LedgerEntry]>([
    ["ann (qa) ticked it", entry({ act: "tick", role: "qa", from: "waiting", to: "met" })],
    ["ann ticked it, awaited → to do", entry({ act: "tick", from: "waiting", to: "unmet" })],
    ["ann took it back", entry({ act: "untick", from: "met", to: "waiting" })],
    ["ann waived it: no app", entry({ act: "waive", from: "waiting", to: "waived", reason: "no app" })],
    ["ann waived it: no app, waived → locked", entry({ act: "waive", from: "waived", to: "locked", reason: "no app" })],
    ["ann ticked it, half → met-ish", entry({ act: "tick", from: "half", to: "met-ish" })],
    ["ann ticked it", entry({ act: "tick", from: "met", to: "met" })],
    ["ann ticked it while Gatehouse was away", entry({ act: "tick", via: "recovered" })],
    ["ann took it back, at `abcdef1`", entry({ act: "untick", commit: "abcdef1234567" })],
    ["ann waived it: no &lt;b&gt;app", entry({ act: "waive", reason: "no <b>app" })],
    ["ann put it off: later, see #&#8203;1", entry({ act: "defer", reason: "later, see #1" })],
    ["ann said no-go: errors", entry({ act: "decide", word: "no-go", reason: "errors" })],
    ["ann said go", entry({ act: "decide", word: "go" })],
    ["ann (qa) signed off: fine", ofSubject({ act: "signoff", role: "qa", reason: "fine" })],
    ["ann (qa) took the sign-off back", ofSubject({ act: "revoke", role: "qa" })],
    [
      "ann opened the gate `merge` until 2026-03-03 09:30 UTC: fire",
      ofSubject({ act: "override", gate: "merge", expires: "2026-03-03T09:30:59Z", reason: "fire" }),
    ],
    [
      "The tick by ann was refused: only qa may do this.",
      entry({ act: "refused", attempted: "tick", why: "The tick by ann was refused: only qa may do this." }),
    ],
    [
      "ann tried to put it off. There is no step `x` here.",
      entry({ act: "refused", attempted: "defer", why: "There is no step `x` here." }),
    ],
  ])("%s", (words, one) => {
    expect(trailRow(one)).toBe(`2026-03-02 09:30 UTC: ${words}`);
  });
});

test("a step's trail is its own acts, and what was said for its roles", () => {
  const verdict = judged(stepsPolicy(step("x", tick()), step("y", tick())));
  const own = [
    entry({ act: "tick" }),
    ofSubject({ act: "signoff", role: "qa" }),
    ofSubject({ act: "refused", attempted: "revoke", role: "qa", why: "No." }),
  ];
  const others = [
    entry({ act: "tick", step: "y" }),
    entry({ act: "tick", procedure: "q" }),
    ofSubject({ act: "signoff", role: "lead" }),
    ofSubject({ act: "abort", reason: "no", role: "qa" }),
  ];
  const [found] = stepsCalled(verdict, "x");
  if (found === undefined) throw new Error("no such step");
  expect(trailOf([...own, ...others], found, { roles: ["qa"], freezes: false })).toEqual(own);
});
