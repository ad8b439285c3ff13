import { describe, expect, test } from "@jest/globals";
import { lookForMissed, noteAlive, sweepWhatIsDue } from "../../../src/readiness/catch-up/catch-up.ts";
import {
  minutes,
  NOW,
  openPull,
  partsOf,
  recordedOf,
  repositoryOf,
  settingOf,
  shopsOf,
  type Recorded,
  type Setting,
} from "./parts.ts";

const signal = new AbortController().signal;
const later = (count: number): Date => new Date(NOW.getTime() + minutes(count));

const check = async (setting: Setting, recorded: Recorded): Promise<void> => {
  const parts = partsOf(setting, recorded);
  await noteAlive(parts);
  await lookForMissed(parts, signal);
  await sweepWhatIsDue(parts, signal);
};

describe("when it is looked", () => {
  test("at the first start everything is looked through, and half an hour later what changed", async () => {
    const setting = settingOf({ repositories: new Map([[7, shopsOf(7, 1)]]) });
    const recorded = recordedOf();
    await check(setting, recorded);
    expect(recorded.turns).toEqual(["repo:700/pull:1"]);
    expect(recorded.calls).toEqual(["log", "installations", "look 1"]);
    for (let minute = 1; minute < 30; minute += 1) {
      setting.now = later(minute);
      await check(setting, recorded);
    }
    expect(recorded.calls.filter((call) => call === "log")).toHaveLength(6);
    expect(recorded.calls.filter((call) => call === "look 1")).toHaveLength(1);
    setting.now = later(30);
    await check(setting, recorded);
    expect(recorded.calls.filter((call) => call === "look 1")).toHaveLength(2);
    expect(recorded.marks.get("away")).toBeUndefined();
  });

  test("after an absence everything again, when what was asked for is in, and after ten minutes at the latest", async () => {
    const setting = settingOf({ repositories: new Map([[7, shopsOf(7, 1)]]) });
    const recorded = recordedOf();
    await check(setting, recorded);
    setting.now = later(15);
    setting.expected = 3;
    await check(setting, recorded);
    expect(recorded.marks.get("away")).toEqual(later(15));
    expect(recorded.turns).toHaveLength(1);
    setting.expected = 0;
    await check(setting, recorded);
    expect(recorded.turns).toHaveLength(2);
    setting.now = later(60);
    setting.expected = 3;
    await check(setting, recorded);
    for (const minute of [65, 69]) {
      setting.now = later(minute);
      await check(setting, recorded);
    }
    expect(recorded.turns).toHaveLength(2);
    setting.now = later(71);
    await check(setting, recorded);
    expect(recorded.turns).toHaveLength(3);
  });

  test("while something is to arrive the log is looked at every minute", async () => {
    const setting = settingOf({ expected: 1 });
    const recorded = recordedOf();
    for (let minute = 0; minute < 5; minute += 1) {
      setting.now = later(minute);
      await check(setting, recorded);
    }
    expect(recorded.calls.filter((call) => call === "log")).toHaveLength(5);
  });

  test("one that fails is tried again in five minutes, and holds up no other", async () => {
    const repositories = new Map([7, 8].map((id) => [id, shopsOf(id, 1)] as const));
    const setting = settingOf({ repositories: new Map(repositories), failing: 7 });
    const recorded = recordedOf();
    await check(setting, recorded);
    expect(recorded.turns).toEqual(["repo:800/pull:1"]);
    expect(recorded.plan.get(7)).toEqual(later(5));
    setting.failing = undefined;
    setting.now = later(5);
    await check(setting, recorded);
    expect(recorded.turns).toContain("repo:700/pull:1");
  });

  test("one that has to wait for its budget holds up no other, and goes on when the hour is over", async () => {
    const setting = settingOf({ repositories: new Map([[7, shopsOf(7, 1)]]), share: 0.1 });
    const recorded = recordedOf();
    await check(setting, recorded);
    expect([recorded.turns, recorded.plan.get(7)]).toEqual([[], later(40)]);
    setting.share = 1;
    for (const minute of [10, 20, 30, 40]) {
      setting.now = later(minute);
      await check(setting, recorded);
    }
    expect(recorded.turns).toEqual(["repo:700/pull:1"]);
  });

  test("what is to be looked at anew is left to whoever does that", async () => {
    const setting = settingOf({ repositories: new Map([[7, shopsOf(7, 1, 1)]]) });
    const recorded = recordedOf();
    await partsOf(setting, recorded).anew.ask(repositoryOf(7, 700), NOW);
    await check(setting, recorded);
    expect(recorded.turns).toEqual(["repo:701/pull:1"]);
  });

  test("what is to be looked at anew for an installation that is no more is looked at for the one that it has now", async () => {
    const moved = { repository: repositoryOf(8, 700), pulls: [openPull(1)], configured: true };
    const setting = settingOf({ repositories: new Map([[8, [moved]]]) });
    const recorded = recordedOf();
    await partsOf(setting, recorded).anew.ask(repositoryOf(7, 700), later(1));
    await check(setting, recorded);
    expect(recorded.turns).toEqual(["repo:700/pull:1"]);
    expect(recorded.anew.size).toBe(1);
    setting.now = later(30);
    await check(setting, recorded);
    expect(recorded.anew.size).toBe(0);
  });
});
