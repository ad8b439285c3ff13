import { describe, expect, test } from "@jest/globals";
import { issueKey, pullKey } from "../../src/readiness/change.ts";
import { kinds } from "./databases.ts";
import { opened } from "./opened.ts";

describe.each(kinds)("on $kind", ({ start }) => {
  const { store } = opened(start);

  const keep = async (
    key: string,
    {
      memory,
      state = "open",
      installationId = 7,
    }: { memory?: object; state?: "open" | "closed"; installationId?: number },
  ): Promise<void> => {
    const kind = key.includes("issue") ? "issue" : "pull_request";
    const repositoryId = Number(/repo:(\d+)/u.exec(key)?.[1]);
    await store().subjects.upsert({ key, kind, installationId, repositoryId, owner: "acme", name: "shop", state });
    if (memory !== undefined) await store().subjects.remember(key, memory);
  };
  test("the pull requests that close an issue are found in every repository of the installation, followed or not", async () => {
    const issue = issueKey(1, 12);
    await keep(pullKey(1, 20), { memory: { closes: [{ key: issue }, { key: issueKey(1, 13) }] } });
    await keep(pullKey(1, 21), { memory: { closes: [{ key: issueKey(1, 120) }] } });
    await keep(pullKey(1, 22), {});
    await keep(pullKey(2, 5), { memory: { closes: [{ key: issue }] }, state: "closed" });
    await keep(pullKey(3, 5), { memory: { closes: [{ key: issue }] }, installationId: 8 });
    expect(keysOf(await store().subjects.closing(7, issue))).toEqual([pullKey(1, 20), pullKey(2, 5)]);
    expect(keysOf(await store().subjects.closing(7, issueKey(1, 99)))).toEqual([]);
    expect(keysOf(await store().subjects.among([pullKey(1, 22), pullKey(1, 23)]))).toEqual([pullKey(1, 22)]);
    expect(await store().subjects.among([])).toEqual([]);
  });

  test("issues that collect pull requests are found while they are followed", async () => {
    await keep(issueKey(4, 1), { memory: { collected: [] } });
    await keep(issueKey(4, 2), { memory: { exits: {} } });
    await keep(issueKey(4, 3), { memory: { collected: [] }, state: "closed" });
    await keep(issueKey(5, 1), { memory: { collected: [] } });
    expect(keysOf(await store().subjects.launchesIn(4))).toEqual([issueKey(4, 1)]);
  });

  test("a status comment is known until it is taken away", async () => {
    const item = { subjectKey: issueKey(6, 1), kind: "status", name: "status", digest: "one" } as const;
    expect(await store().subjects.hasStatus(issueKey(6, 1))).toBe(false);
    await store().published.put({ ...item, remoteId: "900" });
    expect(await store().subjects.hasStatus(issueKey(6, 1))).toBe(true);
    await store().published.put({ ...item, remoteId: "" });
    expect(await store().subjects.hasStatus(issueKey(6, 1))).toBe(false);
  });
});

function keysOf(subjects: readonly { readonly key: string }[]): readonly string[] {
  return subjects.map(({ key }) => key);
}
