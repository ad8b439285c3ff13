import { describe, expect, test } from "@jest/globals";
import { isNothing, lacking, needsOf } from "../../src/evaluation/needs.ts";
import type { Policy } from "../../src/procedures/policy.ts";
import { NO_NEEDS } from "../../src/requirements/needs.ts";
import { document, label, phase, policy, procedure, snapshot, step, stepsPolicy, tick } from "./world.ts";

const NOTHING = { ...NO_NEEDS, unresolved: [] };

const versioned = policy([
  procedure([phase("one", [step("notes", document("notes/{version}.md"))])], {
    parameters: { version: { file: "package.json", pointer: "/version" } },
  }),
]);

describe("what a policy is judged by", () => {
  test.each<[string, Policy, object]>([
    ["nothing", policy([]), {}],
    ["a plain box", stepsPolicy(step("a", tick())), {}],
    ["a role", stepsPolicy(step("a", tick("lead")), step("b", tick("lead"))), { roles: ["lead"] }],
    [
      "a document",
      stepsPolicy(step("a", document("x.md"))),
      { facts: ["documents"], documents: ["x.md"], baseDocuments: ["x.md"] },
    ],
    [
      "a condition of a step",
      stepsPolicy(step("a", label("x"), { when: { paths: ["src/**"] } })),
      { facts: ["files"] },
    ],
    [
      "a condition of a phase",
      policy([procedure([phase("one", [], { when: { paths: ["a"] } })])]),
      { facts: ["files"] },
    ],
    ["a condition of a procedure", policy([procedure([], { applies: { paths: ["a"] } })]), { facts: ["files"] }],
    ["a sub-step", stepsPolicy(step("a", tick(), { steps: [step("b", tick("qa"))] })), { roles: ["qa"] }],
    ["a phase's closing go", policy([procedure([phase("one", [], { gate: tick("qa") })])]), { roles: ["qa"] }],
    [
      "a deployment's phase",
      policy([procedure([phase("one", [step("a", tick("qa"))], { blocks: "deploy" })])]),
      { roles: ["qa"] },
    ],
    [
      "a path with a parameter",
      versioned,
      { facts: ["documents"], documents: ["package.json"], unresolved: ["notes/{version}.md"] },
    ],
  ])("%s", (_, given, expected) => {
    expect(needsOf(given)).toEqual({ ...NOTHING, ...expected });
  });
});

describe("with a snapshot", () => {
  const skipped = { when: { draft: true } };
  test.each<[string, Policy, object]>([
    ["a step known not to apply", stepsPolicy(step("a", tick("qa"), skipped)), {}],
    ["a phase known not to apply", policy([procedure([phase("one", [step("a", tick("qa"))], skipped)])]), {}],
    [
      "a procedure known not to apply",
      policy([procedure([phase("one", [step("a", tick("qa"))])], { applies: { draft: true } })]),
      {},
    ],
    ["a procedure of issues", policy([procedure([], { subject: "issue", applies: { paths: ["a"] } })]), {}],
    [
      "a condition not yet known",
      stepsPolicy(step("a", tick("qa"), { when: { paths: ["src/**"] } })),
      { facts: ["files"], roles: ["qa"] },
    ],
  ])("%s", (_, given, expected) => {
    expect(needsOf(given, snapshot())).toEqual({ ...NOTHING, ...expected });
  });

  test("the reader asks again until nothing is lacking", () => {
    const first = snapshot();
    const asked = needsOf(versioned, first);
    expect(asked).toMatchObject({ documents: ["package.json"], unresolved: ["notes/{version}.md"] });
    expect(lacking(asked, first)).toEqual({ ...NO_NEEDS, facts: ["documents"], documents: ["package.json"] });

    const second = snapshot({ documents: { "package.json": [{ path: "package.json", text: '{"version":"1.2.0"}' }] } });
    const then = needsOf(versioned, second);
    expect(then).toMatchObject({
      documents: ["notes/1.2.0.md", "package.json"],
      baseDocuments: ["notes/1.2.0.md"],
      unresolved: [],
    });
    expect(lacking(then, second)).toEqual({
      ...NO_NEEDS,
      documents: ["notes/1.2.0.md"],
      baseDocuments: ["notes/1.2.0.md"],
    });

    const third = snapshot({
      documents: { ...second.documents, "notes/1.2.0.md": [] },
      baseDocuments: { "notes/1.2.0.md": [] },
    });
    expect(isNothing(lacking(needsOf(versioned, third), third))).toBe(true);
  });

  test("a role is lacking until it is read", () => {
    const asked = needsOf(stepsPolicy(step("a", tick("lead")), step("b", tick("qa"))), snapshot());
    expect(lacking(asked, snapshot()).roles).toEqual(["qa"]);
  });
});
