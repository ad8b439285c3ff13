import { describe, expect, test } from "@jest/globals";
import { enforcedBy } from "../../src/evaluation/enforcement/enforced.ts";
import { enforcementOf } from "../../src/evaluation/enforcement/enforcement.ts";
import type { Demand, Enforced, RepositorySettings } from "../../src/evaluation/enforcement/settings.ts";
import { phase, policy, procedure, step, tick } from "./world.ts";

const OURS = 7;

const enforced = (about: Partial<Enforced> = {}): Enforced => ({
  check: "gatehouse",
  appId: OURS,
  environments: [],
  everywhere: false,
  ...about,
});

const settings = (about: Partial<RepositorySettings> = {}): RepositorySettings => ({
  branch: "main",
  demands: [],
  isClassicRead: false,
  environments: [],
  workflows: [],
  ...about,
});

const rule = (app: number | null = OURS, bypass: Demand["bypass"] = []): Demand => ({
  kind: "ruleset",
  name: "Main",
  checks: [{ name: "gatehouse", app }],
  bypass,
});

describe("whether nothing merges without the check", () => {
  test.each<{
    what: string;
    given: Partial<RepositorySettings>;
    told: boolean | undefined;
    is: boolean | undefined;
    codes: readonly string[];
  }>([
    {
      what: "a ruleset says so",
      given: { demands: [rule()] },
      told: undefined,
      is: true,
      codes: ["unknown classic-unread"],
    },
    {
      what: "a ruleset says so to anybody's check",
      given: { demands: [rule(null)] },
      told: true,
      is: true,
      codes: ["warning check-from-anyone", "unknown classic-unread"],
    },
    { what: "only GitHub's word on the check", given: {}, told: true, is: true, codes: ["unknown classic-unread"] },
    {
      what: "GitHub says that it need not pass",
      given: {},
      told: false,
      is: false,
      codes: ["error check-not-required"],
    },
    {
      what: "nobody can tell",
      given: {},
      told: undefined,
      is: undefined,
      codes: ["unknown check-not-required", "unknown classic-unread"],
    },
    {
      what: "everything could be read",
      given: { isClassicRead: true },
      told: undefined,
      is: false,
      codes: ["error check-not-required"],
    },
    {
      what: "GitHub's word is of before the rule",
      given: { demands: [rule()], isClassicRead: true },
      told: false,
      is: true,
      codes: [],
    },
  ])("$what", ({ given, told, is, codes }) => {
    const found = enforcementOf(settings(given), enforced(), told);
    expect(found.isRequired).toBe(is);
    expect(found.concerns.map(({ severity, code }) => `${severity} ${code}`)).toEqual(codes);
    for (const { severity, remedy } of found.concerns)
      expect(remedy.startsWith("`gatehouse doctor`")).toBe(severity === "unknown");
  });
});

test.each([
  {
    what: "with the rule",
    environments: [{ name: "Production", apps: [{ id: OURS, slug: "gatehouse" }], adminsBypass: false }],
    is: true,
  },
  {
    what: "with another App's",
    environments: [{ name: "Production", apps: [{ id: 9, slug: "other" }], adminsBypass: false }],
    is: false,
  },
  { what: "that is not there", environments: [], is: false },
  { what: "that may not be read", environments: undefined, is: undefined },
])("an environment $what", ({ environments, is }) => {
  const found = enforcementOf(settings({ environments }), enforced({ environments: ["production"] }), true);
  expect(found.environments).toEqual([{ name: "production", isProtected: is }]);
});

const to = (...environments: string[]) => phase("out", [step("a", tick())], { blocks: "deploy", environments });

test("what a policy wants held: environments by any spelling once, and not what is on trial", () => {
  const given = {
    ...policy([procedure([to("Production", "staging")]), procedure([to("lab")], { id: "trial" }, "shadow")]),
    environments: { production: { direct_commits: "hold" as const, check: "on-request" as const } },
  };
  expect(enforcedBy(given, { check: "gatehouse", appId: undefined }).environments).toEqual(["production", "staging"]);
});
