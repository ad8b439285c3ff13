import { describe, expect, test } from "@jest/globals";
import { inSequence, isAfter, type Moment } from "../../src/readiness/sequence.ts";

const ONE = "2026-05-04T09:00:00Z";
const TWO = "2026-05-04T09:00:01Z";

interface Named extends Moment {
  readonly name: string;
}

const of = (name: string, at: string | undefined, comment?: string): Named => ({ name, at, comment });

describe("what comes first", () => {
  test.each<[string, readonly Named[], string]>([
    ["the earlier", [of("b", TWO), of("a", ONE)], "ab"],
    ["the same moment in another zone, by arrival", [of("a", "2026-05-04T11:00:00+02:00"), of("b", ONE)], "ab"],
    ["what is no act", [of("b", ONE), of("a", undefined)], "ab"],
    ["within a second, the earlier comment", [of("b", ONE, "10"), of("a", ONE, "9")], "ab"],
    ["a comment of an earlier second, whatever its id", [of("b", TWO, "1"), of("a", ONE, "2")], "ab"],
    ["within one comment, what arrived first", [of("a", ONE, "9"), of("b", ONE, "9")], "ab"],
    ["what has no comment stays in its place", [of("c", ONE, "3"), of("b", ONE), of("a", ONE, "1")], "abc"],
  ])("%s", (_what, items, order) => {
    expect(
      inSequence(items, (item) => item)
        .map(({ name }) => name)
        .join(""),
    ).toBe(order);
  });

  test("comes after only where that can be told", () => {
    expect(isAfter(of("", TWO), of("", ONE))).toBe(true);
    expect(isAfter(of("", ONE, "10"), of("", ONE, "9"))).toBe(true);
    expect(isAfter(of("", ONE, "9"), of("", ONE, "9"))).toBe(false);
    expect(isAfter(of("", ONE, "9"), of("", ONE))).toBe(false);
    expect(isAfter(of("", ONE, "9"), of("", TWO, "1"))).toBe(false);
  });
});
