import { describe, expect, test } from "@jest/globals";
import { z } from "zod";
import type { Verdict } from "../../src/evaluation/verdict.ts";
import type { StandingNews } from "../../src/readiness/standings/ports.ts";
import { kinds } from "./databases.ts";
import { opened } from "./opened.ts";

const AT = new Date("2026-03-06T16:00:00.123Z");
const LATER = new Date("2026-03-09T08:00:00Z");
const REPOSITORY = 3_000_000_020;

const verdict: Verdict = {
  stage: "merge",
  mode: "enforce",
  procedures: [
    {
      id: "release",
      title: "Release",
      source: { reference: "release.yml", url: "https://github.com/acme/shop/blob/main/release.yml" },
      mode: "enforce",
      applies: true,
      reason: "",
      exit: "in-progress",
      tell: ["qa"],
      parameters: { team: "payments" },
      phases: [
        {
          id: "ready",
          title: "Ready",
          blocks: "merge",
          environments: [],
          state: "open",
          holdsMerge: true,
          openedAt: AT,
          runsSince: null,
          dueAt: LATER,
          steps: [
            {
              id: "qa",
              title: "QA agrees",
              state: "waiting",
              code: "signoff/too-few",
              reason: "Nobody signed off, and half a character is \ud83d.",
              remedy: "Sign off.",
              short: "sign-off",
              actors: [
                { kind: "role", role: "qa", people: ["Quinn"] },
                { kind: "author", login: undefined },
                { kind: "clock" },
              ],
              evidence: [{ text: "line 7" }],
              wakeAt: LATER,
              optional: false,
              waivable: true,
              box: { ticked: false, humansOnly: true, afterMs: 60_000 },
              steps: [],
            },
          ],
        },
      ],
    },
  ],
  gates: [{ gate: "merge", state: "awaiting", left: 1, total: 1 }],
  findings: [{ code: "config/x", severity: "warning", message: "Odd.", file: "a.yml", line: 1, column: 2 }],
  wakeAt: LATER,
  evaluatedAt: AT,
};

const key = (number: number, repositoryId = REPOSITORY) => `repo:${repositoryId}/pull:${number}`;

const standing = (number: number, about: Partial<StandingNews["standing"]> = {}): StandingNews["standing"] => ({
  key: key(number, about.repositoryId),
  installationId: 7,
  repositoryId: REPOSITORY,
  owner: "acme",
  name: "shop",
  kind: "pull_request",
  number,
  title: "Basket",
  url: `https://github.com/acme/shop/pull/${number}`,
  author: "dev",
  state: "open",
  draft: false,
  headSha: "abc",
  base: "main",
  openedAt: AT,
  verdict,
  proposed: [{ code: "config/y", severity: "error", message: "Half \ud83d.", file: "b.yml", line: 3, column: 4 }],
  toDo: 1,
  followed: true,
  ...about,
});

const news = (of: StandingNews["standing"], about: Partial<StandingNews> = {}): StandingNews => ({
  standing: of,
  times: { "release/qa": { state: "waiting", since: AT.toISOString(), opened: AT.toISOString(), on: ["role:qa"] } },
  ended: [],
  awaited: ["quinn"],
  dueAt: LATER,
  at: AT,
  ...about,
});

