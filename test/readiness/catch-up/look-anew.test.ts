import { describe, expect, test } from "@jest/globals";
import { lookAnew } from "../../../src/readiness/catch-up/look-anew.ts";
import {
  minutes,
  NOW,
  partsOf,
  recordedOf,
  repositoryOf,
  settingOf,
  shopsOf,
  type Recorded,
  type Setting,
} from "./parts.ts";

const later = (count: number): Date => new Date(NOW.getTime() + minutes(count));

const look = (setting: Setting, recorded: Recorded, signal = new AbortController().signal): Promise<void> =>
  lookAnew(partsOf(setting, recorded), signal);

const asks = (recorded: Recorded, repositoryId: number, at = NOW): Promise<void> =>
  partsOf(settingOf(), recorded).anew.ask(repositoryOf(Math.floor(repositoryId / 100), repositoryId), at);

test("every open pull request of what was asked for has a turn, two at once, and nothing else is looked at", async () => {
  const setting = settingOf({ repositories: new Map([[7, shopsOf(7, 120, 5)]]) });
  const recorded = recordedOf();
  await asks(recorded, 700);
  await look(setting, recorded);
  expect(new Set(recorded.turns).size).toBe(120);
  expect(recorded.turns).toHaveLength(120);
  expect(recorded.most.atOnce).toBe(2);
  expect(recorded.calls).toEqual(["look 1"]);
  expect([...recorded.sweptAt.keys()]).toEqual([700]);
  await look(setting, recorded);
  expect(recorded.turns).toHaveLength(120);
});

test("it stops while little is left of the budget, goes on when there is more, and gives nobody two turns", async () => {
  const setting = settingOf({ repositories: new Map([[7, shopsOf(7, 60)]]) });
  const recorded = recordedOf();
  await asks(recorded, 700);
  setting.onTurn = () => (setting.share = recorded.turns.length === 15 ? 0.3 : setting.share);
  await look(setting, recorded);
  expect(recorded.turns).toHaveLength(20);
  setting.share = 0.4;
  await look(setting, recorded);
  expect(recorded.turns).toHaveLength(20);
  setting.now = later(40);
  await look(setting, recorded);
  expect([recorded.turns.length, new Set(recorded.turns).size]).toEqual([60, 60]);
  expect(recorded.anew.size).toBe(0);
});

test("whoever is told to stop keeps it for the next process", async () => {
  const setting = settingOf({ repositories: new Map([[7, shopsOf(7, 60)]]) });
  const recorded = recordedOf();
  await asks(recorded, 700);
  const stopping = new AbortController();
  setting.onTurn = () => stopping.abort();
  await look(setting, recorded, stopping.signal);
  expect(recorded.turns.length).toBeLessThanOrEqual(10);
  setting.onTurn = () => undefined;
  await look(setting, recorded);
  expect([recorded.turns.length, new Set(recorded.turns).size]).toEqual([60, 60]);
});

test("what is asked for again meanwhile is looked at again: a turn before that may have seen what held before", async () => {
  const setting = settingOf({ repositories: new Map([[7, shopsOf(7, 4)]]) });
  const recorded = recordedOf();
  await asks(recorded, 700);
  setting.onTurn = () => {
    if (recorded.turns.length === 3) void asks(recorded, 700, new Date(NOW.getTime() - 1));
  };
  await look(setting, recorded);
  expect(recorded.turns).toHaveLength(8);
});

test("what is asked for of another installation meanwhile is not kept waiting", async () => {
  const setting = settingOf({ repositories: new Map([7, 8].map((id) => [id, shopsOf(id, 30)] as const)) });
  const recorded = recordedOf();
  await asks(recorded, 700);
  await asks(recorded, 800, new Date(NOW.getTime() - 1));
  await look(setting, recorded);
  expect(recorded.turns.indexOf("repo:800/pull:1")).toBeLessThan(10);
  expect(recorded.turns).toHaveLength(60);
});

