import { expect, test } from "@jest/globals";
import { stepOf, stepsCalled } from "../../src/evaluation/find-step.ts";
import { judged, phase, policy, procedure, step, tick } from "./world.ts";

const nested = step("Parent", tick(), { steps: [step("child", tick())] });
const verdict = judged(
  policy([
    procedure([phase("one", [nested, step("same", tick())])], { id: "p" }),
    procedure([phase("one", [step("same", tick())])], { id: "q" }),
  ]),
);

test.each([
  ["child", ["p/child"]],
  ["parent", ["p/Parent"]],
  ["same", ["p/same", "q/same"]],
  ["Q/SAME", ["q/same"]],
  ["p/other", []],
  ["", []],
])("`%s` can mean %j", (name, expected) => {
  expect(stepsCalled(verdict, name).map((found) => `${found.procedure.id}/${found.step.id}`)).toEqual(expected);
});

test("a step is found by its exact ids only", () => {
  expect(stepOf(verdict, "p", "child")).toMatchObject({ phase: { id: "one" }, step: { id: "child" } });
  expect(stepOf(verdict, "p", "Child")).toBeUndefined();
  expect(stepOf(verdict, "q", "child")).toBeUndefined();
});
