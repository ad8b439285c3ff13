import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { Delivery } from "../fake-github/http/hooks.ts";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import { acted, type Act } from "./any-day.ts";
import { seenOn, type Seen } from "./explained.ts";
import { openShop, opensPull } from "./shop.ts";
import { random, type Random } from "./random.ts";
import { startWorld, type World } from "./world.ts";

/**
 * Random days, whose deliveries come late, out of order and twice: they end in the state in which GitHub itself is, with the
 * right person named for every act. `SEED=17 npm test -- any-order` lives through one day again.
 */

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
      - { id: prices, title: Prices compared }
      - { id: support, title: Support knows }
      - { id: mobile, title: Mobile app checked (if applicable), waivable: true }
      - { id: docs, title: Handbook updated }
      - { id: secrets, title: No secrets in it, require: { tick: { by: lead } } }
      - { id: product, title: The product owner agrees, require: { signoff: { role: product } } }
      - { id: reviewed, title: Reviewed, require: { signoff: { count: 1 } } }
      - { id: calm, title: Nobody asked to wait, require: { labels: { none: [hold] } } }
      - { id: testing, title: Testing is described, require: { section: Testing } }
    gate: { decision: { role: lead, stale_on: push } }
`;
const STEPS = ["staging", "alerts", "prices", "support", "mobile", "docs", "secrets"].concat([
  "product",
  "reviewed",
  "calm",
  "testing",
  "readiness",
]);

const CONFIG = `version: 1
roles:
  qa: [quinn, quentin]
  lead: [olga]
  product: [paula, pia]
procedures:
  - ./procedures/release.yml
`;

const ACTS = 18;

/** Longer than an edit waits for the delivery that tells who made it. */
const AFTERWARDS_MS = 60_000;

/**
 * Which deliveries come when. How many there are of our own writes by then depends on how fast the machine is: they have a chance of
 * their own, so that what people do is told in the same order in every run.
 */
interface Post {
  readonly people: Random;
  readonly ours: Random;
}

const postOf = (seed: number): Post => ({ people: random(seed), ours: random(-seed) });

type Pick = (deliveries: readonly Delivery[], chance: Random) => readonly Delivery[];

const picked = ({ people, ours }: Post, deliveries: readonly Delivery[], pick: Pick): readonly Delivery[] => [
  ...pick(
    deliveries.filter((one) => !isOurs(one)),
    people,
  ),
  ...pick(deliveries.filter(isOurs), ours),
];

const isOurs = ({ payload }: Delivery): boolean => JSON.stringify(payload["sender"]).includes("gatehouse[bot]");

const shuffled: Pick = (deliveries, chance) => chance.shuffled(deliveries);

/** Lets people act; `after` says what is delivered after each act. */
const lived = async (seed: number, after: (post: Post) => Promise<void>): Promise<PullScenario> => {
  const repo = openShop(world.github, { procedure: PROCEDURE, config: CONFIG });
  for (const login of ["paula", "pia"]) repo.collaborator(login, "write");
  const pull = await opensPull(repo, { body: "## Testing\n\nBy hand.\n" });
  await world.settle();
  const [day, post] = [random(seed), postOf(seed + 1)];
  const acts: readonly Act[] = acted(day, ACTS);
  world.github.hold();
  for (const { seconds, act } of acts) {
    world.github.advance(seconds * 1000);
    await act(pull);
    await after(post);
  }
  return pull;
};

/** Each act is told before the next one happens. */
const inOrder = async (seed: number): Promise<PullScenario> => {
  const pull = await lived(seed, async () => {
    while (world.github.held.length > 0) {
      await world.github.releaseSome(world.github.held);
      await world.settle();
    }
  });
  await world.github.release();
  await world.settle();
  return pull;
};

/** Some of what waits comes now, in any order and sometimes twice; the rest later, at the latest when the day is over. */
const late = async (seed: number): Promise<PullScenario> => {
  const begin = world.github.deliveries.length;
  const pull = await lived(seed, async (post) => {
    const some = picked(post, world.github.held, (all, chance) =>
      chance.shuffled(all.filter(() => chance.chance(0.3))),
    );
    await world.github.releaseSome(some);
    if (post.people.chance(0.5)) await world.settle();
    const again = picked(post, some, (all, chance) =>
      chance.shuffled(all).filter((_one, at) => at === 0 && chance.chance(0.3)),
    );
    for (const { guid } of again) await world.github.redeliver(guid);
  });
  const post = postOf(seed + 2);
  while (world.github.held.length > 0) {
    await world.github.releaseSome(picked(post, world.github.held, shuffled));
    await world.settle();
  }
  await world.github.release();
  const all = world.github.deliveries.slice(begin);
  for (const { guid } of picked(post, all, (some, chance) => chance.shuffled(some).slice(0, 4)))
    await world.github.redeliver(guid);
  await world.settle();
  world.github.advance(AFTERWARDS_MS);
  await world.settle();
  return pull;
};

/** What GitHub itself knows of that day: who ticked which box. */
const saidOf = (seed: number): readonly string[] => acted(random(seed), ACTS).flatMap(({ said }) => said ?? []);

const SEEDS = process.env["SEED"] === undefined ? [1, 2, 3, 4] : process.env["SEED"].split(",").map(Number);

test.each(SEEDS)("a day that grows from seed %i", async (seed) => {
  const expected: Seen = await seenOn(world, await inOrder(seed), STEPS);
  for (const said of saidOf(seed)) expect(expected.status).toContain(said);
  expect(await seenOn(world, await late(seed), STEPS)).toEqual(expected);
});
