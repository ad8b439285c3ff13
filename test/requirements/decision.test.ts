import { describe, expect, test } from "@jest/globals";
import type { Decision } from "../../src/requirements/judging.ts";
import { RequirementSchema } from "../../src/requirements/schema.ts";
import { EARLIER, HEAD, judge, requirement, shown } from "./judging.ts";

const roles = { po: { members: ["bob", "cleo"] } };
const actors = [{ kind: "role", role: "po", people: ["bob", "cleo"] }];
const go: Decision = { word: "go", by: "bob", at: "2026-11-20T10:00:00Z", reason: undefined, commit: HEAD };
const noGo: Decision = { ...go, word: "no-go", reason: "Support is not ready." };
const byPush = { role: "po", stale_on: "push" };

describe("decision", () => {
  test.each([
    { title: "nobody decided", given: "po", decision: undefined, is: "waiting decision/open" },
    { title: "go", given: "po", decision: go, is: "met" },
    { title: "no-go", given: { role: "po" }, decision: noGo, is: "unmet decision/no-go" },
    { title: "go for an earlier commit", given: "po", decision: { ...go, commit: EARLIER }, is: "met" },
    { title: "go for the head", given: byPush, decision: go, is: "met" },
    { title: "stale", given: byPush, decision: { ...go, commit: EARLIER }, is: "waiting decision/stale" },
    { title: "for no commit", given: byPush, decision: { ...go, commit: undefined }, is: "waiting decision/stale" },
    {
      title: "a no-go is never stale",
      given: byPush,
      decision: { ...noGo, commit: EARLIER },
      is: "unmet decision/no-go",
    },
    { title: "an unknown role", given: "qa", decision: go, is: "error decision/unknown-role" },
  ])("$title: $is", ({ given, decision, is }) => {
    expect(shown(judge({ decision: given }, { roles }, decision === undefined ? {} : { decision }))).toBe(is);
  });

  test("on an issue there is no push", () => {
    const subject = { kind: "issue" as const, repository: "acme/shop", number: 7 };
    expect(judge({ decision: byPush }, { roles, subject }, { decision: { ...go, commit: undefined } }).state).toBe(
      "met",
    );
  });

  test.each([
    { id: "ship", command: "ship" },
    { id: "launch:gate", command: "launch" },
  ])("says what to type for $id", ({ id, command }) => {
    expect(judge({ decision: "po" }, { roles }, { step: { id, title: "Ship" } })).toEqual({
      state: "waiting",
      code: "decision/open",
      reason: "po has not decided yet.",
      remedy: `As a member of po, comment \`/gate go ${command}\`, or \`/gate no-go ${command} REASON\`.`,
      short: "go or no-go",
      actors,
    });
  });

  test("says who decided what, and why", () => {
    expect(judge({ decision: "po" }, { roles }, { decision: noGo })).toMatchObject({
      reason: "bob said no-go on 2026-11-20: `Support is not ready.`",
      remedy: "Settle the reason; then a member of po comments `/gate go step`.",
      actors,
    });
    expect(judge({ decision: byPush }, { roles }, { decision: { ...go, commit: EARLIER } })).toMatchObject({
      reason: "The go by bob was for an earlier commit (abc1234).",
      actors,
    });
    expect(judge({ decision: "po" }, { roles }, { decision: { ...go, reason: "All green." } })).toEqual({
      state: "met",
      reason: "bob said go: `All green.`",
      evidence: [{ text: "go by bob at 2026-11-20T10:00:00Z" }],
    });
  });

  test("describes itself and its needs", () => {
    expect(requirement({ decision: "po" }).describe()).toBe("a go by po");
    expect(requirement({ decision: "po" }).decider()).toBe("po");
    expect(requirement({ decision: "po" }).needs().roles).toEqual(["po"]);
  });

  test.each([
    "decision",
    { decision: {} },
    { decision: "product owner" },
    { decision: { role: "po", stale_on: "paths" } },
  ])("%j is refused", (written) => {
    expect(RequirementSchema.safeParse(written).success).toBe(false);
  });
});
