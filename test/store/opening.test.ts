import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { kinds } from "./databases.ts";
import { opened } from "./opened.ts";

const KEY = "repo:3000000001/pull:7";
const SUBJECT = {
  key: KEY,
  kind: "pull_request",
  installationId: 7,
  repositoryId: 3_000_000_001,
  owner: "octo",
  name: "app",
  number: 7,
  headSha: "a".repeat(40),
  state: "merged",
} as const;

/** The embedded database's clock knows no smaller step, and what was published is told in the order of time. */
const anotherMillisecond = async (): Promise<void> => {
  for (const before = Date.now(); Date.now() === before;) await delay(1);
};

describe.each(kinds)("what a turn begins with, on $kind", ({ start }) => {
  const { store } = opened(start);

  test("is nothing where nothing is known", async () => {
    expect(await store().opening("repo:1/pull:1")).toEqual({ stored: undefined, published: [], recorded: [] });
  });

  test("is what each part answers by itself", async () => {
    await store().subjects.upsert(SUBJECT);
    await store().subjects.remember(KEY, { vocabulary: ["\u{1F9FA}"], heads: [{ at: "2026-05-01T12:00:00Z" }] });
    const item = { subjectKey: KEY, remoteId: "44000000020", digest: "d" };
    await store().published.put({ ...item, kind: "status", name: "status", nodeId: "IC_1", body: "words" });
    await anotherMillisecond();
    await store().published.put({ ...item, kind: "check", name: "gatehouse", headSha: "a".repeat(40) });
    await store().ledger.append(KEY, [
      { key: "later", at: new Date("2026-05-02T12:00:00.123Z"), entry: { act: "tick", by: { login: "ada" } } },
      { key: "earlier", at: new Date("2026-05-01T12:00:00Z"), deliveryGuid: "guid", entry: { act: "untick" } },
    ]);
    const { stored, published, recorded } = await store().opening(KEY);
    expect(stored).toEqual(await store().subjects.get(KEY));
    expect(stored).toMatchObject({
      installationId: 7,
      repositoryId: 3_000_000_001,
      baseRef: undefined,
      state: "merged",
    });
    expect(published).toEqual((await store().published.get(KEY)).map(({ body: _body, ...rest }) => rest));
    expect(published.map(({ kind }) => kind)).toEqual(["status", "check"]);
    expect(recorded).toEqual((await store().ledger.of(KEY)).map(({ at, entry }) => ({ at, entry })));
    expect(recorded).toHaveLength(2);
  });
});
