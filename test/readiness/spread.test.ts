import { expect, test } from "@jest/globals";
import type { Change } from "../../src/readiness/change.ts";
import type { StoredSubject } from "../../src/readiness/known.ts";
import { spread } from "../../src/readiness/spread.ts";

const installedOn = (id: number): Change => ({
  event: "installation",
  action: "created",
  installationId: 1,
  repository: { id, owner: "acme", name: `shop-${id}` },
  sender: { login: "ada", type: "User" },
  pulls: [],
  shas: [],
  everyPullOn: "*",
  touches: "any",
});

/** One delivery that names two repositories, each with an open pull request of the same number. */
const delivery = { guid: "g", payload: [installedOn(7), installedOn(8)], attempts: 0 };

interface Elsewhere {
  readonly users?: readonly StoredSubject[];
  readonly remembered?: [string, unknown][];
  readonly payload?: readonly Change[];
}

const parts = (
  accepted: { guid: string; subjects: readonly string[] }[],
  done: string[] = [],
  { users = [], remembered = [], payload = delivery.payload }: Elsewhere = {},
) => ({
  deliveries: {
    pending: async () => [{ ...delivery, payload }],
    done: async (_guids: readonly string[], key: string) => void done.push(key),
    failed: async () => undefined,
  },
  inbox: {
    accept: async ({ guid, subjects }: { guid: string; subjects: readonly string[] }) => {
      accepted.push({ guid, subjects });
      return { accepted: true };
    },
  },
  pulls: {
    open: async () => [{ number: 1, headSha: "a", headRef: "f", baseRef: "main" }],
    withHead: async () => [],
  },
  subjects: {
    bySha: async () => [],
    usingPolicyOf: async () => users,
    followedIn: async () => [],
    remember: async (key: string, memory: unknown) => void remembered.push([key, memory]),
  },
  now: () => new Date("2026-03-01T10:00:00Z"),
});

test("one installation on several repositories reaches each one's pull requests under a GUID of its own", async () => {
  const accepted: { guid: string; subjects: readonly string[] }[] = [];
  const done: string[] = [];
  for (const key of ["repo:7", "repo:8"]) await spread(parts(accepted, done), key);
  expect(accepted.map(({ subjects }) => subjects)).toEqual([["repo:7/pull:1"], ["repo:8/pull:1"]]);
  expect(new Set(accepted.map(({ guid }) => guid)).size).toBe(2);
  expect(done).toEqual(["repo:7", "repo:8"]);
});

test("doing it again gives the same GUIDs, so that nothing is done twice", async () => {
  const first: { guid: string; subjects: readonly string[] }[] = [];
  const second: { guid: string; subjects: readonly string[] }[] = [];
  await spread(parts(first), "repo:7");
  await spread(parts(second), "repo:7");
  expect(second).toEqual(first);
});

const user = (key: string): StoredSubject => ({
  key,
  installationId: 1,
  repositoryId: 9,
  owner: "acme",
  name: "shop",
  state: key.includes("/") ? "open" : "closed",
  memory: { policyPaths: ["acme/.github:.github/gatehouse.yml"], issueProcedures: false },
});

test("a push to what others build on gives each of those a turn in its own repository, and lists nothing", async () => {
  const accepted: { guid: string; subjects: readonly string[] }[] = [];
  const remembered: [string, unknown][] = [];
  const push: Change = { ...installedOn(7), event: "push", touches: "policy", everyPullOn: "main", isDefault: true };
  const users = [user("repo:9"), user("repo:9/issue:4"), user("repo:9/pull:3")];
  await spread(parts(accepted, [], { users, remembered, payload: [push] }), "repo:7");
  expect(accepted).toEqual([
    { guid: "g/repo:9/issue:4", subjects: ["repo:9/issue:4"] },
    { guid: "g/repo:9/pull:3", subjects: ["repo:9/pull:3"] },
  ]);
  expect(remembered).toEqual([
    ["repo:9", expect.objectContaining({ issueProcedures: undefined, changedAt: "2026-03-01T10:00:00.000Z" })],
  ]);
});

test("nor does a push to a branch from which nobody reads give anybody a turn", async () => {
  const accepted: { guid: string; subjects: readonly string[] }[] = [];
  const push: Change = { ...installedOn(7), event: "push", touches: "policy", everyPullOn: "next", isDefault: false };
  await spread(parts(accepted, [], { users: [user("repo:9/pull:3")], payload: [push] }), "repo:7");
  expect(accepted).toEqual([]);
});
