import { expect, test } from "@jest/globals";
import { rollbacksOf } from "../../../src/readiness/deploy/rolled-back.ts";

const entry = (act: "rollback" | "resume", at: string, environment?: string) => ({
  act,
  role: "lead",
  by: { login: "olga", type: "User" },
  at,
  via: "command",
  ...(act === "rollback" ? { reason: "too slow" } : {}),
  ...(environment === undefined ? {} : { environment }),
});

const authors = (at: string) => ({ act: "resume", by: { login: "ada", type: "User" }, at, via: "command" });

const ONE = "2026-03-02T10:00:00Z";
const TWO = "2026-03-02T11:00:00Z";
const THREE = "2026-03-02T12:00:00Z";

test.each<{ title: string; rows: readonly (readonly [string, unknown])[]; moments: readonly string[] }>([
  { title: "nothing", rows: [], moments: [] },
  { title: "here, however it is spelt", rows: [["pull:1", entry("rollback", ONE, "Production")]], moments: [ONE] },
  { title: "somewhere else", rows: [["pull:1", entry("rollback", ONE, "staging")]], moments: [] },
  { title: "nobody said where", rows: [["pull:1", entry("rollback", ONE)]], moments: [ONE] },
  {
    title: "of two, oldest first",
    rows: [
      ["pull:2", entry("rollback", TWO)],
      ["pull:1", entry("rollback", ONE)],
    ],
    moments: [ONE, TWO],
  },
  {
    title: "taken back, in whatever order it was told",
    rows: [
      ["pull:1", entry("resume", TWO)],
      ["pull:1", entry("rollback", ONE)],
    ],
    moments: [`${ONE} until ${TWO}`],
  },
  {
    title: "and an abort taken back by its author",
    rows: [
      ["pull:1", entry("rollback", ONE)],
      ["pull:1", authors(TWO)],
    ],
    moments: [ONE],
  },
  {
    title: "taken back and done again",
    rows: [
      ["pull:1", entry("rollback", ONE)],
      ["pull:1", entry("resume", TWO)],
      ["pull:1", entry("rollback", THREE)],
    ],
    moments: [`${ONE} until ${TWO}`, THREE],
  },
  {
    title: "taken back by another one",
    rows: [
      ["pull:1", entry("rollback", ONE)],
      ["pull:2", entry("resume", TWO)],
    ],
    moments: [ONE],
  },
  { title: "of an unknown shape", rows: [["pull:1", { act: "rollback" }]], moments: [] },
])("$title: $moments", async ({ rows, moments }) => {
  const rollbacksIn = async () => rows.map(([subjectKey, one]) => ({ subjectKey, entry: one }));
  const found = await rollbacksOf({ rollbacksIn }, 1, "production");
  expect(found.map(({ at, resumedAt }) => (resumedAt === undefined ? at : `${at} until ${resumedAt}`))).toEqual(
    moments,
  );
});
