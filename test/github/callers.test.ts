import { createServer, type RequestListener, type Server } from "node:http";
import { afterEach, describe, expect, test } from "@jest/globals";
import { callersAt } from "../../src/github/callers.ts";
import { rememberingCallers } from "../../src/readiness/deploy/callers.ts";
import { RetryLater } from "../../src/readiness/retry-later.ts";

const ADA = { token: "ghp_0123456789abcdefghijABCDEFGHIJ012345", address: "192.0.2.1" };
const SHOP = { owner: "acme", name: "shop" };
const NOW = new Date("2026-11-20T10:00:00Z");

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

interface Host {
  readonly url: string;
  /** `METHOD path authorization` of every request. */
  readonly asked: readonly string[];
}

const host = async (listener: RequestListener): Promise<Host> => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? ""}`);
    listener(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return { url: typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "", asked };
};

const REPOSITORY = JSON.stringify({ id: 7, name: "Shop", owner: { login: "acme" } });

const answering = (status: number, body = "{}", headers: Readonly<Record<string, string>> = {}): Promise<Host> =>
  host((_request, response) => void response.writeHead(status, headers).end(body));

/** Milliseconds for an answer that comes, however busy the machine. */
const PATIENCE_MS = 150_000;

const askingAt = ({ url }: Host, timeoutMs = PATIENCE_MS) =>
  callersAt({ githubApiUrl: url, now: () => NOW, timeoutMs });

const sightAt = (given: Host, timeoutMs?: number) => askingAt(given, timeoutMs).sight(ADA, SHOP);

test("GitHub is asked with the caller's token, below the configured address", async () => {
  const github = await answering(200, REPOSITORY);
  const found = await sightAt({ ...github, url: `${github.url}/api/v3` });
  expect(found).toEqual({ sees: "repository", repository: { repositoryId: 7, owner: "acme", name: "Shop" } });
  expect(github.asked).toEqual([`GET /api/v3/repos/acme/shop Bearer ${ADA.token}`]);
});

describe("what GitHub answers", () => {
  const inAMinute = new Date(NOW.getTime() + 60_000);
  const reset = String(NOW.getTime() / 1000 + 60);

  test.each<[string, () => Promise<Host>, object]>([
    ["401", () => answering(401), { sees: "bad-token" }],
    ["403", () => answering(403), { sees: "nothing" }],
    ["404", () => answering(404), { sees: "nothing" }],
    ["451", () => answering(451), { sees: "nothing" }],
    ["429", () => answering(429), { sees: "limit", retryAt: inAMinute }],
    ["429 with a time", () => answering(429, "", { "retry-after": "60" }), { sees: "limit", retryAt: inAMinute }],
    ["403 with a time", () => answering(403, "", { "retry-after": "60" }), { sees: "limit", retryAt: inAMinute }],
    [
      "403 with nothing remaining",
      () => answering(403, "", { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset }),
      { sees: "limit", retryAt: inAMinute },
    ],
    [
      "403 with something remaining",
      () => answering(403, "", { "x-ratelimit-remaining": "9", "x-ratelimit-reset": reset }),
      { sees: "nothing" },
    ],
  ])("%s", async (_what, start, sight) => {
    expect(await sightAt(await start())).toEqual(sight);
  });

  test.each<[string, () => Promise<Host>]>([
    ["500", () => answering(500)],
    ["200 without a repository", () => answering(200, "{}")],
    ["200 with a web page", () => answering(200, "<html>")],
    ["a cut connection", () => host((request) => void request.socket.destroy())],
  ])("%s is no answer, and no token is in the error", async (_what, start) => {
    const failed: unknown = await sightAt(await start()).catch((error: unknown) => error);
    expect(failed).toHaveProperty("message");
    expect(JSON.stringify(failed, Object.getOwnPropertyNames(failed))).not.toContain(ADA.token);
  });

  test("nothing for too long is no answer", async () => {
    await expect(sightAt(await host(() => undefined), 50)).rejects.toMatchObject({ code: "github-error" });
  });

  test("nothing but the head of an answer for too long is none, either", async () => {
    const slow = await host((_request, response) => void response.writeHead(200).write("{"));
    await expect(sightAt(slow, 100)).rejects.toBeDefined();
  });
});

describe("a repository that has moved", () => {
  test("is followed on the same host, once", async () => {
    const github = await host(({ url }, response) =>
      url === "/repositories/7"
        ? response.end(REPOSITORY)
        : response.writeHead(301, { location: "/repositories/7" }).end(),
    );
    expect(await sightAt(github)).toMatchObject({ sees: "repository", repository: { name: "Shop" } });
    expect(github.asked).toHaveLength(2);
  });

  test("in a circle is not", async () => {
    const github = await host(({ url }, response) => void response.writeHead(302, { location: url ?? "" }).end());
    expect(await sightAt(github)).toEqual({ sees: "nothing" });
    expect(github.asked).toHaveLength(2);
  });

  test("to another host is not followed, because the token would go along", async () => {
    const other = await answering(200, REPOSITORY);
    const github = await answering(301, "", { location: `${other.url}/repos/acme/shop` });
    expect(await sightAt(github)).toEqual({ sees: "nothing" });
    expect(other.asked).toEqual([]);
  });
});

describe("wrong tokens", () => {
  test("are tried thirty times a minute from one address; others, and those that were good, go on", async () => {
    const github = await host(({ headers }, response) =>
      headers.authorization === `Bearer ${ADA.token}` ? response.end(REPOSITORY) : response.writeHead(401).end("{}"),
    );
    const callers = askingAt(github);
    await callers.sight(ADA, SHOP);
    // All at once: one after the other they might take more than the minute.
    await Promise.all(Array.from({ length: 30 }, (_, at) => callers.sight({ ...ADA, token: `wrong-${at}` }, SHOP)));
    await expect(callers.sight({ ...ADA, token: "wrong-again" }, SHOP)).rejects.toBeInstanceOf(RetryLater);
    expect(github.asked).toHaveLength(31);
    expect(await callers.sight(ADA, SHOP)).toMatchObject({ sees: "repository" });
    expect(await callers.sight({ token: "wrong-too", address: "192.0.2.2" }, SHOP)).toEqual({ sees: "bad-token" });
  });
});

test("many wrong tokens at once are no more than many in a row", async () => {
  const github = await answering(401);
  const callers = askingAt(github);
  const sights = await Promise.allSettled(
    Array.from({ length: 90 }, (_, at) => callers.sight({ ...ADA, token: `wrong-${at}` }, SHOP)),
  );
  expect(github.asked).toHaveLength(30);
  expect(sights.filter((sight) => sight.status === "rejected" && sight.reason instanceof RetryLater)).toHaveLength(60);
});

const remembered = async (status: number) => {
  const github = await answering(status, REPOSITORY);
  let now = NOW.getTime();
  const callers = rememberingCallers(askingAt(github), () => new Date(now));
  const askedAfter = async (seconds: number, caller = ADA, repository = SHOP) => {
    now = NOW.getTime() + seconds * 1000;
    await callers.sight(caller, repository).catch(() => undefined);
    return github.asked.length;
  };
  return { askedAfter };
};

describe("remembering", () => {
  test.each([
    [200, [0, 59, 61], [1, 1, 2]],
    [404, [0, 9, 11], [1, 1, 2]],
    [401, [0, 9, 11], [1, 1, 2]],
    [500, [0, 1, 2], [1, 2, 3]],
  ])("of %d, asked after %j s: GitHub was asked %j times", async (status, seconds, asked) => {
    const { askedAfter } = await remembered(status);
    const counts: number[] = [];
    for (const after of seconds) counts.push(await askedAfter(after));
    expect(counts).toEqual(asked);
  });

  test("is for one token and one repository, in whatever case it is written", async () => {
    const { askedAfter } = await remembered(200);
    expect(await askedAfter(0)).toBe(1);
    expect(await askedAfter(1, ADA, { owner: "ACME", name: "SHOP" })).toBe(1);
    expect(await askedAfter(1, ADA, { owner: "acme", name: "other" })).toBe(2);
    expect(await askedAfter(1, { ...ADA, token: "another" })).toBe(3);
  });
});
