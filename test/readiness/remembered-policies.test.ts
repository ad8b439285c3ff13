import { describe, expect, test } from "@jest/globals";
import { policyOf, type PolicyContext, type PolicyFile } from "../../src/readiness/policy-of.ts";
import { rememberingPolicies } from "../../src/readiness/remembered-policies.ts";

const CONFIG = "version: 1\nprocedures: [./procedures/p.yml]\n";
const procedure = (title: string): string =>
  `id: p\ntitle: ${title}\nphases:\n  - { id: a, title: A, blocks: merge, steps: [{ id: s, title: S }] }\n`;

const context = (
  files: Readonly<Record<string, PolicyFile>> = {},
  rest: Partial<PolicyContext> = {},
): PolicyContext => ({
  files: new Map(
    Object.entries({
      "home:.github/gatehouse.yml": { oid: "c1", text: CONFIG },
      "organisation:.github/gatehouse.yml": { oid: null, text: null },
      "home:.github/procedures/p.yml": { oid: "p1", text: procedure("One") },
      ...files,
    }),
  ),
  owner: "acme",
  name: "shop",
  url: "https://github.com/acme/shop/blob/main",
  builtin: () => undefined,
  ...rest,
});

const counting = () => {
  let made = 0;
  const policies = rememberingPolicies((given) => {
    made += 1;
    return policyOf(given);
  });
  return { policies, made: () => made };
};

describe("a policy", () => {
  test("is made once while its files stay the same, in whatever order they were read", () => {
    const { policies, made } = counting();
    const first = policies(context());
    const { files } = context();
    expect(policies(context({}, { files: new Map([...files].toReversed()) }))).toBe(first);
    expect(made()).toBe(1);
    expect(first.state).toBe("policy");
  });

  test.each([
    {
      what: "a file changes",
      next: context({ "home:.github/procedures/p.yml": { oid: "p2", text: procedure("Two") } }),
    },
    { what: "a file goes", next: context({ "home:.github/procedures/p.yml": { oid: null, text: null } }) },
    {
      what: "a file can't be read any more",
      next: context({ "home:.github/procedures/p.yml": { oid: "p1", text: null, problem: "too large" } }),
    },
    {
      what: "the organisation's is known to have locked nothing",
      next: context({ "organisation:.github/gatehouse.yml": { oid: null, text: null, lockedNothing: true } }),
    },
    { what: "it is another repository's", next: context({}, { name: "shelf" }) },
    { what: "it is another branch's", next: context({}, { url: "https://github.com/acme/shop/blob/next" }) },
  ])("is made anew when $what", ({ next }) => {
    const { policies, made } = counting();
    policies(context());
    expect(policies(next)).toEqual(policyOf(next));
    expect(made()).toBe(2);
  });

  test("that lacks files is asked for again", () => {
    const { policies, made } = counting();
    const incomplete = context({}, { files: new Map() });
    expect(policies(incomplete).state).toBe("more");
    policies(incomplete);
    expect(made()).toBe(2);
  });
});
