import { beforeEach, describe, expect, test } from "@jest/globals";
import { delivery, kinds } from "./databases.ts";
import { opened } from "./opened.ts";

const AT = new Date("2026-03-06T16:00:00Z");
const after = (minutes: number): Date => new Date(AT.getTime() + minutes * 60_000);
const LONG_AGO = new Date("2026-03-01T00:00:00Z");

const attempt = (guid: string, id: number, at = AT) => ({ guid, id, at, isDelivered: false });

const repository = (repositoryId: number, installationId = 7) => ({
  repositoryId,
  installationId,
  owner: "acme",
  name: "shop",
});

const subject = (key: string, state: "open" | "merged" | "closed") => ({
  ...repository(1),
  key,
  kind: "pull_request",
  headSha: "abc",
  baseRef: "main",
  state,
});

describe.each(kinds)("on $kind", ({ start }) => {
  const { store } = opened(start);
  beforeEach(async () => {
    await store().catchUp.missed.note([], ["a", "b", "c"]);
    await store().catchUp.plan.keep([], AT);
  });

  const guids = async (oldest = LONG_AGO) => (await store().catchUp.missed.open(oldest)).missed.map(({ guid }) => guid);

  test("what failed is kept oldest first, by its newest attempt, until it arrives or is held all the same", async () => {
    const { missed } = store().catchUp;
    await missed.note([attempt("b", 2, after(1)), attempt("a", 1)], []);
    await missed.asked("a", after(2));
    await missed.note([attempt("a", 5, after(3))], ["nobody"]);
    const { missed: open } = await missed.open(LONG_AGO);
    expect(open).toEqual([
      { guid: "a", attemptId: 5, happenedAt: AT, asked: 1, askedAt: after(2) },
      { guid: "b", attemptId: 2, happenedAt: after(1), asked: 0, askedAt: undefined },
    ]);
    await store().deliveries.accept(delivery({ guid: "a" }));
    expect(await guids()).toEqual(["b"]);
    await missed.note([], ["b"]);
    expect(await guids()).toEqual([]);
  });

  test("what GitHub does not keep any more is given up, and counted", async () => {
    await store().catchUp.missed.note([attempt("d", 1), attempt("b", 2, after(2)), attempt("c", 3, after(3))], []);
    expect((await store().catchUp.missed.open(after(1))).givenUp).toBe(1);
    await store().catchUp.missed.drop("b");
    expect(await store().catchUp.missed.open(after(1))).toMatchObject({ missed: [{ guid: "c" }], givenUp: 0 });
  });

  test("marks are kept by name", async () => {
    const { marks } = store().catchUp;
    expect(await marks.get("alive")).toBeUndefined();
    await marks.set("alive", AT);
    await marks.set("alive", after(1));
    expect(await marks.get("alive")).toEqual(after(1));
  });

  test("installations are due when they are new, when their time has come", async () => {
    const { plan } = store().catchUp;
    await plan.keep([7, 8], AT);
    expect(await plan.due(AT)).toEqual([
      { installationId: 7, at: AT },
      { installationId: 8, at: AT },
    ]);
    await plan.next(7, AT, after(30));
    await plan.keep([7, 9], after(1));
    expect(await plan.due(after(1))).toEqual([{ installationId: 9, at: after(1) }]);
    await plan.next(9, AT, after(40));
    expect(await plan.due(after(2))).toEqual([{ installationId: 9, at: after(1) }]);
    await plan.keep([], after(3));
    expect(await plan.due(after(100))).toEqual([]);
  });

  test("repositories are swept at a moment, for one installation", async () => {
    const { sweeps } = store().catchUp;
    await sweeps.swept([repository(1), repository(2)], AT);
    await sweeps.swept([repository(2)], after(1));
    await sweeps.swept([], after(2));
    expect([...(await sweeps.sweptAt([repository(1), repository(2), repository(3)]))]).toEqual([
      [1, AT],
      [2, after(1)],
    ]);
    expect([...(await sweeps.sweptAt([repository(1, 8)]))]).toEqual([]);
  });

  test("repositories are looked at anew in the order in which that was asked for, until it is done, and again when it is asked for again", async () => {
    const { anew } = store().catchUp;
    await anew.ask(repository(2, 8), after(1));
    await anew.ask(repository(1), AT);
    const asked = [
      { repository: repository(1), askedAt: AT },
      { repository: repository(2, 8), askedAt: after(1) },
    ];
    expect(await anew.due(AT)).toEqual(asked.slice(0, 1));
    expect(await anew.due(after(1))).toEqual(asked);
    expect(await anew.among(7, [1, 2, 3])).toEqual(new Set([1]));
    expect(await anew.among(8, [1, 2, 3])).toEqual(new Set([2]));
    await anew.putOff(asked, after(5));
    expect(await anew.due(after(4))).toEqual([]);
    expect(await anew.due(after(5))).toEqual(asked);
    await anew.ask({ ...repository(2, 8), name: "market" }, after(2));
    for (const one of asked) await anew.done(one);
    await anew.putOff(asked, after(9));
    expect(await anew.due(after(3))).toEqual([
      { repository: { ...repository(2, 8), name: "market" }, askedAt: after(2) },
    ]);
    await anew.done({ repository: repository(2, 8), askedAt: after(2) });
    expect(await anew.among(8, [1, 2, 3])).toEqual(new Set());
  });

  test("what was asked of installations that are no more is dropped, and not what was asked since they were listed", async () => {
    const { anew } = store().catchUp;
    await anew.ask(repository(1), AT);
    await anew.ask(repository(2, 8), AT);
    await anew.ask(repository(3, 9), after(1));
    await anew.keep([8], AT);
    expect((await anew.due(after(2))).map(({ repository: { repositoryId } }) => repositoryId)).toEqual([2, 3]);
    await anew.keep([], after(2));
    expect(await anew.due(after(2))).toEqual([]);
  });

  test("how far issues were looked through is kept for one round of a repository, until it is over", async () => {
    const { sweeps } = store().catchUp;
    await sweeps.keepIssuesUntil(1, "first", AT);
    await sweeps.keepIssuesUntil(11, "first", after(9));
    await sweeps.keepIssuesUntil(1, "first", after(1));
    expect(await sweeps.issuesUntil(1, "first")).toEqual(after(1));
    expect(await sweeps.issuesUntil(1, "second")).toBeUndefined();
    await sweeps.keepIssuesUntil(1, "second", after(2));
    expect(await sweeps.issuesUntil(1, "first")).toBeUndefined();
    await sweeps.keepIssuesUntil(1, "second", undefined);
    expect(await sweeps.issuesUntil(1, "second")).toBeUndefined();
    expect(await sweeps.issuesUntil(11, "first")).toEqual(after(9));
  });

  test("of subjects it is known how they stood and when they were heard of; of closed ones only what is asked for", async () => {
    await store().subjects.upsert(subject("repo:1/pull:1", "open"));
    await store().subjects.remember("repo:1/pull:1", { configured: true });
    await store().subjects.upsert(subject("repo:1/pull:2", "closed"));
    await store().subjects.upsert(subject("repo:1/pull:3", "closed"));
    await store().deliveries.accept(delivery({ subjects: ["repo:1/pull:1"], receivedAt: AT }));
    await store().deliveries.accept(delivery({ subjects: ["repo:1/pull:1"], receivedAt: after(3) }));
    const common = { kind: "pull_request", headSha: "abc", baseRef: "main" };
    expect(await store().catchUp.sweeps.known(1, ["repo:1/pull:1", "repo:1/pull:3", "repo:1/pull:4"])).toEqual([
      { ...common, key: "repo:1/pull:1", state: "open", configured: true, isUntold: true, heardAt: after(3) },
      { ...common, key: "repo:1/pull:3", state: "closed", configured: undefined, heardAt: undefined },
    ]);
  });
});
