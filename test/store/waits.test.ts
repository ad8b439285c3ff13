import { describe, expect, test } from "@jest/globals";
import { digestOf } from "../../src/readiness/publish.ts";
import type { EndedWait } from "../../src/readiness/standings/ports.ts";
import { kinds } from "./databases.ts";
import { opened } from "./opened.ts";
import { phaseVerdict, procedureVerdict, stepVerdict } from "../readiness/standings/verdicts.ts";
import { newsOf, NOTHING, tell } from "./standing-news.ts";

const MINUTE = 60_000;
/** A Friday. */
const DONE = new Date("2026-03-06T16:00:00Z");
const BEFORE = new Date("2026-03-01T00:00:00Z");
const WEEK = new Date("2026-03-02T00:00:00Z");
const DAY = 24 * 60 * MINUTE;

const wait = (minutes: number, about: Partial<EndedWait> = {}): EndedWait => {
  const { doneAt = DONE } = about;
  return {
    step: { procedure: "release", id: "qa", title: "QA agrees" },
    on: ["role:qa"],
    openedAt: new Date(doneAt.getTime() - minutes * MINUTE),
    doneAt,
    outcome: "met",
    ...about,
  };
};

/** An act of Ann's, as the ledger takes it. */
const act = (name: string, at: string, about: object) => ({
  key: name,
  at: new Date(at),
  entry: { by: { login: "ann" }, via: "command", key: name, at, ...about },
});

const putOff = (key: string, at: string, about: { procedure: string; step: string }) =>
  act(key, `2026-03-10T${at}:00Z`, { act: "defer", reason: "later", ...about });

