import { expect, test } from "@jest/globals";
import { entry, ticked } from "../../../evaluation/world.ts";
import { trailFile } from "../../../../src/web/pages/subject/trail-file.ts";
import { APPROVED } from "./standing.ts";

const url = "https://github.com/acme/shop/pull/7";

/** The columns that matter here; none of these cells is quoted. */
const cellsOf = (text: string, columns: readonly string[]): readonly (readonly string[])[] => {
  const [head = [], ...rows] = text
    .trimEnd()
    .split("\r\n")
    .map((line) => line.split(","));
  return rows.map((row) => columns.map((name) => row[head.indexOf(name)] ?? ""));
};

test("everything that was done and agreed to is a line, the oldest first, with where it was said", () => {
  const ledger = [ticked("b", "walt"), entry("waive", "gone", { login: "lea", comment: "12" })];
  expect(
    cellsOf(trailFile(ledger, { verdict: APPROVED, url }), [
      "at",
      "by",
      "act",
      "via",
      "step",
      "title",
      "reason",
      "url",
    ]),
  ).toEqual([
    ["2026-03-01T11:00:00Z", "olga", "signoff", "review", "a", "Step a", "", `${url}#pullrequestreview-1`],
    ["2026-03-01T12:00:00Z", "walt", "tick", "comment", "b", "Step b", "", ""],
    ["2026-03-01T12:00:00Z", "lea", "waive", "comment", "gone", "", "not needed", `${url}#issuecomment-12`],
  ]);
});

test("of very many acts the file leaves out none, and a spreadsheet takes none for a formula", () => {
  const ledger = Array.from({ length: 205 }, (_, index) => ticked("b", index === 0 ? "=1+1" : `p${index}`));
  const lines = trailFile(ledger, { verdict: APPROVED, url }).trimEnd().split("\r\n");
  expect(lines).toHaveLength(1 + 1 + 205);
  expect(lines[2]).toContain(",'=1+1,");
});
