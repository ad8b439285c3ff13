import { describe, expect, test } from "@jest/globals";
import { NO_NEEDS } from "../../src/requirements/needs.ts";
import { judge, requirement, shown, ticked } from "./judging.ts";

const roles = { po: { members: ["bob", "cleo"] } };

describe("tick", () => {
  test.each([
    { title: "open for writers", given: "tick", box: undefined, is: "waiting tick/open" },
    { title: "open for a role", given: { tick: "po" }, box: undefined, is: "waiting tick/open" },
    { title: "ticked", given: "tick", box: ticked, is: "met" },
    { title: "ticked by the role", given: { tick: { by: "po" } }, box: ticked, is: "met" },
    { title: "a role nobody defined", given: { tick: "qa" }, box: ticked, is: "error tick/unknown-role" },
    {
      title: "a role with the name of an object's method",
      given: { tick: "constructor" },
      box: ticked,
      is: "error tick/unknown-role",
    },
  ])("$title", ({ given, box, is }) => {
    expect(shown(judge(given, { roles }, box === undefined ? {} : { box }))).toBe(is);
  });

  test("says who may tick", () => {
    expect(judge({ tick: "po" }, { roles })).toMatchObject({
      actors: [{ kind: "role", role: "po", people: ["bob", "cleo"] }],
      remedy: "Tick the box in the checklist comment, as a member of po.",
      short: "1 tick",
    });
    expect(judge("tick")).toMatchObject({
      actors: [{ kind: "writers" }],
      remedy: "Tick the box in the checklist comment.",
    });
  });

  test("tells why an earlier tick did not count", () => {
    const box = { state: "open", note: "eve is not a member of po." } as const;
    expect(judge({ tick: "po" }, { roles }, { box })).toMatchObject({ reason: "eve is not a member of po." });
  });

  test("shows where the tick is", () => {
    const box = { ...ticked, url: "https://github.com/acme/shop/pull/7#issuecomment-1" };
    expect(judge("tick", {}, { box })).toMatchObject({ reason: "Ticked by bob.", evidence: [{ url: box.url }] });
  });

  test("has a box, for people unless said otherwise", () => {
    expect(requirement("tick").ticker()).toEqual({ role: undefined, humansOnly: true });
    expect(requirement({ tick: { by: "po", humans_only: false } }).ticker()).toEqual({ role: "po", humansOnly: false });
    expect(requirement({ tick: "po" }).needs()).toEqual({ ...NO_NEEDS, roles: ["po"] });
    expect([requirement("tick"), requirement({ tick: "po" })].map((one) => one.describe())).toEqual([
      "a tick",
      "a tick by po",
    ]);
  });
});
