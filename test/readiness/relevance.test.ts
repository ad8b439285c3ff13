import { describe, expect, test } from "@jest/globals";
import type { FactName } from "../../src/evidence/snapshot.ts";
import { NO_POLICY } from "../../src/procedures/policy.ts";
import type { Change, Touches } from "../../src/readiness/change.ts";
import { memoryOf } from "../../src/readiness/memory.ts";
import { isElsewhere, matters, vocabularyOf } from "../../src/readiness/relevance.ts";
import { NO_NEEDS, type Needs } from "../../src/requirements/needs.ts";

const touching = (touches: Touches): Change => ({
  event: "pull_request",
  action: "any",
  installationId: 1,
  repository: { id: 1, owner: "acme", name: "shop" },
  sender: { login: "max", type: "User" },
  pulls: [{ number: 1 }],
  shas: [],
  touches,
});

interface Remembering {
  readonly vocabulary?: string[];
  readonly facts?: FactName[];
  readonly lists?: Partial<Needs>;
}

const remembering = ({ vocabulary = [], facts = [], lists = {} }: Remembering) => {
  const memory = memoryOf({
    configured: true,
    headRef: "change",
    policyPaths: [],
    needs: { ...NO_NEEDS, ...lists, facts },
    vocabulary,
    settled: true,
  });
  if (memory === undefined) throw new Error("the memory has another shape");
  return memory;
};

describe("a label matters when the procedures mean it", () => {
  test.each<{ label: string; vocabulary: string[]; does: boolean }>([
    { label: "Blessed", vocabulary: ["blessed"], does: true },
    { label: "pretty", vocabulary: ["blessed"], does: false },
    { label: "risk/high", vocabulary: ["risk/*"], does: true },
    { label: "Risk/High", vocabulary: ["main", "risk/*"], does: true },
    { label: "v1", vocabulary: ["v?"], does: true },
    { label: "v10", vocabulary: ["v?"], does: false },
    { label: "risk/low", vocabulary: ["risk/*", "!risk/low"], does: true },
    { label: "wip", vocabulary: ["!wip"], does: true },
    { label: "anything", vocabulary: ["!wip"], does: false },
    { label: "a.b", vocabulary: ["a+b", "(a", "a\\"], does: false },
    { label: "anything", vocabulary: [], does: false },
  ])("$label among $vocabulary: $does", ({ label, vocabulary, does }) => {
    expect(matters(touching({ label }), remembering({ vocabulary }))).toBe(does);
  });
});

describe("an event matters when it can have changed a fact that is looked at", () => {
  test.each<{ touches: Touches; facts: FactName[]; does: boolean }>([
    { touches: "reviews", facts: ["reviews"], does: true },
    { touches: "reviews", facts: ["threads"], does: true },
    { touches: "reviews", facts: ["checks"], does: false },
    { touches: "threads", facts: ["threads"], does: true },
    { touches: "threads", facts: ["reviews"], does: false },
    { touches: "checks", facts: ["checks"], does: true },
    { touches: "linkedIssues", facts: ["linkedIssues"], does: true },
    { touches: "linkedIssues", facts: ["openIssues"], does: true },
    { touches: "linkedIssues", facts: ["deployments"], does: false },
    { touches: "linkedIssues", facts: ["issueProcedures"], does: true },
    { touches: "deployments", facts: ["deployments"], does: true },
    { touches: "deployments", facts: ["checks"], does: false },
    { touches: "comments", facts: [], does: true },
    { touches: "any", facts: [], does: true },
  ])("$touches where $facts are: $does", ({ touches, facts, does }) => {
    expect(matters(touching(touches), remembering({ facts }))).toBe(does);
  });

  test.each<{ touches: Touches; lists: Partial<Needs>; does: boolean }>([
    { touches: "deployments", lists: { environments: ["staging"] }, does: true },
    { touches: "deployments", lists: { outputs: ["coverage"] }, does: false },
    { touches: "checks", lists: { outputs: ["coverage"] }, does: true },
    { touches: "linkedIssues", lists: { issues: ["label:bug"] }, does: true },
    { touches: "linkedIssues", lists: { environments: ["staging"] }, does: false },
  ])("$touches where $lists are asked for: $does", ({ touches, lists, does }) => {
    expect(matters(touching(touches), remembering({ lists }))).toBe(does);
  });
});

