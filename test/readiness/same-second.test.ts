import { expect, test } from "@jest/globals";
import type { LedgerEntry } from "../../src/evidence/ledger.ts";
import type { BoxAttempt } from "../../src/evaluation/attempt.ts";
import { beforeItsRival } from "../../src/readiness/same-second.ts";

const AT = "2026-03-01T12:00:05Z";
const quinn = { login: "quinn", type: "User" } as const;
const common = { procedure: "p", step: "a", by: quinn, at: AT, via: "comment" } as const;

const tick: BoxAttempt = { ...common, attempted: "tick" };
const untick: BoxAttempt = { ...common, attempted: "untick" };
const entry = (act: "tick" | "untick", at = AT): LedgerEntry => ({ ...common, act, at });

const shown = (body: string, login = "quinn", editedAt = AT) => ({
  body,
  editor: { login, type: "User" } as const,
  editedAt,
});

const OPEN = "- [ ] A <!-- gate:p/a -->\n";
const TICKED = "- [x] A <!-- gate:p/a -->\n";

test.each<{ what: string; attempt: BoxAttempt; rival: LedgerEntry; body: string }>([
  { what: "a tick told of after its untick", attempt: tick, rival: entry("untick"), body: OPEN },
  { what: "an untick told of after the tick that followed it", attempt: untick, rival: entry("tick"), body: TICKED },
])("$what comes before it", ({ attempt, rival, body }) => {
  expect(beforeItsRival(attempt, [rival], shown(body))).toEqual({ ...attempt, at: "2026-03-01T12:00:04.999Z" });
});

test.each<{ which: string; attempt?: BoxAttempt; ledger: LedgerEntry[]; body: string | undefined }>([
  { which: "that the comment shows", ledger: [entry("untick")], body: TICKED },
  { which: "without a rival", ledger: [], body: OPEN },
  { which: "whose rival is of another second", ledger: [entry("untick", "2026-03-01T12:00:04Z")], body: OPEN },
  { which: "whose rival did the same", ledger: [entry("tick")], body: OPEN },
  { which: "of a line that is gone", ledger: [entry("untick")], body: "nothing here" },
  { which: "of a comment that is gone", ledger: [entry("untick")], body: undefined },
  { which: "whose rival is of another step", attempt: { ...tick, step: "b" }, ledger: [entry("untick")], body: OPEN },
])("an act $which keeps its time", ({ attempt = tick, ledger, body }) => {
  expect(beforeItsRival(attempt, ledger, body === undefined ? undefined : shown(body))).toBe(attempt);
});

test.each([
  ["was written by ourselves since", shown(TICKED, "gatehouse[bot]")],
  ["was ticked by a stranger since", shown(TICKED, "mallory")],
  ["was edited by that person in another second", shown(TICKED, "quinn", "2026-03-01T12:00:06Z")],
  ["nobody is known to have edited", { body: TICKED, editor: null, editedAt: null }],
])("an untick keeps its time, and so takes the tick back, where the checklist %s", (_which, checklist) => {
  expect(beforeItsRival(untick, [entry("tick")], checklist)).toBe(untick);
});
