import { describe, expect, test } from "@jest/globals";
import { judge, requirement, shown } from "./judging.ts";

describe("labels", () => {
  test.each([
    { title: "a bare label", given: "launch", labels: ["launch"], is: "met" },
    { title: "case does not matter", given: "Launch", labels: ["LAUNCH"], is: "met" },
    { title: "a list means any", given: ["a", "b"], labels: ["b"], is: "met" },
    { title: "none of the list", given: ["a", "b"], labels: ["c"], is: "unmet labels/missing" },
    { title: "all of them", given: { all: ["a", "b"] }, labels: ["a", "b", "c"], is: "met" },
    { title: "one of all is missing", given: { all: ["a", "b"] }, labels: ["a"], is: "unmet labels/missing" },
    { title: "ruled out", given: { none: "wip" }, labels: ["WIP"], is: "unmet labels/present" },
    { title: "ruled out and absent", given: { none: ["wip", "hold"] }, labels: [], is: "met" },
    {
      title: "ruled out beats present",
      given: { any: "a", none: "b" },
      labels: ["a", "b"],
      is: "unmet labels/present",
    },
    { title: "all beats any", given: { any: "a", all: ["b"] }, labels: ["a"], is: "unmet labels/missing" },
  ])("$title: $is", ({ given, labels, is }) => {
    expect(shown(judge({ labels: given }, { labels }))).toBe(is);
  });

  test("says what to do", () => {
    expect(judge({ labels: ["a", "b"] })).toMatchObject({
      reason: "None of the labels is present: `a` or `b`.",
      remedy: "Add one of the labels `a` or `b`.",
      short: "label missing",
    });
    expect(judge({ labels: { all: ["a", "b"] } })).toMatchObject({
      remedy: "Add the labels `a` and `b`.",
      short: "2 labels missing",
    });
    expect(judge({ labels: { all: "a" } })).toMatchObject({ remedy: "Add the label `a`.", short: "1 label missing" });
    expect(judge({ labels: { none: ["a", "b"] } }, { labels: ["a", "b"] })).toMatchObject({
      remedy: "Remove the labels `a` and `b` once the reason is gone.",
    });
    expect(judge({ labels: { none: ["a"] } }, { labels: ["a"] })).toMatchObject({
      remedy: "Remove the label `a` once the reason is gone.",
    });
  });

  test("describes itself", () => {
    expect(requirement({ labels: { any: "a", all: ["b", "c"], none: "d" } }).describe()).toBe(
      "the label `a`, the labels `b` and `c` and no label `d`",
    );
  });
});
