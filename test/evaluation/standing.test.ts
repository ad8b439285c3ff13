import { describe, expect, test } from "@jest/globals";
import type { Ledger } from "../../src/evidence/ledger.ts";
import type { Snapshot } from "../../src/evidence/snapshot.ts";
import type { Requirement } from "../../src/requirements/define.ts";
import { entry, judged, label, snapshot, step, stepsPolicy, tick, ticked } from "./world.ts";

const standing = (ledger: Ledger, require: Requirement = tick(), seen: Snapshot = snapshot()) => {
  const [only] =
    judged(stepsPolicy(step("a", require, { waivable: true })), seen, ledger).procedures[0]?.phases[0]?.steps ?? [];
  return only;
};

const app = { by: { login: "helper[bot]", type: "Bot" } } as const;
const mixed = { by: { login: "helper[bot]", type: "User" } } as const;

describe("whose ticks count", () => {
  test.each([
    { title: "somebody with write permission", acts: [ticked("a", "walt")], state: "met" },
    { title: "an admin", acts: [ticked("a", "adam")], state: "met" },
    { title: "a login in other letters", acts: [ticked("a", "WALT")], state: "met" },
    { title: "somebody who may only read", acts: [ticked("a", "rita")], state: "waiting" },
    { title: "somebody of whom nothing is known", acts: [ticked("a", "mallory")], state: "waiting" },
    {
      title: "a permission recorded then",
      acts: [entry("tick", "a", { login: "m", permission: "write" })],
      state: "met",
    },
    {
      title: "no right then, though there is one now",
      acts: [entry("tick", "a", { login: "walt", permission: "read" })],
      state: "waiting",
    },
    { title: "an App", acts: [entry("tick", "a", { login: "x", permission: "write", ...app })], state: "waiting" },
    {
      title: "an App taken for a user",
      acts: [entry("tick", "a", { login: "x", permission: "write", ...mixed })],
      state: "waiting",
    },
    { title: "an act on another step", acts: [ticked("b", "walt")], state: "waiting" },
    {
      title: "an act on another procedure",
      acts: [entry("tick", "a", { login: "walt", procedure: "q" })],
      state: "waiting",
    },
    { title: "the text as it is", acts: [ticked("a", "walt", "Step a")], state: "met" },
    { title: "a text that changed", acts: [ticked("a", "walt", "Step b")], state: "waiting" },
    {
      title: "a text that changed and changed back",
      acts: [ticked("a", "walt", "Step a"), ticked("a", "adam", "Old")],
      state: "met",
    },
    {
      title: "a tick taken back",
      acts: [ticked("a", "walt"), entry("untick", "a", { login: "adam" })],
      state: "waiting",
    },
    {
      title: "taken back by who ticked",
      acts: [ticked("a", "walt"), entry("untick", "a", { login: "WALT" })],
      state: "waiting",
    },
    {
      title: "taken back by somebody unknown",
      acts: [ticked("a", "walt"), entry("untick", "a", { login: "m" })],
      state: "waiting",
    },
    {
      title: "taken back without right",
      acts: [ticked("a", "walt"), entry("untick", "a", { login: "rita" })],
      state: "met",
    },
    {
      title: "ticked again",
      acts: [ticked("a", "walt"), entry("untick", "a", { login: "walt" }), ticked("a", "adam")],
      state: "met",
    },
    {
      title: "a refusal after the tick",
      acts: [ticked("a", "walt"), entry("refused", "a", { login: "m" })],
      state: "met",
    },
    { title: "a waiver", acts: [entry("waive", "a", { login: "walt" })], state: "waived" },
    { title: "a waiver by a reader", acts: [entry("waive", "a", { login: "rita" })], state: "waiting" },
    {
      title: "a waiver by an App",
      acts: [entry("waive", "a", { login: "x", permission: "admin", ...app })],
      state: "waiting",
    },
    {
      title: "a waiver taken back",
      acts: [entry("waive", "a", { login: "walt" }), entry("untick", "a", { login: "walt" })],
      state: "waiting",
    },
    {
      title: "a stranger's tick after a waiver",
      acts: [entry("waive", "a", { login: "walt" }), ticked("a", "m")],
      state: "waived",
    },
  ])("$title: $state", ({ acts, state }) => {
    expect(standing(acts)?.state).toBe(state);
  });

  test("a tick and a waiver stand beside each other until an untick", () => {
    const both = [entry("waive", "a", { login: "walt" }), ticked("a", "walt")];
    expect(standing(both)).toMatchObject({ state: "waived", box: { ticked: true } });
    expect(standing(both.toReversed())).toMatchObject({ state: "waived", box: { ticked: true } });
    expect(standing([...both, entry("untick", "a", { login: "walt" })])).toMatchObject({
      state: "waiting",
      box: { ticked: false },
    });
  });
});

