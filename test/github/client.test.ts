import { generateKeyPairSync } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import nock from "nock";
import { createLogger } from "../../src/config/logger.ts";
import { clientsOf, type Client } from "../../src/github/client.ts";
import { GithubError, isGone, isShutOut } from "../../src/github/errors.ts";
import { createProbot } from "../../src/github/probot.ts";
import { RetryLater } from "../../src/readiness/retry-later.ts";

/** What the client makes of everything GitHub can answer besides what was asked for. */

const API = "https://github.test";
const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
  publicKeyEncoding: { type: "pkcs1", format: "pem" },
});

const TOKEN = { token: "ghs_one", expires_at: "2099-01-01T00:00:00Z", permissions: {}, repository_selection: "all" };

let client: Client;
const spaced: boolean[] = [];

beforeAll(() => nock.disableNetConnect());
beforeEach(async () => {
  spaced.length = 0;
  const log = createLogger({ level: "silent" });
  const probot = createProbot({ appId: 7, privateKey, webhookSecret: "x".repeat(32), githubApiUrl: API, log });
  const limits = {
    write: async (_id: number, { creates }: { creates: boolean }) => void spaced.push(creates),
    ahead: async () => undefined,
  };
  client = await clientsOf({ probot, appId: 7, limits })(1);
});
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
});
afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});

const token = () => nock(API).post("/app/installations/1/access_tokens").reply(201, TOKEN);

const thrownBy = async (work: Promise<unknown>): Promise<unknown> => {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
};

/** Until when something is put off, as milliseconds from then. */
const waitFrom = (then: number, error: unknown): number =>
  error instanceof RetryLater ? error.at.getTime() - then : Number.NaN;

const inTwoMinutes = () => String(Math.ceil(Date.now() / 1000) + 120);

interface Waiting {
  readonly how: string;
  readonly status: number;
  readonly message: string;
  readonly headers: () => Record<string, string>;
  /** Seconds, from when the answer came. */
  readonly wait: number;
}

describe("asked to wait", () => {
  test.each<Waiting>([
    {
      how: "by Retry-After",
      status: 403,
      message: "secondary rate limit",
      headers: () => ({ "retry-after": "30" }),
      wait: 30,
    },
    {
      how: "by Retry-After with 429",
      status: 429,
      message: "Slow",
      headers: () => ({ "retry-after": "30" }),
      wait: 30,
    },
    {
      how: "until the limit is reset",
      status: 403,
      message: "API rate limit exceeded",
      headers: () => ({ "x-ratelimit-remaining": "0", "x-ratelimit-reset": inTwoMinutes() }),
      wait: 120,
    },
    {
      how: "until the limit is reset, by GitHub's clock",
      status: 403,
      message: "API rate limit exceeded",
      headers: () => ({
        "x-ratelimit-remaining": "0",
        "x-ratelimit-reset": String(Date.parse("2031-01-01T00:00:45Z") / 1000),
        date: "Wed, 01 Jan 2031 00:00:00 GMT",
      }),
      wait: 45,
    },
    { how: "for a reset that is past", status: 403, message: "x", headers: () => PAST_RESET, wait: 1 },
    {
      how: "by no named time",
      status: 403,
      message: "You have exceeded a secondary rate limit.",
      headers: () => ({}),
      wait: 60,
    },
    { how: "by 429 alone", status: 429, message: "Too many", headers: () => ({}), wait: 60 },
  ])("$how, it names the moment", async ({ status, message, headers, wait }) => {
    token();
    const before = Date.now();
    nock(API).get("/repos/a/b").reply(status, { message }, headers());
    const error = await thrownBy(client.get("GET /repos/{owner}/{repo}", { owner: "a", repo: "b" }));
    // A reset is told in whole seconds.
    expect(waitFrom(before, error)).toBeGreaterThanOrEqual(wait * 1000);
    expect(waitFrom(Date.now(), error)).toBeLessThanOrEqual((wait + 1) * 1000);
  });

  test.each<[string, number, object]>([
    ["a query over the primary limit", 200, { errors: [{ type: "RATE_LIMITED", message: "API rate limit exceeded" }] }],
    ["a query over the secondary limit", 200, { errors: [{ message: "You have exceeded a secondary rate limit" }] }],
    ["a query refused with 403", 403, { message: "You have exceeded a secondary rate limit" }],
  ])("%s waits", async (_what, status, body) => {
    token();
    nock(API).post("/graphql").reply(status, body);
    expect(await thrownBy(client.query("query { viewer { login } }", {}))).toBeInstanceOf(RetryLater);
  });

  test("while a token is made, it waits as well", async () => {
    nock(API).post("/app/installations/1/access_tokens").reply(403, { message: "secondary rate limit" });
    expect(await thrownBy(client.get("GET /user", {}))).toBeInstanceOf(RetryLater);
  });
});

const PAST_RESET = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1000000000" };

