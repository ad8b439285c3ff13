import { createServer, type RequestListener, type Server } from "node:http";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { addressOf, ask, type Told } from "../../src/deploy-check/ask.ts";
import { networkTrouble } from "../../src/deploy-check/network-words.ts";
import type { CheckRequest } from "../../src/deploy-check/request.ts";
import {
  answerWith,
  APPROVED,
  AWAITING,
  NO_HOST,
  SHA,
  startGateServer,
  TOKEN,
  type GateServer,
} from "./gate-server.ts";

const requestTo = (url: string, about: Partial<CheckRequest> = {}): CheckRequest => ({
  url,
  repository: "acme/shop",
  environment: "production",
  sha: SHA,
  token: TOKEN,
  waitMs: 0,
  pollMs: 1000,
  ...about,
});

const asks = (request: CheckRequest, timeoutMs?: number): Promise<Told> =>
  ask(request, { fetch, signal: new AbortController().signal, ...(timeoutMs === undefined ? {} : { timeoutMs }) });

let gate: GateServer;
const servers: Server[] = [];

beforeAll(async () => {
  gate = await startGateServer();
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});
afterAll(() => gate.close());

/** A host that is not Gatehouse. */
const stranger = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "";
};

const answering = (status: number, body: string, headers: Readonly<Record<string, string>> = {}): Promise<string> =>
  stranger((_request, response) => void response.writeHead(status, headers).end(body));

describe("Gatehouse", () => {
  test("is asked with the token, and its answer comes as it was said", async () => {
    gate.answers(APPROVED);
    const told = await asks(requestTo(gate.url));
    expect(told).toMatchObject({ kind: "answer", answer: { decision: "approved", title: "Ready", reasons: [] } });
    expect(told.kind === "answer" && JSON.parse(told.json)).toEqual(APPROVED);
    expect(gate.asked).toEqual([{ token: TOKEN, environment: "production", sha: SHA }]);
  });

  test.each(["eu/prod", "my env", "Produktion Köln", "100%", "a%2Fb", "a?b#c"])(
    "is asked about an environment `%s`",
    async (environment) => {
      gate.answers(answerWith({ environment }));
      expect(await asks(requestTo(gate.url, { environment }))).toMatchObject({ kind: "answer" });
      expect(gate.asked).toEqual([{ token: TOKEN, environment, sha: SHA }]);
    },
  );

  test("below a path", () => {
    const at = addressOf(requestTo("https://example.com/gate"));
    expect(at).toBe(`https://example.com/gate/api/v1/repos/acme/shop/deployments/production/${SHA}`);
  });

  const soon = new Date(Date.now() + 5000);
  test.each<[string, Parameters<GateServer["answers"]>[0], Partial<Told>]>([
    ["is still deciding", { kind: "pending" }, { kind: "pending", retryMs: 2000 }],
    ["can't see the repository", { kind: "not-visible" }, { kind: "refused" }],
    ["is not installed", { kind: "not-installed" }, { kind: "refused" }],
    ["has no config", { kind: "no-config" }, { kind: "refused" }],
    ["knows that GitHub refuses the token", { kind: "bad-token" }, { kind: "refused" }],
    ["is asked to wait", { kind: "limit", whose: "gatehouse", retryAt: soon }, { kind: "trouble" }],
    ["knows that the token is used up", { kind: "limit", whose: "caller", retryAt: soon }, { kind: "trouble" }],
    ["has lost its database", new Error("gone"), { kind: "trouble", retryMs: 10_000 }],
  ])("%s", async (_what, said, told) => {
    gate.answers(said);
    expect(await asks(requestTo(gate.url))).toMatchObject(told);
  });

  test("says why, and what to do", async () => {
    gate.answers({ kind: "bad-token" });
    const told = await asks(requestTo(gate.url));
    expect(told).toMatchObject({ message: expect.stringMatching(/GitHub does not know this token.*gh auth token/) });
  });
});

describe("what is not an answer about this deployment is none", () => {
  test.each<[string, unknown]>([
    ["another commit", { ...APPROVED, sha: SHA.replace("4", "5") }],
    ["another environment", { ...APPROVED, environment: "staging" }],
    ["no commit", { ...APPROVED, sha: undefined }],
    ["another decision", { ...APPROVED, decision: "maybe" }],
    ["no reasons", { ...APPROVED, reasons: undefined }],
    ["reasons of another kind", { ...APPROVED, reasons: [1] }],
    ["no title", { ...APPROVED, title: undefined }],
    ["no report", { ...APPROVED, report: undefined }],
    ["a list", [APPROVED]],
    ["null", null],
    ["true", true],
    ["a word", "approved"],
  ])("%s", async (_what, body) => {
    const url = await answering(200, JSON.stringify(body));
    expect(await asks(requestTo(url))).toMatchObject({
      kind: "refused",
      message: expect.stringMatching(/Is the address right/),
    });
  });

  test("an environment may be spelt in another case", async () => {
    gate.answers(answerWith({ environment: "Production" }));
    expect(await asks(requestTo(gate.url))).toMatchObject({ kind: "answer" });
  });
});

interface Foreign {
  readonly status: number;
  readonly body?: string;
  readonly retryAfter?: string;
  readonly told: object;
}

