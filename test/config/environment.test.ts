import { afterAll, describe, expect, test } from "@jest/globals";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EnvironmentError, readEnvironment } from "../../src/config/environment.ts";

const pem = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
}).privateKey;
const directory = mkdtempSync(join(tmpdir(), "gatehouse-env-"));
const keyFile = join(directory, "app.pem");
writeFileSync(keyFile, pem);
afterAll(() => rmSync(directory, { recursive: true }));

const secret = "s".repeat(32);
const complete = { APP_ID: "12345", PRIVATE_KEY: pem, WEBHOOK_SECRET: secret };

test("three variables are enough", () => {
  expect(readEnvironment(complete)).toEqual({
    appId: 12345,
    privateKey: pem.trim(),
    webhookSecrets: [secret],
    databaseUrl: undefined,
    dataDir: ".gatehouse/data",
    host: "0.0.0.0",
    port: 3000,
    logLevel: "info",
    trustedProxies: 0,
    githubApiUrl: "https://api.github.com",
    publicUrl: undefined,
    stopDelayMs: 5000,
    welcome: true,
  });
});

describe("the private key is understood", () => {
  test.each([
    { title: "as it is", env: { PRIVATE_KEY: pem } },
    { title: String.raw`with \n for line breaks`, env: { PRIVATE_KEY: pem.replaceAll("\n", String.raw`\n`) } },
    { title: "in quotation marks", env: { PRIVATE_KEY: `"${pem.replaceAll("\n", String.raw`\n`)}"` } },
    { title: "as base64", env: { PRIVATE_KEY: Buffer.from(pem).toString("base64") } },
    { title: "from a file", env: { PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: keyFile } },
  ])("$title", ({ env }) => {
    expect(readEnvironment({ ...complete, ...env }).privateKey.trim()).toBe(pem.trim());
  });
});

describe("webhook secrets during a rotation", () => {
  const old = "o".repeat(40);
  test.each([
    { title: "by commas", env: { WEBHOOK_SECRET: `${secret}, ${old}` } },
    { title: "by the previous one", env: { WEBHOOK_SECRET_PREVIOUS: old } },
  ])("$title", ({ env }) => {
    expect(readEnvironment({ ...complete, ...env }).webhookSecrets).toEqual([secret, old]);
  });
});

test("addresses lose the slash at their end", () => {
  const env = {
    ...complete,
    GITHUB_API_URL: "https://ghe.example.com/api/v3/",
    PUBLIC_URL: "https://gate.example.com//",
  };
  expect(readEnvironment(env)).toMatchObject({
    githubApiUrl: "https://ghe.example.com/api/v3",
    publicUrl: "https://gate.example.com",
  });
});

const signIn = {
  CLIENT_ID: "Iv1",
  CLIENT_SECRET: "a client's secret",
  SESSION_SECRET: `${"n".repeat(32)},${"o".repeat(32)}`,
  PUBLIC_URL: "https://gate.example.com/",
};

test("people sign in by four variables together, and an address alone is fine", () => {
  expect(readEnvironment({ ...complete, ...signIn }).signIn).toEqual({
    clientId: "Iv1",
    clientSecret: "a client's secret",
    sessionSecrets: ["n".repeat(32), "o".repeat(32)],
    publicUrl: "https://gate.example.com",
  });
  expect(readEnvironment({ ...complete, PUBLIC_URL: "https://gate.example.com" }).signIn).toBeUndefined();
});

test("what the page that registers the App wrote is read as well, and is no half of anything", () => {
  const { CLIENT_ID, CLIENT_SECRET, ...rest } = signIn;
  const written = { ...complete, GITHUB_CLIENT_ID: CLIENT_ID, GITHUB_CLIENT_SECRET: CLIENT_SECRET };
  expect(readEnvironment(written).signIn).toBeUndefined();
  expect(readEnvironment({ ...written, ...rest }).signIn).toMatchObject({
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
  });
});

