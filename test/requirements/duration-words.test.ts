import { expect, test } from "@jest/globals";
import { durationWords } from "../../src/requirements/duration-words.ts";

test.each([
  ["1m", "1 minute"],
  ["30m", "30 minutes"],
  ["24h", "24 hours"],
  ["1d", "1 day"],
  ["2w", "2 weeks"],
])("%s is %s", (duration, words) => {
  expect(durationWords(duration)).toBe(words);
});
