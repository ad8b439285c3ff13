import { afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { Handlers } from "../../src/store/jobs.ts";
import { openStore } from "../../src/store/open-store.ts";
import { RetryLater } from "../../src/readiness/retry-later.ts";
import { deferred, delivery, kinds, silent } from "./databases.ts";
import { opened } from "./opened.ts";

describe.each(kinds)("on $kind", ({ start }) => {
  const { store, create } = opened(start);
  /** Each test puts its own behaviour here; the workers stay. */
  let act: { -readonly [name in keyof Handlers]?: Handlers[name] } = {};

  beforeAll(async () => {
    await store().jobs.work({
      evaluate: async (key, signal) => await act.evaluate?.(key, signal),
      repository: async (key, signal) => await act.repository?.(key, signal),
      wake: async (key, signal) => await act.wake?.(key, signal),
      aside: async (key, signal) => await act.aside?.(key, signal),
    });
  });

  afterEach(() => {
    act = {};
  });

  test("a delivery gets each of its subjects evaluated, and sees itself there", async () => {
    const seen: string[] = [];
    act.evaluate = async (key) => {
      const pending = await store().deliveries.pending(key);
      seen.push(...pending.map(({ guid }) => `${key} ${guid}`));
      await store().deliveries.done(
        pending.map(({ guid }) => guid),
        key,
      );
    };
    const one = delivery({ subjects: ["repo:1/pull:1", "repo:1/pull:2"] });
    await store().deliveries.accept(one);
    await store().jobs.idle();
    expect(seen.toSorted()).toEqual([`repo:1/pull:1 ${one.guid}`, `repo:1/pull:2 ${one.guid}`]);
  });

  test("a delivery for a whole repository gets the repository's job", async () => {
    const seen: string[] = [];
    act.repository = async (key) => void seen.push(key);
    act.evaluate = async (key) => void seen.push(key);
    await store().deliveries.accept(delivery({ subjects: [], repositoryWide: true, repositoryId: 55 }));
    await store().jobs.enqueueRepository("repo:56");
    await store().jobs.idle();
    expect(seen.toSorted()).toEqual(["repo:55", "repo:56"]);
  });

  test("what nobody's gate waits for is done beside the rest, which goes on meanwhile", async () => {
    const events: string[] = [];
    const [began, end] = [deferred(), deferred()];
    act.aside = async (key) => {
      began.resolve();
      await end.promise;
      events.push(`aside ${key}`);
    };
    act.evaluate = async (key) => {
      events.push(`evaluate ${key}`);
      end.resolve();
    };
    await store().deliveries.accept(delivery({ subjects: ["repo:1/aside:config:7"] }));
    await began.promise;
    await store().deliveries.accept(delivery({ subjects: ["repo:1/pull:7"] }));
    await store().jobs.idle();
    expect(events).toEqual(["evaluate repo:1/pull:7", "aside repo:1/aside:config:7"]);
  });

  test("50 events on a busy subject make at most 3 runs, never at once, and none is missed", async () => {
    const key = "repo:1/pull:10";
    const handled: string[] = [];
    let [runs, now, most] = [0, 0, 0];
    act.evaluate = async () => {
      now += 1;
      most = Math.max(most, now);
      runs += 1;
      const guids = (await store().deliveries.pending(key)).map(({ guid }) => guid);
      if (runs === 1) await allSent.promise;
      await store().deliveries.done(guids, key);
      handled.push(...guids);
      now -= 1;
    };
    const allSent = deferred();
    const sent = Array.from({ length: 50 }, () => delivery({ subjects: [key] }));
    for (const one of sent) await store().deliveries.accept(one);
    allSent.resolve();
    await store().jobs.idle();
    expect(handled).toEqual(sent.map(({ guid }) => guid));
    expect(runs).toBeLessThanOrEqual(3);
    expect(most).toBe(1);
  });

  test("events at the same time as runs are never missed", async () => {
    const keys = ["repo:1/pull:20", "repo:1/pull:21", "repo:1/pull:22"];
    act.evaluate = async (key) => {
      const guids = (await store().deliveries.pending(key)).map(({ guid }) => guid);
      await store().deliveries.done(guids, key);
    };
    const burst = Array.from({ length: 150 }, (_, index) => delivery({ subjects: [keys[index % 3] ?? ""] }));
    await Promise.all(burst.map((one) => store().deliveries.accept(one)));
    await store().jobs.idle();
    for (const key of keys) expect(await store().deliveries.pending(key)).toEqual([]);
  });

  test("a slow subject doesn't hold up others, nor their next events", async () => {
    const slow = deferred();
    const started = deferred();
    let quick = 0;
    const twice = deferred();
    act.evaluate = async (key) => {
      if (key === "repo:1/pull:30") {
        started.resolve();
        return await slow.promise;
      }
      quick += 1;
      if (quick === 1) await store().jobs.enqueue("repo:1/pull:31");
      if (quick === 2) twice.resolve();
    };
    await store().jobs.enqueue("repo:1/pull:30");
    await store().jobs.enqueue("repo:1/pull:31");
    await started.promise;
    await twice.promise;
    slow.resolve();
    await store().jobs.idle();
    expect(quick).toBe(2);
  });

  test("a run that fails is tried again until it works", async () => {
    let tries = 0;
    const worked = deferred();
    act.evaluate = async () => {
      tries += 1;
      if (tries < 3) throw new Error("not yet");
      worked.resolve();
    };
    await store().jobs.enqueue("repo:1/pull:40");
    await worked.promise;
    await store().jobs.idle();
    expect(tries).toBe(3);
  });

  test("an event gets through at once while a retry is waiting, and makes the retry needless", async () => {
    const tries: Date[] = [];
    act.evaluate = async () => {
      tries.push(new Date());
      if (tries.length === 1) throw new RetryLater(new Date(Date.now() + 3600_000));
    };
    await store().jobs.enqueue("repo:1/pull:41");
    await store().jobs.idle();
    expect(tries).toHaveLength(1);
    await store().jobs.enqueue("repo:1/pull:41");
    await store().jobs.idle();
    expect(tries).toHaveLength(2);
  });

  test("RetryLater waits for its moment", async () => {
    const at = new Date(Date.now() + 2500);
    const tries: Date[] = [];
    const again = deferred();
    act.evaluate = async () => {
      tries.push(new Date());
      if (tries.length === 1) throw new RetryLater(at);
      again.resolve();
    };
    await store().jobs.enqueue("repo:1/pull:42");
    await again.promise;
    expect(tries).toHaveLength(2);
    expect(tries[1]?.getTime()).toBeGreaterThanOrEqual(at.getTime());
    await store().jobs.idle();
  });

  test("a timer wakes its subject, and replaces the one before", async () => {
    const woken: string[] = [];
    const done = deferred();
    act.wake = async (key) => {
      woken.push(key);
      if (key === "repo:1/pull:53") done.resolve();
    };
    const now = new Date();
    const inHours = (hours: number): Date => new Date(now.getTime() + hours * 3600_000);
    await store().jobs.wakeAt("repo:1/pull:50", inHours(1), now);
    await store().jobs.wakeAt("repo:1/pull:50", inHours(3), now);
    await store().jobs.wakeAt("repo:1/pull:51", inHours(3), now);
    await store().jobs.wakeAt("repo:1/pull:51", inHours(1), now);
    await store().jobs.wakeAt("repo:1/pull:52", inHours(1), now);
    await store().jobs.wakeAt("repo:1/pull:52", undefined);
    await store().jobs.wakeAt("repo:1/pull:53", inHours(1), now);
    await store().jobs.moved(inHours(2));
    await done.promise;
    await store().jobs.idle();
    expect(woken.toSorted()).toEqual(["repo:1/pull:51", "repo:1/pull:53"]);
  });

  test("a timer goes by the clock of whoever set it, and goes off when that is moved past its moment", async () => {
    const woken: string[] = [];
    const done = deferred();
    act.wake = async (key) => {
      woken.push(key);
      if (key === "repo:1/pull:56") done.resolve();
    };
    const friday = new Date("2020-03-06T16:00:00Z");
    const monday = new Date("2020-03-09T08:00:00Z");
    await store().jobs.wakeAt("repo:1/pull:54", monday, friday);
    await store().jobs.wakeAt("repo:1/pull:55", new Date("2020-03-09T08:00:01Z"), friday);
    await store().jobs.moved(new Date("2020-03-09T07:59:59Z"));
    await store().jobs.idle();
    expect(woken).toEqual([]);
    await store().jobs.moved(monday);
    await store().jobs.wakeAt("repo:1/pull:56", new Date("2020-03-09T08:00:00.1Z"), monday);
    await done.promise;
    await store().jobs.idle();
    expect(woken.toSorted()).toEqual(["repo:1/pull:54", "repo:1/pull:56"]);
  });

  test("a timer that went off too early keeps its moment, and goes off when the clock is moved to it", async () => {
    const key = "repo:1/pull:57";
    const monday = new Date("2020-03-09T08:00:00Z");
    const [early, late] = [deferred(), deferred()];
    let moved = false;
    act.wake = async () => {
      if (moved) return late.resolve();
      early.resolve();
      throw new RetryLater(new Date(Date.now() + 3600_000), "not yet");
    };
    await store().jobs.wakeAt(key, monday, new Date(monday.getTime() - 1));
    await early.promise;
    await store().jobs.idle();
    moved = true;
    await store().jobs.moved(monday);
    await late.promise;
    await store().jobs.idle();
  });

  test("a timer doesn't swallow events, and a wake isn't at the same time as an evaluation", async () => {
    const key = "repo:1/pull:60";
    let [now, most, runs] = [0, 0, 0];
    const run = async (): Promise<void> => {
      now += 1;
      most = Math.max(most, now);
      runs += 1;
      await store().subjects.get(key);
      now -= 1;
    };
    act = { evaluate: run, wake: run };
    await store().jobs.wakeAt(key, new Date(Date.now() + 3600_000));
    await store().jobs.enqueue(key);
    await store().jobs.idle();
    expect(runs).toBe(1);
    await Promise.all([store().jobs.wakeAt(key, new Date(0)), store().jobs.enqueue(key)]);
    await store().jobs.idle();
    expect([runs, most]).toEqual([3, 1]);
  });

  test("stopping waits for what runs; what is left is done by the next process", async () => {
    const place = await create();
    const first = await openStore({ ...place, log: silent });
    const started = deferred();
    const finish = deferred();
    const events: string[] = [];
    await first.jobs.work({
      ...idle,
      evaluate: async (key) => {
        started.resolve();
        await finish.promise;
        events.push(`first ended ${key}`);
      },
    });
    await first.jobs.enqueue("repo:1/pull:70");
    await started.promise;
    const closed = first.close().then(() => events.push("closed"));
    finish.resolve();
    await closed;
    expect(events).toEqual(["first ended repo:1/pull:70", "closed"]);

    const second = await openStore({ ...place, log: silent });
    const left = delivery({ subjects: ["repo:1/pull:71"] });
    await second.deliveries.accept(left);
    await second.close();
    const third = await openStore({ ...place, log: silent });
    const ran: string[] = [];
    await third.jobs.work({ ...idle, evaluate: async (key) => void ran.push(key) });
    await third.jobs.idle();
    await third.close();
    expect(ran).toEqual(["repo:1/pull:71"]);
  });

  test("a handler that outstays the grace is told to stop, and its job is kept", async () => {
    const place = await create();
    const first = await openStore({ ...place, log: silent });
    const started = deferred();
    await first.jobs.work({
      ...idle,
      evaluate: async (_, signal) => {
        started.resolve();
        await new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("aborted"))));
      },
    });
    await first.jobs.enqueue("repo:1/pull:72");
    await started.promise;
    await first.jobs.stop(0);
    await first.close();
    const second = await openStore({ ...place, log: silent });
    const ran: string[] = [];
    await second.jobs.work({ ...idle, evaluate: async (key) => void ran.push(key) });
    await second.jobs.idle();
    await second.close();
    expect(ran).toEqual(["repo:1/pull:72"]);
  });

  test("what waits for its subject is not begun any more when the grace is over", async () => {
    const own = await openStore({ ...(await create()), log: silent });
    const started = deferred();
    const woken: string[] = [];
    await own.jobs.work({
      ...idle,
      evaluate: async (_, signal) => {
        started.resolve();
        await new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("aborted"))));
      },
      wake: async (key) => void woken.push(key),
    });
    await own.jobs.enqueue("repo:1/pull:73");
    await started.promise;
    await own.jobs.wakeAt("repo:1/pull:73", new Date(0));
    while ((await own.depth()).jobs["wake"]?.running === 0);
    await own.jobs.stop(0);
    await own.close();
    expect(woken).toEqual([]);
  });
});

const nothing = async (): Promise<void> => undefined;
const idle: Handlers = { evaluate: nothing, repository: nothing, wake: nothing, aside: nothing };
