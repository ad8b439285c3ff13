import { describe, expect, test } from "@jest/globals";
import { isOfStep } from "../../src/evidence/ledger.ts";
import { loadLedger } from "../../src/readiness/ledger.ts";
import { standingOf } from "../../src/evaluation/standing.ts";
import { judged, OVERRIDE, phase, policy, procedure, snapshot as world } from "../evaluation/world.ts";
import { snapshot } from "../requirements/judging.ts";

const at = (minute: number): string => `2026-11-20T12:${String(minute).padStart(2, "0")}:00Z`;

type Written = Readonly<Record<string, unknown>> & { readonly at: string };

const act = (minute: number, about: Readonly<Record<string, unknown>>): Written => ({
  procedure: "release",
  step: "staging",
  by: { login: "quinn" },
  permission: "write",
  at: at(minute),
  key: `key ${minute}`,
  ...about,
});

const load = (...entries: readonly Written[]) =>
  loadLedger(
    {
      append: () => Promise.resolve([]),
      of: () => Promise.resolve(entries.map((entry) => ({ at: new Date(entry.at), entry }))),
    },
    "repo:1/pull:1",
  );

/** How the step stands, its box being for a role that nobody else holds. */
const stands = async (...entries: readonly Written[]): Promise<string> => {
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

/** What is left of a ledger. */
const shut = async (...entries: readonly Written[]): Promise<string> => {
  const ledger = await load(...entries);
  return ledger.map((entry) => ("attempted" in entry ? `refused ${entry.attempted}` : entry.act)).join(", ");
};

const plain = (minute: number, about: Readonly<Record<string, unknown>>): Written => ({
  by: { login: "quinn" },
  permission: "write",
  at: at(minute),
  key: `key ${minute}`,
  ...about,
});
const decide = (word: string) => act(1, { act: "decide", word, reason: "x" });
const signoff = (minute: number, role: string) => plain(minute, { act: "signoff", role, key: `${role} ${minute}` });
const override = (minute: number, gate: string) =>
  plain(minute, { act: "override", gate, reason: "x", expires: at(59), key: `${gate} ${minute}` });
const odd = { mood: "odd" };

describe("what can't be read takes back what it is about", () => {
  test.each<{ title: string; entries: readonly Written[]; is: string }>([
    { title: "a go", entries: [decide("go"), act(2, { act: "decide", ...odd })], is: "refused decide" },
    { title: "no no-go", entries: [decide("no-go"), act(2, { act: "decide", ...odd })], is: "decide" },
    { title: "a go, by something new", entries: [decide("go"), act(2, { act: "veto" })], is: "refused decide" },
    { title: "a decision, but no tick", entries: [tick(1), act(2, { act: "decide", ...odd })], is: "tick" },
    { title: "a tick, but no go", entries: [decide("go"), act(2, { act: "untick", ...odd })], is: "decide" },
    {
      title: "a deferral",
      entries: [act(1, { act: "defer", reason: "later" }), act(2, { act: "untick", ...odd })],
      is: "refused defer",
    },
    {
      title: "sign-offs of the role",
      entries: [signoff(1, "qa"), signoff(1, "ops"), plain(2, { act: "revoke", role: "QA", ...odd })],
      is: "refused signoff, signoff, revoke",
    },
    {
      title: "overrides of the gate",
      entries: [override(1, "merge"), override(1, "deploy"), plain(2, { act: "shut", gate: "merge" })],
      is: "refused override, override",
    },
    {
      title: "nothing, by an override",
      entries: [override(1, "merge"), plain(2, { act: "override", ...odd })],
      is: "override",
    },
    { title: "everything, by an abort", entries: [tick(1), plain(2, { act: "abort", ...odd })], is: "tick, abort" },
    { title: "everything, by a rollback", entries: [plain(2, { act: "rollback", ...odd })], is: "abort" },
    {
      title: "everything, by a withdrawal of nobody knows what",
      entries: [plain(2, { act: "revoke", role: 7 })],
      is: "abort",
    },
    { title: "everything, by something new", entries: [plain(2, { act: "pause" })], is: "abort" },
    { title: "nothing, by a resumption", entries: [plain(2, { act: "resume", ...odd })], is: "" },
  ])("$title: $is", async ({ entries, is }) => {
    expect(await shut(...entries)).toBe(is);
  });

  test.each<{ by: string; roles: readonly string[]; state: string }>([
    { by: "nobody", roles: ["lead"], state: "shut" },
    { by: "lea", roles: ["lead"], state: "open" },
    { by: "ada", roles: ["lead"], state: "shut" },
    { by: "ada", roles: [], state: "open" },
  ])("until $by of the override roles $roles takes the run up again: $state", async ({ by, roles, state }) => {
    const resumed = by === "nobody" ? [] : [plain(3, { act: "resume", by: { login: by } })];
    const ledger = await load(plain(2, { act: "pause" }), ...resumed);
    const config = { ...policy([procedure([phase("one", [])])]), override: { ...OVERRIDE, roles } };
    expect(judged(config, world(), ledger).gates[0]).toMatchObject({
      state,
      ...(state === "open"
        ? {}
        : {
            reason:
              "Gatehouse aborted it: what quinn did on 2026-11-20 (pause) was recorded in a way this version can't read, so it may have shut the gate. `/gate resume` takes it up again.",
          }),
    });
  });
});