test("what a freeze lets through is meant, too", () => {
  const exempt = { labels: ["Hotfix"] };
  const freezes = [{ name: "Year end", from: "2026-12-20", to: "2027-01-03", timezone: "UTC", exempt }];
  expect(vocabularyOf({ ...NO_POLICY, freezes })).toEqual(["hotfix"]);
});

describe("another tip of a branch matters", () => {
  test.each<{ facts?: FactName[]; lists?: Partial<Needs>; paths?: string[]; does: boolean }>([
    { facts: ["checks"], paths: ["a.ts"], does: true },
    { lists: { outputs: ["coverage"] }, paths: ["a.ts"], does: true },
    { facts: ["files"], paths: ["a.ts"], does: false },
    { lists: { documents: ["docs/*.md"] }, paths: ["docs/a.md"], does: true },
    { lists: { documents: ["docs/*.md"] }, paths: ["docs/a/b.md", "a.md"], does: false },
    { lists: { baseDocuments: ["CHANGELOG.md"] }, paths: ["CHANGELOG.md"], does: true },
    { lists: { documents: ["docs/*.md"] }, does: true },
    { lists: { environments: ["production"], issues: ["label:bug"] }, does: false },
  ])("where $facts and $lists are asked for and $paths changed: $does", ({ facts = [], lists = {}, paths, does }) => {
    const change = { ...touching("tip"), ...(paths === undefined ? {} : { paths }) };
    expect(matters(change, remembering({ facts, lists }), "issue")).toBe(does);
  });
});

test.each<{ facts?: FactName[]; lists?: Partial<Needs>; does: boolean }>([
  { facts: ["checks"], lists: { outputs: ["coverage"], documents: ["docs/*.md"] }, does: false },
  { lists: { baseDocuments: ["docs/*.md"] }, does: true },
])("to a pull request only by the files of its base: $facts and $lists, $does", ({ facts = [], lists = {}, does }) => {
  const change = { ...touching("tip"), paths: ["docs/a.md"] };
  expect(matters(change, remembering({ facts, lists }), "pull_request")).toBe(does);
});

test.each<{ kind: "issue" | "pull_request"; touches: Touches; headSha: string | undefined; is: boolean }>([
  { kind: "issue", touches: "checks", headSha: "b", is: true },
  { kind: "issue", touches: "checks", headSha: "a", is: false },
  { kind: "issue", touches: "checks", headSha: undefined, is: false },
  { kind: "issue", touches: "any", headSha: "b", is: false },
  { kind: "pull_request", touches: "checks", headSha: "b", is: false },
])("$touches of commit a are elsewhere for $kind at $headSha: $is", ({ kind, touches, headSha, is }) => {
  expect(isElsewhere({ ...touching(touches), shas: ["a"] }, { kind, headSha })).toBe(is);
});

describe("where there is no config, what is edited matters only where the pull request may have moved", () => {
  const silentAt = { headSha: "a1", baseRef: "main" };
  const there = { number: 1, state: "open", headSha: "a1", baseRef: "main" } as const;
  const texts = { title: "Basket", body: "" };

  test.each<{ what: string; change: Partial<Change>; does: boolean }>([
    { what: "a title", change: { action: "edited", texts, pulls: [there] }, does: false },
    { what: "a draft", change: { action: "converted_to_draft", pulls: [there] }, does: false },
    { what: "no draft any more", change: { action: "ready_for_review", pulls: [there] }, does: false },
    { what: "another base", change: { action: "edited", pulls: [{ ...there, baseRef: "next" }] }, does: true },
    {
      what: "a title at a head nobody told of",
      change: { action: "edited", texts, pulls: [{ ...there, headSha: "b2" }] },
      does: true,
    },
    { what: "a push", change: { action: "synchronize", pulls: [{ ...there, headSha: "b2" }] }, does: true },
    { what: "the same push again", change: { action: "synchronize", pulls: [there] }, does: true },
    { what: "closed", change: { action: "closed", pulls: [{ ...there, state: "closed" }] }, does: true },
    { what: "reopened", change: { action: "reopened", pulls: [there] }, does: true },
  ])("$what: $does", ({ change, does }) => {
    const memory = { ...remembering({}), configured: false, silentAt };
    expect(matters({ ...touching("any"), ...change }, memory)).toBe(does);
  });

  test("nor is anything left out where a first config is proposed", () => {
    const memory = { ...remembering({}), configured: false };
    expect(matters({ ...touching("any"), action: "edited", texts, pulls: [there] }, memory)).toBe(true);
  });
});
