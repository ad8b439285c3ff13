import { describe, expect, test } from "@jest/globals";
import { createHealth, type GithubState } from "../../src/operations/health.ts";
import { stateOf } from "../../src/operations/state.ts";

const fails = async (): Promise<never> => {
  throw new Error("connect ECONNREFUSED db.internal:5432 password=hunter2");
};
const answers = async (): Promise<void> => undefined;
const lagging = (lagSeconds: number) => async () => ({ lagSeconds });

describe("health", () => {
  test.each([
    [
      "all is well",
      { ping: answers, depth: lagging(0), said: "answers" },
      { ready: true, database: "answers", queue: "keeps up" },
    ],
    [
      "the queue is behind",
      { ping: answers, depth: lagging(61), said: "answers" },
      { ready: true, database: "answers", queue: "behind" },
    ],
    [
      "GitHub is away",
      { ping: answers, depth: lagging(0), said: "away" },
      { ready: true, database: "answers", queue: "keeps up" },
    ],
    [
      "the database is away",
      { ping: fails, depth: fails, said: "answers" },
      { ready: false, database: "away", queue: "unknown" },
    ],
    [
      "the queue can't be read",
      { ping: answers, depth: fails, said: "answers" },
      { ready: true, database: "answers", queue: "unknown" },
    ],
  ] as const)("%s", async (_what, { ping, depth, said }, expected) => {
    const github = stateOf<GithubState>("unknown");
    github.is(said);
    const { report } = createHealth({ ping, depth, github });
    const { ready, database, queue, github: told } = await report();
    expect({ ready, database: database.state, queue: queue.state, github: told.state }).toEqual({
      ...expected,
      github: said,
    });
  });

  test("a process that stops is not ready, whatever it rests on", async () => {
    const health = createHealth({ ping: answers, depth: lagging(0), github: stateOf<GithubState>("answers") });
    health.stopping();
    expect(await health.report()).toMatchObject({ ready: false, process: { state: "stopping" } });
  });

  test("tells since when, and no error's words", async () => {
    const before = Date.now();
    const { report } = createHealth({ ping: fails, depth: fails, github: stateOf<GithubState>("unknown") });
    const told = await report();
    expect(told.database.since.getTime()).toBeGreaterThanOrEqual(before);
    expect(JSON.stringify(told)).not.toMatch(/ECONN|hunter|internal/);
  });

  test("many who ask at once cost one question", async () => {
    let asked = 0;
    const ping = async (): Promise<void> => void (asked += 1);
    const { report } = createHealth({ ping, depth: lagging(0), github: stateOf<GithubState>("unknown") });
    await Promise.all(Array.from({ length: 50 }, report));
    expect(asked).toBe(1);
  });
});

test("what stays as it is keeps its since", () => {
  const state = stateOf<"up" | "down">("up");
  const { since } = state.current();
  state.is("up");
  expect(state.current().since).toBe(since);
  state.is("down");
  expect(state.current().since).not.toBe(since);
});
