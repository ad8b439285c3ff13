import { beforeAll, describe, expect, test } from "@jest/globals";
import type { ShadowMerge } from "../../src/readiness/adoption/shadow-merges.ts";
import { pullKey } from "../../src/readiness/change.ts";
import { kinds } from "./databases.ts";
import { opened } from "./opened.ts";

const held = (step: string, title = step) => ({ procedure: "release", step, title });

const merge = (number: number, day: number, steps: ShadowMerge["held"]): ShadowMerge => mergeIn(30, number, day)(steps);

const mergeIn =
  (repositoryId: number, number: number, day: number) =>
  (steps: ShadowMerge["held"]): ShadowMerge => ({
    subject: {
      installationId: 7,
      repositoryId,
      owner: "acme",
      name: "shop",
      kind: "pull_request",
      number,
      key: pullKey(repositoryId, number),
    },
    mergedAt: new Date(Date.UTC(2026, 4, day)),
    held: steps,
  });

const EVER = new Date(0);

describe.each(kinds)("merges on trial on $kind", ({ start }) => {
  const { store } = opened(start);

  beforeAll(async () => {
    await store().shadow.note(merge(1, 1, []));
    await store().shadow.note(merge(2, 3, [held("notes", "Notes"), held("plan")]));
    await store().shadow.note(merge(3, 5, [held("notes", "Release notes")]));
    await store().shadow.note(merge(3, 6, []));
    await store().shadow.note(mergeIn(31, 4, 2)([held("other")]));
  });

  test("are counted once each, by what would have held them, under their last name", async () => {
    expect(await store().shadow.inRepository(30, EVER)).toEqual({
      since: new Date(Date.UTC(2026, 4, 1)),
      merged: 3,
      held: 2,
      by: [
        { procedure: "release", step: "notes", title: "Release notes", count: 2 },
        { procedure: "release", step: "plan", title: "plan", count: 1 },
      ],
    });
  });

  test("are counted from a moment on", async () => {
    expect(await store().shadow.inRepository(30, new Date(Date.UTC(2026, 4, 4)))).toMatchObject({ merged: 1, held: 1 });
    expect(await store().shadow.inRepository(32, EVER)).toEqual({ since: undefined, merged: 0, held: 0, by: [] });
  });

  test("are forgotten in the end", async () => {
    await store().shadow.clear(new Date(Date.UTC(2026, 4, 3)));
    expect(await store().shadow.inRepository(30, EVER)).toMatchObject({ merged: 2 });
    expect(await store().shadow.inRepository(31, EVER)).toMatchObject({ merged: 0 });
  });
});