describe("a problem is named with its remedy", () => {
  test.each([
    { env: { APP_ID: "mine" }, says: "APP_ID: expected the number shown" },
    { env: { APP_ID: "" }, says: "APP_ID: is required; the number" },
    { env: { PRIVATE_KEY: "not a key" }, says: "PRIVATE_KEY: is not a private key" },
    { env: { PRIVATE_KEY: pem.slice(0, 200) }, says: "PRIVATE_KEY: is not a private key" },
    { env: { PRIVATE_KEY: undefined }, says: "PRIVATE_KEY: is required (or PRIVATE_KEY_PATH)" },
    {
      env: { PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: "/no/such.pem" },
      says: "PRIVATE_KEY_PATH: /no/such.pem can't be read (ENOENT)",
    },
    { env: { PRIVATE_KEY_PATH: keyFile }, says: "PRIVATE_KEY: is set, and so is PRIVATE_KEY_PATH" },
    { env: { WEBHOOK_SECRET: undefined }, says: "WEBHOOK_SECRET: is required" },
    { env: { WEBHOOK_SECRET: "short" }, says: "WEBHOOK_SECRET: each secret needs 32 characters" },
    { env: { WEBHOOK_SECRET: `${secret},` }, says: "WEBHOOK_SECRET: each secret needs 32 characters" },
    { env: { WEBHOOK_SECRET_PREVIOUS: "short" }, says: "WEBHOOK_SECRET_PREVIOUS: each secret" },
    { env: { DATABASE_URL: "mysql://localhost/db" }, says: "DATABASE_URL: expected an address such as postgresql://" },
    { env: { PORT: "70000" }, says: "PORT: expected a number from 0 to 65535" },
    { env: { PORT: "http" }, says: "PORT: expected a number from 0 to 65535" },
    { env: { TRUST_PROXY: "10.0.0.0/8" }, says: "TRUST_PROXY: expected a number from 0 to 9" },
    { env: { LOG_LEVEL: "loud" }, says: "LOG_LEVEL: expected trace, debug" },
    {
      env: { GITHUB_API_URL: "api.github.com" },
      says: "GITHUB_API_URL: expected an address such as https://HOSTNAME/api/v3",
    },
    { env: { PUBLIC_URL: "https://example.com/gate" }, says: "PUBLIC_URL: must have no path" },
    { env: { CLIENT_ID: "Iv1" }, says: "CLIENT_SECRET: is required as well: people sign in by" },
    { env: { ...signIn, PUBLIC_URL: undefined }, says: "PUBLIC_URL: is required as well" },
    { env: { ...signIn, SESSION_SECRET: "short" }, says: "SESSION_SECRET: each secret needs 32 characters" },
    { env: { PUBLIC_URL: "ftp://example.com" }, says: "PUBLIC_URL: expected an address such as https://" },
  ])("$says", ({ env, says }) => {
    expect(() => readEnvironment({ ...complete, ...env })).toThrow(says);
  });

  test("all of them at once, without their values", () => {
    const problems = messageOf({ APP_ID: "x", PRIVATE_KEY: "private", WEBHOOK_SECRET: "too-short-secret", PORT: "-1" });
    for (const name of ["APP_ID", "PRIVATE_KEY", "WEBHOOK_SECRET", "PORT"]) expect(problems).toContain(`  ${name}: `);
    expect(problems).not.toContain("too-short-secret");
  });
});

test(".env.example names every variable", () => {
  const example = readFileSync(join(import.meta.dirname, "../../.env.example"), "utf8");
  const source = ["environment.ts", "sign-in.ts"]
    .map((file) => readFileSync(join(import.meta.dirname, "../../src/config", file), "utf8"))
    .join("\n");
  const read = new Set(source.match(/^ {2}[A-Z][A-Z_]+(?=:)/gm)?.map((name) => name.trim()));
  const explained = new Set(Array.from(example.matchAll(/^(?:# )?([A-Z][A-Z_]+)=/gm), ([, name]) => name));
  expect(explained).toEqual(read);
});

function messageOf(env: Record<string, string>): string {
  try {
    readEnvironment(env);
  } catch (error) {
    if (error instanceof EnvironmentError) return error.message;
  }
  throw new Error("expected an EnvironmentError");
}
