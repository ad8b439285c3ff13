import { describe, expect, test } from "@jest/globals";
import { groupKey, type Change } from "../../src/readiness/change.ts";
import { noteIssueProcedures } from "../../src/readiness/issue-procedures.ts";
import type { StoredSubject } from "../../src/readiness/known.ts";
import type { Reading } from "../../src/readiness/ports.ts";
import { receive } from "../../src/readiness/receive.ts";
import { Snapshot } from "../../src/evidence/snapshot.ts";
import { NO_NEEDS, type Needs } from "../../src/requirements/needs.ts";
import { policy, procedure } from "../evaluation/world.ts";

const AT = new Date("2026-03-02T09:30:00Z");

const change = (about: Partial<Change>): Change => ({
  event: "any",
  action: null,
  installationId: 1,
  repository: { id: 1, owner: "acme", name: "shop" },
  sender: { login: "max", type: "User" },
  pulls: [],
  shas: [],
  touches: "any",
  ...about,
});

const memoryWith = (needs: Partial<Needs>) => ({
  configured: true,
  headRef: "change",
  policyPaths: [".github/gatehouse.yml"],
  needs: { ...NO_NEEDS, ...needs },
  vocabulary: [],
  settled: true,
});

const row = (key: string, about: Partial<StoredSubject> = {}): StoredSubject => ({
  key,
  installationId: 1,
  repositoryId: 1,
  owner: "acme",
  name: "shop",
  state: "open",
  memory: memoryWith({}),
  ...about,
});

/** The subjects of one repository, in memory. */
const storeOf = (...rows: readonly StoredSubject[]) => {
  const kept = new Map(rows.map((one) => [one.key, one]));
  const waiting: string[] = [];
  return {
    get: async (key: string) => kept.get(key),
    atCommit: async (_repositoryId: number, sha: string) => ({
      pulls: [...kept.values()]
        .filter(({ key, headSha, state }) => key.includes("/pull:") && headSha === sha && state !== "closed")
        .map(({ key }) => key),
      issues: [...kept.values()]
        .filter(({ key, headSha }) => key.includes("/issue:") && (headSha === sha || waiting.includes(key)))
        .map((one) => ({ ...one, waits: waiting.includes(one.key) })),
    }),
    lookingAt: async ({ branch, isDefault }: { readonly branch: string; readonly isDefault: boolean }) =>
      [...kept.values()]
        .filter(({ key, baseRef }) => (key.includes("/issue:") ? isDefault : baseRef === branch))
        .map((one) => ({ ...one, waits: waiting.includes(one.key) })),
    waiting,
    releasesAt: async (_repositoryId: number, sha: string) =>
      [...kept.values()].filter(({ key, headSha }) => key.includes("/deploy:") && headSha === sha),
    releasesTo: async (_repositoryId: number, environment: string | undefined) =>
      [...kept.values()].filter(
        ({ key, state }) => key.includes(`/deploy:${environment?.toLowerCase() ?? ""}`) && state === "open",
      ),
    followedIn: async () => [...kept.values()].filter(({ state }) => state !== "closed"),
    usingPolicyOf: async () => [],
    hasStatus: async (key: string) => key === "repo:1/issue:12",
    askingFor: async () => [...kept.values()].filter(({ state }) => state !== "closed"),
    upsert: async (subject: Omit<StoredSubject, "memory">) => {
      kept.set(subject.key, { ...subject, memory: kept.get(subject.key)?.memory });
    },
    remember: async (key: string, memory: unknown) => {
      const known = kept.get(key);
      if (known === undefined) throw new Error(`${key} is not there`);
      kept.set(key, { ...known, memory });
    },
  };
};

const keysOf = async (subjects: ReturnType<typeof storeOf>, about: Partial<Change>): Promise<readonly string[]> => {
  const keys: string[] = [];
  const inbox = {
    accept: async (delivery: { readonly subjects: readonly string[] }) => {
      keys.push(...delivery.subjects);
      return { accepted: true };
    },
  };
  await receive({ inbox, subjects }, { guid: "g", changes: [change(about)], receivedAt: AT });
  return keys;
};

