import { describe, expect, test } from "@jest/globals";
import { RequirementSchema } from "../../src/requirements/schema.ts";
import { judge, requirement } from "./judging.ts";

describe("choice", () => {
  test("describes itself; its options are judged with the step's sub-steps", () => {
    expect(requirement("choice").describe()).toBe("one option picked");
    expect(requirement({ choice: { options: ["Direct", "Blue-green"] } }).describe()).toBe(
      "one of `Direct` or `Blue-green`",
    );
    expect(judge("choice")).toEqual({ state: "met", reason: "One option is picked." });
  });

  test.each([
    { given: { options: ["Direct"] }, says: "A choice has at least two options." },
    { given: { options: ["Direct", "direct"] }, says: "Two options have the same title" },
    { given: { options: ["Direct", " "] }, says: "options" },
    { given: ["Direct", "Blue-green"], says: "expected object" },
    { given: { option: ["Direct", "Blue-green"] }, says: "option" },
  ])("$given: $says", ({ given, says }) => {
    expect(JSON.stringify(RequirementSchema.safeParse({ choice: given }).error?.issues)).toContain(says);
  });
});
