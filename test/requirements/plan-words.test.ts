import { expect, test } from "@jest/globals";
import { requirement } from "./judging.ts";

test.each<[unknown, string]>([
  [
    {},
    "a rollback plan in the description under `Rollback plan`, with what happens to the data where `**/migrations/**` or one of 5 other paths changes",
  ],
  [
    { section: false, path: "{plan}", rehearsed_within: "4w", stricter_for: false },
    "a rollback plan in the file `{plan}`, with a rehearsal no more than 4 weeks ago",
  ],
  [
    {
      section: "Back",
      path: "back.md",
      sections: [["When", "Triggers"], "How"],
      numeric_triggers: true,
      stricter_for: "*.sql",
    },
    "a rollback plan in the description under `Back` or in the file `back.md`, with `When` and `How`, a number with its unit in the triggers and what happens to the data where `*.sql` changes",
  ],
])("%j", (settings, words) => {
  expect(requirement({ rollback_plan: settings }).describe()).toBe(words);
});