describe("a deployment reaches what is followed and looks at its environment", () => {
  const subjects = storeOf(
    row("repo:1/pull:1", { memory: memoryWith({ environments: ["production"] }) }),
    row("repo:1/pull:2", { memory: memoryWith({ environments: ["staging"] }) }),
    row("repo:1/pull:3", { state: "merged", memory: memoryWith({ environments: ["Production"] }) }),
    row("repo:1/pull:4", { state: "closed", memory: memoryWith({ environments: ["production"] }) }),
    row("repo:1/pull:5"),
    row("repo:1/pull:6", { memory: undefined }),
  );

  test.each([
    { environment: "production", reached: [1, 3, 6] },
    { environment: "staging", reached: [2, 6] },
    { environment: "elsewhere", reached: [6] },
  ])("$environment: $reached", async ({ environment, reached }) => {
    const keys = await keysOf(subjects, { everyFollowed: true, touches: "deployments", environment });
    expect(keys).toEqual(reached.map((number) => `repo:1/pull:${number}`));
  });
});

const askingForBlessed = (number: number) =>
  row(`repo:1/pull:${number}`, { memory: { ...memoryWith({}), vocabulary: ["blessed"] } });

describe("a label of the repository that got another name", () => {
  const renamed: Partial<Change> = { everyFollowed: true, touches: { label: "Blessed" } };

  test("reaches what asks for it", async () => {
    const subjects = storeOf(askingForBlessed(1), row("repo:1/pull:2", { memory: memoryWith({ facts: ["checks"] }) }));
    expect(await keysOf(subjects, renamed)).toEqual(["repo:1/pull:1"]);
  });

  test("has a repository where very many ask for it looked at anew", async () => {
    const subjects = storeOf(...Array.from({ length: 51 }, (_none, index) => askingForBlessed(index + 1)));
    expect(await keysOf(subjects, renamed)).toEqual(["repo:1"]);
  });
});

const reading = (runsOn: "issue" | "pull_request"): Reading => ({
  snapshot: Snapshot.parse({ subject: { kind: "issue", repository: "acme/shop", number: 5 } }),
  policy: policy([procedure([], { subject: runsOn })]),
  needs: NO_NEEDS,
  policyPaths: [".github/gatehouse.yml"],
  isDefault: true,
  updatedAt: AT.toISOString(),
  extra: [],
  runs: [],
  url: "https://github.com/acme/shop/issues/5",
});

