import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { changesOf } from "../../src/github/changes.ts";
import { parseProcedure } from "../../src/procedures/parse.ts";
import { answersOn, checkOf, openShop, opensPull, PEOPLE, PROCEDURE, CONFIG } from "../scenarios/shop.ts";
import { startWorld, type World } from "../scenarios/world.ts";

/** Names that every JavaScript object answers to: what is called like that is no more and no less than others. */

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.github.assertClean());
afterAll(() => world.stop());

const shopWith = async (collaborators: typeof writer | typeof reader) => {
  const pull = await opensPull(openShop(world.github, { collaborators: { ...PEOPLE, ...collaborators } }));
  await world.settle();
  return pull;
};

const writer = { constructor: "write" } as const;
const reader = { constructor: "read" } as const;

describe("somebody called constructor", () => {
  test("who may write ticks like anybody", async () => {
    const pull = await shopWith(writer);
    await pull.ticks({ by: "constructor", step: "Alerts looked at" });
    await world.settle();
    expect(checkOf(pull)).toBe("action_required: 1 of 2 left: 1 tick");
  });

  test("who may only read does not", async () => {
    const pull = await shopWith(reader);
    await pull.comments({ by: "constructor", body: "/gate tick alerts" });
    await world.settle();
    expect(checkOf(pull)).toBe("action_required: 2 of 2 left: 2 ticks");
    expect(answersOn(pull).join()).toContain("needs write permission");
  });
});

test("steps, phases, roles and parameters called like that are told apart", async () => {
  const procedure = `id: constructor
title: Odd names
phases:
  - id: constructor
    title: Constructor
    blocks: merge
    steps:
      - { id: constructor, title: One, require: { tick: { by: constructor } } }
      - { id: valueof, title: Two }
`;
  const config = "version: 1\nroles:\n  constructor: [quinn]\nprocedures:\n  - ./procedures/release.yml\n";
  const shop = openShop(world.github, { files: { [PROCEDURE]: procedure, [CONFIG]: config } });
  const pull = await opensPull(shop);
  await world.settle();
  await pull.ticks({ by: "max", step: "One" });
  await pull.ticks({ by: "max", step: "Two" });
  await world.settle();
  expect(checkOf(pull)).toBe("action_required: 1 of 2 left: 1 tick");
  await pull.comments({ by: "quinn", body: "/gate tick constructor" });
  await world.settle();
  expect(checkOf(pull)).toBe("success: Ready");
});

test.each(["constructor", "toString", "__proto__", "hasOwnProperty"])(
  "a role called %s that no config has is nobody's",
  async (role) => {
    const procedure = `id: release
title: Release
phases:
  - id: one
    title: One
    blocks: merge
    steps:
      - { id: agree, title: Agreed, require: { signoff: { role: ${role} } } }
`;
    const pull = await opensPull(openShop(world.github, { procedure }));
    await world.settle();
    await pull.reviews({ by: "max", state: "APPROVE" });
    await pull.comments({ by: "max", body: `/gate signoff ${role}` });
    await world.settle();
    expect(checkOf(pull)).toMatch(/^failure: /);
  },
);

test.each(["constructor", "toString", "__proto__"])("an action called %s concerns nobody", (action) => {
  const about = {
    action,
    installation: { id: 1 },
    repository: { id: 2, name: "shop", owner: { login: "acme" } },
    sender: { login: "max", type: "User" },
    pull_request: { number: 3, state: "open", head: { sha: "a", ref: "b" }, base: { ref: "main" } },
    issue: { number: 3, state: "open" },
  };
  const self = { appId: 7, slug: "gatehouse", githubApiUrl: "https://api.github.com" };
  expect(["pull_request", "issues"].flatMap((event) => changesOf(event, about, self))).toEqual([]);
});

test("a document that ends in such a name is no procedure", () => {
  expect(parseProcedure("- [ ] a", "p.constructor").findings[0]?.code).toBe("procedure/unknown-extension");
});
