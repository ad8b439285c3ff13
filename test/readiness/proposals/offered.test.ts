import { expect, test } from "@jest/globals";
import type { StoredSubject } from "../../../src/readiness/known.ts";
import { offeredFiles } from "../../../src/readiness/proposals/offered.ts";

const HOUSE = { installationId: 1, repositoryId: 9, owner: "Acme", name: ".github" };

const user = (repositoryId: number, number: number, ...policyPaths: readonly string[]): StoredSubject => ({
  key: `repo:${repositoryId}/pull:${number}`,
  installationId: 1,
  repositoryId,
  owner: "Acme",
  name: "shop",
  state: "open",
  memory: { policyPaths },
});

const offered = (users: readonly StoredSubject[], repository = HOUSE) =>
  offeredFiles({ usingPolicyOf: async () => users }, repository);

test("files that others use, by how many repositories do", async () => {
  const users = [
    user(1, 1, "acme/.github:a.yml", "acme/.github:b.yml", ".github/gatehouse.yml"),
    user(1, 2, "acme/.github:a.yml"),
    user(2, 1, "acme/.github:b.yml", "acme/other:c.yml"),
  ];
  expect(await offered(users)).toEqual({
    files: [
      { path: "b.yml", repositories: 2 },
      { path: "a.yml", repositories: 1 },
    ],
    left: 0,
  });
});

test("of very many the most used, and how many are left", async () => {
  const many = Array.from({ length: 52 }, (_, index) => `acme/.github:${String(index).padStart(2, "0")}.yml`);
  const { files, left } = await offered([user(1, 1, ...many), user(2, 1, "acme/.github:51.yml")]);
  expect([files.length, left, files[0], files.at(-1)]).toEqual([
    50,
    2,
    { path: "51.yml", repositories: 2 },
    { path: "48.yml", repositories: 1 },
  ]);
});

test("none of another repository, without asking", async () => {
  const never = { usingPolicyOf: () => Promise.reject(new Error("asked")) };
  expect(await offeredFiles(never, { ...HOUSE, name: "shop" })).toEqual({ files: [], left: 0 });
});
