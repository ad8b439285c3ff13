import { expect, test } from "@jest/globals";
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
