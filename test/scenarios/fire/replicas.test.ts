import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { FakeGitHub } from "../../fake-github/fake-github.ts";
import { kinds, type Databases } from "../../store/databases.ts";
import { manifest } from "../manifest.ts";
import { random } from "../random.ts";
import { redelivered, sentBy } from "./github-log.ts";
import { act, chancesFor, foundOn, meantOn, openPulls, type Watched } from "./people.ts";
import { replicasFor, type Place, type Replica } from "./replicas.ts";
import { roundRobin, type RoundRobin } from "./round-robin.ts";
import { overlapsIn, witnessAt, type Seen, type Witness } from "./witness.ts";

/**
 * Three replicas on one PostgreSQL, under load: one is killed while it has turns under way, one is replaced as in a rolling restart.
 * Nothing is lost, nothing is there twice, no two of them ever have a subject at once, and what the dead one began is finished.
 */

const DELIVERIES = Number(process.env["DELIVERIES"] ?? 500);
const BETWEEN_ACTS_MS = 100;
const AFTERWARDS_MS = 60_000;

interface Setting {
  readonly github: FakeGitHub;
  readonly witness: Witness;
  readonly balancer: RoundRobin;
  readonly place: Place;
  readonly start: (name: string) => Promise<Replica>;
  readonly stop: () => Promise<void>;
}

const setUp = async (databases: Databases): Promise<Setting> => {
  const github = await FakeGitHub.start({ now: new Date("2026-05-01T12:00:00Z"), app: manifest() });
  github.latency(10);
  const place = await databases.create();
  const witness = witnessAt(github.url, (id) => commentOn(github, id));
  const balancer = await roundRobin();
  const replicas = replicasFor(github);
  github.deliverTo(`${balancer.url}/api/github/webhooks`);
  return {
    github,
    witness,
    balancer,
    place,
    start: async (name) => {
      const replica = await replicas.start({ ...place, githubApiUrl: await witness.wayOf(name) });
      balancer.add(replica.url);
      return replica;
    },
    stop: async () => {
      await replicas.stop();
      await Promise.all([balancer.close(), witness.close()]);
      await github.stop();
    },
  };
};

const commentOn = ({ world }: FakeGitHub, id: number): string | undefined => {
  const numbered = [...world.repos.values()].flatMap(({ owner, name, issues }) =>
    [...issues.values()].map((issue) => ({ subject: `${owner.login}/${name}#${issue.number}`, issue })),
  );
  return numbered.find(({ issue }) => issue.comments.some((comment) => comment.id === id))?.subject;
};

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await delay(1);
};

const settled = async ({ github }: Setting, replica: Replica): Promise<void> => {
  for (let before = -1; before !== github.calls.length;) {
    before = github.calls.length;
    await github.settled();
    await replica.settled();
  }
};

/** People go on whatever happens, until enough was delivered. */
const goOn = async ({ github }: Setting, pulls: readonly Watched[]): Promise<void> => {
  const chances = chancesFor(pulls, 1);
  const goesOn = async (watched: Watched): Promise<void> => {
    const chance = chances.get(watched) ?? random(1);
    while (sentBy(github) < DELIVERIES) {
      github.advance(BETWEEN_ACTS_MS);
      await act(watched, chance);
    }
  };
  await Promise.all(pulls.map(goesOn));
};

test.each<[string, readonly (readonly [string, Seen["doing"], Seen["what"]])[], number]>([
  [
    "one after the other",
    [
      ["a", "reads", "begins"],
      ["a", "reads", "ends"],
      ["a", "writes", "begins"],
      ["a", "writes", "ends"],
      ["b", "reads", "begins"],
      ["b", "reads", "ends"],
      ["b", "writes", "begins"],
    ],
    0,
  ],
  [
    "two at once",
    [
      ["a", "reads", "begins"],
      ["b", "reads", "begins"],
    ],
    1,
  ],
  [
    "read by another before it is written",
    [
      ["a", "reads", "begins"],
      ["a", "reads", "ends"],
      ["b", "reads", "begins"],
      ["b", "reads", "ends"],
      ["a", "writes", "begins"],
    ],
    1,
  ],
])("the witness of turns that overlap: %s", (_what, seen, count) => {
  expect(overlapsIn(seen.map(([replica, doing, what]) => ({ replica, subject: "s", doing, what })))).toHaveLength(
    count,
  );
});

const postgres = kinds.find(({ kind }) => kind === "PostgreSQL");

(postgres === undefined ? describe.skip : describe)("three replicas", () => {
  let databases: Databases;
  let setting: Setting;
  beforeAll(async () => {
    if (postgres === undefined) throw new Error("no PostgreSQL");
    databases = await postgres.start();
    setting = await setUp(databases);
  }, 60_000);
  afterAll(async () => {
    await setting.stop();
    await databases.stop();
  });

  /** Kills it while it has turns under way; answers these subjects. */
  const killed = async (name: string, replica: Replica): Promise<readonly string[]> => {
    const { witness, balancer } = setting;
    await until(() => witness.underWay(name).length > 0);
    await replica.kill();
    balancer.remove(replica.url);
    return witness.gone(name);
  };

  test("under load, one killed and one replaced", async () => {
    const { github, witness, balancer, start } = setting;
    const [first, second, third] = await Promise.all([start("first"), start("second"), start("third")]);
    const pulls = await openPulls(github, { shops: 5, pullsEach: 4 });
    await settled(setting, third);
    const before = sentBy(github);
    const load = goOn(setting, pulls);
    const afterShare = (share: number) => until(() => sentBy(github) >= before + (DELIVERIES - before) * share);

    await afterShare(0.3);
    const seenBefore = witness.seen.length;
    const left = await killed("first", first);
    const killedAt = performance.now();
    const takenOver = Promise.all(
      left.map(async (subject) => {
        await until(() =>
          witness.seen.slice(seenBefore).some((one) => one.subject === subject && one.replica !== "first"),
        );
        return performance.now() - killedAt;
      }),
    );

    await afterShare(0.6);
    const exitCode = await second.stop();
    balancer.remove(second.url);
    const next = await start("next");

    await load;
    const tookMs = await takenOver;
    await redelivered(github);
    await settled(setting, next);
    github.advance(AFTERWARDS_MS);
    await settled(setting, third);

    if (process.env["REPORT"] !== undefined) process.stderr.write(`taken over after ${tookMs.join(", ")} ms\n`);
    expect(pulls.map(foundOn)).toEqual(pulls.map(meantOn));
    expect(overlapsIn(witness.seen)).toEqual([]);
    expect(exitCode).toBe(0);
    const workers = new Set(witness.seen.map(({ replica }) => replica));
    expect([...workers].toSorted()).toEqual(["first", "next", "second", "third"]);
    github.assertClean();
  }, 3_600_000);
});
