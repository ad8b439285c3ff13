import { describe, expect, test } from "@jest/globals";
import { Octokit } from "@octokit/rest";
import { generateKeyPairSync } from "node:crypto";
import { createLogger } from "../../src/config/logger.ts";

const pem = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
}).privateKey;
const token = "ghs_16C7e42F292c6912E7710c838347Ae178B4a";
const jwt = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIxMjM0NTYifQ.c2lnbmF0dXJlLXBhcnQ";
const secret = "a-webhook-secret-of-more-than-32-chars";

const octokitError = Object.assign(new Error(`failed with ${token}`), {
  status: 401,
  request: { url: "https://api.github.com/app", headers: { authorization: `bearer ${jwt}`, accept: "json" } },
});

describe("secrets stay out of the log", () => {
  test.each([
    { title: "a header", fields: { headers: { Authorization: secret } } },
    { title: "a signature", fields: { req: { headers: { "x-hub-signature-256": secret } } } },
    { title: "a cookie", fields: { res: { headers: { "set-cookie": [secret] } } } },
    { title: "a token in an array", fields: { list: [{ accessToken: secret }] } },
    { title: "an environment", fields: { env: { WEBHOOK_SECRET: secret, PRIVATE_KEY: pem } } },
    { title: "a list of secrets", fields: { webhookSecrets: [secret] } },
    { title: "an error of Octokit", fields: { err: octokitError } },
    { title: "a cause", fields: { err: new Error("outer", { cause: octokitError }) } },
    { title: "a token in a text", fields: { url: `https://x-access-token:${secret}@github.com/o/r.git` } },
    { title: "a token with signs between its letters", fields: { text: `ghs_16C7.e42F-${secret}` } },
    { title: "a key in a text", fields: { text: `before ${pem} after` } },
    { title: "a database address", fields: { text: `postgresql://gatehouse:${secret}@localhost/db` } },
  ])("$title", ({ fields }) => {
    const line = logged((log) => log.info(fields, "message"));
    for (const hidden of [secret, token, jwt, pem.slice(60, 120)]) expect(line).not.toContain(hidden);
    expect(JSON.parse(line)).toMatchObject({ level: "info", name: "gatehouse", msg: "message" });
  });

  test("an error alone, whose text becomes the message", () => {
    const line = logged((log) => log.error(octokitError));
    expect(line).not.toContain(token);
    expect(line).not.toContain(jwt);
    expect(JSON.parse(line)).toMatchObject({ err: { status: 401, request: { headers: { accept: "json" } } } });
  });

  test("what a child logger is bound to", () => {
    const line = logged((log) => log.child({ token: secret, repo: "octo/app" }).info("message"));
    expect(line).not.toContain(secret);
    expect(JSON.parse(line)).toMatchObject({ repo: "octo/app" });
  });
});

test("ordinary fields, errors and causes are kept", () => {
  const fields = { subject: "repo:1/pull:2", at: new Date(0), err: new Error("outer", { cause: new Error("inner") }) };
  expect(JSON.parse(logged((log) => log.warn(fields, "message")))).toMatchObject({
    level: "warn",
    subject: "repo:1/pull:2",
    at: "1970-01-01T00:00:00.000Z",
    err: {
      type: "Error",
      message: "outer",
      stack: expect.stringContaining("logger.test"),
      cause: { message: "inner" },
    },
  });
});

test("an object that contains itself is cut off", () => {
  const loop: Record<string, unknown> = {};
  loop["loop"] = loop;
  expect(logged((log) => log.info({ loop }, "message"))).toContain("[too deep]");
});

function logged(write: (log: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  write(createLogger({ level: "info", destination: { write: (line) => lines.push(line) } }));
  expect(lines).toHaveLength(1);
  return lines.join("");
}

describe("what a failed query was to write stays out of the log", () => {
  const comment = "The tide tables of Avonmouth";
  test.each([
    { title: "parameters", more: { query: "insert into published (body) values ($1)", params: [comment] } },
    { title: "options of a query", more: { queryOptions: { parameters: [comment] } } },
    {
      title: "a row that breaks a rule",
      more: { detail: `Failing row contains (${comment}).`, constraint: "published_pkey" },
    },
    { title: "a line of what was copied", more: { where: `COPY published, line 1: "${comment}"` } },
  ])("$title", ({ more }) => {
    const error = Object.assign(new Error("duplicate key value violates unique constraint"), {
      code: "23505",
      ...more,
    });
    const line = logged((log) => log.warn({ err: new Error("outer", { cause: error }) }, "failed"));
    expect(line).not.toContain("Avonmouth");
    expect(line).toContain("23505");
  });
});

/** Octokit's own error where GitHub answers with this. */
const errorOf = async (status: number, answer: object, ask: (octokit: Octokit) => Promise<unknown>): Promise<Error> => {
  const fetch = async () => Response.json(answer, { status });
  const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const error: unknown = await ask(new Octokit({ request: { fetch }, log })).catch((thrown: unknown) => thrown);
  if (error instanceof Error) return error;
  throw new Error("nothing was thrown");
};

describe("what was sent to GitHub, and what it answered, stays out of the log", () => {
  const text = "The tide tables of Avonmouth";
  const about = { owner: "acme", repo: "shop", issue_number: 1 };
  test.each<[string, () => Promise<Error>]>([
    [
      "a comment that could not be written",
      () => errorOf(502, { message: "Server Error" }, ({ issues }) => issues.createComment({ ...about, body: text })),
    ],
    [
      "an answer in part",
      () => {
        const answer = { data: { repository: { description: text } }, errors: [{ message: "no such thing" }] };
        return errorOf(200, answer, ({ graphql }) => graphql("query ($text: String) { x }", { text }));
      },
    ],
  ])("%s", async (_title, provoke) => {
    const error = await provoke();
    const line = logged((log) => log.warn({ err: new Error("outer", { cause: error }) }, "failed"));
    expect(line).not.toContain("Avonmouth");
    expect(JSON.parse(line)).toMatchObject({ err: { cause: { message: error.message, request: {} } } });
  });

  test("a field of that name is no matter of an error's", () => {
    expect(logged((log) => log.info({ data: "kept" }, "message"))).toContain("kept");
  });
});

test("a line says besides what is done at that moment", () => {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const log = createLogger({
    level: "info",
    destination,
    fields: (line) => ({ deliveries: [`of ${Object.keys(line).join()}`] }),
  });
  log.info({ subject: "x" }, "one");
  log.child({ bound: true }).error(new Error("two"));
  expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
    { msg: "one", deliveries: ["of subject"] },
    { msg: "two", deliveries: ["of err"] },
  ]);
});
