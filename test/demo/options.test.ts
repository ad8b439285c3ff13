import { expect, test } from "@jest/globals";
import { optionsOf } from "./options.ts";

test.each([
  { args: [], scenes: 12, why: "a deployment is held then, and people go on" },
  { args: ["--once"], scenes: 26, why: "all of it" },
  { args: ["--story", "merge"], scenes: 10, why: "the end of that story" },
  { args: ["--once", "--story", "deployment"], scenes: 18, why: "the end of that story, after the one before" },
  { args: ["--scenes", "4"], scenes: 4, why: "what was asked for" },
  { args: ["--scenes", "99"], scenes: 26, why: "there are no more" },
])("$args tells $scenes scenes: $why", ({ args, scenes }) => {
  expect(optionsOf(args)).toMatchObject({ scenes });
});
