import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { checkOf, openShop, opensPull, tickedIn } from "./shop.ts";
import { startWorld, type World } from "./world.ts";

/** Several things said within one second, whatever the order in which they are told. */

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.github.assertClean());
afterAll(() => world.stop());

const CONFIG = `version: 1
roles:
  security: [paula]
  release-manager: [olga, oscar]
procedures:
  - ./procedures/release.yml
`;

const asking = (require: string): string => `id: release
title: Release
phases:
  - { id: r, title: R, steps: [{ id: a, title: A, require: ${require} }] }
`;

const said = [
  [
    "go, and no-go",
    "{ decision: release-manager }",
    [
      ["olga", "/gate go a"],
      ["oscar", "/gate no-go a errors doubled"],
    ],
  ],
  [
    "no-go, and go",
    "{ decision: release-manager }",
    [
      ["oscar", "/gate no-go a errors doubled"],
      ["olga", "/gate go a"],
    ],
  ],
  [
    "a sign-off, taken back",
    "{ signoff: security }",
    [
      ["paula", "/gate signoff security"],
      ["paula", "/gate revoke security"],
    ],
  ],
] as const;

describe.each(said)("%s", (_what, require, comments) => {
  test.each(["together", "one by one"])("told in the wrong order, %s: the later comment counts", async (how) => {
    const repo = openShop(world.github, { procedure: asking(require), config: CONFIG });
    for (const login of ["paula", "oscar"]) repo.collaborator(login, "write");
    const pull = await opensPull(repo);
    await world.settle();
    world.github.advance(1000);
    world.github.hold();
    for (const [by, body] of comments) await pull.comments({ by, body });
    if (how === "one by one")
      for (const delivery of world.github.held.toReversed()) {
        await world.github.releaseSome([delivery]);
        await world.settle();
      }
    await world.github.release({ order: "reversed" });
    await world.settle();
    expect(checkOf(pull).includes("success")).toBe(comments[1][1] === "/gate go a");
  });
});

test("the same command twice in one comment is carried out twice", async () => {
  const pull = await opensPull(openShop(world.github));
  await world.settle();
  const body = "/gate tick staging\n/gate untick staging\n/gate tick staging";
  const { reactions } = await pull.comments({ by: "quinn", body });
  await world.settle();
  expect(reactions.map(({ content }) => content)).toEqual(["+1"]);
  expect(tickedIn(pull)).toEqual(["staging"]);
  await world.github.deliverTwice("issue_comment.created");
  await world.settle();
  expect(tickedIn(pull)).toEqual(["staging"]);
});

const STEP = "Alerts looked at";

type Box = "ticks" | "unticks";

const boxed: readonly (readonly [Box, string])[][] = [
  [
    ["ticks", "ada"],
    ["unticks", "max"],
  ],
  [
    ["ticks", "ada"],
    ["unticks", "ada"],
  ],
  [
    ["ticks", "ada"],
    ["unticks", "max"],
    ["ticks", "ada"],
  ],
  [
    ["ticks", "ada"],
    ["unticks", "max"],
    ["ticks", "olga"],
    ["unticks", "ada"],
  ],
];

describe.each(boxed.map((acts) => [acts.map(([what, who]) => `${who} ${what}`).join(", "), acts] as const))(
  "within a second %s",
  (_what, acts) => {
    const ended = acts.at(-1)?.[0] === "ticks" ? ["alerts"] : [];

    test.each([
      ["at once, the last one first", "reversed", 0],
      ["one by one", "in order", 0],
      ["one by one, the last one first", "reversed one by one", 0],
      ["one by one and late", "in order", 60_000],
      ["one by one and late, the last one first", "reversed one by one", 60_000],
    ])("told %s: it ends as GitHub shows it", async (_how, order, lateMs) => {
      const pull = await opensPull(openShop(world.github));
      await world.settle();
      world.github.advance(5000);
      world.github.hold();
      for (const [what, by] of acts) await pull[what]({ by, step: STEP });
      world.github.advance(lateMs);
      const told = order === "in order" ? [...world.github.held] : world.github.held.toReversed();
      if (order !== "reversed")
        for (const delivery of told) {
          await world.github.releaseSome([delivery]);
          await world.settle();
        }
      await world.github.release({ order: "reversed" });
      await world.settle();
      world.github.advance(60_000);
      await world.settle();
      expect(tickedIn(pull)).toEqual(ended);
      expect(checkOf(pull)).toBe(
        `action_required: ${2 - ended.length} of 2 left: ${ended.length === 0 ? "2 ticks" : "1 tick"}`,
      );
    });
  },
);
