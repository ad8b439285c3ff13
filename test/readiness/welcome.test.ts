import { describe, expect, test } from "@jest/globals";
import { placesToWelcome } from "../../src/readiness/adoption/welcome.ts";
import type { Change } from "../../src/readiness/change.ts";

const changes = (names: readonly string[], about: Partial<Change> = {}): readonly Change[] =>
  names.map((name, id) => ({
    event: "installation",
    action: "created",
    installationId: 7,
    repository: { id: id + 1, owner: "acme", name },
    sender: { login: "olga", type: "User" },
    pulls: [],
    shas: [],
    everyPullOn: "*",
    touches: "any",
    ...about,
  }));

describe("where a new installation is welcomed", () => {
  test.each<{ what: string; given: readonly Change[]; names: readonly string[] | undefined }>([
    { what: "in one of few repositories", given: changes(["a", "b", "c"]), names: ["a", "b", "c"] },
    { what: "in the owner's own last, of few", given: changes([".github", "a"]), names: ["a", ".github"] },
    { what: "in the owner's own, of many", given: changes(["a", "b", "c", ".github"]), names: [".github"] },
    { what: "nowhere, of many", given: changes(["a", "b", "c", "d"]), names: undefined },
    { what: "nowhere, where repositories were added", given: changes(["a"], { action: "added" }), names: undefined },
    {
      what: "nowhere, where a machine installed it",
      given: changes(["a"], { sender: { login: "terraform", type: "Bot" } }),
      names: undefined,
    },
    { what: "nowhere, on another event", given: changes(["a"], { event: "push" }), names: undefined },
    { what: "nowhere, without repositories", given: [], names: undefined },
  ])("$what", ({ given, names }) => {
    expect(placesToWelcome(given)?.names).toEqual(names);
  });
});
