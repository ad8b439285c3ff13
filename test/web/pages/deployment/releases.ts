import type { MemberOutcome } from "../../../../src/evaluation/deploy/outcome.ts";
import type { StoredSubject } from "../../../../src/readiness/known.ts";
import { deploymentView, type DeploymentView } from "../../../../src/web/pages/deployment/deployment-view.ts";

export const SHA = "a".repeat(40);
export const BEFORE = "b".repeat(40);

/** A pull request of a release. */
export const member = (
  number: number,
  state: MemberOutcome["state"],
  about: Partial<MemberOutcome> = {},
): MemberOutcome => ({
  kind: "pull_request",
  number,
  title: `Pull ${number}`,
  url: `https://github.example.com/acme/shop/pull/${number}`,
  author: "ada",
  state,
  left: 0,
  total: 1,
  steps: [],
  exempt: [],
  names: [],
  everywhere: false,
  mode: "enforce",
  ...about,
});

/** What is remembered of a release with these members. */
export const memoryOf = (members: readonly MemberOutcome[], previous = { sha: BEFORE, at: "2026-03-01T09:00:00Z" }) => {
  const answer = {
    repository: "acme/shop",
    environment: "production",
    sha: SHA,
    decision: "awaiting",
    title: "Not yet",
    reasons: ["One.", "#2 Pull 2: 1 of 1 left.", "#8 Pull 8: its watch is open.", "Two."],
    course: "forward",
    previous,
    members,
    direct: [BEFORE],
    report: "",
    decidedAt: "2026-03-02T09:00:00.000Z",
  };
  return {
    environment: "production",
    members,
    blocking: [],
    answer,
    configured: true,
    policyPaths: [],
    askedAt: "2026-03-02T09:00:00.000Z",
    isAsked: true,
    isChecked: true,
  };
};

/** A release as its page shows it, if there is anything to show. */
export const shownOf = (members: readonly MemberOutcome[], about: Partial<StoredSubject> = {}) => {
  const stored: StoredSubject = {
    key: `repo:5/deploy:production/${SHA}`,
    installationId: 7,
    repositoryId: 5,
    owner: "acme",
    name: "shop",
    state: "open",
    memory: memoryOf(members),
    ...about,
  };
  const askedAt = new Date("2026-03-02T08:00:00Z");
  const request = {
    subjectKey: stored.key,
    runId: 9,
    attempt: 1,
    environment: "production",
    askedAt,
    reports: 0,
    refusals: 0,
  };
  const repository = { owner: "acme", name: "shop" };
  return deploymentView({ repository, stored, requests: [request], githubUrl: "https://github.example.com" });
};

/** The same, of a release that was decided. */
export const viewOf = (members: readonly MemberOutcome[]): DeploymentView => {
  const view = shownOf(members);
  if (view === undefined) throw new Error("there is no view");
  return view;
};
