import { describe, expect, test } from "@jest/globals";
import { changesOf, HANDLED_EVENTS, problemOf } from "../../src/github/changes.ts";
import { peopleOf } from "../../src/github/events/people.ts";

const SELF = { appId: 7, slug: "gatehouse", githubApiUrl: "https://api.github.com" };

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

describe("a label that was deleted from the repository", () => {
  test.each(["labeled", "unlabeled"])("is not named where it was %s, and may be any", (action) => {
    const issue = { ...issueEvent(action), label: undefined };
    expect(changesOf("issues", issue, SELF).map(({ touches }) => touches)).toEqual(["any", "linkedIssues"]);
    const pull = changesOf("pull_request", about({ action, pull_request: PULL }), SELF);
    expect(pull.map(({ touches }) => touches)).toEqual(["any"]);
  });
});

const labelTouches = (action: string, changes: object) =>
  changesOf("label", about({ action, label: { name: "ready" }, changes }), SELF).map(({ touches, everyFollowed }) => [
    touches,
    everyFollowed,
  ]);

describe("a label of the repository", () => {
  test("that gets another name matters under both to whatever is followed", () => {
    expect(labelTouches("edited", { name: { from: "blessed" } })).toEqual([
      [{ label: "blessed" }, true],
      [{ label: "ready" }, true],
    ]);
  });

  test.each([
    { action: "edited", changes: { color: { from: "ffffff" } } },
    { action: "edited", changes: { name: { from: "Ready" } } },
    { action: "created", changes: {} },
    { action: "deleted", changes: {} },
  ])("that is $action with $changes matters to nobody", ({ action, changes }) => {
    expect(labelTouches(action, changes)).toEqual([]);
  });
});

describe("a pull request's state", () => {
  test.each([
    { told: { state: "open", merged: false, merged_at: null }, state: "open" },
    { told: { state: "closed", merged: false, merged_at: null }, state: "closed" },
    { told: { state: "closed", merged: true }, state: "merged" },
    { told: { state: "closed", merged_at: "2026-11-20T12:00:00Z" }, state: "merged" },
  ])("of $told is $state", ({ told, state }) => {
    const [change] = changesOf("pull_request", about({ action: "closed", pull_request: { ...PULL, ...told } }), SELF);
    expect(change?.pulls[0]?.state).toBe(state);
  });
});

const issueEvent = (action: string, more: object = {}) =>
  about({
    action,
    issue: { number: 5, state: "open", updated_at: "2026-11-20T12:00:00Z", labels: [], milestone: null, ...more },
    label: { name: "bug" },
  });

describe("an issue", () => {
  const labelled = { labels: [{ name: "bug" }] };

  test.each<{ action: string; more?: object; touches: readonly unknown[] }>([
    { action: "opened", touches: ["any"] },
    { action: "opened", more: labelled, touches: ["any", "linkedIssues"] },
    { action: "opened", more: { milestone: { title: "v1" } }, touches: ["any", "linkedIssues"] },
    { action: "edited", touches: ["any", "linkedIssues"] },
    { action: "closed", touches: ["any", "linkedIssues"] },
    { action: "reopened", touches: ["any", "linkedIssues"] },
    { action: "deleted", touches: ["any", "linkedIssues"] },
    { action: "transferred", touches: ["any", "linkedIssues"] },
    { action: "labeled", touches: [{ label: "bug" }, "linkedIssues"] },
    { action: "unlabeled", touches: [{ label: "bug" }, "linkedIssues"] },
    { action: "milestoned", touches: ["milestone", "linkedIssues"] },
    { action: "demilestoned", touches: ["milestone", "linkedIssues"] },
    { action: "assigned", touches: [] },
    { action: "pinned", touches: [] },
    { action: "locked", touches: [] },
  ])("that is $action ($more) touches $touches", ({ action, more, touches }) => {
    expect(changesOf("issues", issueEvent(action, more), SELF).map((change) => change.touches)).toEqual(touches);
  });

  test("is named, and its pull requests are touched all together", () => {
    const [own, others] = changesOf("issues", issueEvent("closed", { state: "closed" }), SELF);
    expect(own?.issues).toEqual([{ number: 5, state: "closed", updatedAt: "2026-11-20T12:00:00Z" }]);
    expect(own?.everyPullOn).toBeUndefined();
    expect(others).toMatchObject({ everyPullOn: "*", pulls: [] });
    expect(others?.issues).toBeUndefined();
  });

  test("that we open ourselves is nobody's turn", () => {
    const ours = { ...issueEvent("opened"), sender: { login: "gatehouse[bot]", type: "Bot" } };
    expect(changesOf("issues", ours, SELF)).toEqual([]);
  });

  test.each(["deleted", "transferred"])("that is %s is not open any more, whatever it was", (action) => {
    expect(changesOf("issues", issueEvent(action), SELF)[0]?.issues).toMatchObject([{ state: "closed" }]);
  });

  test("is commented on as a pull request is", () => {
    const payload = { ...edited({ body: { from: "before" } }), issue: { number: 5 } };
    const [change] = changesOf("issue_comment", payload, SELF);
    expect(change).toMatchObject({ issues: [{ number: 5 }], pulls: [], act: { kind: "comment-edited" } });
  });
});

test("a deployment names its environment, and its commit to nobody", () => {
  const [change] = changesOf(
    "deployment_status",
    about({ action: "created", deployment: { environment: "staging", sha: "abc" } }),
    SELF,
  );
  expect(change).toMatchObject({ everyFollowed: true, environment: "staging", touches: "deployments", shas: [] });
});

