import { describe, expect, test } from "@jest/globals";
import { changesOf, HANDLED_EVENTS, problemOf } from "../../src/github/changes.ts";

const SELF = { appId: 7, slug: "gatehouse" };

const about = (more: Readonly<Record<string, unknown>>) => ({
  installation: { id: 1 },
  repository: { id: 2, name: "shop", owner: { login: "acme" } },
  sender: { login: "max", type: "User" },
  ...more,
});

const PULL = { number: 3, state: "open", head: { sha: "abc", ref: "change" }, base: { ref: "main" } };

const edited = (changes: unknown) =>
  about({
    action: "edited",
    issue: { number: 3, pull_request: {} },
    comment: {
      id: 4,
      body: "- [x] a <!-- gate:release/a -->",
      user: { login: "gatehouse[bot]", type: "Bot" },
      created_at: "2026-11-20T12:00:00Z",
      updated_at: "2026-11-20T12:00:01Z",
      performed_via_github_app: { id: 7 },
    },
    changes,
  });

describe("an edit of our comment", () => {
  test("is an act where GitHub tells what was there before", () => {
    const [change] = changesOf("issue_comment", edited({ body: { from: "before" } }), SELF);
    expect(change?.act).toMatchObject({ kind: "comment-edited", before: "before" });
  });

  test.each([[undefined], [{}], [{ title: { from: "x" } }]])("is nobody's act with changes %j", (changes) => {
    const [change] = changesOf("issue_comment", edited(changes), SELF);
    expect(change).toMatchObject({ touches: "comments", pulls: [{ number: 3 }] });
    expect(change?.act).toBeUndefined();
  });
});

describe("conversations", () => {
  test.each([
    { event: "pull_request_review", action: "submitted", touches: "reviews" },
    { event: "pull_request_review", action: "dismissed", touches: "reviews" },
    { event: "pull_request_review_comment", action: "created", touches: "threads" },
    { event: "pull_request_review_comment", action: "deleted", touches: "threads" },
    { event: "pull_request_review_comment", action: "edited", touches: undefined },
    { event: "pull_request_review_thread", action: "resolved", touches: "threads" },
  ])("$event.$action touches $touches", ({ event, action, touches }) => {
    expect(changesOf(event, about({ action, pull_request: PULL }), SELF)[0]?.touches).toBe(touches);
  });
});

describe("a payload that can't be read", () => {
  test.each([...HANDLED_EVENTS])("of %s is told apart from one that doesn't matter", (event) => {
    expect(changesOf(event, { action: 5 }, SELF)).toEqual([]);
    expect(problemOf(event, { action: 5 })).toContain("action");
  });

  test("says where, and nothing of what was there", () => {
    const broken = about({ action: "opened", pull_request: { ...PULL, number: "a secret" } });
    expect(problemOf("pull_request", broken)).toContain("pull_request.number");
    expect(problemOf("pull_request", broken)).not.toContain("a secret");
  });

  test.each([
    ["pull_request", about({ action: "assigned", pull_request: PULL })],
    ["pull_request", { action: "opened", pull_request: PULL }],
    ["gollum", "whatever"],
  ])("%s is fine where it only doesn't matter", (event, payload) => {
    expect(problemOf(event, payload)).toBeUndefined();
    expect(changesOf(event, payload, SELF)).toEqual([]);
  });
});