describe("a box of a role", () => {
  const unsure = snapshot({ roles: { lead: { members: ["lea"], problem: "the team can't be seen" } } });
  const unread = snapshot({ roles: {} });
  test.each([
    { title: "a member", acts: [ticked("a", "leo")], state: "met" },
    { title: "a writer outside the role", acts: [ticked("a", "walt")], state: "waiting" },
    { title: "a role held then", acts: [entry("tick", "a", { login: "old", role: "lead" })], state: "met" },
    { title: "another role held then", acts: [entry("tick", "a", { login: "old", role: "qa" })], state: "waiting" },
    { title: "perhaps a member", acts: [ticked("a", "walt")], seen: unsure, state: "waiting" },
    { title: "certainly a member", acts: [ticked("a", "lea")], seen: unsure, state: "met" },
    {
      title: "unticked by perhaps a member",
      acts: [ticked("a", "lea"), entry("untick", "a", { login: "walt" })],
      seen: unsure,
      state: "waiting",
    },
    {
      title: "members not read, role held then",
      acts: [entry("tick", "a", { login: "old", role: "lead" })],
      seen: unread,
      state: "met",
    },
    { title: "members not read", acts: [ticked("a", "lea")], seen: unread, state: "waiting" },
  ])("$title: $state", ({ acts, seen, state }) => {
    expect(standing(acts, tick("lead"), seen)?.state).toBe(state);
  });
});

test("an App may tick where it is allowed to", () => {
  const byApp = [entry("tick", "a", { login: "x", permission: "write", ...app })];
  expect(standing(byApp, tick(undefined, false))?.state).toBe("met");
});

test("only what the procedure lets be waived is waived", () => {
  const given = stepsPolicy(step("a", tick()));
  const [only] =
    judged(given, snapshot(), [entry("waive", "a", { login: "adam" })]).procedures[0]?.phases[0]?.steps ?? [];
  expect(only).toMatchObject({
    state: "waiting",
    box: { note: "The waiver by adam does not count: the config names no `override` roles, so nobody may do this." },
  });
});

test("a waiver takes the sub-steps with it and says why", () => {
  const given = stepsPolicy(step("a", label("x"), { title: "Load test", waivable: true, steps: [step("b", tick())] }));
  const [only] =
    judged(given, snapshot(), [entry("waive", "a", { login: "walt" })]).procedures[0]?.phases[0]?.steps ?? [];
  expect(only).toMatchObject({
    state: "waived",
    reason: "Waived by walt: not needed.",
    steps: [{ state: "waived", reason: "Waived by walt: with “Load test”." }],
  });
});

test("acts on a step without a box are left out", () => {
  const acts = [ticked("a", "walt"), entry("untick", "a", { login: "rita" }), entry("refused", "a", { login: "rita" })];
  expect(standing(acts, label("x"))).toMatchObject({ state: "unmet", box: undefined });
});

describe("the note of an open box", () => {
  test.each([
    {
      title: "a refusal",
      acts: [entry("refused", "a", { login: "m" })],
      note: "The tick by m was undone: not allowed.",
    },
    {
      title: "the latest refusal",
      acts: [entry("refused", "a", { login: "m" }), entry("refused", "a", { login: "n" })],
      note: "The tick by n was undone: not allowed.",
    },
    {
      title: "none after an accepted act",
      acts: [entry("refused", "a", { login: "m" }), entry("untick", "a", { login: "walt" })],
      note: undefined,
    },
    { title: "none while ticked", acts: [ticked("a", "walt"), entry("refused", "a", { login: "m" })], note: undefined },
    {
      title: "a reader's tick",
      acts: [ticked("a", "rita")],
      note: "The tick by rita does not count: this needs write permission.",
    },
    {
      title: "a stranger's tick",
      acts: [ticked("a", "mallory")],
      note: "The tick by mallory does not count: their permission in this repository is not known.",
    },
    {
      title: "a changed text",
      acts: [ticked("a", "walt", "Old text")],
      note: "The text has changed since walt ticked it: please tick again.",
    },
  ])("$title", ({ acts, note }) => {
    expect(standing(acts)?.box?.note).toBe(note);
  });
});

test("the first tick keeps the credit, unless it was only found in the comment", () => {
  expect(standing([ticked("a", "walt"), ticked("a", "adam")])?.box?.by).toBe("walt");
  expect(standing([entry("tick", "a", { login: "walt", via: "recovered" }), ticked("a", "adam")])?.box?.by).toBe(
    "adam",
  );
});
