import { expect, test } from "@jest/globals";
import { environmentRule } from "../../../src/evaluation/deploy/rule.ts";
import { phase, policy, procedure, step, tick } from "../world.ts";

const config = policy(
  [
    procedure([
      phase("a", [step("a", tick())], { blocks: "deploy", environments: ["Production", "PRODUCTION"] }),
      phase("b", [step("b", tick())], { blocks: null, starts: { deployed: "live" } }),
    ]),
  ],
  { environments: { staging: { check: "always", direct_commits: "allow" } } },
);

test.each([
  { environment: "Staging", is: { listed: true, directCommits: "allow" } },
  { environment: "production", is: { listed: false, directCommits: "hold" } },
])("what the config says of $environment", ({ environment, is }) => {
  const known = ["Production", "live", "staging"];
  expect(environmentRule(config, environment)).toEqual({ ...is, known, everywhere: false });
});

test("a phase that names no environment is about every one", () => {
  const given = policy([procedure([phase("a", [step("a", tick())], { blocks: "deploy" })])]);
  expect(environmentRule(given, "x")).toEqual({ listed: false, directCommits: "hold", known: [], everywhere: true });
});
