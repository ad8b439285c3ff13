import { describe, expect, test } from "@jest/globals";
import type { GivenSignoff } from "../../src/requirements/judging.ts";
import { RequirementSchema } from "../../src/requirements/schema.ts";
import { EARLIER, HEAD, judge, judgingWith, requirement, shown, snapshot, type Given } from "./judging.ts";

const roles = { security: { members: ["Bob", "cleo", "ada"] } };
const at = (hour: number) => `2026-11-20T${String(hour).padStart(2, "0")}:00:00Z`;

const signs = (login: string, hour: number, more: Partial<GivenSignoff> = {}): GivenSignoff => ({
  word: "signoff",
  by: { login, type: "User" },
  at: at(hour),
  role: "security",
  commit: HEAD,
  ...more,
});
const revokes = (login: string, hour: number, more: Partial<GivenSignoff> = {}): GivenSignoff => ({
  ...signs(login, hour, more),
  word: "revoke",
});
const review = (state: "approved" | "changes_requested" | "dismissed", hour: number) => ({
  by: { login: "bob" },
  state,
  commit: HEAD,
  at: at(hour),
  writer: true,
});
const issue = { kind: "issue" as const, repository: "acme/shop", number: 7 };

interface Row {
  readonly title: string;
  readonly given?: unknown;
  readonly signoffs?: readonly GivenSignoff[];
  readonly facts?: Given;
  readonly is: string;
}

const judged = ({ given = "security", signoffs = [], facts = {} }: Omit<Row, "title" | "is">) =>
  judge({ signoff: given }, { roles, reviews: [], ...facts }, { signoffs });

