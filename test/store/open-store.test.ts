import { describe, expect, test } from "@jest/globals";
import type { SubjectRecord } from "../../src/store/subjects.ts";
import { delivery, kinds } from "./databases.ts";
import { opened } from "./opened.ts";

/** What is remembered of a subject, as far as the store looks into it. */
const needing = (needs: object) => ({
  needs: { facts: [], documents: [], baseDocuments: [], outputs: [], ...needs },
});

/** By number; negative for those that wait. */
const numbers = (found: readonly { readonly number?: number | undefined; readonly waits: boolean }[]) =>
  found.map(({ number = 0, waits }) => (waits ? -number : number)).toSorted((one, other) => other - one);

describe.each(kinds)("on $kind", ({ start }) => {
  const { store } = opened(start);

  const guidsOf = async (key: string): Promise<string[]> =>
    (await store().deliveries.pending(key)).map(({ guid }) => guid);

  describe("deliveries", () => {
    test("come back as they were accepted", async () => {
      const given = delivery({ subjects: ["repo:1/pull:1"] });
      expect(await store().deliveries.accept(given)).toEqual({ accepted: true });
      const { subjects: _, ...stored } = given;
      expect(await store().deliveries.pending("repo:1/pull:1")).toEqual([{ ...stored, attempts: 0, error: undefined }]);
    });

    test("come in the order of arrival, whatever their time says", async () => {
      const key = "repo:1/pull:2";
      const first = delivery({ subjects: [key], receivedAt: new Date("2026-05-02T00:00:00Z") });
      const second = delivery({ subjects: [key], receivedAt: new Date("2026-05-01T00:00:00Z") });
      for (const one of [first, second]) await store().deliveries.accept(one);
      expect(await guidsOf(key)).toEqual([first.guid, second.guid]);
    });

    test("are open for each subject until done for that subject", async () => {
      const subjects = ["repo:1/pull:3", "repo:1/pull:4"];
      const given = delivery({ subjects });
      await store().deliveries.accept(given);
      await store().deliveries.done([given.guid], "repo:1/pull:3");
      expect(await guidsOf("repo:1/pull:3")).toEqual([]);
      expect(await guidsOf("repo:1/pull:4")).toEqual([given.guid]);
      expect(await store().deliveries.accept(given)).toEqual({ accepted: true });
      await store().deliveries.done([given.guid], "repo:1/pull:4");
      expect(await store().deliveries.accept(given)).toEqual({ accepted: false });
      expect(await guidsOf("repo:1/pull:4")).toEqual([]);
    });

    test("the same one twice at once is stored once", async () => {
      const given = delivery({ subjects: ["repo:1/pull:5"] });
      await Promise.all([given, given, given].map((one) => store().deliveries.accept(one)));
      expect(await guidsOf("repo:1/pull:5")).toEqual([given.guid]);
    });

    test("a failure is kept with them", async () => {
      const given = delivery({ subjects: ["repo:1/pull:6"] });
      await store().deliveries.accept(given);
      await store().deliveries.failed([given.guid], "repo:1/pull:6", new Error("first"));
      await store().deliveries.failed([given.guid], "repo:1/pull:6", new Error("second\0"));
      expect(await store().deliveries.pending("repo:1/pull:6")).toMatchObject([
        { attempts: 2, error: "second\u{FFFD}" },
      ]);
    });

    test.each([
      { title: "the repository", given: { subjects: [], repositoryWide: true }, key: "repo:3000000001" },
      {
        title: "the installation where there is no repository",
        given: { subjects: [], repositoryWide: true, repositoryId: undefined },
        key: "installation:7",
      },
    ])("one without subjects is for $title", async ({ given, key }) => {
      const one = delivery(given);
      expect(await store().deliveries.accept(one)).toEqual({ accepted: true });
      expect(await guidsOf(key)).toEqual([one.guid]);
    });

    test("one that concerns nobody is kept and done", async () => {
      const given = delivery({ subjects: [] });
      expect(await store().deliveries.accept(given)).toEqual({ accepted: true });
      expect(await store().deliveries.accept(given)).toEqual({ accepted: false });
    });

    test("any text that a person can write is stored", async () => {
      const body = "NUL \0, half a pair \u{D83D}, other half \u{DE00}, emoji 😀, rtl \u{202E}, \\u0000, \\\\ud83d";
      await store().deliveries.accept(delivery({ subjects: ["repo:1/pull:7"], payload: { body } }));
      const [stored] = await store().deliveries.pending("repo:1/pull:7");
      expect(stored?.payload).toEqual({
        body: "NUL \u{FFFD}, half a pair \u{FFFD}, other half \u{FFFD}, emoji 😀, rtl \u{202E}, \\u0000, \\\\ud83d",
      });
    });

    test("are forgotten when they are old and done for everyone", async () => {
      const receivedAt = new Date("2020-01-01T00:00:00Z");
      const subjects = ["repo:1/pull:8", "repo:1/pull:9"];
      const [done, open] = [delivery({ subjects, receivedAt }), delivery({ subjects, receivedAt })];
      for (const one of [done, open]) await store().deliveries.accept(one);
      for (const key of subjects) await store().deliveries.done([done.guid], key);
      await store().deliveries.done([open.guid], "repo:1/pull:8");
      expect(await store().deliveries.forget(new Date("2020-01-02T00:00:00Z"))).toBe(1);
      expect(await guidsOf("repo:1/pull:9")).toEqual([open.guid]);
      expect(await store().deliveries.accept(done)).toEqual({ accepted: true });
    });
  });

  describe("subjects", () => {
    test("are updated without losing what was remembered", async () => {
      await store().subjects.upsert(pull(1));
      await store().subjects.remember("repo:20/pull:1", { wakeAt: "2026-01-01", list: [1] });
      await store().subjects.upsert(pull(1, { headSha: "b".repeat(40) }));
      expect(await store().subjects.get("repo:20/pull:1")).toEqual({
        ...pull(1, { headSha: "b".repeat(40) }),
        memory: { wakeAt: "2026-01-01", list: [1] },
      });
      expect(await store().subjects.get("repo:20/pull:99")).toBeUndefined();
    });

    test("need not have a number, a head or a base", async () => {
      const issue = pull(2, { number: undefined, headSha: undefined, baseRef: undefined });
      await store().subjects.upsert(issue);
      expect(await store().subjects.get(issue.key)).toEqual({ ...issue, memory: undefined });
    });

    test("are found by commit and by repository", async () => {
      const headSha = "c".repeat(40);
      await store().subjects.upsert(pull(11, { headSha, repositoryId: 21 }));
      await store().subjects.upsert(pull(12, { headSha, repositoryId: 21, state: "closed" }));
      await store().subjects.upsert(pull(13, { headSha, repositoryId: 22 }));
      expect(await store().subjects.bySha(21, headSha)).toMatchObject([{ number: 11 }, { number: 12 }]);
      expect(await store().subjects.bySha(21, headSha, pull(11).key)).toMatchObject([{ number: 12 }]);
      expect(await store().subjects.atCommit(21, headSha)).toEqual({ pulls: [pull(11).key], issues: [] });
      expect(await store().subjects.openIn(21)).toMatchObject([{ number: 11 }]);
    });

    test("are found where they look at a branch's tip, or wait and may yet", async () => {
      const sha = "d".repeat(40);
      const issue = (number: number, more: Partial<SubjectRecord> = {}) =>
        pull(number, { key: `repo:23/issue:${number}`, kind: "issue", repositoryId: 23, headSha: sha, ...more });
      const kept: readonly (readonly [SubjectRecord, unknown])[] = [
        [issue(1), needing({ facts: ["checks"] })],
        [issue(2), needing({ outputs: ["coverage"] })],
        [issue(3), needing({ documents: ["docs/*.md"] })],
        [issue(4), needing({ facts: ["files"] })],
        [issue(5, { state: "closed" }), needing({ facts: ["checks"] })],
        [issue(6, { headSha: "e".repeat(40) }), needing({})],
        [pull(7, { repositoryId: 23, headSha: sha, baseRef: "main" }), needing({ facts: ["checks"] })],
        [pull(8, { repositoryId: 23, baseRef: "main", state: "merged" }), needing({ baseDocuments: ["a.md"] })],
        [pull(9, { repositoryId: 23, baseRef: "next" }), needing({ baseDocuments: ["a.md"] })],
      ];
      for (const [subject, memory] of kept) {
        await store().subjects.upsert(subject);
        await store().subjects.remember(subject.key, memory);
      }
      await store().subjects.upsert(issue(10));
      const delivered = delivery({ subjects: ["repo:23/issue:6"] });
      await store().deliveries.accept(delivered);
      const at = { repositoryId: 23, branch: "main" };
      const issuesAt = async (commit: string) =>
        (await store().subjects.atCommit(23, commit)).issues.map(({ key, waits }) => ({
          number: Number(key.replace("repo:23/issue:", "")),
          waits,
        }));
      expect(numbers(await store().subjects.lookingAt({ ...at, isDefault: true }))).toEqual([10, 8, 3, 2, 1, -6]);
      expect(numbers(await store().subjects.lookingAt({ ...at, isDefault: false }))).toEqual([8]);
      expect(numbers(await issuesAt(sha))).toEqual([10, 4, 3, 2, 1, -6]);
      expect((await store().subjects.bySha(23, sha)).map(({ number }) => number)).toEqual([7]);
      await store().deliveries.done([delivered.guid], "repo:23/issue:6");
      expect(numbers(await issuesAt(sha))).toEqual([10, 4, 3, 2, 1]);
    });

    test("what nobody knows can't be remembered", async () => {
      await expect(store().subjects.remember("repo:20/pull:404", {})).rejects.toThrow("before it is upserted");
    });
  });

  describe("the ledger", () => {
    test("records an act once and keeps the order", async () => {
      const key = "repo:30/pull:1";
      const [one] = await store().ledger.append(key, [entry("one")]);
      const ids = await store().ledger.append(key, [entry("two"), entry("one", { entry: "changed" }), entry("three")]);
      expect(ids).toEqual([expect.any(Number), one, expect.any(Number)]);
      const recorded = await store().ledger.of(key);
      expect(recorded).toMatchObject([entry("one"), entry("two"), entry("three")]);
      expect(await store().ledger.append(key, [])).toEqual([]);
    });

    test("keeps subjects apart, and does without a delivery", async () => {
      await store().ledger.append("repo:30/pull:2", [entry("one", { deliveryGuid: undefined, entry: [1, "two"] })]);
      expect(await store().ledger.of("repo:30/pull:2")).toMatchObject([{ deliveryGuid: undefined, entry: [1, "two"] }]);
      expect(await store().ledger.of("repo:30/pull:3")).toEqual([]);
    });
  });

  test("what was published is replaced by subject, kind, name and commit", async () => {
    const check = {
      subjectKey: "repo:40/pull:1",
      kind: "check",
      name: "gatehouse",
      headSha: "a",
      remoteId: "1",
      digest: "x",
    } as const;
    const comment = {
      subjectKey: "repo:40/pull:1",
      kind: "checklist",
      name: "",
      remoteId: "9",
      nodeId: "IC_9",
      digest: "y",
      body: "text",
    } as const;
    await store().published.put(check);
    await store().published.put({ ...check, headSha: "b", remoteId: "2" });
    await store().published.put({ ...check, digest: "z" });
    await store().published.put(comment);
    await store().published.put({ ...comment, body: "new text" });
    const items = await store().published.get("repo:40/pull:1");
    expect(items).toHaveLength(3);
    expect(items).toEqual(
      expect.arrayContaining([
        { ...check, digest: "z" },
        { ...check, headSha: "b", remoteId: "2" },
        { ...comment, body: "new text" },
      ]),
    );
    expect(await store().published.get("repo:40/pull:2")).toEqual([]);
  });

  test("answers the health check", async () => {
    await expect(store().ping()).resolves.toBeUndefined();
  });
});

function pull(number: number, given: object = {}) {
  return {
    key: `repo:20/pull:${number}`,
    kind: "pull_request",
    installationId: 7,
    repositoryId: 20,
    owner: "octo",
    name: "app",
    number,
    headSha: "a".repeat(40),
    baseRef: "main",
    state: "open" as const,
    ...given,
  };
}

function entry(key: string, given: object = {}) {
  return {
    key,
    at: new Date("2026-05-01T00:00:00Z"),
    deliveryGuid: "guid",
    entry: { did: key },
    ...given,
  };
}