describe("a failure", () => {
  test.each([400, 403, 404, 410, 422, 451, 500, 502, 503])("with status %d is told with it, once", async (status) => {
    token();
    nock(API).get("/repos/a/b").reply(status, { message: "No" });
    const error = await thrownBy(client.get("GET /repos/{owner}/{repo}", { owner: "a", repo: "b" }));
    expect(error).toBeInstanceOf(GithubError);
    expect(error).toMatchObject({ status, code: "github-error", message: expect.stringContaining("No") });
    expect(isGone(error)).toBe(status === 404 || status === 410);
    expect(isShutOut(error)).toBe(false);
  });

  test("of a write is not repeated: it may have been done", async () => {
    token();
    nock(API).post("/repos/a/b/check-runs").reply(502, "<html>");
    const error = await thrownBy(client.write("POST /repos/a/b/check-runs", {}));
    expect(error).toMatchObject({ status: 502 });
    expect(spaced).toEqual([true]);
  });

  test("on the way is an error, not an answer", async () => {
    token();
    nock(API).post("/graphql").replyWithError("socket hang up");
    expect(await thrownBy(client.query("query { viewer { login } }", {}))).toBeInstanceOf(Error);
  });

  test("that is no JSON is an error, not an answer", async () => {
    token();
    nock(API).post("/graphql").reply(200, "<html>Unicorn!</html>", { "content-type": "text/html" });
    expect(await thrownBy(client.query("query { viewer { login } }", {}))).toBeInstanceOf(Error);
  });

  test.each([
    [404, "Not Found"],
    [403, "This installation has been suspended"],
  ])("to get a token (%d) means that we are shut out", async (status, message) => {
    nock(API).post("/app/installations/1/access_tokens").reply(status, { message });
    expect(isShutOut(await thrownBy(client.get("GET /user", {})))).toBe(true);
  });
});

const ask = (body: object) => {
  token();
  nock(API).post("/graphql").reply(200, body);
  return client.query("query { repository { id } }", { owner: "a" });
};
const errorOf = (type: string | undefined, ...path: (string | number)[]) => ({
  ...(type === undefined ? {} : { type }),
  path,
  message: "Could not resolve",
});

describe("a query's answer", () => {
  test("without errors is whole", async () => {
    expect(await ask({ data: { repository: { id: 1 } } })).toEqual({
      data: { repository: { id: 1 } },
      missing: [],
      forbidden: [],
    });
  });

  test.each<[string, object[], string[]]>([
    ["a repository that is not there", [errorOf("NOT_FOUND", "repository")], ["repository"]],
    ["a pull request that is not there", [errorOf("NOT_FOUND", "repository", "pullRequest")], ["repository"]],
    ["an issue that is not there", [errorOf("NOT_FOUND", "repository", "issue")], ["repository"]],
    ["deployments that may not be read", [errorOf("FORBIDDEN", "deployed", "e0")], ["deployed"]],
    ["a comment that is not there", [errorOf("NOT_FOUND", "checklist")], ["checklist"]],
    ["a team out of sight", [errorOf("FORBIDDEN", "team0", "team")], ["team0"]],
    ["several of them", [errorOf("NOT_FOUND", "status"), errorOf("NOT_FOUND", "team1")], ["status", "team1"]],
  ])("with %s says what is missing", async (_what, errors, missing) => {
    expect((await ask({ data: { repository: null }, errors })).missing).toEqual(missing);
  });

  test("tells another repository that is not there from one whose files GitHub refuses to show", async () => {
    const errors = [
      errorOf("NOT_FOUND", "other0"),
      errorOf("FORBIDDEN", "other1", "p2"),
      errorOf("FORBIDDEN", "other2"),
    ];
    const { missing, forbidden } = await ask({
      data: { repository: {}, other0: null, other1: {}, other2: null },
      errors,
    });
    expect({ missing, forbidden }).toEqual({
      missing: ["other0", "other1", "other2"],
      forbidden: ["other1", "other2"],
    });
  });

  test.each<[string, object]>([
    ["a gap in another repository", { data: { repository: {} }, errors: [errorOf("NOT_FOUND", "other0", "p0")] }],
    ["an error of no type", { data: { repository: {} }, errors: [errorOf(undefined, "repository")] }],
    ["a time-out", { data: { repository: {} }, errors: [{ message: "Something went wrong" }] }],
    [
      "a gap further down",
      { data: { repository: {} }, errors: [errorOf("NOT_FOUND", "repository", "pullRequest", "files")] },
    ],
    ["a file that may not be read", { data: { repository: {} }, errors: [errorOf("FORBIDDEN", "repository", "p0")] }],
    [
      "one real error beside a missing thing",
      { data: { repository: {} }, errors: [errorOf("NOT_FOUND", "status"), errorOf("INTERNAL", "repository")] },
    ],
    ["errors and no data", { errors: [errorOf("NOT_FOUND", "repository")] }],
    ["data that is null", { data: null, errors: [errorOf("NOT_FOUND", "repository")] }],
  ])("with %s is an error", async (_what, body) => {
    expect(await thrownBy(ask(body))).toBeInstanceOf(GithubError);
  });
});

test("what can't be written to an archived repository waits for a day, and keeps nothing else waiting", async () => {
  token();
  const before = Date.now();
  const body = { message: "Repository was archived so is read-only." };
  nock(API).post("/repos/a/b/check-runs").reply(403, body).get("/repos/a/c").reply(200, { id: 1 });
  const error = await thrownBy(client.write("POST /repos/{owner}/{repo}/check-runs", { owner: "a", repo: "b" }));
  expect(error).toBeInstanceOf(RetryLater);
  expect(waitFrom(before, error)).toBeGreaterThanOrEqual(24 * 3_600_000);
  expect(await client.get("GET /repos/{owner}/{repo}", { owner: "a", repo: "c" })).toEqual({ id: 1 });
});

test("one token serves many calls, and each says which API it was written against", async () => {
  token();
  nock(API).get("/user").matchHeader("x-github-api-version", "2022-11-28").times(2).reply(200, { login: "x" });
  await client.get("GET /user", {});
  await client.get("GET /user", {});
  expect(spaced).toEqual([]);
});

test("what creates and what changes is told apart when writes are spaced", async () => {
  token();
  nock(API).post("/x").reply(201, {}).patch("/x").reply(200, {}).delete("/x").reply(204);
  await client.write("POST /x", {});
  await client.write("PATCH /x", {});
  await client.write("DELETE /x", {});
  expect(spaced).toEqual([true, false, false]);
});
