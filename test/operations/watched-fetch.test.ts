import { describe, expect, test } from "@jest/globals";
import { createBudgets } from "../../src/operations/budgets.ts";
import type { GithubState } from "../../src/operations/health.ts";
import { stateOf } from "../../src/operations/state.ts";
import type { CallKind } from "../../src/operations/tally.ts";
import { NO_TRACING } from "../../src/operations/tracing.ts";
import { watchedFetch } from "../../src/operations/watched-fetch.ts";

interface Counted {
  readonly kind: CallKind;
  readonly status: string;
}

const watching = (call: typeof fetch, isPersonal = false) => {
  const counted: Counted[] = [];
  const github = stateOf<GithubState>("unknown");
  const budgets = createBudgets();
  const tally = { call: ({ kind, status }: Counted) => void counted.push({ kind, status }) };
  const watched = watchedFetch(call, { tally, budgets, github, tracing: NO_TRACING, isPersonal });
  return { counted, github, budgets, watched };
};

const answering =
  (status: number, headers: Record<string, string> = {}): typeof fetch =>
  async () =>
    new Response("{}", { status, headers });

const API = "https://api.github.com";

describe("a call to GitHub is counted by what it is", () => {
  test.each<[string, RequestInit, CallKind]>([
    ["/graphql", { method: "POST", body: JSON.stringify({ query: "query { viewer { login } }" }) }, "query"],
    ["/graphql", { method: "POST", body: JSON.stringify({ query: "mutation($id: ID!) { x }" }) }, "mutation"],
    ["/repos/acme/app/check-runs", { method: "POST", body: "{}" }, "write"],
    ["/repos/acme/app", {}, "read"],
    ["/app/installations/7/access_tokens", { method: "POST" }, "token"],
    ["/app", {}, "app"],
    ["/repos/acme/app-store/compare/a...b", { method: "GET" }, "read"],
  ])("%s", async (path, init, kind) => {
    const { watched, counted } = watching(answering(200));
    await watched(`${API}${path}`, init);
    expect(counted).toEqual([{ kind, status: "200" }]);
  });
});

test("what is asked in somebody's own name is counted as such, and their limits are no installation's", async () => {
  const { counted, budgets, watched } = watching(
    answering(200, { "x-ratelimit-remaining": "7", "x-ratelimit-limit": "5000", "x-ratelimit-reset": "4102444800" }),
    true,
  );
  await watched(`${API}/user`);
  await watched("https://github.com/login/oauth/access_token", { method: "POST" });
  expect(counted).toEqual(["person", "person"].map((kind) => ({ kind, status: "200" })));
  expect(budgets.left()).toEqual([]);
});

const refused = async (): Promise<never> => {
  throw new TypeError("fetch failed");
};
const late = async (): Promise<never> => {
  throw new DOMException("late", "TimeoutError");
};

describe("how GitHub answers is remembered", () => {
  test.each<[string, [typeof fetch, GithubState, string]]>([
    ["an answer", [answering(200), "answers", "200"]],
    ["a refusal", [answering(403), "answers", "403"]],
    ["an outage", [answering(502), "away", "502"]],
    ["no connection", [refused, "away", "failed"]],
    ["no answer in time", [late, "away", "timeout"]],
  ])("%s", async (_what, [call, state, status]) => {
    const { watched, github, counted } = watching(call);
    await watched(`${API}/app`).catch(() => undefined);
    expect(github.current().state).toBe(state);
    expect(counted).toEqual([{ kind: "app", status }]);
  });
});

describe("what is left of the budget", () => {
  const inAnHour = String(Math.floor(Date.now() / 1000) + 3600);
  const said = (remaining: number, resource: string, reset = inAnHour) =>
    new Headers({
      "x-ratelimit-remaining": String(remaining),
      "x-ratelimit-limit": "5000",
      "x-ratelimit-reset": reset,
      "x-ratelimit-resource": resource,
    });

  test("is that of whoever has least, by resource", () => {
    const budgets = createBudgets();
    budgets.heard("token one", said(4000, "core"));
    budgets.heard("token two", said(500, "core"));
    budgets.heard("token one", said(100, "graphql"));
    expect(budgets.left()).toEqual([
      { resource: "core", lowest: 500, lowestShare: 0.1, installations: 2 },
      { resource: "graphql", lowest: 100, lowestShare: 0.02, installations: 1 },
    ]);
  });

  test("counts no more when its hour is over, and names only resources that GitHub has", () => {
    const budgets = createBudgets();
    budgets.heard("token one", said(1, "core", String(Math.floor(Date.now() / 1000) - 1)));
    budgets.heard("token one", said(2, "made-up-by-somebody"));
    budgets.heard("token one", new Headers());
    expect(budgets.left()).toEqual([{ resource: "other", lowest: 2, lowestShare: 0.0004, installations: 1 }]);
  });
});