describe("an issue's event", () => {
  const subject = {
    kind: "issue",
    key: "repo:1/issue:5",
    installationId: 1,
    repositoryId: 1,
    owner: "acme",
    name: "shop",
    number: 5,
  } as const;
  const issues = [{ number: 5 }];

  test("is kept where nothing is known, and dropped once no procedure runs on issues", async () => {
    const subjects = storeOf();
    expect(await keysOf(subjects, { issues })).toEqual(["repo:1/issue:5"]);
    await noteIssueProcedures(subjects, { subject, reading: reading("pull_request"), startedAt: AT });
    expect(await keysOf(subjects, { issues })).toEqual([]);
    expect(await subjects.followedIn()).toEqual([]);
  });

  test("is kept all the same where somebody touches a comment of ours, but not for a command", async () => {
    const subjects = storeOf();
    await noteIssueProcedures(subjects, { subject, reading: reading("pull_request"), startedAt: AT });
    const command = { kind: "command", commentId: "1", body: "/gate help", at: AT.toISOString() } as const;
    const keys = async (about: Partial<Change>) => keysOf(subjects, { issues: [{ number: 12 }], ...about });
    expect(await keys({ touches: "comments" })).toEqual(["repo:1/issue:12"]);
    expect(await keys({ touches: "comments", act: command })).toEqual([]);
    expect(await keys({ touches: "any" })).toEqual([]);
    expect(await keysOf(subjects, { issues: [{ number: 13 }], touches: "comments" })).toEqual([]);
  });

  test("is kept where a procedure runs on issues", async () => {
    const subjects = storeOf();
    await noteIssueProcedures(subjects, { subject, reading: reading("issue"), startedAt: AT });
    expect(await keysOf(subjects, { issues })).toEqual(["repo:1/issue:5"]);
  });

  test.each([
    { what: "a push to the config", push: { paths: [".github/gatehouse.yml"] }, kept: true },
    { what: "a push whose files are not known", push: {}, kept: true },
    { what: "a push to something else", push: { paths: ["README.md"] }, kept: false },
  ])("after $what is kept: $kept", async ({ push, kept }) => {
    const subjects = storeOf();
    await noteIssueProcedures(subjects, { subject, reading: reading("pull_request"), startedAt: AT });
    await keysOf(subjects, { everyPullOn: "main", touches: "policy", ...push });
    expect(await keysOf(subjects, { issues })).toEqual(kept ? ["repo:1/issue:5"] : []);
  });

  test("is not dropped by a read that began before the policy changed", async () => {
    const subjects = storeOf();
    await noteIssueProcedures(subjects, { subject, reading: reading("pull_request"), startedAt: AT });
    await keysOf(subjects, { everyPullOn: "main", touches: "policy" });
    await noteIssueProcedures(subjects, { subject, reading: reading("pull_request"), startedAt: AT });
    expect(await keysOf(subjects, { issues })).toEqual(["repo:1/issue:5"]);
    const later = new Date(AT.getTime() + 1);
    await noteIssueProcedures(subjects, { subject, reading: reading("pull_request"), startedAt: later });
    expect(await keysOf(subjects, { issues })).toEqual([]);
  });
});

/** Issues and pull requests by what they look at. */
const looking = () =>
  storeOf(
    row("repo:1/issue:1", { headSha: "tip", baseRef: "main", memory: memoryWith({ facts: ["checks"] }) }),
    row("repo:1/issue:2", { headSha: "tip", baseRef: "main", memory: memoryWith({ outputs: ["coverage"] }) }),
    row("repo:1/issue:3", { headSha: "tip", baseRef: "main", memory: memoryWith({ documents: ["docs/launch/*.md"] }) }),
    row("repo:1/issue:4", { headSha: "tip", baseRef: "main" }),
    row("repo:1/issue:5", { headSha: "old", baseRef: "main", memory: memoryWith({ facts: ["checks"] }) }),
    row("repo:1/issue:6", { headSha: "tip", baseRef: "main", memory: undefined }),
    row("repo:1/pull:7", { headSha: "tip", baseRef: "next", memory: memoryWith({ facts: ["checks"] }) }),
    row("repo:1/pull:8", { headSha: "tip", baseRef: "next", state: "merged" }),
    row("repo:1/pull:9", { headSha: "tip", baseRef: "next", state: "closed" }),
    row("repo:1/pull:10", {
      headSha: "a",
      baseRef: "main",
      memory: memoryWith({ facts: ["checks"], documents: ["docs/**"] }),
    }),
    row("repo:1/pull:11", {
      headSha: "a",
      baseRef: "main",
      memory: memoryWith({ baseDocuments: ["docs/launch/*.md"] }),
    }),
  );

const numbersOf = (keys: readonly string[]): readonly number[] => keys.map((key) => Number(key.split(":").at(-1)));

describe("a check of a commit", () => {
  test.each([
    { sha: "tip", reached: [7, 8, 1, 2, 6] },
    { sha: "old", reached: [5] },
    { sha: "elsewhere", reached: [] },
  ])("$sha reaches $reached", async ({ sha, reached }) => {
    expect(numbersOf(await keysOf(looking(), { shas: [sha], touches: "checks" }))).toEqual(reached);
  });

  test("reaches an issue that waits for its turn, whatever it remembers", async () => {
    const subjects = looking();
    subjects.waiting.push("repo:1/issue:4", "repo:1/issue:5");
    expect(numbersOf(await keysOf(subjects, { shas: ["tip"], touches: "checks" }))).toEqual([7, 8, 1, 2, 4, 5, 6]);
  });
});