describe("signoff by command", () => {
  test.each<Row>([
    { title: "a member", signoffs: [signs("bob", 9)], is: "met" },
    { title: "an outsider", signoffs: [signs("eve", 9)], is: "waiting signoff/too-few" },
    { title: "the author", signoffs: [signs("ada", 9)], is: "waiting signoff/too-few" },
    {
      title: "a bot",
      signoffs: [signs("bob", 9, { by: { login: "bob", type: "Bot" } })],
      is: "waiting signoff/too-few",
    },
    { title: "for another role", signoffs: [signs("bob", 9, { role: "qa" })], is: "waiting signoff/too-few" },
    { title: "no role is asked for", given: {}, signoffs: [signs("bob", 9)], is: "waiting signoff/too-few" },
    {
      title: "only reviews count",
      given: { role: "security", via: ["review"] },
      signoffs: [signs("bob", 9)],
      is: "waiting signoff/too-few",
    },
    {
      title: "only commands count",
      given: { role: "security", via: ["command"] },
      signoffs: [signs("bob", 9)],
      is: "met",
    },
    { title: "taken back", signoffs: [signs("bob", 9), revokes("BOB", 10)], is: "waiting signoff/too-few" },
    { title: "taken back by another", signoffs: [signs("bob", 9), revokes("cleo", 10)], is: "met" },
    {
      title: "taken back for another role",
      signoffs: [signs("bob", 9), revokes("bob", 10, { role: "qa" })],
      is: "met",
    },
    {
      title: "taken back and given again",
      signoffs: [signs("bob", 9), revokes("bob", 10), signs("bob", 11)],
      is: "met",
    },
    {
      title: "taken back in the same second",
      signoffs: [signs("bob", 9), revokes("bob", 9)],
      is: "waiting signoff/too-few",
    },
    {
      title: "a review taken back",
      signoffs: [revokes("bob", 10)],
      facts: { reviews: [review("approved", 9)] },
      is: "waiting signoff/too-few",
    },
    {
      title: "a review after that",
      signoffs: [revokes("bob", 10)],
      facts: { reviews: [review("approved", 11)] },
      is: "met",
    },
    {
      title: "a review taken back where only reviews count",
      given: { role: "security", via: ["review"] },
      signoffs: [revokes("bob", 10)],
      facts: { reviews: [review("approved", 9)] },
      is: "waiting signoff/too-few",
    },
    {
      title: "changes requested later",
      signoffs: [signs("bob", 9)],
      facts: { reviews: [review("changes_requested", 10)] },
      is: "unmet signoff/changes-requested",
    },
    {
      title: "changes requested before",
      signoffs: [signs("bob", 10)],
      facts: { reviews: [review("changes_requested", 9)] },
      is: "met",
    },
    {
      title: "taking back is no withdrawal of the request",
      signoffs: [revokes("bob", 8)],
      facts: { reviews: [review("changes_requested", 9)] },
      is: "unmet signoff/changes-requested",
    },
    {
      title: "one person over both routes",
      given: { role: "security", count: 2 },
      signoffs: [signs("bob", 10)],
      facts: { reviews: [review("approved", 9)] },
      is: "waiting signoff/too-few",
    },
    {
      title: "two people over both routes",
      given: { role: "security", count: 2 },
      signoffs: [signs("cleo", 10)],
      facts: { reviews: [review("approved", 9)] },
      is: "met",
    },
    { title: "for an earlier commit", signoffs: [signs("bob", 9, { commit: EARLIER })], is: "waiting signoff/stale" },
    { title: "for no commit", signoffs: [signs("bob", 9, { commit: null })], is: "waiting signoff/stale" },
    {
      title: "for an earlier commit that keeps counting",
      given: { role: "security", stale_on: "never" },
      signoffs: [signs("bob", 9, { commit: EARLIER })],
      is: "met",
    },
    { title: "on an issue", signoffs: [signs("bob", 9, { commit: null })], facts: { subject: issue }, is: "met" },
    { title: "on an issue, without a role", given: {}, facts: { subject: issue }, is: "error signoff/no-route" },
    {
      title: "on an issue, by review",
      given: { role: "security", via: ["review"] },
      facts: { subject: issue },
      is: "error signoff/no-route",
    },
  ])("$title: $is", ({ is, ...row }) => {
    expect(shown(judged(row))).toBe(is);
  });

  test("an issue's snapshot holds no reviews", () => {
    const signoffs = [signs("bob", 9, { commit: null })];
    expect(judge({ signoff: "security" }, { roles, subject: issue }, { signoffs }).state).toBe("met");
  });

  test("says what to do, and what became of those that were given", () => {
    const signoffs = [signs("bob", 9, { commit: EARLIER }), signs("cleo", 9), revokes("cleo", 10)];
    expect(judged({ signoffs })).toEqual({
      state: "waiting",
      code: "signoff/stale",
      reason: "0 of 1 sign-off given. bob signed off on an earlier commit (abc1234). cleo took the sign-off back.",
      remedy:
        "Approve the head commit or comment `/gate signoff security`, as a member of security and not as the author.",
      short: "1 sign-off",
      actors: [{ kind: "role", role: "security", people: ["Bob", "cleo"] }],
    });
    expect(judged({ facts: { reviews: [review("dismissed", 9)] } })).toMatchObject({
      reason: "0 of 1 sign-off given. The review by bob was dismissed.",
    });
    const command = "Comment `/gate signoff security`, as a member of security and not as the author.";
    expect(judged({ facts: { subject: issue } })).toMatchObject({ remedy: command });
    expect(judged({ given: { role: "security", via: ["command"] } })).toMatchObject({ remedy: command });
    expect(judged({ given: { role: "security", via: ["review"] } })).toMatchObject({
      remedy: "Approve the head commit, as a member of security and not as the author.",
    });
    expect(judged({ signoffs: [signs("cleo", 9)] })).toMatchObject({
      evidence: [{ text: "cleo on 2026-11-20 by command", approval: { by: "cleo", via: "command" } }],
    });
  });
});

const byPaths = { role: "security", stale_on: "paths", paths: ["src/auth/**", "!src/auth/*.md"] };
const stale = [signs("bob", 9, { commit: EARLIER })];
const since = (files: string[] | null): Given => ({ changedSince: { [EARLIER]: files } });

