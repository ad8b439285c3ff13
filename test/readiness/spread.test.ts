import { expect, test } from "@jest/globals";
import type { Change } from "../../src/readiness/change.ts";
import type { RepositoryRef } from "../../src/readiness/ports.ts";
import type { StoredSubject } from "../../src/readiness/known.ts";
import { spread, wake } from "../../src/readiness/spread.ts";

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
  readonly anew?: [number, string][];
}

const parts = (
  accepted: { guid: string; subjects: readonly string[] }[],
  done: string[] = [],
  { users = [], remembered = [], payload = delivery.payload, anew = [] }: Elsewhere = {},
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
    withHead: async () => [{ number: 1, headSha: "a", headRef: "f", baseRef: "main" }],
  },
  subjects: {
    bySha: async () => [],
    usingPolicyOf: async () => users,
    remember: async (key: string, memory: unknown) => void remembered.push([key, memory]),
  },
  anew: {
    ask: async ({ repositoryId, name }: RepositoryRef) => void anew.push([repositoryId, name]),
  },
  now: () => new Date("2026-03-01T10:00:00Z"),
});

test("an installation on several repositories has each looked at anew", async () => {
  const accepted: { guid: string; subjects: readonly string[] }[] = [];
  const done: string[] = [];
  const anew: [number, string][] = [];
  for (const key of ["repo:7", "repo:8"]) await spread(parts(accepted, done, { anew }), key);
  expect(anew).toEqual([
    [7, "shop-7"],
    [8, "shop-8"],
  ]);
  expect(accepted).toEqual([]);
  expect(done).toEqual(["repo:7", "repo:8"]);
});

test("a commit that nobody knows yet reaches its pull request; doing it again gives the same GUID", async () => {
  const first: { guid: string; subjects: readonly string[] }[] = [];
  const second: { guid: string; subjects: readonly string[] }[] = [];
  const { everyPullOn: _everyPullOn, ...rest } = installedOn(7);
  const payload: readonly Change[] = [{ ...rest, event: "check_suite", shas: ["a"] }];
  await spread(parts(first, [], { payload }), "repo:7");
  await spread(parts(second, [], { payload }), "repo:7");
  expect(first.map(({ subjects }) => subjects)).toEqual([["repo:7/pull:1"]]);
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

test("a push to the policy of many has the repository looked at anew", async () => {
  const anew: [number, string][] = [];
  const push: Change = { ...installedOn(7), event: "push", touches: "policy", everyPullOn: "main", isVast: true };
  await spread(parts([], [], { anew, payload: [push] }), "repo:7");
  expect(anew).toEqual([[7, "shop-7"]]);
});

test("a push to what very many build on has their repositories looked at anew, and gives no turn at once", async () => {
  const anew: [number, string][] = [];
  const accepted: { guid: string; subjects: readonly string[] }[] = [];
  const push: Change = { ...installedOn(7), event: "push", touches: "policy", everyPullOn: "main", isDefault: true };
  const users = Array.from({ length: 60 }, (_none, index) => ({
    ...user(`repo:${90 + (index % 2)}/pull:${index}`),
    repositoryId: 90 + (index % 2),
  }));
  await spread(parts(accepted, [], { anew, users, payload: [push] }), "repo:7");
  expect(accepted).toEqual([]);
  expect(anew).toEqual([
    [90, "shop"],
    [91, "shop"],
  ]);
});

test("nor does a push to a branch from which nobody reads give anybody a turn", async () => {
  const accepted: { guid: string; subjects: readonly string[] }[] = [];
  const push: Change = { ...installedOn(7), event: "push", touches: "policy", everyPullOn: "next", isDefault: false };
  await spread(parts(accepted, [], { users: [user("repo:9/pull:3")], payload: [push] }), "repo:7");
  expect(accepted).toEqual([]);
});

test.each([
  { what: "an open subject gets a turn", state: "open", accepted: true },
  { what: "one that has looked at this moment already is woken again", state: "open", accepted: false },
  { what: "one that is closed is left alone", state: "closed", accepted: false },
] as const)("a timer: $what", async ({ state, accepted }) => {
  const subject: StoredSubject = {
    key: "repo:7/pull:1",
    installationId: 1,
    repositoryId: 7,
    owner: "acme",
    name: "shop",
    state,
    memory: undefined,
  };
  const guids: string[] = [];
  const inbox = {
    accept: async ({ guid }: { guid: string }) => {
      guids.push(guid);
      return { accepted };
    },
  };
  const at = new Date("2026-03-01T10:00:00Z");
  const woken = wake({ inbox, subjects: { get: async () => subject }, now: () => at }, subject.key).catch(String);
  expect(await woken).toEqual(
    state === "open" && !accepted ? "RetryLater: repo:7/pull:1 has looked at this moment already" : undefined,
  );
  expect(guids).toEqual(state === "closed" ? [] : ["wake/repo:7/pull:1/2026-03-01T10:00:00.000Z"]);
});

test("what another release kept in a shape of its own has its repository looked at anew, and holds up nothing that comes after it", async () => {
  const accepted: { guid: string; subjects: readonly string[] }[] = [];
  const [done, anew]: [string[], [number, string][]] = [[], []];
  const beside = { installationId: 1, repositoryId: 7, owner: "acme", name: "shop-7" };
  const unreadable = { guid: "t", payload: [{ shape: "of tomorrow" }], attempts: 0, ...beside };
  const pushed: Change = { ...installedOn(7), event: "check_run", shas: ["a"], everyPullOn: undefined };
  const given = parts(accepted, done, { anew });
  const pending = async () => [unreadable, { ...delivery, payload: [pushed] }];
  await spread({ ...given, deliveries: { ...given.deliveries, pending } }, "repo:7");
  expect(anew).toEqual([[7, "shop-7"]]);
  expect(accepted.map(({ subjects }) => subjects)).toEqual([["repo:7/pull:1"]]);
  expect(done).toEqual(["repo:7"]);
});
