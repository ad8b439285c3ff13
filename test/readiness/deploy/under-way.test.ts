import { expect, test } from "@jest/globals";
import type { DeployRequest, Said } from "../../../src/readiness/deploy/ports.ts";
import { hasArrived, isUnderWay, underWay } from "../../../src/readiness/deploy/under-way.ts";

const REPOSITORY = { installationId: 1, repositoryId: 2, owner: "acme", name: "shop" };

const request = (digest?: string): DeployRequest => ({
  subjectKey: "repo:2/deploy:production/abc",
  runId: 5,
  attempt: 1,
  environment: "production",
  askedAt: new Date("2026-03-06T16:00:00Z"),
  reports: 1,
  digest,
  refusals: 0,
});

const unexpected = () => Promise.reject(new Error("unexpected"));

/** A GitHub where that was said to the run; and how often it was asked. */
const turnWhere = (said: readonly Said[]) => {
  const asked: unknown[] = [];
  const runsWaiting = {
    run: unexpected,
    report: unexpected,
    decide: unexpected,
    said: async (...what: unknown[]) => {
      asked.push(what);
      return said;
    },
  };
  return { asked, turn: { repository: REPOSITORY, parts: { runsWaiting } } };
};

const pending = (comment: string): Said => ({ state: "pending", comment });

test.each<{ title: string; digest: string | undefined; said: readonly Said[]; arrived: boolean; asks: number }>([
  { title: "nothing was begun", digest: undefined, said: [pending("Shut.")], arrived: false, asks: 0 },
  { title: "its end was kept", digest: "news", said: [pending("Shut.")], arrived: false, asks: 0 },
  {
    title: "other news were begun",
    digest: underWay("old", "Shut."),
    said: [pending("Shut.")],
    arrived: false,
    asks: 0,
  },
  { title: "it arrived", digest: underWay("news", "Shut."), said: [pending("Shut.")], arrived: true, asks: 1 },
  { title: "GitHub trimmed it", digest: underWay("news", "Shut.\n"), said: [pending("Shut.")], arrived: true, asks: 1 },
  {
    title: "it arrived among others",
    digest: underWay("news", "Shut."),
    said: [pending("Opens."), pending("Shut."), { state: "approved", comment: "LGTM" }],
    arrived: true,
    asks: 1,
  },
  { title: "it was lost", digest: underWay("news", "Shut."), said: [pending("Opens.")], arrived: false, asks: 1 },
  {
    title: "the same words were said to another end",
    digest: underWay("news", "Shut."),
    said: [{ state: "rejected", comment: "Shut." }],
    arrived: false,
    asks: 1,
  },
])("words arrived where $title: $arrived", async ({ digest, said, arrived, asks }) => {
  const { asked, turn } = turnWhere(said);
  expect(await hasArrived(turn, request(digest), { about: "news", state: "pending" })).toBe(arrived);
  expect(asked).toHaveLength(asks);
});

test("what is about to be said is no digest of what was said", () => {
  expect(isUnderWay(request("news"), "news")).toBe(false);
  expect(isUnderWay(request(underWay("news", "Shut.")), "news")).toBe(true);
  expect(isUnderWay(request(underWay("newsworthy", "Shut.")), "news")).toBe(false);
});