test("what can't be read is looked at a minute later, and keeps nothing from the others", async () => {
  const setting = settingOf({ repositories: new Map([[7, shopsOf(7, 1, 1)]]), unreadable: 700 });
  const recorded = recordedOf();
  await asks(recorded, 700);
  await asks(recorded, 701);
  await look(setting, recorded);
  expect(recorded.turns).toEqual(["repo:701/pull:1"]);
  expect(recorded.anew.get(700)?.dueAt).toEqual(later(1));
  setting.unreadable = undefined;
  setting.now = later(1);
  await look(setting, recorded);
  expect(recorded.turns).toEqual(["repo:701/pull:1", "repo:700/pull:1"]);
});

test("after an absence it waits for deliveries that are still to come", async () => {
  const setting = settingOf({ repositories: new Map([[7, shopsOf(7, 1)]]), expected: 2 });
  const recorded = recordedOf();
  recorded.marks.set("away", NOW);
  recorded.marks.set("deliveries", NOW);
  await asks(recorded, 700);
  await look(setting, recorded);
  expect(recorded.turns).toEqual([]);
  setting.now = later(11);
  await look(setting, recorded);
  expect(recorded.turns).toHaveLength(1);
});

test("three large installations take turns, two at once", async () => {
  const shops = [7, 8, 9].map((id) => [id, shopsOf(id, ...Array.from({ length: 60 }, () => 1))] as const);
  const setting = settingOf({ repositories: new Map(shops) });
  const recorded = recordedOf();
  for (const [id, all] of shops)
    for (const { repository } of all) await asks(recorded, repository.repositoryId, new Date(NOW.getTime() - 100 + id));
  await look(setting, recorded);
  const third = recorded.turns.findIndex((key) => key.startsWith("repo:9"));
  const last = recorded.turns.findLastIndex((key) => key.startsWith("repo:7"));
  expect([recorded.turns.length, third < last]).toEqual([180, true]);
});

/** Looks every minute of a day; answers what was asked of GitHub. */
const lookForADay = async (setting: Setting, recorded: Recorded): Promise<readonly string[]> => {
  for (let minute = 0; minute < 24 * 60; minute += 1) {
    setting.now = later(minute);
    await look(setting, recorded);
  }
  return recorded.calls;
};

const isAway = (): Promise<never> => Promise.reject(new Error("GitHub is away"));

describe("one that can't be looked at", () => {
  test("is tried less and less often, half an hour apart in the end", async () => {
    const setting = settingOf({ repositories: new Map([[7, shopsOf(7, 1)]]), unreadable: 700 });
    const recorded = recordedOf();
    await asks(recorded, 700);
    const calls = (await lookForADay(setting, recorded)).filter((call) => call.startsWith("look"));
    expect(calls.length).toBeGreaterThan(40);
    expect(calls.length).toBeLessThan(60);
    setting.unreadable = undefined;
    setting.now = later(24 * 60 + 30);
    await look(setting, recorded);
    expect([recorded.turns, recorded.anew.size]).toEqual([["repo:700/pull:1"], 0]);
  });

  test("is dropped when its installation is no more", async () => {
    const setting = settingOf({ repositories: new Map([[8, shopsOf(8, 1)]]), gone: 7 });
    const recorded = recordedOf();
    await asks(recorded, 700);
    expect(await lookForADay(setting, recorded)).toEqual(["installations"]);
    expect(recorded.anew.size).toBe(0);
  });

  test("is kept where the installations can't be listed either", async () => {
    const recorded = recordedOf();
    const parts = partsOf(settingOf(), recorded);
    const away = { ...parts, sight: { ...parts.sight, installations: isAway }, budget: { left: isAway } };
    await asks(recorded, 700);
    await lookAnew(away, new AbortController().signal);
    expect(recorded.anew.get(700)?.dueAt).toEqual(later(1));
  });
});
