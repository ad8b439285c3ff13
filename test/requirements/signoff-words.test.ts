import { expect, test } from "@jest/globals";
import { requirement } from "./judging.ts";

test.each<[unknown, string]>([
  [{}, "1 sign-off by somebody who may write"],
  ["security", "1 sign-off by security"],
  [
    { role: "lead", count: 2, not_author: false, stale_on: "never" },
    "2 sign-offs by lead, the author included, kept through later commits",
  ],
  [
    { role: "lead", stale_on: "paths", paths: ["a/**", "b.md"] },
    "1 sign-off by lead, given since `a/**` or `b.md` changed last",
  ],
  [
    { role: "lead", stale_on: "paths", paths: ["**", "!docs/**"] },
    "1 sign-off by lead, given since `**` but not `docs/**` changed last",
  ],
  [
    { role: "lead", stale_on: "paths", paths: ["!docs/**"] },
    "1 sign-off by lead, given since anything but `docs/**` changed last",
  ],
  [{ role: "lead", via: ["command"] }, "1 sign-off by lead, by command"],
  [{ count: 2, via: ["review"] }, "2 sign-offs by people who may write, by review"],
])("%j", (settings, words) => {
  expect(requirement({ signoff: settings }).describe()).toBe(words);
});
