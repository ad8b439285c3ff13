import { describe, expect, test } from "@jest/globals";
import { membersOf, type QueuedGroup } from "../../../src/readiness/queue/members-of-group.ts";
import type { QueueEntry, QueueReading } from "../../../src/readiness/queue/ports.ts";

const SHA = "0123456789abcdef0123456789abcdef01234567";
const ref = (text: string): string => `refs/heads/gh-readonly-queue/${text}`;

const group = (about: Partial<QueuedGroup> = {}): QueuedGroup => ({
  headSha: "head-3",
  headRef: ref(`main/pr-3-${SHA}`),
  baseSha: "head-2",
  baseRef: "main",
  ...about,
});

/** Pull requests 1 to 4, each on top of the one before; the last one waits for its checks to be asked for. */
const CHAIN: readonly QueueEntry[] = [
  { number: 1, headSha: "head-1", baseSha: "main" },
  { number: 2, headSha: "head-2", baseSha: "head-1" },
  { number: 3, headSha: "head-3", baseSha: "head-2" },
  { number: 4 },
];

const queue = (entries = CHAIN, strategy: "ALLGREEN" | "HEADGREEN" = "ALLGREEN"): QueueReading => ({
  queue: { strategy, entries },
  runs: [],
});

/** GitHub's own word for the base of each entry, should it be the branch and not the entry before. */
const flat = CHAIN.map((entry) => ({ ...entry, baseSha: "main" }));

describe("the pull requests of a group are", () => {
  test.each([
    { which: "its own, on top of the one before", asked: group(), reading: queue(), numbers: [3] },
    { which: "all up to its base", asked: group({ baseSha: "main" }), reading: queue(), numbers: [1, 2, 3] },
    {
      which: "those after the entry it is based on",
      asked: group({ baseSha: "head-1" }),
      reading: queue(),
      numbers: [2, 3],
    },
    { which: "its own, where entries name the branch as base", asked: group(), reading: queue(flat), numbers: [3] },
    {
      which: "all that are left, where those before are merged",
      asked: group(),
      reading: queue(CHAIN.slice(2)),
      numbers: [3],
    },
    {
      which: "all before it, where it can carry them in",
      asked: group(),
      reading: queue(CHAIN, "HEADGREEN"),
      numbers: [1, 2, 3],
    },
    { which: "the one its branch names, where the queue lost it", asked: group(), reading: queue([]), numbers: [3] },
    { which: "the one its branch names, where there is no queue", asked: group(), reading: { runs: [] }, numbers: [3] },
    {
      which: "the one its branch names, on a base branch with slashes",
      asked: group({ baseRef: "release/1.x", headRef: ref(`release/1.x/pr-104-${SHA}`) }),
      reading: queue([]),
      numbers: [104],
    },
    {
      which: "the one its branch names, on a base branch that looks like a group",
      asked: group({ baseRef: `main/pr-1-${SHA}`, headRef: ref(`main/pr-1-${SHA}/pr-9-${SHA}`) }),
      reading: queue([]),
      numbers: [9],
    },
  ])("$which", ({ asked, reading, numbers }) => {
    expect(membersOf(asked, reading)).toEqual({ found: true, numbers });
  });
});

describe("nobody can tell them where", () => {
  test.each([
    { why: "the branch is named otherwise", asked: group({ headRef: ref("main/3") }), reading: queue([]) },
    { why: "the branch is of another base", asked: group({ baseRef: "next" }), reading: queue([]) },
    { why: "the number is none", asked: group({ headRef: ref(`main/pr-0-${SHA}`) }), reading: queue([]) },
    { why: "others may be carried in", asked: group(), reading: queue([], "HEADGREEN") },
  ])("$why", ({ asked, reading }) => {
    expect(membersOf(asked, reading)).toMatchObject({ found: false });
  });
});
