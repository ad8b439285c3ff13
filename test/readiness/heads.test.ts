import { describe, expect, test } from "@jest/globals";
import { LedgerEntry } from "../../src/evidence/ledger.ts";
import { Snapshot } from "../../src/evidence/snapshot.ts";
import { boundAnew, boundToHead, headsOf, type HeadSeen } from "../../src/readiness/heads.ts";
import { fc } from "../properties.ts";

const SUBJECT = {
  key: "repo:1/pull:7",
  kind: "pull_request",
  installationId: 1,
  repositoryId: 1,
  owner: "acme",
  name: "shop",
  number: 7,
} as const;

const at = (second: number): string => new Date(Date.UTC(2026, 2, 1, 12, 0, second)).toISOString();
const seen = (second: number, sha: string): HeadSeen => ({ at: at(second), sha });

const signoff = (second: number, commit?: string): LedgerEntry =>
  LedgerEntry.parse({ act: "signoff", role: "qa", by: { login: "quinn" }, at: at(second), commit, via: "command" });

/** What events tell, and what is read in the end. */
const heads = (told: readonly HeadSeen[], read: HeadSeen, kind: "pull_request" | "issue" = "pull_request") =>
  headsOf(
    {
      subject: { ...SUBJECT, kind },
      memory: undefined,
      changes: told.map(({ at: updatedAt, sha: headSha }, index) => ({
        guid: String(index),
        change: {
          event: "pull_request",
          action: "synchronize",
          installationId: 1,
          repository: { id: 1, owner: "acme", name: "shop" },
          sender: { login: "ada", type: "User" },
          pulls: [{ number: 7, headSha, updatedAt }],
          shas: [],
          touches: "any",
        },
      })),
    },
    {
      updatedAt: read.at,
      snapshot: Snapshot.parse({ subject: { repository: "acme/shop", number: 7 }, headSha: read.sha }),
    },
  );

const commitAt = (second: number, known: readonly HeadSeen[]) => boundToHead(signoff(second, "present"), known).commit;

describe("what somebody agreed with is the commit that was the head then", () => {
  test.each([
    { title: "the one and only", told: [seen(1, "a")], read: seen(9, "a"), when: 5, commit: "a" },
    {
      title: "before a push that was told",
      told: [seen(1, "a"), seen(6, "b")],
      read: seen(9, "b"),
      when: 5,
      commit: "a",
    },
    {
      title: "after a push that was told",
      told: [seen(1, "a"), seen(4, "b")],
      read: seen(9, "b"),
      when: 5,
      commit: "b",
    },
    { title: "before a push that nobody told of yet", told: [seen(1, "a")], read: seen(9, "b"), when: 5, commit: "a" },
    { title: "in the second of a push", told: [seen(1, "a"), seen(5, "b")], read: seen(9, "b"), when: 5, commit: "a" },
    {
      title: "two pushes in a second, after it",
      told: [seen(1, "a"), seen(4, "c"), seen(4, "b")],
      read: seen(9, "c"),
      when: 5,
      commit: "c",
    },
    { title: "on first sight, with nothing since", told: [], read: seen(5, "a"), when: 5, commit: "a" },
    { title: "on first sight, with something since", told: [], read: seen(6, "a"), when: 5, commit: undefined },
  ])("$title", ({ told, read, when, commit }) => {
    expect(commitAt(when, heads(told, read))).toBe(commit);
  });

  test("issues have no commits, and what has none gets none", () => {
    expect(heads([seen(1, "a")], seen(2, "a"), "issue")).toEqual([]);
    expect(boundToHead(signoff(5), heads([seen(1, "a")], seen(2, "a")))).toEqual(signoff(5));
  });
});

describe("what is recorded", () => {
  test("is bound anew once it is told what the head was", () => {
    expect(boundAnew(signoff(5, "b"), [seen(1, "a"), seen(6, "b")]).commit).toBe("a");
    expect(boundAnew(signoff(5), [seen(1, "a")]).commit).toBe("a");
  });

  test("stays as it was recorded where nothing tells", () => {
    expect(boundAnew(signoff(5, "b"), [seen(6, "c")]).commit).toBe("b");
    expect(boundAnew(signoff(5, "b"), [{ at: "1970-01-01T00:00:00Z", sha: "c" }]).commit).toBe("b");
  });
});

test("the order in which events come changes nothing", () => {
  const told = fc.uniqueArray(fc.record({ second: fc.integer({ min: 0, max: 40 }), push: fc.boolean() }), {
    selector: ({ second }) => second,
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(
    fc.property(
      told.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([all, shuffled]) => {
        const ordered = all.toSorted((one, other) => one.second - other.second);
        const shaAt = (second: number) => `c${ordered.filter((one) => one.push && one.second <= second).length}`;
        const events = shuffled.map(({ second }) => seen(second, shaAt(second)));
        const read = seen(50, shaAt(50));
        expect(heads(events, read)).toEqual(
          heads(
            ordered.map(({ second }) => seen(second, shaAt(second))),
            read,
          ),
        );
      },
    ),
  );
});
