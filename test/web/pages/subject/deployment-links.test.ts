import { expect, test } from "@jest/globals";
import type { ReleaseMemory } from "../../../../src/readiness/deploy/memory.ts";
import type { StoredSubject } from "../../../../src/readiness/known.ts";
import { deploymentLinks } from "../../../../src/web/pages/subject/deployment-links.ts";

const repository = { owner: "acme", name: "shop" };

type Standing = readonly [NonNullable<ReleaseMemory["answer"]>["decision"], StoredSubject["state"]?];

const release = (letter: string, environment: string, [decision, state = "open"]: Standing) => {
  const sha = letter.repeat(40);
  const at = "2026-03-02T09:00:00.000Z";
  const memory: ReleaseMemory = {
    environment,
    members: [],
    blocking: [],
    answer: {
      repository: "acme/shop",
      environment,
      sha,
      decision,
      title: "",
      reasons: [],
      course: "forward",
      members: [],
      direct: [],
      report: "",
      decidedAt: at,
    },
    configured: true,
    policyPaths: [],
    askedAt: at,
    isAsked: true,
    isChecked: true,
  };
  const stored: StoredSubject = {
    key: `repo:5/deploy:${environment}/${sha}`,
    installationId: 7,
    repositoryId: 5,
    ...repository,
    state,
    memory,
  };
  return stored;
};

test("the newest of each environment, with what was decided", () => {
  const links = deploymentLinks(
    [
      release("a", "production", ["awaiting"]),
      release("b", "Production", ["approved"]),
      release("c", "staging EU", ["approved", "closed"]),
      release("d", "test", ["rejected"]),
      release("e", "old", ["awaiting", "closed"]),
      { ...release("f", "odd", ["approved"]), memory: { of: "another release" } },
    ],
    repository,
  );
  expect(links.map(({ name, word }) => [name, word])).toEqual([
    ["aaaaaaa to production", "awaited"],
    ["ccccccc to staging EU", "let through"],
    ["ddddddd to test", "rejected"],
    ["eeeeeee to old", "not asked for any more"],
  ]);
  expect(links[1]?.href).toBe(`/r/acme/shop/deployments/staging%20EU/${"c".repeat(40)}`);
});

test("none is known", () => {
  expect(deploymentLinks([], repository)).toEqual([]);
});
