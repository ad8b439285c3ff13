import { describe, expect, test } from "@jest/globals";
import { startProblem } from "../../src/config/start-problem.ts";

const settings = { databaseUrl: undefined, dataDir: "/data", host: "db.example.com", port: 3000 };
const withDatabase = { ...settings, databaseUrl: "postgresql://gate:p%40ss-word@db.example.org:5432/gate" };

const failed = (message: string, more: object = {}): Error => Object.assign(new Error(message), more);
const migration = (cause: unknown): Error => new Error("the database could not be migrated", { cause });

describe("the variable to look at", () => {
  test.each([
    {
      title: "PostgreSQL does not run",
      error: migration(failed("connect ECONNREFUSED 10.0.0.1:5432", { code: "ECONNREFUSED", syscall: "connect" })),
      given: withDatabase,
      says: [
        "the database could not be migrated",
        "because nothing listens at 10.0.0.1:5432 (ECONNREFUSED)",
        "Look at DATABASE_URL:",
      ],
    },
    {
      title: "PostgreSQL tried on several addresses",
      error: migration(
        Object.assign(new AggregateError([failed("connect ECONNREFUSED ::1:5432")]), { code: "ECONNREFUSED" }),
      ),
      given: withDatabase,
      says: ["because ECONNREFUSED", "because nothing listens at ::1:5432 (ECONNREFUSED)", "Look at DATABASE_URL:"],
    },
    {
      title: "PostgreSQL refuses after the migration",
      error: failed("permission denied to create schema", { code: "42501" }),
      given: withDatabase,
      says: ["permission denied to create schema", "Look at DATABASE_URL:"],
    },
    {
      title: "PostgreSQL's name is not known",
      error: failed("getaddrinfo ENOTFOUND", { code: "ENOTFOUND", syscall: "getaddrinfo", hostname: "db.example.org" }),
      given: withDatabase,
      says: ["Look at DATABASE_URL:"],
    },
    {
      title: "PostgreSQL's certificate is not there",
      error: failed("ENOENT: no such file or directory, open '/no/ca.pem'", { code: "ENOENT", syscall: "open" }),
      given: withDatabase,
      says: ["Look at DATABASE_URL:"],
    },
    {
      title: "the embedded database is damaged",
      error: failed("PGlite failed to initialize properly"),
      given: settings,
      says: ["PGlite failed", "Look at DATA_DIR (/data):", "docs/if-gatehouse-is-down.md"],
    },
    {
      title: "the directory can't be locked",
      error: new Error("/data could not be locked", {
        cause: failed("listen EACCES: permission denied", { code: "EACCES", syscall: "listen" }),
      }),
      given: settings,
      says: ["/data could not be locked", "because listen EACCES", "Look at DATA_DIR (/data):"],
    },
    {
      title: "the directory can't be written to",
      error: failed("EACCES: permission denied, mkdir '/data'", { code: "EACCES", syscall: "mkdir" }),
      given: settings,
      says: ["/data: permission denied (EACCES)", "Look at DATA_DIR (/data):"],
    },
    {
      title: "the port is taken",
      error: failed("listen EADDRINUSE", { code: "EADDRINUSE", syscall: "listen" }),
      given: withDatabase,
      says: ["Look at PORT (3000): another process"],
    },
    {
      title: "the port is reserved",
      error: failed("listen EACCES", { code: "EACCES", syscall: "listen" }),
      given: settings,
      says: ["Look at PORT (3000): this user may not"],
    },
    {
      title: "the host has no address",
      error: failed("getaddrinfo ENOTFOUND", { code: "ENOTFOUND", syscall: "getaddrinfo", hostname: "db.example.com" }),
      given: withDatabase,
      says: ["Look at HOST (db.example.com):"],
    },
    {
      title: "the host is another machine",
      error: failed("listen EADDRNOTAVAIL", { code: "EADDRNOTAVAIL", syscall: "listen" }),
      given: settings,
      says: ["Look at HOST (db.example.com):"],
    },
  ])("$title", ({ error, given, says }) => {
    const text = startProblem(error, given);
    for (const words of says) expect(text).toContain(words);
  });

  test.each([
    {
      title: "a process that holds the directory says it all itself",
      error: failed("in use", { code: "directory-in-use" }),
    },
    { title: "what nobody foresaw", error: failed("boom") },
  ])("$title", ({ error }) => {
    expect(startProblem(error, settings)).toBe(`Gatehouse can't start: ${error.message}`);
  });
});

test.each(["postgres://gate:p%40ss-word@db/gate", "user p@ss-word", "other postgres://a:hidden@b/c"])(
  "no password appears in %s",
  (message) => {
    expect(startProblem(migration(new Error(message)), withDatabase)).not.toMatch(/ss-word|hidden/);
  },
);

test.each([
  { title: "no error at all", error: undefined, says: "Gatehouse can't start: unknown error" },
  { title: "a text", error: "boom", says: "Gatehouse can't start: boom" },
])("$title", ({ error, says }) => {
  expect(startProblem(error, settings)).toBe(says);
});

test("causes that go in a circle end", () => {
  const error = new Error("round");
  error.cause = error;
  expect(startProblem(error, settings).split("\n").length).toBeLessThan(20);
});
