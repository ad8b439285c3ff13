import { describe, expect, test } from "@jest/globals";
import type { Store } from "../../src/store/open-store.ts";
import type { SubjectRecord } from "../../src/store/subjects.ts";
import { kinds } from "./databases.ts";
import { opened } from "./opened.ts";

const KEY = "repo:1/deploy:production/abc";
const AT = new Date("2026-03-06T16:00:00Z");
const LATER = new Date("2026-03-09T08:00:00Z");

/** The first try of run 7, asked by one delivery. */
const asked = (about: Partial<Parameters<Store["deployRequests"]["ask"]>[0]> = {}) => ({
  subjectKey: KEY,
  runId: 7,
  attempt: 1,
  environment: "Production",
  askedAt: AT,
  cause: "g1",
  ...about,
});

const release = (key: string, about: Partial<SubjectRecord> = {}): SubjectRecord => ({
  key,
  kind: "deployment",
  installationId: 7,
  repositoryId: 20,
  owner: "acme",
  name: "shop",
  headSha: "abc",
  state: "open",
  ...about,
});

const remembering = (environment: string, ...numbers: readonly number[]) => ({
  environment,
  members: numbers.map((number) => ({ kind: "pull_request", number, title: "Basket" })),
});

const keys = (found: readonly { readonly key: string }[]) => found.map(({ key }) => key.replace("repo:20/", ""));

const entry = (act: string) => ({ act, by: { login: "olga" } });

describe.each(kinds)("on $kind", ({ start }) => {
  const { store } = opened(start);

  describe("requests", () => {
    test("are told apart by attempt and kept as they were first asked", async () => {
      const subjectKey = `${KEY}1`;
      await store().deployRequests.ask(asked({ subjectKey }));
      await store().deployRequests.ask(asked({ subjectKey, askedAt: LATER, cause: "g2" }));
      await store().deployRequests.ask(asked({ subjectKey, attempt: 2, askedAt: LATER, cause: "g3" }));
      expect(await store().deployRequests.waiting(subjectKey)).toEqual([
        { subjectKey, runId: 7, attempt: 1, environment: "Production", askedAt: AT, reports: 0, refusals: 0 },
        { subjectKey, runId: 7, attempt: 2, environment: "Production", askedAt: LATER, reports: 0, refusals: 0 },
      ]);
      expect(await store().deployRequests.waiting(KEY)).toEqual([]);
    });

    test("remember what they were told", async () => {
      const subjectKey = `${KEY}2`;
      await store().deployRequests.ask(asked({ subjectKey }));
      await store().deployRequests.note({ subjectKey, runId: 7, attempt: 1 }, { reports: 1, digest: "d" });
      await store().deployRequests.note({ subjectKey, runId: 7, attempt: 1 }, { refusals: 2 });
      await store().deployRequests.note({ subjectKey, runId: 7, attempt: 1 }, {});
      expect(await store().deployRequests.waiting(subjectKey)).toMatchObject([
        { reports: 1, digest: "d", refusals: 2 },
      ]);
    });

    test("once answered are opened again by another delivery only", async () => {
      const subjectKey = `${KEY}3`;
      const told = { reports: 3, digest: "d", answer: "approved", answeredAt: LATER } as const;
      await store().deployRequests.ask(asked({ subjectKey }));
      await store().deployRequests.ask(asked({ subjectKey, cause: "g2" }));
      await store().deployRequests.note({ subjectKey, runId: 7, attempt: 1 }, told);
      for (const cause of ["g1", "g2"]) {
        await store().deployRequests.ask(asked({ subjectKey, cause, askedAt: LATER }));
        expect(await store().deployRequests.waiting(subjectKey)).toEqual([]);
      }
      await store().deployRequests.ask(asked({ subjectKey, cause: "g3", askedAt: LATER }));
      expect(await store().deployRequests.waiting(subjectKey)).toMatchObject([
        { askedAt: LATER, reports: 0, digest: undefined },
      ]);
    });
  });

  test("releases are found by member, by environment and by commit", async () => {
    const { subjects } = store();
    const rows = [
      [release("repo:20/deploy:production/abc"), remembering("Production", 1, 2)],
      [release("repo:20/deploy:staging/abc"), remembering("staging", 2)],
      [release("repo:20/deploy:production/old", { headSha: "old", state: "closed" }), remembering("production", 1)],
      [release("repo:20/deploy:production/new", { headSha: "new" }), undefined],
      [release("repo:21/deploy:production/abc", { repositoryId: 21 }), remembering("production", 1)],
      [release("repo:20/pull:1", { kind: "pull_request" }), { ...remembering("production", 1) }],
    ] as const;
    for (const [row, memory] of rows) {
      await subjects.upsert(row);
      if (memory !== undefined) await subjects.remember(row.key, memory);
    }
    const withPull = async (number: number) => keys(await subjects.releasesWith(20, { kind: "pull_request", number }));
    expect(await withPull(1)).toEqual(["deploy:production/abc"]);
    expect(await withPull(2)).toEqual(["deploy:production/abc", "deploy:staging/abc"]);
    expect(await withPull(3)).toEqual([]);
    expect(keys(await subjects.releasesWith(20, { kind: "issue", number: 1 }))).toEqual([]);
    const bringing = async (number: number) =>
      keys(await store().releases.bringing(20, { kind: "pull_request", number })).toSorted();
    expect(await bringing(1)).toEqual(["deploy:production/abc", "deploy:production/old"]);
    await subjects.remember("repo:20/deploy:production/old", {
      ...remembering("production"),
      brought: [{ kind: "pull_request", number: 3 }],
    });
    expect(await bringing(1)).toEqual(["deploy:production/abc"]);
    expect(await bringing(3)).toEqual(["deploy:production/old"]);
    expect(keys(await subjects.releasesTo(20, "PRODUCTION"))).toEqual(["deploy:production/abc"]);
    expect(keys(await subjects.releasesTo(20, undefined))).toEqual([
      "deploy:production/abc",
      "deploy:production/new",
      "deploy:staging/abc",
    ]);
    expect(keys(await subjects.releasesAt(20, "old"))).toEqual(["deploy:production/old"]);
  });

  test("rollbacks of a repository are found with what took them back", async () => {
    const append = (subject: string, key: string, act: string) =>
      store().ledger.append(subject, [{ key, at: AT, entry: entry(act) }]);
    await append("repo:30/pull:1", "a", "rollback");
    await append("repo:30/pull:2", "b", "tick");
    await append("repo:31/pull:1", "c", "rollback");
    await append("repo:30/pull:1", "d", "resume");
    expect(await store().ledger.rollbacksIn(30)).toEqual([
      { subjectKey: "repo:30/pull:1", entry: entry("rollback") },
      { subjectKey: "repo:30/pull:1", entry: entry("resume") },
    ]);
  });
});
