import { describe, expect, test } from "@jest/globals";
import { fc } from "../properties.ts";
import { EARLIER, HEAD, judge, requirement, shown } from "./judging.ts";

const roles = { security: { members: ["Bob", "cleo", "ada"] } };

const review = (login: string | null, more: object = {}) => ({
  by: login === null ? null : { login },
  state: "approved" as const,
  commit: HEAD,
  at: "2026-11-20T10:00:00Z",
  writer: true,
  ...more,
});
const bot = { by: { login: "robot[bot]", type: "Bot" as const } };
const STALENESS = [{ stale_on: "push" }, { stale_on: "paths", paths: "**" }, { stale_on: "never" }];
const changes = { state: "changes_requested" as const };

describe("signoff", () => {
  test.each([
    { title: "nobody", given: "security", reviews: [], is: "waiting signoff/too-few" },
    { title: "a member", given: "security", reviews: [review("bob")], is: "met" },
    { title: "an outsider", given: "security", reviews: [review("eve")], is: "waiting signoff/too-few" },
    { title: "the author", given: "security", reviews: [review("ADA")], is: "waiting signoff/too-few" },
    {
      title: "the author where that is allowed",
      given: { role: "security", not_author: false },
      reviews: [review("ada")],
      is: "met",
    },
    { title: "a deleted account", given: {}, reviews: [review(null)], is: "waiting signoff/too-few" },
    { title: "a bot", given: {}, reviews: [review("x", bot)], is: "waiting signoff/too-few" },
    { title: "a bot whose type was lost", given: {}, reviews: [review("x[bot]")], is: "waiting signoff/too-few" },
    { title: "a writer without a role", given: {}, reviews: [review("eve")], is: "met" },
    {
      title: "a reader without a role",
      given: {},
      reviews: [review("eve", { writer: false })],
      is: "waiting signoff/too-few",
    },
    { title: "two of two", given: { role: "security", count: 2 }, reviews: [review("bob"), review("cleo")], is: "met" },
    {
      title: "one person twice",
      given: { role: "security", count: 2 },
      reviews: [review("bob"), review("BOB")],
      is: "waiting signoff/too-few",
    },
    {
      title: "an earlier commit",
      given: "security",
      reviews: [review("bob", { commit: EARLIER })],
      is: "waiting signoff/stale",
    },
    {
      title: "a commit that is gone",
      given: "security",
      reviews: [review("bob", { commit: null })],
      is: "waiting signoff/stale",
    },
    {
      title: "an earlier commit that keeps counting",
      given: { role: "security", stale_on: "never" },
      reviews: [review("bob", { commit: EARLIER })],
      is: "met",
    },
    {
      title: "changes requested",
      given: "security",
      reviews: [review("bob"), review("cleo", changes)],
      is: "unmet signoff/changes-requested",
    },
    {
      title: "changes requested by an outsider",
      given: "security",
      reviews: [review("bob"), review("eve", changes)],
      is: "met",
    },
    {
      title: "changes requested by a bot",
      given: {},
      reviews: [review("bob"), review("x", { ...bot, ...changes })],
      is: "met",
    },
    {
      title: "dismissed",
      given: "security",
      reviews: [review("bob", { state: "dismissed" })],
      is: "waiting signoff/too-few",
    },
    {
      title: "the last word counts",
      given: "security",
      reviews: [review("bob", { at: "2026-11-20T11:00:00Z" }), review("bob", changes)],
      is: "met",
    },
    {
      title: "the last word counts, in any order",
      given: "security",
      reviews: [review("bob", changes), review("bob", { at: "2026-11-20T11:00:00Z" })],
      is: "met",
    },
    { title: "an unknown role", given: "qa", reviews: [review("bob")], is: "error signoff/unknown-role" },
    {
      title: "more than the role has",
      given: { role: "security", count: 3 },
      reviews: [review("bob")],
      is: "unmet signoff/role-too-small",
    },
    {
      title: "by command only",
      given: { role: "security", via: ["command"] },
      reviews: [review("bob")],
      is: "waiting signoff/too-few",
    },
    {
      title: "changes requested, where only commands sign off",
      given: { role: "security", via: ["command"] },
      reviews: [review("bob", changes)],
      is: "unmet signoff/changes-requested",
    },
    { title: "not asked for", given: "security", reviews: undefined, is: "error signoff/unknown" },
  ])("$title: $is", ({ given, reviews, is }) => {
    expect(shown(judge({ signoff: given }, { roles, ...(reviews === undefined ? {} : { reviews }) }))).toBe(is);
  });

  test("a team that can't be seen is an error, unless enough known members approved", () => {
    const unseen = { security: { members: ["bob"], problem: "@acme/security is not visible" } };
    expect(judge({ signoff: "security" }, { roles: unseen, reviews: [] })).toMatchObject({
      state: "error",
      reason: expect.stringContaining("@acme/security is not visible"),
    });
    expect(shown(judge({ signoff: "security" }, { roles: unseen, reviews: [review("bob")] }))).toBe("met");
  });

  test("says who can still sign off, and whose approval became stale", () => {
    const reviews = [review("bob"), review("cleo", { commit: EARLIER })];
    expect(judge({ signoff: { role: "security", count: 2 } }, { roles, reviews })).toEqual({
      state: "waiting",
      code: "signoff/stale",
      reason: "1 of 2 sign-offs given. cleo approved an earlier commit (abc1234).",
      remedy:
        "Ask 1 more person of security, not the author, to approve the head commit or comment `/gate signoff security`.",
      short: "1 sign-off",
      actors: [{ kind: "role", role: "security", people: ["cleo"] }],
    });
    expect(judge({ signoff: {} }, { reviews: [] })).toMatchObject({
      remedy: "Approve the head commit, with write permission and not as the author.",
    });
    expect(judge({ signoff: { count: 2, not_author: false } }, { reviews: [] })).toMatchObject({
      remedy: "Ask 2 more people with write permission to approve the head commit.",
      actors: [{ kind: "writers" }],
    });
  });

  test.each([
    { title: "one", by: [review("eve")], says: " eve approved, but is not in security." },
    { title: "two", by: [review("eve"), review("dan")], says: " eve and dan approved, but are not in security." },
    {
      title: "more",
      by: [review("eve"), review("dan"), review("finn"), review("gil")],
      says: " eve, dan and 2 more approved, but are not in security.",
    },
    { title: "of an earlier commit", by: [review("eve", { commit: EARLIER })], says: "" },
    { title: "a bot", by: [review("x", bot)], says: "" },
    { title: "who asked for changes", by: [review("eve", changes)], says: "" },
    { title: "the author", by: [review("ADA")], says: "" },
    { title: "who holds another role that is asked", by: [review("Olga")], says: "" },
    { title: "where only commands count", by: [review("eve")], via: ["command"], says: "" },
  ])("says whose approval counts for nothing: $title", ({ by, says, via = ["review"] }) => {
    const given = { roles: { security: { members: ["bob"] }, "product-owner": { members: ["olga"] } }, reviews: by };
    expect(judge({ signoff: { role: "security", via } }, given)).toMatchObject({
      reason: `0 of 1 sign-off given.${says}`,
    });
  });

  test("says who asked for changes, and where the approvals are", () => {
    expect(judge("signoff", { reviews: [review("cleo", changes)] })).toMatchObject({
      reason: "cleo asked for changes.",
      actors: [{ kind: "login", login: "cleo" }],
    });
    const url = "https://github.com/acme/shop/pull/7#pullrequestreview-1";
    expect(judge("signoff", { reviews: [review("cleo", { url })] })).toMatchObject({
      evidence: [
        { text: "cleo on 2026-11-20", url, approval: { by: "cleo", at: "2026-11-20T10:00:00Z", via: "review" } },
      ],
    });
  });

  test("says how small a role is", () => {
    const given = { roles: { security: { members: [] } }, reviews: [] };
    expect(judge({ signoff: { role: "security", not_author: false } }, given)).toMatchObject({
      reason: "The role `security` has 0 members who may sign off; 1 are needed.",
    });
  });

  test("describes itself and its needs", () => {
    expect(requirement({ signoff: { role: "security", count: 2 } }).describe()).toBe("2 sign-offs by security");
    expect(requirement("signoff").describe()).toBe("1 sign-off by somebody who may write");
    expect(requirement({ signoff: "security" }).needs()).toMatchObject({ facts: ["reviews"], roles: ["security"] });
  });

  const anyReview = fc.record({
    by: fc.option(
      fc.record({
        login: fc.constantFrom("ada", "bob", "BOB", "cleo", "dan", "eve", "r[bot]"),
        type: fc.constantFrom("User" as const, "Bot" as const),
      }),
    ),
    state: fc.constantFrom("approved" as const, "changes_requested" as const, "dismissed" as const),
    commit: fc.constantFrom(HEAD, EARLIER, null),
    at: fc.constantFrom("2026-11-20T10:00:00Z", "2026-11-20T11:00:00Z"),
    writer: fc.boolean(),
  });

  test("nobody outside the role ever satisfies it", () => {
    fc.assert(
      fc.property(fc.array(anyReview), fc.constantFrom(...STALENESS), (reviews, stale) => {
        const outsiders = reviews.filter(
          ({ by }) => by === null || !["ada", "bob", "cleo"].includes(by.login.toLowerCase()),
        );
        return (
          judge({ signoff: { role: "security", not_author: false, ...stale } }, { roles, reviews: outsiders }).state !==
          "met"
        );
      }),
    );
  });

  test("taking an approval away never makes it better", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyReview, { selector: ({ by }) => by?.login.toLowerCase() }),
        fc.nat(),
        fc.integer({ min: 1, max: 3 }),
        (reviews, at, count) => {
          const given = { signoff: { role: "security", count } };
          const fewer = reviews.filter((one, index) => one.state !== "approved" || index !== at % reviews.length);
          return (
            judge(given, { roles, reviews: fewer }).state !== "met" || judge(given, { roles, reviews }).state === "met"
          );
        },
      ),
    );
  });
});
