import { expect, test } from "@jest/globals";
import { sweep } from "../../../src/readiness/catch-up/sweep.ts";
import { minutes, NOW, partsOf, recordedOf, settingOf, shopsOf, type Recorded, type Setting } from "./parts.ts";

interface About {
  readonly awayUntil?: Date;
  readonly occasion?: string;
  readonly signal?: AbortSignal;
}

const swept = (
  setting: Setting,
  recorded: Recorded,
  { awayUntil, occasion = "first", signal = new AbortController().signal }: About = {},
) => {
  const parts = partsOf(setting, recorded);
  return sweep(parts, {
    installationId: 7,
    repositories: parts.sight.repositories(7),
    howTo: (_repository, since) =>
      since === undefined || (awayUntil !== undefined && since < awayUntil) ? { occasion, since } : { since },
    leastShare: 0.5,
    keep: parts.sweeps.swept,
    signal,
  });
};

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
    if (recorded.turns.length === 35) setting.share = 0.4;
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

test("a repository of which GitHub does not tell everything is looked through as far as it does, and again the next time", async () => {
  const setting = settingOf({ repositories: new Map([[7, shopsOf(7, 2, 1)]]), half: [700] });
  const recorded = recordedOf();
  expect(await swept(setting, recorded)).toEqual({ repositories: 2, turns: 3 });
  expect([...recorded.sweptAt.keys()]).toEqual([701]);
  expect(recorded.logged).toEqual(["a repository could not be looked through"]);
  setting.half.pop();
  await swept(setting, recorded);
  expect([...recorded.sweptAt.keys()]).toEqual([701, 700]);
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

/** Issue N changed N minutes after noon. */
const issue = (number: number, state: "open" | "closed" = "open") => ({
  number,
  state,
  updatedAt: new Date(Date.parse("2026-03-06T12:00:00Z") + minutes(number)).toISOString(),
});

test("more issues than one look covers are looked through in as many sweeps as it takes, each once", async () => {
  const issues = Array.from({ length: 70 }, (_none, index) => issue(index + 1));
  const setting = settingOf({ repositories: new Map([[7, shopsOf(7, 1)]]), issues, issuesAtOnce: 30 });
  const recorded = recordedOf();
  expect(await swept(setting, recorded)).toEqual({ repositories: 1, turns: 31, isPart: true });
  expect(recorded.sweptAt.size).toBe(0);
  expect(await swept(setting, recorded)).toEqual({ repositories: 1, turns: 29, isPart: true });
  expect(await swept(setting, recorded)).toEqual({ repositories: 1, turns: 11 });
  expect(recorded.issuesFrom).toEqual(["ever", "12:30", "12:59"]);
  expect(recorded.sweptAt.size).toBe(1);
  expect(new Set(recorded.turns).size).toBe(71);
  expect(recorded.turns).toHaveLength(71);
  expect(recorded.issuesUntil.size).toBe(0);
});

test("what is asked for meanwhile begins from the beginning", async () => {
  const issues = Array.from({ length: 50 }, (_none, index) => issue(index + 1));
  const setting = settingOf({ repositories: new Map([[7, shopsOf(7, 0)]]), issues, issuesAtOnce: 30 });
  const recorded = recordedOf();
  await swept(setting, recorded);
  await swept(setting, recorded, { occasion: "second" });
  await swept(setting, recorded, { occasion: "second" });
  expect(recorded.turns.filter((key) => key === "repo:700/issue:1")).toHaveLength(2);
  expect(recorded.sweptAt.size).toBe(1);
});

test("issues that pause the sweep are looked through again", async () => {
  const issues = Array.from({ length: 60 }, (_none, index) => issue(index + 1));
  const setting = settingOf({ repositories: new Map([[7, shopsOf(7, 0)]]), issues, issuesAtOnce: 40 });
  const recorded = recordedOf();
  setting.onTurn = () => (setting.share = recorded.turns.length === 10 ? 0.4 : setting.share);
  expect((await swept(setting, recorded)).pausedUntil).toBeDefined();
  setting.share = 1;
  expect(await swept(setting, recorded)).toMatchObject({ turns: 30, isPart: true });
  await swept(setting, recorded);
  expect(new Set(recorded.turns).size).toBe(60);
});

test("issues that we know have a turn where they changed after what we heard of them, and those that were closed unheard", async () => {
  const known = [1, 2, 3, 4].map((number) => ({
    key: `repo:700/issue:${number}`,
    kind: "issue",
    state: number === 4 ? ("closed" as const) : ("open" as const),
    configured: true,
    heardAt: new Date("2026-03-06T12:02:00Z"),
  }));
  const issues = [issue(1), issue(2), issue(30, "closed"), issue(40, "closed")];
  const setting = settingOf({ repositories: new Map([[7, shopsOf(7, 0)]]), known });
  const recorded = recordedOf();
  recorded.sweptAt.set(700, new Date("2026-03-06T12:00:00Z"));
  setting.issues.push(...issues.slice(0, 2), { ...issue(45), number: 3 }, issue(50), {
    ...issue(51, "closed"),
    number: 51,
  });
  await swept(setting, recorded);
  expect(recorded.turns).toEqual(["repo:700/issue:3", "repo:700/issue:50"]);
  setting.now = new Date(NOW.getTime() + minutes(30));
  setting.issues.push({ ...issue(52, "closed"), number: 2, updatedAt: "2026-03-06T16:05:00Z" });
  await swept(setting, recorded);
  expect(recorded.turns.slice(2)).toEqual(["repo:700/issue:2"]);
});

const run = (runId: number) => ({
  runId,
  attempt: 1,
  sha: `sha-${runId}`,
  ref: "main",
  environment: "production",
  isOnlyOurs: true,
  createdAt: new Date(NOW.getTime() - minutes(runId)),
});

/** Whoever was away looks through everything, each time. */
const LATER = new Date(NOW.getTime() + minutes(1));

test("more runs than one look covers are looked through in as many sweeps as it takes, and then from the newest on", async () => {
  const runs = Array.from({ length: 70 }, (_none, index) => run(index + 1));
  const setting = settingOf({ repositories: new Map([[7, shopsOf(7, 0)]]), runs, runsAtOnce: 30 });
  const recorded = recordedOf();
  const turnsOf = async (occasion: string) => (await swept(setting, recorded, { awayUntil: LATER, occasion })).turns;
  expect(await turnsOf("first")).toBe(30);
  expect(recorded.logged).toEqual(["more runs wait than one look covers: the next sweep goes on from there"]);
  expect(await turnsOf("second")).toBe(30);
  expect(await turnsOf("third")).toBe(10);
  runs.unshift({ ...run(71), createdAt: NOW });
  expect(await turnsOf("fourth")).toBe(1);
  expect(recorded.runsBefore).toEqual(["newest", "15:29", "14:59", "newest"]);
  expect(recorded.logged).toHaveLength(3);
});

test("runs that pause the sweep are looked through again", async () => {
  const runs = Array.from({ length: 60 }, (_none, index) => run(index + 1));
  const setting = settingOf({ repositories: new Map([[7, shopsOf(7, 0)]]), runs, runsAtOnce: 40 });
  const recorded = recordedOf();
  setting.onTurn = () => (setting.share = recorded.turns.length === 10 ? 0.4 : setting.share);
  expect((await swept(setting, recorded)).pausedUntil).toBeDefined();
  setting.share = 1;
  expect((await swept(setting, recorded)).turns).toBe(30);
  expect(recorded.runsBefore).toEqual(["newest", "newest"]);
});
