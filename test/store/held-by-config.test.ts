import { describe, expect, test } from "@jest/globals";
import type { Finding } from "../../src/procedures/finding.ts";
import type { StandingNews } from "../../src/readiness/standings/ports.ts";
import { kinds } from "./databases.ts";
import { opened } from "./opened.ts";
import { NOTHING, newsOf, tell } from "./standing-news.ts";

const REPOSITORY = 3_000_000_051;
const HOURS = (hour: number): Date => new Date(Date.UTC(2026, 2, 6, hour));

const finding = (message: string, severity: Finding["severity"] = "error"): Finding => ({
  code: "config/x",
  severity,
  message,
  file: ".github/gatehouse.yml",
  line: 3,
  column: 1,
});

describe.each(kinds)("what broken config holds, on $kind", ({ start }) => {
  const { store } = opened(start);

  const stands = async (
    number: number,
    findings: readonly Finding[],
    standing: Partial<StandingNews["standing"]> = {},
  ): Promise<void> => {
    const verdict = { ...NOTHING, findings, ...standing.verdict };
    await tell(store(), newsOf(REPOSITORY, number, { at: HOURS(number), standing: { ...standing, verdict } }));
  };

  test("is counted by branch, with what was wrong when it was seen last", async () => {
    await stands(1, [finding("Old.")]);
    await stands(2, [finding("New."), finding("Odd.", "warning")]);
    await stands(3, [finding("Odd.", "warning")]);
    await stands(4, [finding("New.")], { base: "release/1" });
    await stands(5, [finding("New.")], { state: "merged" });
    await stands(6, [finding("New.")], { followed: false });
    await stands(7, [finding("New.")], { kind: "issue", base: undefined });
    await stands(8, [], { verdict: { ...NOTHING, mode: "shadow", findings: [finding("New.")] } });
    const found = await store().standings.heldByConfig([REPOSITORY, 9]);
    expect(found.toSorted((one, other) => other.held - one.held)).toEqual([
      { repositoryId: REPOSITORY, base: "main", held: 2, findings: [finding("New."), finding("Odd.", "warning")] },
      { repositoryId: REPOSITORY, base: "release/1", held: 1, findings: [finding("New.")] },
    ]);
    expect(await store().standings.heldByConfig([9])).toEqual([]);
    expect(await store().standings.heldByConfig([])).toEqual([]);
  });
});
