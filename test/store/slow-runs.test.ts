import { afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { sql } from "kysely";
import { openDatabase } from "../../src/store/database.ts";
import { createJobs, type Handlers } from "../../src/store/jobs.ts";
import { migrate } from "../../src/store/migrate.ts";
import { openQueue } from "../../src/store/queue.ts";
import { localGuard, postgresGuard } from "../../src/store/subject-guard.ts";
import { openStore } from "../../src/store/open-store.ts";
import { deferred, delivery, kinds, silent } from "./databases.ts";
import { opened } from "./opened.ts";

/** Runs that take longer than their places are for. */

const PLACES = 16;

/** As many as go on without a place. */
const MOST_OF_ONE = 16;

const keyOf = (repository: number, number: number): string => `repo:${repository}/pull:${number}`;

const nothing = async (): Promise<void> => undefined;

/** Each test puts its own behaviour here. */
let act: Handlers["evaluate"] = nothing;

const HANDLERS: Handlers = {
  evaluate: (key, signal) => act(key, signal),
  repository: nothing,
  wake: nothing,
  aside: nothing,
};

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
};

describe.each(kinds)("on $kind", ({ start }) => {
  const { store, create } = opened(start);

  beforeAll(async () => {
    await store().jobs.work(HANDLERS, { concurrency: PLACES });
  });
  afterEach(async () => {
    await store().jobs.idle();
    act = nothing;
  });

  /** Starts so many runs that end when told to; answers those that were begun, and how to end them. */
  const hang = async (repository: number, count: number) => {
    const end = deferred();
    const begun: string[] = [];
    act = async (key) => {
      begun.push(key);
      if (key.startsWith(`repo:${repository}/`)) await end.promise;
    };
    for (let number = 1; number <= count; number += 1) await store().jobs.enqueue(keyOf(repository, number));
    return { begun, end };
  };

  test("others are begun although more runs hang than there are places", async () => {
    const { begun, end } = await hang(1, PLACES + 2);
    await until(() => begun.length >= PLACES);
    await store().jobs.enqueue(keyOf(2, 1));
    await until(() => begun.includes(keyOf(2, 1)));
    end.resolve();
    await store().jobs.idle();
    expect(begun.toSorted()).toEqual(
      [...Array.from({ length: 18 }, (_, at) => keyOf(1, at + 1)), keyOf(2, 1)].toSorted(),
    );
  });

  test("of one repository no more are begun than may hang, and the rest is not forgotten", async () => {
    const count = PLACES + MOST_OF_ONE + 8;
    const { begun, end } = await hang(3, count);
    await until(() => begun.length >= MOST_OF_ONE);
    for (let number = 1; number <= 3; number += 1) {
      await store().jobs.enqueue(keyOf(4, number));
      await until(() => begun.includes(keyOf(4, number)));
    }
    const stuck = begun.filter((key) => key.startsWith("repo:3/"));
    expect(stuck.length).toBeLessThanOrEqual(PLACES + MOST_OF_ONE);
    end.resolve();
    await store().jobs.idle();
    expect(new Set(begun).size).toBe(count + 3);
  });

  test("what comes in for a run that goes on without its place is looked at right after it", async () => {
    const end = deferred();
    const begun = deferred();
    const seen: string[][] = [];
    const key = keyOf(5, 1);
    act = async () => {
      const guids = (await store().deliveries.pending(key)).map(({ guid }) => guid);
      seen.push(guids);
      begun.resolve();
      if (seen.length === 1) await end.promise;
      await store().deliveries.done(guids, key);
    };
    const [one, other] = [delivery({ subjects: [key] }), delivery({ subjects: [key] })];
    await store().deliveries.accept(one);
    await begun.promise;
    await until(() => store().jobs.goingOn() === 1);
    await store().deliveries.accept(other);
    end.resolve();
    await store().jobs.idle();
    expect(seen).toEqual([[one.guid], [other.guid]]);
    expect(await store().deliveries.pending(key)).toEqual([]);
  });

  test("a run that fails without its place is tried again", async () => {
    const tries: number[] = [];
    const again = deferred();
    act = async () => {
      tries.push(store().jobs.goingOn());
      if (tries.length > 1) return again.resolve();
      await until(() => store().jobs.goingOn() === 1);
      throw new Error("too bad");
    };
    await store().jobs.enqueue(keyOf(6, 1));
    await again.promise;
    await store().jobs.idle();
    expect(tries).toHaveLength(2);
  });

  test("stopping waits for it, and tells it to stop when the grace is over", async () => {
    const own = await openStore({ ...(await create()), log: silent });
    const begun = deferred();
    const evaluate: Handlers["evaluate"] = async (_key, signal) => {
      begun.resolve();
      await new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("aborted"))));
    };
    await own.jobs.work({ ...HANDLERS, evaluate });
    await own.jobs.enqueue(keyOf(7, 1));
    await begun.promise;
    await until(() => own.jobs.goingOn() === 1);
    await own.jobs.stop(0);
    expect(own.jobs.goingOn()).toBe(0);
    await own.close();
  });

  test("where it can't be told whose a job is, it is begun all the same, once", async () => {
    const database = await openDatabase({ ...(await create()), log: silent });
    await migrate(database.db);
    const queue = await openQueue(database, silent);
    const { databaseUrl, patience } = database;
    // Without its hold a turn would pass for one of a process that died.
    const guard = databaseUrl === undefined ? localGuard() : postgresGuard({ databaseUrl, ...patience }, silent);
    const jobs = createJobs({ database, queue, guard, log: silent });
    await jobs.work(HANDLERS);
    const { begun, end } = await hang(8, 0);
    for (let number = 1; number <= MOST_OF_ONE; number += 1) await jobs.enqueue(keyOf(8, number));
    await until(() => jobs.goingOn() === MOST_OF_ONE);
    await sql`alter table subjects rename to subjects_away`.execute(database.db);
    await jobs.enqueue(keyOf(9, 1));
    await until(() => begun.includes(keyOf(9, 1)));
    end.resolve();
    await jobs.idle();
    expect(begun.filter((key) => key === keyOf(9, 1))).toHaveLength(1);
    await jobs.stop();
    await queue.stop();
    await guard.close();
    await database.close();
  });
});