describe("a push to a branch", () => {
  const tip = { branch: "main", sha: "new", before: "tip" };

  test.each<{ what: string; about: Partial<Change>; reached: readonly number[] }>([
    { what: "that names other paths", about: { paths: ["src/a.ts"] }, reached: [1, 2, 5, 6] },
    { what: "that names a document", about: { paths: ["docs/launch/plan.md"] }, reached: [1, 2, 3, 5, 6, 11] },
    { what: "that does not name its paths", about: {}, reached: [1, 2, 3, 5, 6, 11] },
    { what: "that is not the default one", about: { isDefault: false }, reached: [11] },
    { what: "that nothing is based on", about: { isDefault: false, tip: { ...tip, branch: "x" } }, reached: [] },
  ])("$what reaches $reached", async ({ about, reached }) => {
    const keys = await keysOf(looking(), { isDefault: true, tip, touches: "tip", ...about });
    expect(numbersOf(keys)).toEqual(reached);
  });

  test("reaches what waits for its turn, whatever it remembers", async () => {
    const subjects = looking();
    subjects.waiting.push("repo:1/issue:4");
    const keys = await keysOf(subjects, { isDefault: true, tip, touches: "tip", paths: ["src/a.ts"] });
    expect(numbersOf(keys)).toEqual([1, 2, 4, 5, 6]);
  });
});

describe("a push that changes policy", () => {
  const subjects = storeOf(
    row("repo:1/issue:1", { baseRef: "main" }),
    row("repo:1/issue:2"),
    row("repo:1/pull:3", { baseRef: "main" }),
    row("repo:1/pull:4", { baseRef: "next" }),
    row("repo:1/pull:5", { baseRef: "main", state: "merged" }),
    row("repo:1/pull:6", { baseRef: "main", state: "closed" }),
  );

  test.each([
    { branch: "main", isDefault: true, reached: [1, 2, 3, 5] },
    { branch: "next", isDefault: false, reached: [4] },
    { branch: "next", isDefault: true, reached: [1, 2, 4] },
    { branch: "main", isDefault: undefined, reached: [1, 2, 3, 5] },
  ])("on $branch, the default one: $isDefault, reaches $reached", async ({ branch, isDefault, reached }) => {
    const keys = await keysOf(subjects, {
      everyPullOn: branch,
      touches: "policy",
      paths: [".github/gatehouse.yml"],
      ...(isDefault === undefined ? {} : { isDefault }),
    });
    expect(numbersOf(keys)).toEqual(reached);
  });
});

const among = (count: number) =>
  storeOf(...Array.from({ length: count }, (_none, index) => row(`repo:1/pull:${index + 1}`, { baseRef: "main" })));

describe("a push that changes the policy of many", () => {
  test.each([
    { count: 50, own: true },
    { count: 51, own: false },
  ])("of $count: each has a turn of its own at once? $own", async ({ count, own }) => {
    const payloads: unknown[] = [];
    const keys: string[] = [];
    const inbox = {
      accept: async ({ payload, subjects: concerned }: { payload: unknown; subjects: readonly string[] }) => {
        payloads.push(payload);
        keys.push(...concerned);
        return { accepted: true };
      },
    };
    const push = change({ everyPullOn: "main", touches: "policy", paths: [".github/gatehouse.yml"] });
    await receive({ inbox, subjects: among(count) }, { guid: "g", changes: [push], receivedAt: AT });
    expect(keys).toEqual(own ? expect.arrayContaining(["repo:1/pull:1"]) : ["repo:1"]);
    expect(payloads).toEqual([[own ? push : { ...push, isVast: true }]]);
  });
});

