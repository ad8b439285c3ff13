import { createHmac } from "node:crypto";
import { request } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { addressBehind } from "../../src/web/client-address.ts";
import { listen, routes, WEBHOOK_PATH, type Listening } from "../../src/web/http.ts";
import type { VerifiedDelivery } from "../../src/web/webhooks.ts";
import { WELL } from "./well.ts";

const SECRET = "the secret that is in use now, long enough";
const OLDER = "the secret that is being rotated out today";

const taken: VerifiedDelivery[] = [];
const warnings: string[] = [];
let keeps = true;
let lives = true;
let http: Listening;

const take = async (delivery: VerifiedDelivery): Promise<void> => {
  if (!keeps) throw new Error("the database is away");
  taken.push(delivery);
};
const health = async () => ({ ...WELL, ready: lives });

/** No question is asked here. */
const NO_API = {
  gate: () => undefined,
  tokenLimit: async () => 0,
  addressOf: addressBehind(0),
  now: () => new Date(),
  warn: () => undefined,
};

beforeAll(async () => {
  const webhooks = {
    secrets: [SECRET, OLDER] as const,
    take,
    warn: (_data: object, message: string) => void warnings.push(message),
  };
  http = await listen(routes({ webhooks, health, api: NO_API }), { host: "127.0.0.1", port: 0 });
});
beforeEach(() => {
  taken.length = 0;
  warnings.length = 0;
  keeps = true;
  lives = true;
});
afterAll(() => http.close());

