import { expect, test } from "@jest/globals";
import { broughtBy, releaseMemoryOf } from "../../../src/readiness/deploy/memory.ts";
import { member, memoryOf } from "../../web/pages/deployment/releases.ts";

const viewable = (...given: Parameters<typeof memoryOf>) => releaseMemoryOf(memoryOf(...given));

const pull = (number: number) => ({ kind: "pull_request" as const, number, title: "Basket" });

const memory = releaseMemoryOf({
  environment: "production",
  members: [],
  brought: [{ kind: "pull_request", number: 3, title: "of another release" }],
  blocking: [],
  configured: true,
  policyPaths: [],
  askedAt: "2026-03-02T09:00:00.000Z",
  isAsked: true,
  isChecked: true,
});

test("what a release brought is remembered after its deployment, when it brings nothing new", () => {
  expect(broughtBy([pull(1), pull(2)], memory)).toEqual({
    brought: [
      { kind: "pull_request", number: 1 },
      { kind: "pull_request", number: 2 },
    ],
  });
  expect(broughtBy([], memory)).toEqual({ brought: [{ kind: "pull_request", number: 3 }] });
  expect(broughtBy([], undefined)).toEqual({ brought: undefined });
});

test("whoever has to go back after the deployment still reads what was brought and what ran before", () => {
  const previous = { sha: "b".repeat(40), at: "2026-03-01T09:00:00Z" };
  const before = viewable([member(1, "open", { plan: { text: "Revert." } })], previous);
  const { delivered } = broughtBy([], before);
  expect(delivered).toEqual({ members: before?.members, previous });
  const deployed = before && { ...before, members: [], delivered };
  expect(broughtBy([], deployed).delivered).toEqual(delivered);
  expect(broughtBy([pull(2)], deployed).delivered).toBeUndefined();
});
