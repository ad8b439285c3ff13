import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { z } from "zod";
import { openDatabase } from "../../../src/store/database.ts";
import { FakeGitHub } from "../../fake-github/fake-github.ts";
import { kinds, silent, type Databases } from "../../store/databases.ts";
import type { Delivery } from "../../fake-github/http/hooks.ts";
import { manifest } from "../manifest.ts";
import { random, type Random } from "../random.ts";
import { act, chancesFor, foundOn, meantOn, openPulls, type Watched } from "./people.ts";
import { acknowledgedBy, redelivered, sentBy } from "./github-log.ts";
import { replicasFor, type Place, type Replica, type Replicas } from "./replicas.ts";

/**
 * A thousand deliveries to a Gatehouse that is killed at random moments and started again on its data: nothing that it acknowledged
 * is lost, nothing is there twice, and every verdict is right. `SEED=17 npm test -- fire/kill` is killed at other moments.
 */

const DELIVERIES = Number(process.env["DELIVERIES"] ?? 1000);
const KILLS = Number(process.env["KILLS"] ?? 12);
const SEED = Number(process.env["SEED"] ?? 1);

/** What passes between two acts, so that an outage of some of them is shorter than an edit waits for the delivery that tells of it. */
const BETWEEN_ACTS_MS = 200;
const AFTERWARDS_MS = 60_000;

/** One end: after so many deliveries and then so many calls to GitHub; so many things happen before the process is back. */
interface Doom {
  readonly deliveries: number;
  readonly calls: number;
  readonly meanwhile: number;
}

const doomsOf = (chance: Random, first: number): Doom[] =>
  Array.from({ length: KILLS }, () => ({
    deliveries: first + chance.below(DELIVERIES - first),
    calls: chance.below(12),
    meanwhile: chance.below(20),
  })).toSorted((one, other) => one.deliveries - other.deliveries);

/** A Gatehouse that is killed and comes back. */
class Mortal {
  readonly #github: FakeGitHub;
  readonly #replicas: Replicas;
  readonly #place: Place;
  #alive: Replica | undefined;
  /** What may still happen before it is back. */
  #meanwhile = 0;
  deaths = 0;

  constructor(github: FakeGitHub, replicas: Replicas, place: Place) {
    this.#github = github;
    this.#replicas = replicas;
    this.#place = place;
  }

  get alive(): Replica {
    if (this.#alive === undefined) throw new Error("it is dead");
    return this.#alive;
  }

  async live(): Promise<void> {
    const replica = await this.#replicas.start(this.#place);
    this.#github.deliverTo(`${replica.url}/api/github/webhooks`);
    await redelivered(this.#github);
    this.#alive = replica;
  }

  /** Whether people may act: always while it lives, and a while longer. */
  async mayAct(): Promise<void> {
    while (this.#alive === undefined && this.#meanwhile <= 0) await delay(1);
    this.#meanwhile -= 1;
  }

  async diesAndLives({ meanwhile }: Doom): Promise<void> {
    const { alive } = this;
    this.#alive = undefined;
    this.#meanwhile = meanwhile;
    await alive.kill();
    this.#github.deliverTo(undefined);
    this.deaths += 1;
    await this.live();
  }
}

/** People go on whatever happens to Gatehouse, until enough was delivered. */
const goOn = async (github: FakeGitHub, mortal: Mortal, pulls: readonly Watched[]): Promise<void> => {
  const chances = chancesFor(pulls, SEED);
  const goesOn = async (watched: Watched): Promise<void> => {
    const chance = chances.get(watched) ?? random(SEED);
    while (sentBy(github) < DELIVERIES) {
      await mortal.mayAct();
      github.advance(BETWEEN_ACTS_MS);
      await act(watched, chance);
    }
  };
  await Promise.all(pulls.map(goesOn));
};

const killed = async (github: FakeGitHub, mortal: Mortal, dooms: readonly Doom[]): Promise<void> => {
  for (const doom of dooms) {
    while (sentBy(github) < doom.deliveries) await delay(1);
    const calls = github.calls.length + doom.calls;
    for (let waited = 0; github.calls.length < calls && waited < 500; waited += 1) await delay(1);
    await mortal.diesAndLives(doom);
  }
};

const settled = async (github: FakeGitHub, { alive }: Mortal): Promise<void> => {
  for (let before = -1; before !== github.calls.length;) {
    before = github.calls.length;
    await github.settled();
    await alive.settled();
  }
};

/** What the database still has to do, and which deliveries it knows. */
const kept = async (place: Place) => {
  const database = await openDatabase({ ...place, log: silent });
  const { db } = database;
  const open = await db.selectFrom("delivery_subjects").selectAll().where("processed_at", "is", null).execute();
  const known = await db.selectFrom("deliveries").select("guid").execute();
  await database.close();
  return { open, known: new Set(known.map(({ guid }) => guid)) };
};

/** What people do on pull requests has to be stored, unless it is a remark. */
const isKeptAlways = ({ event, action, payload }: Delivery): boolean =>
  Person.safeParse(payload["sender"]).success &&
  (event === "pull_request" || (event === "issue_comment" && (action === "edited" || isCommand(payload["comment"]))));

const Person = z.object({ type: z.literal("User") });

const isCommand = (comment: unknown): boolean =>
  z.object({ body: z.string().startsWith("/gate ") }).safeParse(comment).success;

describe.each(kinds)("on $kind", ({ start }) => {
  let databases: Databases;
  beforeAll(async () => {
    databases = await start();
  }, 60_000);
  afterAll(() => databases.stop());

  test(`${DELIVERIES} deliveries survive ${KILLS} times kill -9`, async () => {
    const place = await databases.create();
    const github = await FakeGitHub.start({ now: new Date("2026-05-01T12:00:00Z"), app: manifest() });
    const replicas = replicasFor(github);
    const mortal = new Mortal(github, replicas, place);
    await mortal.live();
    const pulls = await openPulls(github, { shops: 10, pullsEach: 2 });
    await settled(github, mortal);
    const dooms = doomsOf(random(SEED), sentBy(github));
    await Promise.all([goOn(github, mortal, pulls), killed(github, mortal, dooms)]);
    await redelivered(github);
    await settled(github, mortal);
    github.advance(AFTERWARDS_MS);
    await settled(github, mortal);
    await mortal.alive.kill();
    const { open, known } = await kept(place);
    const acknowledged = acknowledgedBy(github);
    const lost = github.deliveries
      .filter((one) => isKeptAlways(one) && acknowledged.has(one.guid) && !known.has(one.guid))
      .map(({ guid, event, action }) => `${event}.${action} ${guid}`);
    await replicas.stop();
    await github.stop();
    expect(pulls.map(foundOn)).toEqual(pulls.map(meantOn));
    expect({ open, lost }).toEqual({ open: [], lost: [] });
    expect(mortal.deaths).toBe(KILLS);
    expect(acknowledged.size).toBeGreaterThanOrEqual(DELIVERIES);
    github.assertClean();
  }, 3_600_000);
});
