import { describe, expect, test } from "@jest/globals";
import { environmentCalled, environmentsOf, gateCalled, gateName } from "../../src/evaluation/find-gate.ts";
import { decisionsCalled, stepOf, stepsCalled } from "../../src/evaluation/find-step.ts";
import { decision, judged, phase, policy, procedure, step, tick } from "./world.ts";

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

describe("which decision is meant", () => {
  const given = policy([
    procedure(
      [
        phase("build", [step("plan", decision("lead")), step("other", tick())], { gate: decision("lead") }),
        phase("test", [step("sign", decision("lead")), step("more", tick())]),
        phase("many", [step("one", decision("lead")), step("two", decision("lead"))]),
        phase("none", [step("nothing", tick())]),
        phase("clash", [step("launch", decision("lead"))]),
      ],
      { id: "p" },
    ),
    procedure([phase("build", [], { gate: decision("lead") }), phase("launch", [step("go", decision("lead"))])], {
      id: "q",
    }),
  ]);

  test.each<[string, readonly string[]]>([
    ["plan", ["p/plan"]],
    ["BUILD", ["p/build:gate", "q/build:gate"]],
    ["p/build", ["p/build:gate"]],
    ["build:gate", ["p/build:gate", "q/build:gate"]],
    ["test", ["p/sign"]],
    ["many", ["p/one", "p/two"]],
    ["none", []],
    ["nothing", []],
    ["nowhere", []],
    ["launch", ["p/launch"]],
    ["q/launch", ["q/go"]],
    ["", []],
  ])("%s", (name, expected) => {
    const found = decisionsCalled(judged(given), name);
    expect(found.map(({ procedure: { id }, step: { id: stepId } }) => `${id}/${stepId}`)).toEqual(expected);
  });
});

describe("which gate and which environment is meant", () => {
  const deploying = judged(
    policy([
      procedure([
        phase("a", [step("b", tick())], { blocks: "deploy", environments: ["Production"] }),
        phase("c", [step("d", tick())], { blocks: "deploy" }),
        phase("e", [step("f", tick())], { starts: { deployed: "Production" } }),
      ]),
    ]),
  );
  test.each<[string, string | undefined]>([
    ["", "merge"],
    ["Merge", "merge"],
    ["deploy", "deploy"],
    ["deploy/production", "deploy/Production"],
    ["production", "deploy/Production"],
    ["staging", undefined],
  ])("%s", (name, expected) => {
    const gate = gateCalled(deploying, name);
    expect(gate === undefined ? undefined : gateName(gate)).toBe(expected);
  });

  test("environments, each once, as they are spelt", () => {
    expect(environmentsOf(deploying)).toEqual(["Production"]);
    expect([environmentCalled(deploying, "PRODUCTION"), environmentCalled(deploying, "eu")]).toEqual([
      "Production",
      undefined,
    ]);
  });
});
