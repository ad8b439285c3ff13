import { expect, test } from "@jest/globals";
import { linkedRuns } from "../src/linked-runs.ts";
import { releaseKey } from "../src/readiness/change.ts";
import type { Runs, WrittenRun } from "../src/readiness/ports.ts";

const repository = { installationId: 1, repositoryId: 7, owner: "acme", name: "shop" };
const plain = {
  name: "gatehouse",
  headSha: "abc",
  conclusion: "success",
  title: "",
  summary: "",
  annotations: [],
  actions: [],
} as const;

const addressOf = async (externalId: string, publicUrl: string | undefined): Promise<string | undefined> => {
  const written: WrittenRun[] = [];
  const runs: Runs = {
    create: async (_repository, run) => String(written.push(run)),
    update: async (_repository, _id, run) => void written.push(run),
    find: async () => undefined,
  };
  const linked = linkedRuns(runs, publicUrl);
  await linked.create(repository, { ...plain, externalId });
  await linked.update(repository, "1", { ...plain, externalId });
  const [made, changed] = written.map(({ detailsUrl }) => detailsUrl);
  expect(changed).toBe(made);
  return made;
};

test.each([
  ["acme/shop#12", "https://gate.example.com/r/acme/shop/pull/12"],
  ["acme/shop@0123abc", "https://gate.example.com/r/acme/shop"],
  [
    releaseKey(7, { environment: "prod/eu", sha: "a".repeat(40) }),
    `https://gate.example.com/r/acme/shop/deployments/prod%2Feu/${"a".repeat(40)}`,
  ],
])("the check of %s leads to its page", async (externalId, address) => {
  expect(await addressOf(externalId, "https://gate.example.com")).toBe(address);
});

test("without an address of ours GitHub shows its own page", async () => {
  expect(await addressOf("acme/shop#12", undefined)).toBeUndefined();
});
