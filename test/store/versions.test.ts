import { describe, expect, test } from "@jest/globals";
import { kinds } from "./databases.ts";
import { opened } from "./opened.ts";
import { partOf, turnKey } from "../../src/readiness/viewing/versions.ts";
import { NOTHING, newsOf, tell } from "./standing-news.ts";

const FINDING = { code: "config/x", message: "Wrong.", file: "a.yml", line: 1, column: 1 };

const broken = (severity: "error" | "warning") => ({
  verdict: { ...NOTHING, findings: [{ ...FINDING, severity }] },
});

describe.each(kinds)("versions on $kind", ({ start }) => {
  const { store } = opened(start);
  const REPOSITORY = 3_000_000_021;
  const KEY = `repo:${REPOSITORY}/pull:1`;
  const of = async (key = KEY) => (await store().versions.of([key])).get(key);

  test("what is not known has none, and nothing is asked about nothing", async () => {
    expect(await store().versions.of([])).toEqual(new Map());
    expect(await store().versions.of(["repo:1/pull:1", "x"])).toEqual(new Map());
  });

  test("another word after each thing that pages show, and the same one after nothing", async () => {
    const seen = new Set<string | undefined>();
    const changes = [
      () => tell(store(), newsOf(REPOSITORY, 1)),
      () => tell(store(), newsOf(REPOSITORY, 1, { at: new Date("2026-03-07T00:00:00Z") })),
      () => store().subjects.remember(KEY, { record: { seenAt: "2026-03-07T01:00:00.000Z" } }),
      () => store().ledger.append(KEY, [{ key: "a", at: new Date(0), entry: {} }]),
      () => store().standings.undetermined(KEY, new Date("2026-03-08T00:00:00Z")),
      () => store().standings.close(KEY, new Date("2026-03-09T00:00:00Z")),
    ];
    for (const change of changes) {
      await change();
      const version = await of();
      expect(seen).not.toContain(version);
      expect(await of()).toBe(version);
      seen.add(version);
    }
  });

  const shown = async (...ids: readonly number[]) => partOf((await of(turnKey("Zoë"))) ?? "none", new Set(ids));

  test("what waits for somebody changes with it, in the repositories that they can read", async () => {
    const [here, there] = [REPOSITORY + 3, REPOSITORY + 4];
    const all = [await shown(here, there)];
    expect(all).toEqual([""]);
    const changes = [
      () => tell(store(), newsOf(here, 1, { awaited: ["zoë", "mona"] })),
      () => tell(store(), newsOf(here, 2, { awaited: ["zoë"], at: new Date("2026-03-07T00:00:00Z") })),
      () => store().standings.undetermined(`repo:${here}/pull:1`, new Date("2026-03-08T00:00:00Z")),
      () => store().standings.close(`repo:${here}/pull:2`, new Date("2026-03-09T00:00:00Z")),
    ];
    for (const change of changes) {
      await change();
      all.push(await shown(here, there));
    }
    expect(new Set(all).size).toBe(all.length);
    await tell(store(), newsOf(here, 3, { awaited: ["mona"] }));
    await tell(store(), newsOf(there, 1, { awaited: ["zoë"] }));
    expect(await shown(here)).toBe(all.at(-1));
    expect(await shown(here, there)).not.toBe(all.at(-1));
    expect(await shown()).toBe("");
  });

  test("what broken config holds changes with it, for everybody who can read the repository", async () => {
    const there = REPOSITORY + 6;
    await tell(store(), newsOf(there, 1, { standing: broken("warning") }));
    const before = await shown(there);
    await tell(store(), newsOf(there, 1, { standing: broken("error"), at: new Date("2026-03-07T00:00:00Z") }));
    const one = await shown(there);
    await tell(store(), newsOf(there, 2, { standing: broken("error") }));
    expect(new Set([before, one, await shown(there)]).size).toBe(3);
    expect(await shown()).toBe("");
  });

  test("a repository's changes with its pull requests and its deployments, and with no other's", async () => {
    const [key, other] = [`repo:${REPOSITORY + 1}`, `repo:${REPOSITORY + 2}`];
    const before = [await of(key), await of(other)];
    await tell(store(), newsOf(REPOSITORY + 1, 5));
    const told = [await of(key), await of(other)];
    expect([told[0] === before[0], told[1] === before[1]]).toEqual([false, true]);
    await store().subjects.upsert({
      key: `${key}/deploy:production/abc`,
      kind: "deployment",
      installationId: 7,
      repositoryId: REPOSITORY + 1,
      owner: "acme",
      name: "shop",
      state: "open",
    });
    expect(await of(key)).not.toBe(told[0]);
  });
});