const sign = (body: string, secret = SECRET): string =>
  `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;

const BODY = JSON.stringify({ action: "opened", number: 7, title: "Überraschung 🧺" });
const HEADERS = { "x-github-delivery": "guid-1", "x-github-event": "pull_request", "content-type": "application/json" };

const post = (body: string, headers: Readonly<Record<string, string>>): Promise<Response> =>
  fetch(`${http.url}${WEBHOOK_PATH}`, { method: "POST", body, headers });

const without = (name: keyof typeof HEADERS): Record<string, string> =>
  Object.fromEntries(Object.entries(HEADERS).filter(([key]) => key !== name));

const MEGABYTE = 1024 * 1024;
const ofSize = (bytes: number): string => JSON.stringify({ filler: "x".repeat(bytes - 13) });

describe("a delivery", () => {
  test.each([
    ["with the secret in use", SECRET],
    ["with the older secret", OLDER],
  ])("signed %s is taken as it is", async (_which, secret) => {
    const { status } = await post(BODY, { ...HEADERS, "x-hub-signature-256": sign(BODY, secret) });
    expect(status).toBe(202);
    expect(taken).toEqual([{ id: "guid-1", name: "pull_request", payload: JSON.parse(BODY) }]);
  });

  test.each<[string, Record<string, string>]>([
    ["without a signature", {}],
    ["signed with another secret", { "x-hub-signature-256": sign(BODY, "another secret, also long enough to be one") }],
    ["signed for another body", { "x-hub-signature-256": sign(`${BODY} `) }],
    ["with SHA-1 only", { "x-hub-signature": `sha1=${createHmac("sha1", SECRET).update(BODY).digest("hex")}` }],
    ["with a signature of another form", { "x-hub-signature-256": "sha256=zz" }],
    ["with an empty signature", { "x-hub-signature-256": "" }],
    ["with the digest alone", { "x-hub-signature-256": sign(BODY).slice("sha256=".length) }],
  ])("%s is refused with 401 and not kept", async (_what, signature) => {
    expect((await post(BODY, { ...HEADERS, ...signature })).status).toBe(401);
    expect(taken).toEqual([]);
  });

  test.each<[string, string, Record<string, string>]>([
    ["that is no JSON", "{", HEADERS],
    ["that is a list", "[]", HEADERS],
    ["that is null", "null", HEADERS],
    ["that is a form", "payload=%7B%7D", HEADERS],
    ["without a GUID", BODY, without("x-github-delivery")],
    ["without an event", BODY, without("x-github-event")],
  ])("%s is refused with 400", async (_what, body, headers) => {
    expect((await post(body, { ...headers, "x-hub-signature-256": sign(body) })).status).toBe(400);
    expect(taken).toEqual([]);
  });

  test("with no body is refused", async () => {
    expect((await post("", { ...HEADERS, "x-hub-signature-256": sign("") })).status).toBe(401);
  });

  test("that could not be kept is answered 503, so that it can be redelivered", async () => {
    keeps = false;
    expect((await post(BODY, { ...HEADERS, "x-hub-signature-256": sign(BODY) })).status).toBe(503);
    expect(warnings).toEqual(["delivery could not be kept"]);
  });

  test("that is not kept in time is answered 503, too", async () => {
    const webhooks = {
      secrets: [SECRET] as const,
      take: () => new Promise<void>(() => undefined),
      warn: () => undefined,
    };
    const app = routes({ webhooks: { ...webhooks, patienceMs: 10 }, health, api: NO_API });
    const headers = { ...HEADERS, "x-hub-signature-256": sign(BODY) };
    expect((await app.request(WEBHOOK_PATH, { method: "POST", body: BODY, headers })).status).toBe(503);
  });

  test("of another content type is taken all the same", async () => {
    const headers = { ...HEADERS, "content-type": "text/plain", "x-hub-signature-256": sign(BODY) };
    expect((await post(BODY, headers)).status).toBe(202);
  });

  test("of 25 MB is taken, of one byte more refused with 413", async () => {
    const largest = ofSize(25 * MEGABYTE);
    expect(Buffer.byteLength(largest)).toBe(25 * MEGABYTE);
    expect((await post(largest, { ...HEADERS, "x-hub-signature-256": sign(largest) })).status).toBe(202);
    const larger = ofSize(25 * MEGABYTE + 1);
    expect((await post(larger, { ...HEADERS, "x-hub-signature-256": sign(larger) })).status).toBe(413);
    expect(taken).toHaveLength(1);
  });

  test("of no declared size is cut off at 25 MB, too", async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const url = new URL(`${http.url}${WEBHOOK_PATH}`);
      const outgoing = request(url, { method: "POST", headers: { ...HEADERS, "transfer-encoding": "chunked" } });
      outgoing.on("response", (answer) => {
        resolve(answer.statusCode);
        answer.resume();
        outgoing.destroy();
      });
      outgoing.on("error", reject);
      const chunk = Buffer.alloc(MEGABYTE, "x");
      for (let sent = 0; sent < 27; sent += 1) outgoing.write(chunk);
      outgoing.end();
    });
    expect(status).toBe(413);
    expect(taken).toEqual([]);
  });
});

describe("other addresses", () => {
  test.each([
    ["/healthz", 200],
    ["/readyz", 200],
    ["/nothing", 404],
    [WEBHOOK_PATH, 404],
  ])("GET %s is answered %d", async (path, status) => {
    expect((await fetch(`${http.url}${path}`)).status).toBe(status);
  });

  test("a database that is away makes it unready, not dead", async () => {
    lives = false;
    expect((await fetch(`${http.url}/readyz`)).status).toBe(503);
    expect((await fetch(`${http.url}/healthz`)).status).toBe(200);
  });

  test("a port that is taken is an error", async () => {
    const port = Number(new URL(http.url).port);
    const webhooks = { secrets: [SECRET] as const, take: async () => undefined, warn: () => undefined };
    const second = listen(routes({ webhooks, health, api: NO_API }), { host: "127.0.0.1", port });
    await expect(second).rejects.toMatchObject({ code: "EADDRINUSE" });
  });
});

test("connections are kept for longer than proxies keep theirs", async () => {
  const { headers } = await fetch(`${http.url}/healthz`);
  const [, seconds] = /timeout=(\d+)/u.exec(headers.get("keep-alive") ?? "") ?? [];
  expect(Number(seconds)).toBeGreaterThan(120);
});
