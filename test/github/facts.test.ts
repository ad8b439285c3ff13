import { describe, expect, test } from "@jest/globals";
import type { NodeOf } from "../../src/github/connections.ts";
import { checksOf } from "../../src/github/facts.ts";

const OURS = 7;

type Run = Extract<NodeOf<"checks">, { __typename: "CheckRun" }>;

const run = (suite: string, about: Partial<Run> = {}): Run => ({
  __typename: "CheckRun",
  name: "test",
  status: "COMPLETED",
  conclusion: "SUCCESS",
  startedAt: "2026-11-20T12:00:00Z",
  checkSuite: { id: suite, app: { databaseId: 15368, slug: "github-actions" } },
  ...about,
});

const FAILED = { conclusion: "FAILURE" };
const QUEUED = { status: "QUEUED", conclusion: null, startedAt: null };
const LATER = { startedAt: "2026-11-20T12:30:00Z" };

const status = (context: string, state: string, createdAt: string): NodeOf<"checks"> => ({
  __typename: "StatusContext",
  context,
  state,
  createdAt,
});

describe("checks", () => {
  test.each<{ title: string; nodes: readonly NodeOf<"checks">[]; are: readonly string[] }>([
    { title: "a rerun replaces what it reran", nodes: [run("a", FAILED), run("a", LATER)], are: ["test success"] },
    { title: "whatever their order", nodes: [run("a", LATER), run("a", FAILED)], are: ["test success"] },
    {
      title: "another workflow's success hides no failure",
      nodes: [run("a", FAILED), run("b", LATER)],
      are: ["test failure", "test success"],
    },
    { title: "a queued rerun is the latest", nodes: [run("a", QUEUED), run("a")], are: ["test pending"] },
    { title: "also when it is listed last", nodes: [run("a"), run("a", QUEUED)], are: ["test pending"] },
    {
      title: "ours are left out",
      nodes: [run("a", { checkSuite: { id: "a", app: { databaseId: OURS, slug: "gatehouse" } } })],
      are: [],
    },
    {
      title: "the latest status of a context",
      nodes: [status("ci", "FAILURE", "2026-11-20T12:00:00Z"), status("ci", "SUCCESS", "2026-11-20T12:01:00Z")],
      are: ["ci success"],
    },
    {
      title: "a status beside a run of its name",
      nodes: [status("test", "FAILURE", "2026-11-20T12:00:00Z"), run("a", LATER)],
      are: ["test failure", "test success"],
    },
  ])("$title", ({ nodes, are }) => {
    expect(checksOf(nodes, OURS).map(({ name, state }) => `${name} ${state}`)).toEqual(are);
  });
});
