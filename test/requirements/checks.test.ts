import { describe, expect, test } from "@jest/globals";
import { judge, requirement, shown } from "./judging.ts";

const check = (
  name: string,
  state: "success" | "failure" | "pending" | "neutral" | "skipped",
  app: string | null = null,
) => ({ name, state, app });

describe("checks", () => {
  test.each([
    { title: "all, and none reported", given: "all", checks: [], is: "waiting checks/absent" },
    { title: "all succeeded", given: "all", checks: [check("a", "success"), check("b", "success")], is: "met" },
    { title: "bare", given: {}, checks: [check("a", "success")], is: "met" },
    {
      title: "one failed",
      given: "all",
      checks: [check("a", "success"), check("b", "failure")],
      is: "unmet checks/failed",
    },
    {
      title: "one runs",
      given: "all",
      checks: [check("a", "success"), check("b", "pending")],
      is: "waiting checks/pending",
    },
    {
      title: "failed beats running",
      given: "all",
      checks: [check("a", "failure"), check("b", "pending")],
      is: "unmet checks/failed",
    },
    {
      title: "skipped beside a success",
      given: "all",
      checks: [check("a", "success"), check("b", "skipped")],
      is: "met",
    },
    {
      title: "a failure beside a success of its name",
      given: ["a"],
      checks: [check("a", "success"), check("a", "failure"), check("a", "success")],
      is: "unmet checks/failed",
    },
    {
      title: "one that runs beside a success of its name",
      given: ["a"],
      checks: [check("a", "success"), check("a", "pending")],
      is: "waiting checks/pending",
    },
    {
      title: "only skipped",
      given: "all",
      checks: [check("a", "skipped"), check("b", "neutral")],
      is: "unmet checks/not-run",
    },
    { title: "only skipped, accepted", given: { accept: ["skipped"] }, checks: [check("a", "skipped")], is: "met" },
    {
      title: "only neutral, skipped accepted",
      given: { accept: ["skipped"] },
      checks: [check("a", "neutral")],
      is: "unmet checks/not-run",
    },
    {
      title: "a named one",
      given: "ci/test",
      checks: [check("ci/test", "success"), check("lint", "failure")],
      is: "met",
    },
    {
      title: "a named one was skipped",
      given: "ci/test",
      checks: [check("ci/test", "skipped")],
      is: "unmet checks/not-run",
    },
    { title: "a named one is absent", given: ["a", "b"], checks: [check("a", "success")], is: "waiting checks/absent" },
    {
      title: "all and a named one that is absent",
      given: ["all", "b"],
      checks: [check("a", "success")],
      is: "waiting checks/absent",
    },
    {
      title: "wildcards cross slashes",
      given: "ci/*",
      checks: [check("ci/a/b", "success"), check("ci/c", "failure")],
      is: "unmet checks/failed",
    },
    {
      title: "brackets stand for themselves",
      given: "test (ubuntu, 20)",
      checks: [check("test (ubuntu, 20)", "success")],
      is: "met",
    },
    {
      title: "each name needs its own success",
      given: ["a*", "b*"],
      checks: [check("a1", "success"), check("b1", "skipped")],
      is: "unmet checks/not-run",
    },
    {
      title: "excepted",
      given: { except: "flaky*" },
      checks: [check("a", "success"), check("flaky-1", "failure")],
      is: "met",
    },
    {
      title: "excepted by !",
      given: ["all", "!flaky*"],
      checks: [check("a", "success"), check("flaky-1", "failure")],
      is: "met",
    },
    {
      title: "only exceptions mean all others",
      given: ["!flaky*"],
      checks: [check("flaky-1", "success")],
      is: "waiting checks/absent",
    },
    {
      title: "of another App",
      given: { names: "ci", app: "github-actions" },
      checks: [check("ci", "success", "impostor")],
      is: "waiting checks/absent",
    },
    {
      title: "of a status, where an App is asked for",
      given: { names: "ci", app: "github-actions" },
      checks: [check("ci", "success")],
      is: "waiting checks/absent",
    },
    {
      title: "of the App",
      given: { names: "ci", app: "github-actions" },
      checks: [check("ci", "success", "GitHub-Actions")],
      is: "met",
    },
    { title: "not asked for", given: "all", checks: undefined, is: "error checks/unknown" },
  ])("$title: $is", ({ given, checks, is }) => {
    expect(shown(judge({ checks: given }, checks === undefined ? {} : { checks }))).toBe(is);
  });

  test("says why a fact could not be read", () => {
    expect(judge("checks", { unread: { checks: "GitHub answered 502." } })).toMatchObject({
      state: "error",
      reason: "GitHub answered 502.",
    });
  });

  test("names what is awaited, and who", () => {
    expect(judge({ checks: ["a", "b"] }, { checks: [] })).toMatchObject({
      reason: "`a` and `b` have not reported on the head commit.",
      actors: [
        { kind: "automation", name: "a" },
        { kind: "automation", name: "b" },
      ],
      short: "2 checks missing",
    });
    expect(judge("checks", { checks: [] })).toMatchObject({
      reason: "No check has reported on the head commit.",
      actors: [{ kind: "automation", name: "checks" }],
    });
    expect(judge({ checks: "a" }, { checks: [] })).toMatchObject({
      reason: "`a` has not reported on the head commit.",
    });
    expect(judge("checks", { checks: [check("a", "pending")] })).toMatchObject({ reason: "`a` has not finished." });
    expect(judge("checks", { checks: [check("a", "pending"), check("b", "pending")] })).toMatchObject({
      reason: "`a` and `b` have not finished.",
      short: "2 checks running",
    });
  });

  test("shows where the proof is", () => {
    const url = "https://github.com/acme/shop/runs/1";
    expect(judge("checks", { checks: [{ ...check("a", "success"), url }, check("b", "success")] })).toEqual({
      state: "met",
      reason: "2 checks succeeded on the head commit.",
      evidence: [{ text: "a", url }, { text: "b" }],
    });
  });

  test("describes itself", () => {
    expect(requirement("checks").describe()).toBe("all checks succeed");
    expect(requirement({ checks: ["a", "b"] }).describe()).toBe("the checks `a` and `b` succeed");
    expect(requirement({ checks: "*e2e*" }).describe()).toBe("the check `*e2e*` succeeds");
    expect(requirement({ checks: ["all", "a", "!b"] }).describe()).toBe(
      "all checks, with the check `a` among them, succeed, except `b`",
    );
    expect(requirement({ checks: { except: "slow", app: "github-actions", accept: ["skipped"] } }).describe()).toBe(
      "all checks of `github-actions` succeed (skipped counts as well), except `slow`",
    );
  });
});
