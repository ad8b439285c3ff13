import { describe, expect, test } from "@jest/globals";
import { keyOf, type Attempt } from "../../src/evaluation/attempt.ts";
import { stateOf } from "../../src/evaluation/state-of.ts";
import { judged, phase, policy, procedure, snapshot, step, tick } from "./world.ts";
import { AT, COMMAND, entryOf, given, onStep, seen } from "./authorising.ts";

describe("nothing is taken from Apps", () => {
  const bot = { by: { login: "helper[bot]", type: "Bot" }, at: AT } as const;
  const all: readonly Attempt[] = [
    { ...onStep("open"), ...bot, attempted: "tick" },
    { ...onStep("open"), ...bot, attempted: "untick" },
    { ...onStep("maybe"), ...bot, attempted: "waive", reason: "x" },
    { ...onStep("open"), ...bot, attempted: "defer", reason: "x" },
    { ...onStep("plan"), ...bot, attempted: "decide", word: "go" },
    { ...bot, via: "command", attempted: "signoff", role: "lead" },
    { ...bot, via: "command", attempted: "revoke", role: "lead" },
    { ...bot, via: "command", attempted: "override", gate: "merge", reason: "x" },
    { ...bot, via: "command", attempted: "abort", reason: "x" },
    { ...bot, via: "command", attempted: "resume" },
    { ...bot, via: "command", attempted: "rollback", reason: "x" },
  ];
  const everywhere = snapshot({ author: bot.by, roles: { lead: { members: ["helper[bot]"] } } });

  test.each(all)("$attempted", (attempt) => {
    expect(entryOf(attempt, { snapshot: everywhere, permission: "admin" })).toMatchObject({
      act: "refused",
      why: expect.stringMatching(/ by helper\[bot\] was refused: a person must do this, not an App\.$/u),
    });
  });

  test("except a tick by editing the checklist, where the step lets it", () => {
    const asked = policy([procedure([phase("one", [step("auto", tick(undefined, false)), step("human", tick())])])]);
    const edit = (id: string, via: "comment" | "recovered" | "command") =>
      entryOf({ ...onStep(id), ...bot, via, attempted: "tick" }, { policy: asked, permission: "none" }).act;
    expect([edit("auto", "comment"), edit("auto", "recovered"), edit("auto", "command")]).toEqual([
      "tick",
      "tick",
      "refused",
    ]);
    expect([edit("human", "comment"), edit("human", "recovered")]).toEqual(["refused", "refused"]);
  });
});

describe("what an act changed", () => {
  const verdict = judged(given, seen);
  test.each<[Attempt, string | undefined]>([
    [{ ...onStep("open"), attempted: "tick" }, "waiting"],
    [{ ...onStep("nowhere"), attempted: "tick" }, undefined],
    [{ ...onStep("plan"), attempted: "decide", word: "go" }, "waiting"],
    [{ ...COMMAND, attempted: "override", gate: "production" }, "shut"],
    [{ ...COMMAND, attempted: "override", gate: "moon" }, undefined],
    [{ ...COMMAND, attempted: "signoff", role: "lead" }, "shut"],
    [{ ...COMMAND, attempted: "abort" }, "blocked"],
  ])("%j was about something %s", (attempt, state) => {
    expect(stateOf(verdict, attempt)).toBe(state);
  });

  test("where nothing applies there is no run", () => {
    expect(stateOf(judged(policy([])), { ...COMMAND, attempted: "abort" })).toBeUndefined();
  });
});

test("what nobody did is refused", () => {
  expect(entryOf({ ...COMMAND, by: null, attempted: "abort", reason: "x" })).toMatchObject({
    act: "refused",
    why: "The abort was refused: GitHub does not say who made it.",
  });
});

test("a subject without a commit keeps none", () => {
  expect(
    entryOf({ ...COMMAND, attempted: "abort", reason: "x" }, { snapshot: snapshot({ headSha: "" }) }),
  ).not.toHaveProperty("commit");
});

test("keys tell targets apart", () => {
  const attempts: readonly Attempt[] = [
    { ...COMMAND, attempted: "signoff", role: "lead" },
    { ...COMMAND, attempted: "revoke", role: "lead" },
    { ...COMMAND, attempted: "signoff", role: "qa" },
    { ...COMMAND, attempted: "override", gate: "merge" },
    { ...COMMAND, attempted: "override", gate: "deploy/production" },
    { ...COMMAND, attempted: "abort" },
    { ...COMMAND, attempted: "resume" },
    { ...COMMAND, attempted: "rollback" },
    { ...COMMAND, attempted: "rollback", environment: "production" },
  ];
  expect(new Set(attempts.map(keyOf)).size).toBe(attempts.length);
});
