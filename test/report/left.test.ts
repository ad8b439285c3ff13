import { describe, expect, test } from "@jest/globals";
import { whatIsLeft, whoseTurn } from "../../src/report/left.ts";
import type { Actor } from "../../src/requirements/outcome.ts";
import { unmet } from "../../src/requirements/outcome.ts";
import type { Requirement } from "../../src/requirements/define.ts";
import {
  judged,
  label,
  later,
  phase,
  policy,
  procedure,
  snapshot,
  step,
  stepsPolicy,
  tick,
  unclear,
} from "../evaluation/world.ts";

const lacks = (short: string, actors: readonly Actor[] = []): Requirement => ({
  ...unclear,
  judge: () => unmet({ code: "x/y", reason: "No.", remedy: "Do.", short, actors }),
});

const left = (...shorts: readonly string[]) =>
  whatIsLeft(judged(stepsPolicy(...shorts.map((short, index) => step(`s${index}`, lacks(short))))));

describe("what is left, in few words", () => {
  test.each([
    [["plan missing"], "plan missing"],
    [["1 tick", "1 tick", "1 tick"], "3 ticks"],
    [["2 sign-offs", "1 sign-off"], "3 sign-offs"],
    [["1 tick", "plan missing", "1 tick"], "2 ticks, plan missing"],
    [["plan missing", "plan missing"], "plan missing (2 times)"],
    [["1 status"], "1 status"],
    [["1 label missing", "2 labels missing"], "1 label missing, 2 labels missing"],
    [[""], ""],
  ])("%j: %s", (shorts, expected) => {
    expect(left(...shorts)).toBe(expected);
  });

  test("more than fits is counted", () => {
    const text = left(...Array.from({ length: 100 }, (_, index) => `document number ${index} missing`));
    expect(text).toMatch(/^document number 0 missing, .*, \d+ more$/u);
    expect(text.length).toBeLessThan(220);
  });

  test("errors come first, then what must change, then what is awaited, then what is locked", () => {
    const given = policy([
      procedure(
        [
          phase("one", [step("a", tick()), step("b", label("x")), step("c", unclear)]),
          phase("two", [step("d", tick())]),
        ],
        { order: "phases" },
      ),
      procedure([], { applies: { paths: ["x"] } }),
    ]);
    expect(whatIsLeft(judged(given))).toBe("1 procedure undetermined, unclear, label x missing, 1 tick, 1 locked");
  });
});

describe("whose turn it is", () => {
  const many = { kind: "role", role: "qa", people: ["a", "b", "c", "d", "e"] } as const;
  test.each<[string, readonly Requirement[], string]>([
    ["nobody", [unclear], ""],
    ["the author", [label("x")], " Next: ada (author)."],
    ["a deleted author", [lacks("x", [{ kind: "author", login: undefined }])], " Next: the author."],
    ["a role and everybody else", [tick(), tick("lead")], " Next: lead (lea, Leo) and anyone with write access."],
    ["the same people once", [tick("lead"), tick("lead")], " Next: lead (lea, Leo)."],
    ["a large role", [lacks("x", [many])], " Next: qa (a, b, c and 2 more)."],
    ["a role nobody holds", [lacks("x", [{ ...many, people: [] }])], " Next: qa (nobody yet)."],
    ["somebody", [lacks("x", [{ kind: "login", login: "bob" }])], " Next: bob."],
    ["a machine", [lacks("x", [{ kind: "automation", name: "ci/test" }])], " Awaited: ci/test."],
    [
      "the clock after people",
      [later("2027-01-01T00:00:00Z"), label("x")],
      " Next: ada (author). Awaited: time, until 2027-01-01 00:00 UTC.",
    ],
    [
      "the clock, until the last of several",
      [later("2027-01-02T00:00:00Z"), later("2027-01-01T00:00:00Z")],
      " Awaited: time, until 2027-01-02 00:00 UTC.",
    ],
    ["the clock, nobody knows how long", [lacks("x", [{ kind: "clock" }])], " Awaited: time."],
  ])("%s", (...[, requirements, expected]) => {
    const given = stepsPolicy(...requirements.map((require, index) => step(`s${index}`, require)));
    expect(whoseTurn(judged(given, snapshot()))).toBe(expected);
  });
});