describe("signoff that is about some paths", () => {
  test.each<Row>([
    { title: "for the head", signoffs: [signs("bob", 9)], is: "met" },
    { title: "nothing changed since", signoffs: stale, facts: since([]), is: "met" },
    { title: "other files changed since", signoffs: stale, facts: since(["docs/a.md", "src/auth/a.md"]), is: "met" },
    {
      title: "one of them changed since",
      signoffs: stale,
      facts: since(["src/auth/a.ts"]),
      is: "waiting signoff/stale",
    },
    { title: "what changed can't be told", signoffs: stale, facts: since(null), is: "waiting signoff/stale" },
    { title: "not looked up", signoffs: stale, is: "error signoff/unknown" },
    {
      title: "looked up for another commit",
      signoffs: stale,
      facts: { changedSince: { [HEAD]: [] } },
      is: "error signoff/unknown",
    },
    { title: "not looked up, and not needed", signoffs: [...stale, signs("cleo", 9)], is: "met" },
    { title: "for no commit", signoffs: [signs("bob", 9, { commit: null })], is: "waiting signoff/stale" },
    { title: "on an issue", signoffs: [signs("bob", 9, { commit: null })], facts: { subject: issue }, is: "met" },
    {
      title: "a parameter without a value",
      given: { role: "security", stale_on: "paths", paths: "docs/{feature}/**" },
      signoffs: stale,
      is: "unmet signoff/parameter",
    },
  ])("$title: $is", ({ is, ...row }) => {
    expect(shown(judged({ given: byPaths, ...row }))).toBe(is);
  });

  test("says what changed", () => {
    const files = ["a", "b", "c", "d"].map((name) => `src/auth/${name}.ts`);
    expect(judged({ given: byPaths, signoffs: stale, facts: since(files) })).toMatchObject({
      reason:
        "0 of 1 sign-off given. bob signed off on an earlier commit (abc1234); since then `src/auth/a.ts`, `src/auth/b.ts`, `src/auth/c.ts` and 1 more changed.",
    });
    expect(judged({ given: byPaths, signoffs: stale, facts: since(null) })).toMatchObject({
      reason:
        "0 of 1 sign-off given. bob signed off on an earlier commit (abc1234), and what changed since can't be told.",
    });
  });

  test.each<{ title: string; given: unknown; signoffs: readonly GivenSignoff[]; asks: readonly string[] }>([
    { title: "an earlier commit", given: byPaths, signoffs: stale, asks: [EARLIER] },
    { title: "the head", given: byPaths, signoffs: [signs("bob", 9)], asks: [] },
    { title: "no commit", given: byPaths, signoffs: [signs("bob", 9, { commit: null })], asks: [] },
    { title: "one that was taken back", given: byPaths, signoffs: [...stale, revokes("bob", 10)], asks: [] },
    { title: "one by an outsider", given: byPaths, signoffs: [signs("eve", 9, { commit: EARLIER })], asks: [] },
    { title: "where every push counts", given: "security", signoffs: stale, asks: [] },
  ])("looks up what changed since: $title", ({ given, signoffs, asks }) => {
    const lookups = requirement({ signoff: given }).lookups(
      snapshot({ roles, reviews: [] }),
      judgingWith({ signoffs }),
    );
    expect(lookups).toEqual({ branches: [], changedSince: asks, lastChanged: [] });
  });

  test("describes itself", () => {
    expect(requirement({ signoff: { ...byPaths, paths: ["a", "b"] } }).describe()).toBe(
      "1 sign-off by security, given since `a` or `b` changed last",
    );
  });
});

test.each([
  { given: { role: "security", stale_on: "paths" }, says: "`stale_on: paths` needs `paths`" },
  { given: { role: "security", paths: ["a"] }, says: "`paths` goes with `stale_on: paths`." },
  { given: { role: "security", stale_on: "paths", paths: [] }, says: "paths" },
  { given: { role: "security", stale_on: "paths", paths: "/a" }, says: "start at the repository's root" },
  { given: { via: ["command"] }, says: "name it as `role`." },
  { given: { role: "security", via: [] }, says: "via" },
  { given: { role: "security", count: 0 }, says: "count" },
])("$given is refused: $says", ({ given, says: words }) => {
  expect(JSON.stringify(RequirementSchema.safeParse({ signoff: given }).error?.issues)).toContain(words);
});