const push = (more: object) =>
  about({
    ref: "refs/heads/main",
    before: "old",
    after: "new",
    repository: { id: 2, name: "shop", owner: { login: "acme" }, default_branch: "main", pushed_at: 1_772_359_200 },
    commits: [{ added: ["src/a.ts"], removed: [], modified: [] }],
    ...more,
  });

describe("a push", () => {
  test("of other files moves the tip and no policy", () => {
    expect(changesOf("push", push({}), SELF)).toMatchObject([
      {
        touches: "tip",
        isDefault: true,
        paths: ["src/a.ts"],
        tip: { branch: "main", sha: "new", before: "old", at: "2026-03-01T10:00:00.000Z" },
      },
    ]);
  });

  test.each([
    { what: "of what may be policy", more: { commits: [{ modified: ["a.yml"] }] }, paths: ["a.yml"] },
    { what: "that was forced", more: { forced: true }, paths: undefined },
    { what: "that lists not all commits", more: { size: 2 }, paths: undefined },
  ])("$what may change policy, too", ({ more, paths }) => {
    const changes = changesOf("push", push(more), SELF);
    expect(changes.map((change) => [change.touches, change.everyPullOn, change.paths])).toEqual([
      ["policy", "main", paths],
      ["tip", undefined, paths],
    ]);
  });

  test.each([
    { what: "a tag", more: { ref: "refs/tags/v1" } },
    { what: "a branch that is deleted", more: { deleted: true } },
  ])("of $what is nobody's", ({ more }) => {
    expect(changesOf("push", push(more), SELF)).toEqual([]);
  });
});

const editedRepository = (changes: object) =>
  about({
    action: "edited",
    repository: { id: 2, name: "shop", owner: { login: "acme" }, default_branch: "trunk" },
    changes,
  });

describe("a repository", () => {
  test("with another default branch has another policy for issues and other repositories", () => {
    expect(changesOf("repository", editedRepository({ default_branch: { from: "main" } }), SELF)).toMatchObject([
      { everyPullOn: "trunk", isDefault: true, touches: "policy" },
    ]);
  });

  test("with another description has not", () => {
    expect(changesOf("repository", editedRepository({ description: { from: null } }), SELF)).toEqual([]);
  });
});

describe("a payload that can't be read", () => {
  test.each([...HANDLED_EVENTS])("of %s is told apart from one that doesn't matter", (event) => {
    expect(changesOf(event, { action: 5 }, SELF)).toEqual([]);
    expect(problemOf(event, { action: 5 }, SELF)).toContain("action");
  });

  test("says where, and nothing of what was there", () => {
    const broken = about({ action: "opened", pull_request: { ...PULL, number: "a secret" } });
    expect(problemOf("pull_request", broken, SELF)).toContain("pull_request.number");
    expect(problemOf("pull_request", broken, SELF)).not.toContain("a secret");
  });

  test.each([
    ["pull_request", about({ action: "assigned", pull_request: PULL })],
    ["pull_request", { action: "opened", pull_request: PULL }],
    ["gollum", "whatever"],
  ])("%s is fine where it only doesn't matter", (event, payload) => {
    expect(problemOf(event, payload, SELF)).toBeUndefined();
    expect(changesOf(event, payload, SELF)).toEqual([]);
  });
});

const everywhere = (more: Readonly<Record<string, unknown>>) => ({
  installation: { id: 1 },
  organization: { login: "acme" },
  sender: { login: "olga", type: "User" },
  ...more,
});
const inTeam = (parent: unknown = null) => ({
  scope: "team",
  member: { login: "ada" },
  team: { slug: "qa", parent },
});

describe("people who come and go", () => {
  test.each<{ event: string; payload: Readonly<Record<string, unknown>>; reach: unknown }>([
    { event: "membership", payload: { action: "removed", ...inTeam() }, reach: { team: "qa" } },
    { event: "membership", payload: { action: "added", ...inTeam() }, reach: { team: "qa" } },
    { event: "membership", payload: { action: "removed", ...inTeam({ slug: "staff" }) }, reach: "teams" },
    { event: "team", payload: { action: "deleted", team: { slug: "qa" } }, reach: "teams" },
    { event: "team", payload: { action: "edited", team: { slug: "quality" } }, reach: "teams" },
    { event: "team", payload: { action: "added_to_repository", team: { slug: "qa" } }, reach: undefined },
    { event: "organization", payload: { action: "member_removed" }, reach: "everybody" },
    { event: "organization", payload: { action: "member_added" }, reach: undefined },
    { event: "status", payload: { sha: "abc" }, reach: undefined },
  ])("$event $payload.action reaches $reach", ({ event, payload, reach }) => {
    const found = peopleOf(event, everywhere(payload));
    expect(found?.reach).toEqual(reach);
    if (found !== undefined) expect(found).toMatchObject({ event, installationId: 1, organization: "acme" });
    expect(problemOf(event, everywhere(payload), SELF)).toBeUndefined();
    expect(changesOf(event, everywhere(payload), SELF).filter(({ touches }) => touches === "people")).toEqual([]);
  });

  test.each([
    ["member", "added"],
    ["member", "removed"],
    ["member", "edited"],
    ["team", "added_to_repository"],
    ["team", "removed_from_repository"],
    ["team", "edited"],
  ])("%s %s in a repository reaches what is followed there", (event, action) => {
    const [change] = changesOf(event, about({ action, team: { slug: "qa" } }), SELF);
    expect(change).toMatchObject({ everyFollowed: true, touches: "people", repository: { id: 2 } });
  });
});
