import { beforeAll, describe, expect, test } from "@jest/globals";
import { groupKey, pullKey } from "../../src/readiness/change.ts";
import type { SubjectRecord } from "../../src/store/subjects.ts";
import { kinds } from "./databases.ts";
import { opened } from "./opened.ts";

const REPOSITORY = 30;

const record = (key: string, about: Partial<SubjectRecord> = {}): SubjectRecord => ({
  key,
  kind: "merge_group",
  installationId: 7,
  repositoryId: REPOSITORY,
  owner: "acme",
  name: "shop",
  headSha: key,
  baseRef: "main",
  state: "open",
  ...about,
});

const members = (...numbers: readonly number[]) => ({
  members: numbers.map((number) => ({ number, said: "success" })),
});

describe.each(kinds)("groups of a merge queue on $kind", ({ start }) => {
  const { store } = opened(start);

  beforeAll(async () => {
    const { subjects } = store();
    const rows: readonly [SubjectRecord, unknown][] = [
      [record(groupKey(REPOSITORY, "a")), members(1)],
      [record(groupKey(REPOSITORY, "b")), members(1, 2)],
      [record(groupKey(REPOSITORY, "c"), { state: "closed" }), members(1)],
      [record(groupKey(31, "d"), { repositoryId: 31 }), members(1)],
      [record(`repo:${REPOSITORY}/deploy:production/e`, { kind: "deployment" }), members(1)],
      [record(pullKey(REPOSITORY, 1), { kind: "pull_request", number: 1 }), {}],
    ];
    for (const [row, memory] of rows) {
      await subjects.upsert(row);
      await subjects.remember(row.key, memory);
    }
  });

  test.each([
    { number: 1, found: ["a", "b"] },
    { number: 2, found: ["b"] },
    { number: 12, found: [] },
  ])("#$number is in $found, as far as they are still there", async ({ number, found }) => {
    const groups = await store().subjects.groupsWith(REPOSITORY, number);
    expect(groups.map(({ key }) => key)).toEqual(found.map((sha) => groupKey(REPOSITORY, sha)));
  });

  test("are not followed by themselves: their pull requests are", async () => {
    const followed = await store().subjects.followedIn(REPOSITORY);
    expect(followed.map(({ key }) => key)).not.toContain(groupKey(REPOSITORY, "a"));
    expect(followed.map(({ key }) => key)).toContain(pullKey(REPOSITORY, 1));
  });
});
