import { expect, test } from "@jest/globals";
import { toldOf } from "../../../src/report/deploy/told.ts";
import { awaiting, direct, LATER, member, never, opened, release } from "../../evaluation/deploy/releases.ts";
import { decided } from "./said.ts";

const unsettled = { directCommits: [direct], askedAgainAt: LATER };

test.each([
  { title: "nothing, where only GitHub is awaited", given: release([], unsettled), told: undefined },
  { title: "what people can do meanwhile", given: release([member(1, awaiting)], unsettled), told: ["member"] },
  { title: "a no-go at once", given: release([member(1, never)], unsettled), told: ["member"] },
  { title: "what GitHub said again", given: release([], { directCommits: [direct] }), told: ["direct"] },
  {
    title: "everything that was overridden",
    given: release([member(1, { lifts: opened })], unsettled),
    told: ["settling"],
  },
  { title: "that nothing holds it", given: release([member(1)]), told: [] },
])("people are told $title", ({ given, told }) => {
  const [, decision] = decided(given);
  expect(toldOf(decision)?.holders.map(({ by }) => by)).toEqual(told);
});