describe.each(kinds)("on $kind", ({ start }) => {
  const { store } = opened(start);

  const told = async (given: StandingNews, memory: object = { stands: "digest" }): Promise<void> => {
    const { kind, installationId, repositoryId, owner, name, number } = given.standing;
    const { key: subject } = given.standing;
    await store().subjects.upsert({
      key: subject,
      kind,
      installationId,
      repositoryId,
      owner,
      name,
      number,
      state: "open",
    });
    await store().subjects.remember(subject, memory, given);
  };

  const memoryOf = async (subject: string) => (await store().subjects.get(subject))?.memory;

  /** A pull request in a repository of its own; answers what its next turn tells. */
  const inSight = async (number: number, memory?: object): Promise<StandingNews> => {
    const repositoryId = REPOSITORY + number;
    const given = standing(number, { repositoryId, installationId: number });
    await store().subjects.upsert(given);
    if (memory !== undefined) await store().subjects.remember(given.key, memory, news(given));
    return news(given, { ended: [{ step: undefined, on: ["author"], openedAt: AT, doneAt: LATER, outcome: "met" }] });
  };
  const shown = async ({ standing: { key: one, repositoryId } }: StandingNews) => [
    await store().standings.get(one),
    await store().waits.bySteps([repositoryId], AT),
  ];

  test("a standing comes back as it was told, and so does the memory", async () => {
    await told(news(standing(1)), { stands: "digest", record: { seenAt: LATER.toISOString() } });
    const found = await store().standings.get(key(1));
    const [procedure] = verdict.procedures;
    expect(found).toEqual({
      ...standing(1),
      verdict: {
        ...verdict,
        procedures: [
          {
            ...procedure,
            phases: procedure?.phases.map((phase) => ({
              ...phase,
              steps: phase.steps.map((step) => ({
                ...step,
                reason: "Nobody signed off, and half a character is \ufffd.",
              })),
            })),
          },
        ],
      },
      proposed: [{ code: "config/y", severity: "error", message: "Half \ufffd.", file: "b.yml", line: 3, column: 4 }],
      since: { "release/qa": AT },
      undeterminedSince: undefined,
      outdated: false,
      judgedAt: LATER,
      changedAt: AT,
    });
    expect(await store().standings.ofNumber(REPOSITORY, 1)).toEqual(found);
    expect(await memoryOf(key(1))).toMatchObject({ stands: "digest" });
  });

  test("a subject that is not there is not remembered, and nothing is told of it", async () => {
    await expect(store().subjects.remember(key(404), {}, news(standing(404)))).rejects.toThrow("upserted");
    expect(await store().standings.get(key(404))).toBeUndefined();
  });

  test("the nearest to ready come first, and what is over is left out", async () => {
    const repositoryId = REPOSITORY + 1;
    await told(news(standing(2, { repositoryId, toDo: 3 })));
    await told(news(standing(3, { repositoryId, toDo: 0 })));
    await told(news(standing(4, { repositoryId, toDo: 0, followed: false, state: "merged" })));
    await told(news(standing(5, { repositoryId, toDo: 0 })));
    expect((await store().standings.inRepository(repositoryId)).map(({ number }) => number)).toEqual([5, 3, 2]);
  });

  test("what waits for somebody is found in the repositories that were named alone", async () => {
    const repositoryId = REPOSITORY + 2;
    await told(news(standing(6, { repositoryId }), { awaited: ["mona", "zoë"] }));
    await told(news(standing(7, { repositoryId }), { awaited: ["quinn"] }));
    await told(news(standing(8, { repositoryId, followed: false }), { awaited: ["mona"] }));
    await told(news(standing(9, { repositoryId: REPOSITORY + 3 }), { awaited: ["mona"] }));
    const found = await store().standings.awaiting([repositoryId], "MONA");
    expect(found.map(({ number }) => number)).toEqual([6]);
    expect(await store().standings.awaiting([], "mona")).toEqual([]);
  });

  test("what is overdue is found from the moment on at which it is", async () => {
    const repositoryId = REPOSITORY + 4;
    await told(news(standing(10, { repositoryId })));
    await told(news(standing(11, { repositoryId }), { dueAt: undefined }));
    const overdue = async (at: Date) =>
      (await store().standings.overdue([repositoryId], at)).map(({ number }) => number);
    expect(await overdue(LATER)).toEqual([]);
    expect(await overdue(new Date(LATER.getTime() + 1))).toEqual([10]);
  });

  test.each<{
    readonly what: string;
    readonly number: number;
    readonly change: (subject: string) => Promise<void>;
    readonly found: object | undefined;
  }>([
    {
      what: "closed",
      number: 21,
      change: (subject) => store().standings.close(subject, LATER),
      found: { state: "closed", followed: false, changedAt: LATER },
    },
    {
      what: "undetermined",
      number: 22,
      change: (subject) => store().standings.undetermined(subject, LATER),
      found: { state: "open", undeterminedSince: LATER, changedAt: LATER },
    },
    { what: "forgotten", number: 23, change: (subject) => store().standings.forget(subject), found: undefined },
  ])("once it is $what, every verdict is news", async ({ number, change, found }) => {
    await told(news(standing(number)), { stands: "digest", kept: true });
    await change(key(number));
    const now = await store().standings.get(key(number));
    expect(now).toEqual(found === undefined ? undefined : expect.objectContaining(found));
    expect(await memoryOf(key(number))).toEqual({ kept: true });
    await told(news(standing(number)));
    expect(await store().standings.get(key(number))).toMatchObject({ state: "open", followed: true });
    expect((await store().standings.get(key(number)))?.undeterminedSince).toBeUndefined();
  });

  test("times are kept until it is closed", async () => {
    await told(news(standing(24)));
    expect(await store().standings.timesOf(key(24))).toMatchObject({ "release/qa": { state: "waiting" } });
    await store().standings.close(key(24), LATER);
    expect(await store().standings.timesOf(key(24))).toBeUndefined();
    expect(await store().standings.timesOf("repo:1/pull:9999")).toBeUndefined();
  });

  test("it is outdated while an event about it waits", async () => {
    await told(news(standing(25)));
    await store().deliveries.accept({
      guid: "waiting-25",
      event: "pull_request",
      payload: [],
      receivedAt: AT,
      subjects: [key(25)],
    });
    expect(await store().standings.get(key(25))).toMatchObject({ outdated: true });
    await store().deliveries.done(["waiting-25"], key(25));
    expect(await store().standings.get(key(25))).toMatchObject({ outdated: false });
  });

  test("names follow the repository", async () => {
    const repositoryId = REPOSITORY + 5;
    await told(news(standing(26, { repositoryId })));
    await store().standings.renamed(repositoryId, {
      owner: "acme-inc",
      name: "store",
      installationId: undefined,
    });
    expect(await store().standings.get(key(26, repositoryId))).toMatchObject({ owner: "acme-inc", name: "store" });
  });

  test("what another account gave away goes with its new installation, and not with the one it had", async () => {
    const repositoryId = REPOSITORY + 8;
    const at = LATER;
    const step = { procedure: "release", id: "qa", title: "QA" };
    const ended = [{ step, on: ["author"], openedAt: AT, doneAt: at, outcome: "met" }];
    await told(news(standing(30, { repositoryId, installationId: 11 }), { ended }));
    await store().standings.renamed(repositoryId, { owner: "other", name: "shop", installationId: 12 });
    await store().standings.left(11, undefined);
    expect(await store().standings.get(key(30, repositoryId))).toMatchObject({ owner: "other", installationId: 12 });
    expect(await store().waits.bySteps([repositoryId], AT)).toHaveLength(1);
    await store().standings.left(12, [repositoryId]);
    expect(await store().standings.get(key(30, repositoryId))).toBeUndefined();
    expect(await store().waits.bySteps([repositoryId], AT)).toEqual([]);
  });

  test("nothing is left of repositories that are out of sight, and it is told anew when they come back", async () => {
    const [one, other] = [REPOSITORY + 6, REPOSITORY + 7];
    for (const repositoryId of [one, other]) await told(news(standing(27, { repositoryId, installationId: 8 })));
    await store().standings.left(8, [one]);
    expect(await store().standings.get(key(27, one))).toBeUndefined();
    expect(await memoryOf(key(27, one))).not.toHaveProperty("stands", "digest");
    expect(await store().standings.get(key(27, other))).toBeDefined();
    await store().standings.left(9, undefined);
    expect(await store().standings.get(key(27, other))).toBeDefined();
    await store().standings.left(8, undefined);
    expect(await store().standings.get(key(27, other))).toBeUndefined();
  });

  describe("a turn that was under way when its repository left", () => {
    test("tells pages nothing, and the first one after it came back does", async () => {
      const given = await inSight(31, { stands: "digest", kept: true });
      const { key: one } = given.standing;
      await store().standings.left(31, undefined);
      await store().subjects.remember(one, { stands: "digest" });
      await store().subjects.remember(one, { stands: "newer" }, { ...given, told: "digest" });
      expect(await shown(given)).toEqual([undefined, []]);
      const back = z.object({ stands: z.string() }).parse(await memoryOf(one));
      expect(back.stands).not.toBe("newer");
      await store().subjects.remember(one, { stands: "newer" }, { ...given, told: back.stands });
      expect(await memoryOf(one)).toEqual({ stands: "newer" });
      expect((await shown(given))[0]).toBeDefined();
    });

    test("tells them nothing either where it was the first, and fails", async () => {
      const given = await inSight(32);
      await store().standings.left(32, [REPOSITORY + 32]);
      await expect(store().subjects.remember(given.standing.key, { stands: "newer" }, given)).rejects.toThrow(
        "upserted",
      );
      expect(await shown(given)).toEqual([undefined, []]);
    });
  });

  test("what is over is forgotten in the end, what is followed never", async () => {
    await told(news(standing(28, { followed: false })));
    await told(news(standing(29)));
    await store().standings.clear(AT);
    expect(await store().standings.get(key(28))).toBeDefined();
    await store().standings.clear(LATER);
    expect(await store().standings.get(key(28))).toBeUndefined();
    expect(await store().standings.get(key(29))).toBeDefined();
  });
});
