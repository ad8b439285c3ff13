import { expect, test } from "@jest/globals";
import { wantsColour } from "../../src/cli/shell.ts";

test.each([
  { title: "a terminal", env: {}, terminal: true, colour: true },
  { title: "a pipe", env: {}, terminal: undefined, colour: false },
  { title: "NO_COLOR", env: { NO_COLOR: "1" }, terminal: true, colour: false },
  { title: "an empty NO_COLOR, which counts as none", env: { NO_COLOR: "" }, terminal: true, colour: true },
  { title: "FORCE_COLOR", env: { FORCE_COLOR: "1" }, terminal: undefined, colour: true },
  { title: "FORCE_COLOR that says no", env: { FORCE_COLOR: "0" }, terminal: true, colour: false },
  { title: "NO_COLOR beside FORCE_COLOR", env: { NO_COLOR: "1", FORCE_COLOR: "1" }, terminal: true, colour: false },
  { title: "a dumb terminal", env: { TERM: "dumb" }, terminal: true, colour: false },
])("$title", ({ env, terminal, colour }) => {
  expect(wantsColour(env, terminal)).toBe(colour);
});
