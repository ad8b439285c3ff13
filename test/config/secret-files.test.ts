import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { readDatabaseEnvironment } from "../../src/config/environment.ts";

const directory = mkdtempSync(join(tmpdir(), "gatehouse-secrets-"));
afterAll(() => rmSync(directory, { recursive: true }));

const URL_TEXT = "postgresql://gatehouse:hunter2@db/gatehouse";
const file = join(directory, "database_url");
writeFileSync(file, `${URL_TEXT}\n`);

describe("a secret in a file", () => {
  test("is read, without the line break at its end", () => {
    expect(readDatabaseEnvironment({ DATABASE_URL_FILE: file }).databaseUrl).toBe(URL_TEXT);
  });

  test("that is empty sets nothing", () => {
    const empty = join(directory, "empty");
    writeFileSync(empty, "\n");
    expect(readDatabaseEnvironment({ DATABASE_URL_FILE: empty }).databaseUrl).toBeUndefined();
  });

  test.each([
    ["that is not there", { DATABASE_URL_FILE: join(directory, "nothing") }, /DATABASE_URL_FILE: can't be read/],
    ["beside the secret itself", { DATABASE_URL_FILE: file, DATABASE_URL: URL_TEXT }, /is set, and so is DATABASE_URL/],
    ["that holds something else", { DATABASE_URL_FILE: import.meta.filename }, /DATABASE_URL: expected an address/],
  ])("%s stops the start, and its content is not told", (_what, env, message) => {
    expect(() => readDatabaseEnvironment(env)).toThrow(message);
    expect(() => readDatabaseEnvironment(env)).not.toThrow(/hunter2/);
  });
});
