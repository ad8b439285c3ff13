import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { FakeGitHub } from "../fake-github/fake-github.ts";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import { random } from "./random.ts";
import { answersOn, checkOf, openShop, opensPull, statusOf, tickedIn } from "./shop.ts";
import { startWorld, type World } from "./world.ts";

/** A day's deliveries, in any order and more than once: the same state in the end, and the right person named for every act. */

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.github.assertClean());
afterAll(() => world.stop());

const PROCEDURE = `id: release
title: Release
phases:
  - id: readiness
    title: Readiness
    blocks: merge
    steps:
      - { id: staging, title: Tried on staging, require: { tick: { by: qa } } }
      - { id: alerts, title: Alerts looked at }
      - { id: mobile, title: Mobile app checked (if applicable), waivable: true }
      - { id: docs, title: Handbook updated }
    gate: { decision: { role: lead } }
`;

const CONFIG = `version: 1
roles:
  qa: [quinn, quentin]
  lead: [olga]
procedures:
  - ./procedures/release.yml
`;

type Act = (pull: PullScenario) => Promise<unknown>;

const says =
  (by: string, body: string): Act =>
  (pull) =>
    pull.comments({ by, body });

const DAY: readonly Act[] = [
  (pull) => pull.ticks({ by: "quinn", step: "Tried on staging" }),
  says("max", "/gate waive mobile there is no app"),
  (pull) => pull.ticks({ by: "max", step: "Alerts looked at" }),
  says("olga", "/gate no-go readiness errors doubled"),
  (pull) => pull.unticks({ by: "quentin", step: "Tried on staging" }),
  says("rita", "/gate tick docs"),
  says("ada", "/gate tick docs"),
  (pull) => pull.ticks({ by: "quentin", step: "Tried on staging" }),
  says("olga", "/gate go readiness they are back to normal"),
  says("max", "/gate go readiness"),
];

type Order = NonNullable<NonNullable<Parameters<FakeGitHub["release"]>[0]>["order"]>;

/** The same chance in every run: what turns red was broken by the change under test. */
const shuffledBy =
  (seed: number): Order =>
  (held) =>
    random(seed).shuffled(held);

const lived = async (order: Order): Promise<PullScenario> => {
  const pull = await opensPull(openShop(world.github, { procedure: PROCEDURE, config: CONFIG }));
  await world.settle();
  world.github.hold();
  for (const act of DAY) {
    world.github.advance(1000);
    await act(pull);
  }
  await world.github.release({ order });
  await world.settle();
  for (const event of ["issue_comment.created", "issue_comment.edited"]) await world.github.deliverTwice(event);
  await world.settle();
  return pull;
};

/** What people see, without the numbers and moments in which one run differs from another, and without what an act changed of that which was told by then. */
const seen = async (pull: PullScenario) => {
  const before = answersOn(pull).length;
  for (const step of ["staging", "alerts", "mobile", "docs", "readiness"])
    await pull.comments({ by: "rita", body: `/gate explain ${step}` });
  await world.settle();
  const answers = answersOn(pull)
    .slice(before)
    .map((answer) =>
      answer
        .replace(/^<!--.*?-->\n/u, "")
        .replaceAll(/`[0-9a-f]{7}`/gu, "commit")
        .replaceAll(/, [^,\n]+ → [^,\n]+/gu, ""),
    )
    .map(normal)
    .toSorted();
  return { check: checkOf(pull), ticked: tickedIn(pull), status: normal(statusOf(pull)), refusals: before, answers };
};

const normal = (text: string): string =>
  text
    .replaceAll("&#8203;", "")
    .replaceAll(/\d{4}-\d\d-\d\d[T ][\d:.]+(Z| UTC)/gu, "then")
    .replaceAll(/acme-\d+\/shop-\d+/gu, "shop");

test("as it happened, reversed and shuffled", async () => {
  const expected = await seen(await lived("same"));
  expect(expected.check).toBe("success: Ready");
  expect(expected.ticked).toEqual(["staging", "alerts", "docs"]);
  expect(expected.answers.join("\n")).toMatch(/The tick by rita was refused/u);
  expect(expected.answers.join("\n")).toMatch(/quentin \(qa\) took it back/u);
  for (const order of ["reversed" as const, ...[1, 2, 3, 4].map(shuffledBy)])
    expect(await seen(await lived(order))).toEqual(expected);
});