describe.each(kinds)("on $kind", ({ start }) => {
  const { store } = opened(start);
  let repositories = 3_000_000_100;

  /** A repository in which these waits ended, each on a pull request of its own. */
  const repositoryWith = async (...waits: readonly EndedWait[]): Promise<number> => {
    repositories += 1;
    for (const [index, ended] of waits.entries())
      await tell(store(), newsOf(repositories, index + 1, { ended: [ended] }));
    return repositories;
  };

  test("steps are told by their median, the longest first, under their newest title", async () => {
    const docs = { procedure: "release", id: "docs", title: "Docs" };
    const renamed = { procedure: "release", id: "qa", title: "QA says yes" };
    const id = await repositoryWith(
      wait(10),
      wait(20),
      wait(60, { step: renamed, doneAt: new Date(DONE.getTime() + MINUTE) }),
      wait(30, { step: docs, on: ["author"] }),
    );
    expect(await store().waits.bySteps([id], BEFORE)).toEqual([
      { procedure: "release", step: "docs", title: "Docs", count: 1, medianMs: 30 * MINUTE, mostMs: 30 * MINUTE },
      { procedure: "release", step: "qa", title: "QA says yes", count: 3, medianMs: 20 * MINUTE, mostMs: 52 * MINUTE },
    ]);
  });

  test("people are told by their median; a step that two were awaited for counts for both", async () => {
    const id = await repositoryWith(wait(10, { on: ["role:qa", "author"] }), wait(30));
    expect(await store().waits.byPeople([id], BEFORE)).toMatchObject([
      { on: "role:qa", count: 2, medianMs: 20 * MINUTE },
      { on: "author", count: 1, medianMs: 10 * MINUTE },
    ]);
  });

  test("pull requests from opened to ready are told by week", async () => {
    const ready = { step: undefined, on: [], outcome: "open" };
    const id = await repositoryWith(
      wait(60, ready),
      wait(120, { ...ready, doneAt: new Date("2026-03-08T23:59:59Z") }),
      wait(30, { ...ready, doneAt: new Date("2026-03-09T00:00:00Z") }),
      wait(1, { ...ready, outcome: "overridden" }),
      wait(5),
    );
    expect(await store().waits.byWeeks([id], BEFORE)).toMatchObject([
      { week: WEEK, count: 2, medianMs: 90 * MINUTE },
      { week: new Date(WEEK.getTime() + 7 * DAY), count: 1, medianMs: 30 * MINUTE },
    ]);
  });

  test("a pull request counts once: from opened to when it became ready for the last time, unless an override let it go", async () => {
    const ready = { step: undefined, on: [], outcome: "open" };
    const later = (minutes: number) => new Date(DONE.getTime() + minutes * MINUTE);
    const id = await repositoryWith();
    const became = async (number: number, ...ended: readonly EndedWait[]): Promise<void> => {
      for (const one of ended) await tell(store(), newsOf(id, number, { ended: [one] }));
    };
    await became(1, wait(60, ready), wait(10, { ...ready, doneAt: later(40) }));
    await became(2, wait(60, ready), wait(10, { ...ready, doneAt: later(40), outcome: "overridden" }));
    await became(3, wait(30, { ...ready, outcome: "overridden" }), wait(10, { ...ready, doneAt: later(40) }));
    expect(await store().waits.byWeeks([id], BEFORE)).toMatchObject([{ count: 2, medianMs: 85 * MINUTE }]);
    expect(await store().waits.byWeeks([id], later(20))).toMatchObject([{ count: 2, medianMs: 85 * MINUTE }]);
    expect(await store().waits.byWeeks([id], later(41))).toEqual([]);
  });

  test("steps and people are told by week, too", async () => {
    const nextWeek = new Date(DONE.getTime() + 7 * DAY);
    const id = await repositoryWith(wait(10), wait(20), wait(90, { doneAt: nextWeek, on: ["role:qa", "author"] }));
    const next = { week: new Date(WEEK.getTime() + 7 * DAY), count: 1, medianMs: 90 * MINUTE };
    const step = { procedure: "release", step: "qa" };
    expect(await store().waits.byStepsAndWeeks([id], BEFORE)).toMatchObject([
      { ...step, ...next },
      { ...step, week: WEEK, count: 2, medianMs: 15 * MINUTE },
    ]);
    expect(await store().waits.byPeopleAndWeeks([id], BEFORE)).toMatchObject([
      { on: "author", ...next },
      { on: "role:qa", ...next },
      { on: "role:qa", week: WEEK, count: 2, medianMs: 15 * MINUTE },
    ]);
  });

  test("of thousands of steps and people the newest week is told whole", async () => {
    const many = 1100;
    const nextWeek = new Date(DONE.getTime() + 7 * DAY);
    const weekOf = (doneAt: Date) =>
      Array.from({ length: many }, (_, index) =>
        wait(10, {
          doneAt,
          step: { procedure: "release", id: `step-${index}`, title: "Step" },
          on: [`login:dev-${index}`],
        }),
      );
    repositories += 1;
    await tell(store(), newsOf(repositories, 1, { ended: [...weekOf(DONE), ...weekOf(nextWeek)] }));
    expect(
      (await store().waits.byStepsAndWeeks([repositories], BEFORE)).filter(({ week }) => week > WEEK),
    ).toHaveLength(many);
    expect(
      (await store().waits.byPeopleAndWeeks([repositories], BEFORE)).filter(({ week }) => week > WEEK),
    ).toHaveLength(many);
  });

  test("other repositories and earlier times don't count", async () => {
    const other = await repositoryWith(wait(1000));
    const id = await repositoryWith(wait(10), wait(500, { doneAt: new Date(BEFORE.getTime() - 1) }));
    expect(await store().waits.bySteps([id], BEFORE)).toMatchObject([{ count: 1, medianMs: 10 * MINUTE }]);
    expect(await store().waits.bySteps([id, other], BEFORE)).toMatchObject([{ count: 2 }]);
    expect(await store().waits.bySteps([], BEFORE)).toEqual([]);
  });

  test("who is waited for now is told by steps and subjects, and since when", async () => {
    repositories += 1;
    const open = (minutes: number, ...on: readonly string[]) => {
      const at = new Date(DONE.getTime() - minutes * MINUTE).toISOString();
      return { state: "waiting", since: at, opened: at, on: [...on] };
    };
    const done = { state: "met", since: DONE.toISOString() };
    await tell(
      store(),
      newsOf(repositories, 1, {
        times: { "p/a": open(5, "role:qa"), "p/b": open(9, "role:qa", "author"), "p/c": done },
      }),
    );
    await tell(store(), newsOf(repositories, 2, { times: { "p/a": open(30, "role:qa"), merge: open(40) } }));
    await tell(
      store(),
      newsOf(repositories, 3, { standing: { followed: false }, times: { "p/a": open(90, "role:qa") } }),
    );
    const at = (minutes: number) => new Date(DONE.getTime() - minutes * MINUTE);
    expect(await store().waits.now([repositories])).toEqual([
      { on: "role:qa", steps: 3, subjects: 2, since: at(30) },
      { on: "author", steps: 1, subjects: 1, since: at(9) },
    ]);
  });

  test("what was let through is told with the issue that follows it up", async () => {
    repositories += 1;
    const key = `repo:${repositories}/pull:5`;
    const onStep = { procedure: "release", step: "qa" };
    await store().ledger.append(key, [
      act("a", "2026-02-01T10:00:00Z", { act: "waive", reason: "long ago", ...onStep }),
      act("b", "2026-03-03T10:00:00Z", { act: "tick", ...onStep }),
      act("c", "2026-03-04T10:00:00Z", { act: "waive", reason: "no app", ...onStep }),
      act("d", "2026-03-05T10:00:00Z", {
        act: "override",
        gate: "merge",
        reason: "fire",
        expires: "2026-03-06T10:00:00Z",
      }),
      act("e", "2026-03-10T10:00:00Z", { act: "defer", reason: "later", ...onStep }),
      act("f", "2026-03-10T11:00:00Z", { act: "waive", shape: "of another release" }),
    ]);
    const url = "https://github.com/acme/shop/issues/9";
    const item = { subjectKey: key, kind: "follow-up", digest: "x" } as const;
    await store().published.put({ ...item, name: digestOf("e"), remoteId: url });
    await store().published.put({ ...item, name: digestOf("d"), remoteId: "" });
    const found = await store().waits.exceptions([repositories], BEFORE);
    expect(found.map(({ entry, followUp, number }) => [entry.act, followUp, number])).toEqual([
      ["defer", url, 5],
      ["override", undefined, 5],
      ["waive", undefined, 5],
    ]);
    expect(found[0]).toMatchObject({ subject: "pull_request", repositoryId: repositories, entry: { reason: "later" } });
    expect(await store().waits.exceptionsByWeeks([repositories], BEFORE)).toEqual([
      { week: WEEK, act: "override", count: 1 },
      { week: WEEK, act: "waive", count: 1 },
      { week: new Date(WEEK.getTime() + 7 * DAY), act: "defer", count: 1 },
      { week: new Date(WEEK.getTime() + 7 * DAY), act: "waive", count: 1 },
    ]);
    expect(await store().waits.exceptions([repositories - 1], BEFORE)).toEqual([]);
  });

  test("of what was put off and is not done it is told by when it was to be, once for a step", async () => {
    repositories += 1;
    const dueAt = new Date("2026-03-12T10:00:00Z");
    const steps = (["deferred", "met", "deferred"] as const).map((state, index) =>
      stepVerdict({ id: `s${index}`, state }),
    );
    const procedures = [
      procedureVerdict({ id: "release", phases: [phaseVerdict({ steps, dueAt, state: "complete" })] }),
      procedureVerdict({ id: "other", exit: "aborted", phases: [phaseVerdict({ steps, dueAt })] }),
    ];
    await tell(store(), newsOf(repositories, 1, { standing: { verdict: { ...NOTHING, procedures } } }));
    await store().ledger.append(`repo:${repositories}/pull:1`, [
      putOff("g", "10:00", { procedure: "release", step: "s0" }),
      putOff("h", "10:01", { procedure: "release", step: "s0" }),
      putOff("i", "10:02", { procedure: "release", step: "s1" }),
      putOff("j", "10:03", { procedure: "other", step: "s2" }),
    ]);
    const found = await store().waits.exceptions([repositories], BEFORE);
    expect(found.map(({ entry, dueAt: due }) => [entry.key, due])).toEqual([
      ["j", undefined],
      ["i", undefined],
      ["h", dueAt],
      ["g", undefined],
    ]);
  });

  test("a subject that is not there has not waited", async () => {
    const { standing, ...rest } = newsOf(repositories + 50, 1, { ended: [wait(10)] });
    await expect(store().subjects.remember(standing.key, {}, { standing, ...rest })).rejects.toThrow("upserted");
    expect(await store().waits.bySteps([repositories + 50], BEFORE)).toEqual([]);
  });

  test("waits are forgotten in the end", async () => {
    const id = await repositoryWith(wait(10), wait(20, { doneAt: new Date(DONE.getTime() + DAY) }));
    await store().standings.clear(new Date(DONE.getTime() + 1));
    expect(await store().waits.bySteps([id], BEFORE)).toMatchObject([{ count: 1, medianMs: 20 * MINUTE }]);
  });
});