describe("issues that are counted while they are open", () => {
  test("matter to whoever counts some, merged pull requests and other issues among them", async () => {
    const counting = memoryWith({ issues: ["label:critical"] });
    const subjects = storeOf(
      row("repo:1/issue:1", { memory: counting }),
      row("repo:1/issue:2"),
      row("repo:1/pull:3", { memory: counting }),
      row("repo:1/pull:4", { memory: counting, state: "merged" }),
      row("repo:1/pull:5", { state: "merged" }),
      row("repo:1/pull:6", { memory: counting, state: "closed" }),
    );
    const keys = await keysOf(subjects, { everyPullOn: "*", touches: "linkedIssues" });
    expect(numbersOf(keys)).toEqual([1, 3, 4]);
  });
});

describe("people who came or went", () => {
  test("in one repository matter to what asks for roles or reviews there", async () => {
    const subjects = storeOf(
      row("repo:1/pull:1", { memory: memoryWith({ roles: ["qa"] }) }),
      row("repo:1/pull:2", { memory: memoryWith({ facts: ["reviews"] }) }),
      row("repo:1/pull:3", { memory: memoryWith({ facts: ["checks"], environments: ["production"] }) }),
      row("repo:1/issue:4", { memory: memoryWith({ roles: ["qa"] }) }),
      row("repo:1/pull:5", { memory: undefined }),
      row("repo:1/pull:6", { memory: memoryWith({ roles: ["qa"] }), state: "closed" }),
    );
    const keys = await keysOf(subjects, { everyFollowed: true, touches: "people" });
    expect(numbersOf(keys)).toEqual([1, 2, 4, 5]);
  });

  test("in an organisation reach what the store names, each in its own repository, by one delivery", async () => {
    const subjects = storeOf(row("repo:1/pull:1"), row("repo:2/pull:2", { repositoryId: 2, name: "shelf" }));
    const accepted: unknown[] = [];
    const inbox = {
      accept: async (delivery: unknown) => {
        accepted.push(delivery);
        return { accepted: true };
      },
    };
    const people = {
      event: "membership",
      action: "removed",
      installationId: 1,
      organization: "acme",
      reach: { team: "qa" },
    };
    expect(await receive({ inbox, subjects }, { guid: "g", changes: [], people, receivedAt: AT })).toBe("kept");
    expect(accepted).toMatchObject([
      {
        guid: "g",
        event: "membership",
        subjects: ["repo:1/pull:1", "repo:2/pull:2"],
        payload: [
          { repository: { id: 1, name: "shop" }, pulls: [{ number: 1 }] },
          { repository: { id: 2, name: "shelf" }, pulls: [{ number: 2 }] },
        ],
      },
    ]);
    const nobody = { inbox, subjects: storeOf() };
    expect(await receive(nobody, { guid: "h", changes: [], people, receivedAt: AT })).toBe("ignored");
  });
});

describe("a group of a merge queue", () => {
  const HEAD_SHA = "c".repeat(40);
  const group = { headSha: HEAD_SHA, headRef: "r", baseSha: "b", baseRef: "main", destroyed: false };
  const open = row(groupKey(1, HEAD_SHA), { memory: {} });
  const recheck: Partial<Change> = { shas: [HEAD_SHA], act: { kind: "recheck" } };

  test.each<{ what: string; known: StoredSubject[]; about: Partial<Change>; keys: string[] }>([
    { what: "is asked about", known: [], about: { group }, keys: [groupKey(1, HEAD_SHA)] },
    {
      what: "is no more",
      known: [open],
      about: { group: { ...group, destroyed: true } },
      keys: [groupKey(1, HEAD_SHA)],
    },
    { what: "has another check", known: [open], about: { shas: [HEAD_SHA], touches: "checks" }, keys: [] },
    { what: "is to be looked at again", known: [open], about: recheck, keys: [groupKey(1, HEAD_SHA)] },
    {
      what: "that is gone is to be looked at again",
      known: [{ ...open, state: "closed" }],
      about: recheck,
      keys: ["repo:1"],
    },
  ])("$what: $keys", async ({ known, about, keys }) => {
    expect(await keysOf(storeOf(...known), about)).toEqual(keys);
  });
});
