import { expect, test } from "@jest/globals";
import { gateNow, toBeTold } from "../../src/readiness/blocked.ts";
import { judged, label, NOW, policy, procedure, phase, step, stepsPolicy, tick } from "../evaluation/world.ts";

const SHUT = judged(stepsPolicy(step("x", label("missing"))));
const AWAITING = judged(stepsPolicy(step("x", tick())));
const EARLIER = "2026-03-01T00:00:00.000Z";

test.each([
  { verdict: SHUT, before: undefined, is: { state: "shut" } },
  { verdict: SHUT, before: { state: "shut" }, is: { state: "shut" } },
  { verdict: SHUT, before: { state: "awaiting" }, is: { state: "shut", blockedSince: NOW.toISOString() } },
  { verdict: SHUT, before: { state: "open" }, is: { state: "shut", blockedSince: NOW.toISOString() } },
  { verdict: SHUT, before: { state: "shut", blockedSince: EARLIER }, is: { state: "shut", blockedSince: EARLIER } },
  { verdict: AWAITING, before: { state: "shut", blockedSince: EARLIER }, is: { state: "awaiting" } },
] as const)("after $before: $is", ({ verdict, before, is }) => {
  expect(gateNow(verdict, before)).toEqual(is);
});

test("whom the config wants to be told are people and teams, each once", () => {
  const rules = policy([procedure([phase("one", [step("x", tick())])])], {
    roles: { lead: ["lea", "@acme/leads", "robot[bot]"], qa: ["lea"] },
    notifyOnBlock: ["lead", "qa", "nobody"],
  });
  expect(toBeTold(rules)).toEqual(["@lea", "@acme/leads"]);
});
