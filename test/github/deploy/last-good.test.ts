import { expect, test } from "@jest/globals";
import { goodOnes } from "../../../src/github/deploy/last-good.ts";
import type { Settled } from "../../../src/github/deployments.ts";

const at = (hour: number): string => new Date(Date.UTC(2026, 2, 2, hour)).toISOString();

/** Deployments oldest first, as `commit@hour`, those that failed with a `!` after it. */
const deployments = (list: string): readonly Settled[] =>
  list
    .split(" ")
    .map((one) => {
      const [sha = "", hour = ""] = one.replace("!", "").split("@");
      const time = at(Number(hour));
      const state = one.endsWith("!") ? ("failure" as const) : ("inactive" as const);
      return { sha, state, createdAt: time, at: time };
    })
    .toReversed();

test.each([
  { title: "newest first", list: "a@1 b@2", rolledBack: [], good: "b@2 a@1" },
  { title: "without those that failed", list: "a@1 b@2!", rolledBack: [], good: "a@1" },
  { title: "without what ran when it was rolled back", list: "a@1 b@3", rolledBack: [5], good: "a@1" },
  { title: "with what was deployed after that", list: "a@1 b@3 a@7", rolledBack: [5], good: "a@7 a@1" },
  { title: "without earlier tries of the same commit", list: "a@1 b@3 b@4", rolledBack: [5], good: "a@1" },
  {
    title: "with the same commit where it was deployed on purpose afterwards",
    list: "a@1 b@3 b@7",
    rolledBack: [5],
    good: "b@7 a@1",
  },
  {
    title: "without what was replaced, when somebody said so after the way back",
    list: "a@1 b@3 a@4",
    rolledBack: [5],
    good: "a@4 a@1",
  },
  {
    title: "without the second try of a change that was rolled back twice",
    list: "a@1 b@2 a@4 b@6 a@9",
    rolledBack: [3, 7],
    good: "a@9 a@4 a@1",
  },
  { title: "without any, where the only one was rolled back", list: "a@1", rolledBack: [5], good: "" },
  { title: "whatever was rolled back before anything ran", list: "a@3", rolledBack: [1], good: "a@3" },
  { title: "whatever failed when it was rolled back", list: "a@1 b@3 c@4!", rolledBack: [5], good: "a@1" },
])("$title", ({ list, rolledBack, good }) => {
  const found = goodOnes(
    deployments(list),
    rolledBack.map((hour) => ({ at: at(hour) })),
  );
  expect(found.map((one) => `${one.sha}@${new Date(one.at).getUTCHours()}`).join(" ")).toBe(good);
});

test.each([
  { title: "still ran when the run was taken up again", list: "a@1-3 b@3", resumed: 6, good: "b@3 a@1" },
  { title: "ran until later", list: "a@1-3 b@3-7 c@7", resumed: 6, good: "c@7 b@3 a@1" },
  { title: "ran no more then", list: "a@1-3 b@3-6 c@6", resumed: 7, good: "c@6 a@1" },
  { title: "was replaced by the way back", list: "a@1-3 b@3-4 a@4", resumed: 7, good: "a@4 a@1" },
])("rolled back at 5, what $title", ({ list, resumed, good }) => {
  const ran = list.split(" ").map((one): Settled => {
    const [sha = "", times = ""] = one.split("@");
    const [from = "", until] = times.split("-");
    const began = { sha, createdAt: at(Number(from)), at: at(Number(from)) };
    return until === undefined
      ? { ...began, state: "success" }
      : { ...began, state: "inactive", until: at(Number(until)) };
  });
  const found = goodOnes(ran.toReversed(), [{ at: at(5), resumedAt: at(resumed) }]);
  expect(found.map((one) => `${one.sha}@${new Date(one.at).getUTCHours()}`).join(" ")).toBe(good);
});
