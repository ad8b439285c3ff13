import { describe, expect, test } from "@jest/globals";
import { RequirementSchema } from "../../src/requirements/schema.ts";
import { EARLIER, HEAD, judge, requirement, shown, type Given } from "./judging.ts";

/** Tests judge on 2026-11-20 at 12:00 UTC. */
const at = (time: string) => `2026-11-20T${time}:00Z`;

const running = { sha: HEAD, state: "success" as const, at: at("11:00") };
const pending = { sha: HEAD, state: "pending" as const, at: at("11:50") };
const failed = { sha: HEAD, state: "failure" as const, at: at("11:50") };
const replaced = { sha: HEAD, state: "inactive" as const, at: at("10:00"), until: at("10:20") };
const other = { sha: EARLIER, state: "success" as const, at: at("10:20") };

const on = (...staging: NonNullable<Given["deployments"]>[string]): Given => ({ deployments: { staging } });
const soak = { environment: "staging", soak: "30m" };
const holding = { environment: "staging", same_commit: false };
const issue = { kind: "issue" as const, repository: "acme/shop", number: 7 };

describe("deployed", () => {
  test.each<{ title: string; given: unknown; facts: Given; is: string }>([
    { title: "nothing", given: "staging", facts: on(), is: "waiting deployed/none" },
    { title: "another commit", given: "staging", facts: on(other), is: "waiting deployed/none" },
    { title: "it runs there", given: "staging", facts: on(running), is: "met" },
    { title: "it is being deployed", given: "staging", facts: on(pending), is: "waiting deployed/pending" },
    { title: "it is deployed again", given: "staging", facts: on(pending, running), is: "waiting deployed/pending" },
    { title: "it failed", given: "staging", facts: on(failed), is: "unmet deployed/failed" },
    {
      title: "it failed when deployed again",
      given: "staging",
      facts: on(failed, running),
      is: "unmet deployed/failed",
    },
    { title: "it succeeded after it failed", given: "staging", facts: on(running, failed), is: "met" },
    { title: "another failed since", given: "staging", facts: on({ ...failed, sha: EARLIER }, running), is: "met" },
    { title: "another took its place", given: "staging", facts: on(other, replaced), is: "waiting deployed/gone" },
    { title: "long enough", given: soak, facts: on(running), is: "met" },
    { title: "to the second", given: soak, facts: on({ ...running, at: at("11:30") }), is: "met" },
    { title: "not yet", given: soak, facts: on({ ...running, at: at("11:31") }), is: "waiting deployed/soaking" },
    { title: "it left too early", given: soak, facts: on(other, replaced), is: "waiting deployed/gone" },
    { title: "it left after that", given: soak, facts: on(other, { ...replaced, until: at("10:30") }), is: "met" },
    {
      title: "nobody knows when it left",
      given: soak,
      facts: on(other, { sha: HEAD, state: "inactive", at: at("09:00") }),
      is: "waiting deployed/gone",
    },
    {
      title: "twice in a row",
      given: soak,
      facts: on({ ...running, at: at("11:40") }, { ...replaced, at: at("11:20"), until: at("11:40") }),
      is: "met",
    },
    {
      title: "twice with a gap",
      given: soak,
      facts: on({ ...running, at: at("11:40") }, { ...replaced, at: at("11:20"), until: at("11:39") }),
      is: "waiting deployed/soaking",
    },
    {
      title: "twice with another between",
      given: soak,
      facts: on(
        { ...running, at: at("11:40") },
        { ...other, state: "inactive", at: at("11:30"), until: at("11:40") },
        { ...replaced, until: at("11:30") },
      ),
      is: "waiting deployed/soaking",
    },
    { title: "the merge's commit", given: "staging", facts: { ...on(other), mergeSha: EARLIER }, is: "met" },
    {
      title: "merged, the head alone",
      given: "staging",
      facts: { ...on(running), mergeSha: EARLIER },
      is: "waiting deployed/none",
    },
    { title: "a later commit that holds it", given: holding, facts: on({ ...other, holds: true }), is: "met" },
    {
      title: "one that does not hold it",
      given: holding,
      facts: on({ ...other, holds: false }),
      is: "waiting deployed/none",
    },
    { title: "not known whether it holds it", given: holding, facts: on(other), is: "error deployed/unknown" },
    { title: "an issue: the newest", given: "staging", facts: { ...on(other), subject: issue }, is: "met" },
    { title: "an issue: none", given: holding, facts: { ...on(), subject: issue }, is: "waiting deployed/none" },
    { title: "another environment was read", given: "prod", facts: on(running), is: "error deployed/unknown" },
    { title: "nothing was read", given: "staging", facts: {}, is: "error deployed/unknown" },
    { title: "a method's name", given: "constructor", facts: on(running), is: "error deployed/unknown" },
  ])("$title: $is", ({ given, facts, is }) => {
    expect(shown(judge({ deployed: given }, facts))).toBe(is);
  });

  test("wakes when the time is over", () => {
    expect(judge({ deployed: soak }, on({ ...running, at: at("11:45") }))).toEqual({
      state: "waiting",
      code: "deployed/soaking",
      reason: "Commit 1111111 runs on `staging`, but not yet for 30m.",
      remedy: "Wait until 2026-11-20 12:15 UTC.",
      short: "30m on staging",
      actors: [{ kind: "clock" }],
      wakeAt: new Date(at("12:15")),
    });
  });

  test.each<{ given: unknown; facts: Given; says: object }>([
    {
      given: "staging",
      facts: on(),
      says: {
        reason: "Commit 1111111 has not been deployed to `staging`.",
        remedy: "Deploy commit 1111111 to `staging`.",
        actors: [{ kind: "writers" }],
      },
    },
    {
      given: holding,
      facts: on(),
      says: {
        reason: "This change has not been deployed to `staging`.",
        remedy: "Deploy a commit that holds this change to `staging`.",
      },
    },
    {
      given: soak,
      facts: on(other, replaced),
      says: {
        reason: "Commit 1111111 did not stay on `staging` for 30m: another deployment took its place.",
        remedy: "Deploy commit 1111111 to `staging` again.",
      },
    },
    { given: "staging", facts: on(failed), says: { reason: "The deployment of commit 1111111 to `staging` failed." } },
    {
      given: "staging",
      facts: on(pending),
      says: {
        reason: "The deployment of commit 1111111 to `staging` has not finished.",
        actors: [{ kind: "automation", name: "staging" }],
      },
    },
    {
      given: "staging",
      facts: on({ ...running, url: "https://shop.example/" }),
      says: {
        reason: "Commit 1111111 runs on `staging`.",
        evidence: [{ text: "1111111 since 2026-11-20 11:00 UTC", url: "https://shop.example/" }],
      },
    },
    { given: soak, facts: on(running), says: { reason: "Commit 1111111 runs on `staging` and has stayed for 30m." } },
    {
      given: soak,
      facts: on(other, { ...replaced, until: at("10:30") }),
      says: { reason: "Commit 1111111 stayed on `staging` for 30m, before another took its place." },
    },
    {
      given: "staging",
      facts: { ...on(), subject: issue },
      says: { reason: "Nothing has been deployed to `staging`.", remedy: "Deploy to `staging`." },
    },
  ])("says $says.reason", ({ given, facts, says }) => {
    expect(judge({ deployed: given }, facts)).toMatchObject(says);
  });

  test("describes itself and its needs", () => {
    expect(requirement({ deployed: "staging" }).describe()).toBe("deployed to `staging`");
    expect(requirement({ deployed: soak }).describe()).toBe("deployed to `staging` and stayed for 30m");
    expect(requirement({ deployed: soak }).needs()).toMatchObject({ facts: [], environments: ["staging"] });
  });

  test.each(["deployed", { deployed: {} }, { deployed: " " }, { deployed: { environment: "a", soak: "soon" } }])(
    "%j is refused",
    (written) => {
      expect(RequirementSchema.safeParse(written).success).toBe(false);
    },
  );
});