describe("another host", () => {
  const approval = JSON.stringify(APPROVED);
  const refused = { kind: "refused" };
  const trouble = { kind: "trouble" };
  const page = { kind: "refused", message: expect.stringMatching(/not what Gatehouse answers/) };

  test.each<[string, Foreign]>([
    ["a web page", { status: 200, body: "<html>Sign in</html>", told: page }],
    ["nothing", { status: 200, told: refused }],
    ["202 of another kind", { status: 202, body: "{}", told: refused }],
    ["204", { status: 204, told: refused }],
    ["404", { status: 404, body: "not found", told: refused }],
    ["an approval with another status", { status: 203, body: approval, told: refused }],
    ["an approval with an error", { status: 500, body: approval, told: trouble }],
    ["a gateway that finds nobody", { status: 502, body: "<html>", told: { ...trouble, retryMs: undefined } }],
    ["a gateway that asks to wait", { status: 503, retryAfter: "7", told: { ...trouble, retryMs: 7000 } }],
    ["a wait that is none", { status: 503, retryAfter: "soon", told: { ...trouble, retryMs: undefined } }],
    [
      "a moment that is over",
      { status: 429, retryAfter: "Fri, 20 Nov 2020 10:00:00 GMT", told: { ...trouble, retryMs: 0 } },
    ],
  ])("answers %s", async (_what, { status, body = "", retryAfter, told }) => {
    const url = await answering(status, body, retryAfter === undefined ? {} : { "retry-after": retryAfter });
    expect(await asks(requestTo(url))).toMatchObject(told);
  });

  test("that sends on is not followed, because the token would go along", async () => {
    const followed: string[] = [];
    const target = await stranger((request, response) => {
      followed.push(request.url ?? "");
      response.end(JSON.stringify(APPROVED));
    });
    const url = await answering(302, "", { location: `${target}/elsewhere` });
    const told = await asks(requestTo(url));
    expect(told).toMatchObject({
      kind: "refused",
      message: expect.stringContaining(`sends on to ${target}/elsewhere`),
    });
    expect(followed).toEqual([]);
  });

  test("that sends without end is cut off", async () => {
    const url = await stranger((_request, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(1024 * 1024, "x")));
      };
      response.on("drain", more);
      more();
    });
    expect(await asks(requestTo(url))).toMatchObject({
      kind: "trouble",
      message: expect.stringMatching(/larger than 8 MB/),
    });
  });

  test("that says nothing is waited for so long and no longer", async () => {
    const url = await stranger(() => undefined);
    expect(await asks(requestTo(url), 50)).toMatchObject({
      kind: "trouble",
      message: expect.stringMatching(/did not answer in time/),
    });
  });

  test("that hangs up", async () => {
    const url = await stranger((request) => void request.socket.destroy());
    expect(await asks(requestTo(url))).toMatchObject({ kind: "trouble" });
  });

  test("that does not speak TLS", async () => {
    const url = (await answering(200, "")).replace("http:", "https:");
    expect(await asks(requestTo(url))).toMatchObject({
      kind: "refused",
      message: expect.stringMatching(/does not speak TLS/),
    });
  });

  test("that nobody listens at", async () => {
    expect(await asks(requestTo("http://127.0.0.1:2"))).toMatchObject({
      kind: "trouble",
      message: expect.stringMatching(/Nothing listens at 127/),
    });
  });

  test("that does not exist", async () => {
    const told = await asks(requestTo(`https://${NO_HOST}`));
    expect(told).toMatchObject({
      kind: "trouble",
      message: expect.stringMatching(/There is no host `a+\.invalid`/),
    });
  });
});

const coded = (code: string): Error =>
  new TypeError("fetch failed", { cause: Object.assign(new Error(`it went wrong: ${code}`), { code }) });

const lasts = (message: RegExp) => ({ message, passes: false });
const passes = (message: RegExp) => ({ message, passes: true });

test.each<[string, Error, { readonly message: RegExp; readonly passes: boolean }]>([
  ["an expired certificate", coded("CERT_HAS_EXPIRED"), lasts(/trusted here \(CERT_HAS_EXPIRED\): it has expired/)],
  ["another name", coded("ERR_TLS_CERT_ALTNAME_INVALID"), lasts(/it is for another name/)],
  ["a certificate of one's own", coded("DEPTH_ZERO_SELF_SIGNED_CERT"), lasts(/NODE_EXTRA_CA_CERTS/)],
  ["an unknown authority", coded("UNABLE_TO_GET_ISSUER_CERT_LOCALLY"), lasts(/NODE_EXTRA_CA_CERTS/)],
  ["an unverifiable one", coded("UNABLE_TO_VERIFY_LEAF_SIGNATURE"), lasts(/NODE_EXTRA_CA_CERTS/)],
  ["a slow name server", coded("EAI_AGAIN"), passes(/no host `gate.example.com`/)],
  ["a slow connection", coded("UND_ERR_CONNECT_TIMEOUT"), passes(/did not answer in time/)],
  [
    "several addresses",
    new TypeError("fetch failed", { cause: new AggregateError([coded("ECONNREFUSED").cause]) }),
    passes(/Nothing listens/),
  ],
  ["something else", new Error("odd"), passes(/could not be asked: odd\./)],
])("%s is told", (_what, error, expected) => {
  const found = networkTrouble(error, "https://gate.example.com/x");
  expect(found.message).toMatch(expected.message);
  expect(found.passes).toBe(expected.passes);
});

test("an interrupted question is given up", async () => {
  const stopping = new AbortController();
  const url = await stranger(() => stopping.abort());
  expect(await ask(requestTo(url), { fetch, signal: stopping.signal })).toMatchObject({ kind: "trouble" });
});

test("what is left is an answer, too", async () => {
  gate.answers(AWAITING);
  expect(await asks(requestTo(gate.url))).toMatchObject({ kind: "answer", answer: { decision: "awaiting" } });
});
