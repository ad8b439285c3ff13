import { expect, test } from "@jest/globals";
import type { LedgerEntry } from "../../src/evidence/ledger.ts";
import { withdrawn } from "../../src/readiness/withdraw.ts";

const EARLY = "2026-03-01T12:00:00Z";
const LATE = "2026-03-01T12:00:05Z";
const LATER = "2026-03-01T12:00:09Z";

const common = { procedure: "p", step: "a", via: "comment" } as const;
const person = (login: string) => ({ login, type: "User" }) as const;

const guess: LedgerEntry = {
  ...common,
  act: "tick",
  by: person("quinn"),
  at: LATE,
  via: "recovered",
  key: "guess",
  text: "A",
};
const refused = (at: string, more: Partial<Extract<LedgerEntry, { act: "refused" }>> = {}): LedgerEntry => ({
  ...common,
  act: "refused",
  attempted: "tick",
  by: person("max"),
  at,
  why: "only qa may do this",
  key: "delivered",
  ...more,
});
const untick: LedgerEntry = { ...common, act: "untick", by: person("quinn"), at: LATER };
const told: LedgerEntry = { ...common, act: "tick", by: person("quinn"), at: LATER };

test("a guess is taken back, and the reason stays where it is read last", () => {
  const entries = withdrawn(refused(EARLY), [guess]);
  expect(entries).toEqual([
    { ...common, act: "untick", by: person("quinn"), at: LATE, via: "recovered", key: "withdrawn guess" },
    { ...refused(EARLY), at: LATE, key: "explained delivered" },
  ]);
});

test.each<[string, LedgerEntry, LedgerEntry[]]>([
  ["where nothing was guessed", refused(EARLY), []],
  ["where the tick was told of", refused(EARLY), [told]],
  ["where the person ticked again since", refused(EARLY), [guess, told]],
  ["where it was unticked since", refused(EARLY), [guess, untick]],
  ["where the guess is of another step", refused(EARLY, { step: "b" }), [guess]],
  ["where the guess is of another procedure", refused(EARLY, { procedure: "q" }), [guess]],
  ["where the refused act came after the guess", refused(LATER), [guess]],
  ["by a refused untick", refused(EARLY, { attempted: "untick" }), [guess]],
  ["by a refused command", refused(EARLY, { via: "command" }), [guess]],
  ["by another guess", refused(EARLY, { via: "recovered" }), [guess]],
  ["by an act that counts", told, [guess]],
])("nothing is taken back %s", (_where, entry, ledger) => {
  expect(withdrawn(entry, ledger)).toEqual([]);
});
