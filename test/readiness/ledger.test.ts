import { describe, expect, test } from "@jest/globals";
import { isOfStep } from "../../src/evidence/ledger.ts";
import { loadLedger } from "../../src/readiness/ledger.ts";
import { standingOf } from "../../src/evaluation/standing.ts";
import { snapshot } from "../requirements/judging.ts";

const at = (minute: number): string => `2026-11-20T12:${String(minute).padStart(2, "0")}:00Z`;

const act = (minute: number, about: Readonly<Record<string, unknown>>) => ({
  procedure: "release",
  step: "staging",
  by: { login: "quinn" },
  permission: "write",
  at: at(minute),
  key: `key ${minute}`,
  ...about,
});

const load = (...entries: readonly ReturnType<typeof act>[]) =>
  loadLedger(
    {
      append: () => Promise.resolve([]),
      of: () => Promise.resolve(entries.map((entry) => ({ at: new Date(entry.at), entry }))),
    },
    "repo:1/pull:1",
  );

/** How the step stands, its box being for a role that nobody else holds. */
const stands = async (...entries: readonly ReturnType<typeof act>[]): Promise<string> => {
  const { tick, waiver, note } = standingOf((await load(...entries)).filter(isOfStep), {
    step: { title: "Tried on staging", waivable: true },
    ticker: { role: "qa", humansOnly: true },
    decider: undefined,
    overrideRoles: [],
    snapshot: snapshot({ roles: { qa: { members: ["quinn"] } } }),
  });
  if (waiver !== undefined) return "waived";
  return tick === undefined ? `open${note === undefined ? "" : ", explained"}` : "ticked";
};

const tick = (minute: number) => act(minute, { act: "tick" });
const waive = (minute: number) => act(minute, { act: "waive", reason: "not this time" });

describe("what another release recorded in a shape of its own", () => {
  test.each([
    { title: "nothing of it", entries: [tick(1)], is: "ticked" },
    {
      title: "an untick after a tick",
      entries: [tick(1), act(2, { act: "untick", mood: "sad" })],
      is: "open, explained",
    },
    { title: "an act of a new kind after a tick", entries: [tick(1), act(2, { act: "veto" })], is: "open, explained" },
    {
      title: "an act of a new kind after a waiver",
      entries: [waive(1), act(2, { act: "veto" })],
      is: "open, explained",
    },
    { title: "and no word of what it is", entries: [tick(1), act(2, { act: 7 })], is: "open, explained" },
    { title: "in the same second", entries: [act(1, { act: "veto" }), tick(1)], is: "open, explained" },
    {
      title: "told later than it happened",
      entries: [act(1, { act: "veto" }), tick(3), act(2, { act: "veto" })],
      is: "ticked",
    },
    { title: "an untick before a tick", entries: [act(1, { act: "untick", mood: "sad" }), tick(2)], is: "ticked" },
    { title: "of another step", entries: [tick(1), act(2, { act: "veto", step: "alerts" })], is: "ticked" },
    { title: "of another procedure", entries: [tick(1), act(2, { act: "veto", procedure: "other" })], is: "ticked" },
    { title: "a tick, which opens nothing", entries: [tick(1), act(2, { act: "tick", mood: "gay" })], is: "ticked" },
    { title: "a tick, which counts for nothing", entries: [act(1, { act: "tick", mood: "gay" })], is: "open" },
    { title: "of no step", entries: [tick(1), act(2, { act: "veto", step: 7 })], is: "ticked" },
  ])("$title: $is", async ({ entries, is }) => {
    expect(await stands(...entries)).toBe(is);
  });

  test("leaves acts their keys, so that a repeated delivery is still known", async () => {
    expect(await load(tick(1), act(2, { act: "veto" }))).toMatchObject([
      { act: "refused", attempted: "tick", key: "key 1", at: at(1), why: expect.stringContaining("quinn") },
    ]);
  });
});
