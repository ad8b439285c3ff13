import { expect, test } from "@jest/globals";
import { sweep } from "../../../src/readiness/catch-up/sweep.ts";
import { minutes, NOW, partsOf, recordedOf, settingOf, shopsOf, type Recorded, type Setting } from "./parts.ts";

const swept = (setting: Setting, recorded: Recorded, about: Partial<Parameters<typeof sweep>[1]> = {}) =>
  sweep(partsOf(setting, recorded), {
    installationId: 7,
    awayUntil: undefined,
    occasion: "first",
    signal: new AbortController().signal,
    ...about,
  });

test("a repository that was never looked through has each open pull request looked at, two at once", async () => {
  const setting = settingOf({ repositories: new Map([[7, shopsOf(7, 5, 3)]]) });
  const recorded = recordedOf();
  expect(await swept(setting, recorded)).toEqual({ repositories: 2, turns: 8 });
  expect(recorded.most.atOnce).toBeLessThanOrEqual(2);
  expect([...recorded.sweptAt.keys()]).toEqual([700, 701]);
});

test("hundreds of repositories without a config cost a look for fifty, and no turn", async () => {
  const bare = shopsOf(7, ...Array.from({ length: 120 }, () => 3)).map((one) => ({ ...one, configured: false }));
  const recorded = recordedOf();
  const done = await swept(settingOf({ repositories: new Map([[7, bare]]) }), recorded);
  expect(done).toEqual({ repositories: 120, turns: 0 });
  expect(recorded.calls).toEqual(["look 50", "look 50", "look 20"]);
});

test("it pauses while less than half of the hour is left, and goes on where it stopped", async () => {
  const setting = settingOf({ repositories: new Map([[7, shopsOf(7, 70)]]) });
  const recorded = recordedOf();
  setting.onTurn = () => {
    if (recorded.turns.length === 30) setting.share = 0.4;
  };
  const until = new Date(NOW.getTime() + minutes(40));
  expect(await swept(setting, recorded)).toEqual({ repositories: 1, turns: 40, pausedUntil: until });
  expect(recorded.sweptAt.size).toBe(0);
  expect(await swept(setting, recorded)).toEqual({ repositories: 0, turns: 0, pausedUntil: until });
  setting.share = 0.9;
  expect(await swept(setting, recorded)).toEqual({ repositories: 1, turns: 30 });
  expect(new Set(recorded.turns).size).toBe(70);
  expect(recorded.turns).toHaveLength(70);
});

test("what was looked through and heard of is left alone, until somebody was away", async () => {
  const known = [1, 2].map((number) => ({
    key: `repo:700/pull:${number}`,
    kind: "pull_request",
    state: "open" as const,
    headSha: `sha-${number}`,
    baseRef: "main",
    configured: true,
    heardAt: NOW,
  }));
  const setting = settingOf({ repositories: new Map([[7, shopsOf(7, 2)]]), known });
  const recorded = recordedOf();
  expect((await swept(setting, recorded)).turns).toBe(2);
  setting.now = new Date(NOW.getTime() + minutes(30));
  expect((await swept(setting, recorded)).turns).toBe(0);
  const awayUntil = new Date(NOW.getTime() + minutes(50));
  setting.now = awayUntil;
  expect((await swept(setting, recorded, { awayUntil, occasion: "second" })).turns).toBe(2);
  expect((await swept(setting, recorded, { awayUntil, occasion: "second" })).turns).toBe(0);
});

test("a repository that GitHub can't show holds up no other, and is looked at the next time", async () => {
  const setting = settingOf({ repositories: new Map([[7, shopsOf(7, 1, 1, 1, 1)]]), unreadable: 702 });
  const recorded = recordedOf();
  expect(await swept(setting, recorded)).toEqual({ repositories: 4, turns: 3 });
  expect(recorded.calls).toEqual(["look 4", "look 2", "look 2", "look 1", "look 1"]);
  expect([...recorded.sweptAt.keys()]).toEqual([700, 701, 703]);
  setting.unreadable = undefined;
  await swept(setting, recorded);
  expect(recorded.turns).toContain("repo:702/pull:1");
});

test("where GitHub fails altogether it is not asked for each repository", async () => {
  const many = shopsOf(7, ...Array.from({ length: 50 }, () => 1));
  const recorded = recordedOf();
  await expect(swept(settingOf({ repositories: new Map([[7, many]]), unreadable: "all" }), recorded)).rejects.toThrow(
    "it takes too long",
  );
  expect(recorded.calls.length).toBeLessThanOrEqual(8);
});

test("whoever is told to stop gives no more turns, and keeps nothing as done", async () => {
  const setting = settingOf({ repositories: new Map([[7, shopsOf(7, 60)]]) });
  const recorded = recordedOf();
  const stopping = new AbortController();
  setting.onTurn = () => stopping.abort();
  await swept(setting, recorded, { signal: stopping.signal });
  expect(recorded.turns.length).toBeLessThanOrEqual(20);
  expect(recorded.sweptAt.size).toBe(0);
});
