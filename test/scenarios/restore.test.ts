import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, watch, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { auditVerify } from "../../src/cli/commands/audit-verify.ts";
import { databaseExport } from "../../src/cli/commands/database-export.ts";
import { databaseImport } from "../../src/cli/commands/database-import.ts";
import type { Shell } from "../../src/cli/shell.ts";
import { FakeGitHub } from "../fake-github/fake-github.ts";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import { hasPostgres, startPostgres, type TestPostgres } from "../store/postgres.ts";
import { manifest } from "./manifest.ts";
import { BOXES, checkOf, openShop, opensPull } from "./shop.ts";
import { until } from "./until.ts";
import { settle, startGatehouse, type WorldOptions } from "./world.ts";

/** The drill: what an embedded database holds is carried to a PostgreSQL, and back to a new embedded one, in the middle of a story. */

const SOAKED = `${BOXES}      - { id: soak, title: Soaked, require: { elapsed: 1h } }\n`;

const directory = mkdtempSync(join(tmpdir(), "gatehouse-restore-"));
const first = join(directory, "first");
const file = join(directory, "export.jsonl.gz");
const plain = join(directory, "export.jsonl");

let server: TestPostgres | undefined;
let databaseUrl = "";
let github: FakeGitHub;
let pull: PullScenario;

const shell = (env: Record<string, string>): Shell => ({
  cwd: directory,
  stdin: Readable.from([]),
  write: () => undefined,
  complain: () => undefined,
  colour: false,
  now: () => new Date(),
  env,
});

const verified = async (env: Record<string, string>) => {
  const { text, exit } = await auditVerify({ format: "json", expect: [] }, shell(env));
  return { exit, chains: text };
};

/** Something happens while a Gatehouse on this database works. */
const during = async (options: WorldOptions, story: (settled: () => Promise<void>) => Promise<void>): Promise<void> => {
  const gatehouse = await startGatehouse(github, options);
  github.deliverTo(`${gatehouse.url}/api/github/webhooks`);
  await settle(github, gatehouse);
  await story(() => settle(github, gatehouse));
  await settle(github, gatehouse);
  github.deliverTo(undefined);
  await gatehouse.stop();
};

beforeAll(async () => {
  if (hasPostgres) server = await startPostgres();
  github = await FakeGitHub.start({ app: manifest() });
  await during({ dataDir: first }, async (settled) => {
    pull = await opensPull(openShop(github, { procedure: SOAKED }));
    await settled();
    await pull.ticks({ by: "quinn", step: "Tried on staging" });
  });
});
afterAll(async () => {
  await github.stop();
  await server?.stop();
  rmSync(directory, { recursive: true });
});

describe("an export of an embedded database", () => {
  test("is one file for its owner's eyes, with everything but sessions", async () => {
    const { text, exit } = await databaseExport({ file, format: "json" }, shell({ DATA_DIR: first }));
    expect(exit).toBe(0);
    expect(JSON.parse(text)).toMatchObject({
      rows: { ledger: expect.any(Number), subjects: expect.any(Number) },
      timers: 1,
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const lines = gunzipSync(readFileSync(file)).toString().trimEnd().split("\n");
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ format: "gatehouse-database", version: 1 });
    expect(lines[0]).not.toMatch(/"(sessions|kysely_\w+)"/);
  });

  test("is not written over another file", async () => {
    await expect(databaseExport({ file, format: "text" }, shell({ DATA_DIR: first }))).rejects.toThrow(
      "is there already",
    );
  });
});

(hasPostgres ? describe : describe.skip)("in a PostgreSQL", () => {
  test("it is the same, to the last hash", async () => {
    databaseUrl = (await server?.createDatabase()) ?? "";
    const { text, exit } = await databaseImport({ file, format: "text" }, shell({ DATABASE_URL: databaseUrl }));
    expect([exit, text]).toEqual([0, expect.stringContaining("The ledger's hashes fit.")]);
    const before = await verified({ DATA_DIR: first });
    expect(before.exit).toBe(0);
    expect(await verified({ DATABASE_URL: databaseUrl })).toEqual(before);
  });

  test("the story goes on where it was: nothing is posted twice, who ticked is known, and the timer goes off", async () => {
    const comments = pull.commentsOf().length;
    await during({ databaseUrl }, async () => {
      await pull.ticks({ by: "ada", step: "Alerts looked at" });
    });
    expect(checkOf(pull)).not.toMatch(/^success/);
    await during({ databaseUrl }, async () => {
      github.advance(3_600_000);
    });
    expect(checkOf(pull)).toMatch(/^success/);
    expect(pull.commentsOf()).toHaveLength(comments);
    expect((await verified({ DATABASE_URL: databaseUrl })).exit).toBe(0);
  });

  test("it is not read over what is there", async () => {
    await expect(databaseImport({ file, format: "text" }, shell({ DATABASE_URL: databaseUrl }))).rejects.toThrow(
      "only read into an empty one",
    );
  });

  test("and what became of it there goes back to an embedded one, while the server may run", async () => {
    await databaseExport({ file: plain, format: "text" }, shell({ DATABASE_URL: databaseUrl }));
    const dataDir = join(directory, "third");
    expect(await databaseImport({ file: plain, format: "text" }, shell({ DATA_DIR: dataDir }))).toMatchObject({
      exit: 0,
    });
    expect(await verified({ DATA_DIR: dataDir })).toEqual(await verified({ DATABASE_URL: databaseUrl }));
  });
});

const changed = (change: (lines: readonly string[]) => readonly string[]): string => {
  const lines = gunzipSync(readFileSync(file)).toString().trimEnd().split("\n");
  const path = join(directory, "changed.jsonl");
  writeFileSync(path, `${change(lines).join("\n")}\n`);
  return path;
};

describe("what is no whole export", () => {
  test.each<[string, (lines: readonly string[]) => readonly string[], RegExp]>([
    ["that ends early", (lines) => lines.slice(0, -1), /was not imported\. The export ends early/],
    [
      "without a row",
      (lines) => lines.filter((line) => !line.includes('"table":"published"')),
      /was not imported\. The export was changed/,
    ],
    [
      "with another word in a row",
      (lines) => lines.map((line) => line.replace("quinn", "ada")),
      /was not imported\. The export was changed/,
    ],
    [
      "of a later release",
      (lines) => lines.map((line) => line.replace('"0001-first"', '"0001-first","9999-later"')),
      /was not imported\. The export is of a later release/,
    ],
    ["that is something else", () => ["{}"], /was not imported\. This is no export/],
  ])("%s is refused, and the right one is taken afterwards", async (_what, change, message) => {
    if (server === undefined) return;
    const env = { DATABASE_URL: await server.createDatabase() };
    const path = changed(change);
    await expect(databaseImport({ file: path, format: "text" }, shell(env))).rejects.toThrow(message);
    expect(await databaseImport({ file, format: "text" }, shell(env))).toMatchObject({ exit: 0 });
  });

  test("leaves nothing where there was no database", async () => {
    const dataDir = join(directory, "broken");
    const path = changed((lines) => lines.slice(0, -1));
    await expect(databaseImport({ file: path, format: "text" }, shell({ DATA_DIR: dataDir }))).rejects.toThrow(
      "ends early",
    );
    expect(existsSync(join(dataDir, "pglite"))).toBe(false);
  });

  test.each<[string, (path: string) => void]>([
    ["empty", (path) => writeFileSync(path, "")],
    ["something else", (path) => writeFileSync(path, "{}\n")],
  ])("makes no folder, not even for a moment, where the file is %s", async (_what, write) => {
    const dataDir = join(directory, "watched", "data");
    const path = join(directory, "none.jsonl");
    write(path);
    mkdirSync(join(directory, "watched"), { recursive: true });
    const seen = new Set<string>();
    const watcher = watch(join(directory, "watched"), (_event, name) => void seen.add(String(name)));
    await expect(databaseImport({ file: path, format: "text" }, shell({ DATA_DIR: dataDir }))).rejects.toThrow(
      "This is no export",
    );
    // It is told in order: whoever has seen this has seen everything before.
    writeFileSync(join(directory, "watched", "afterwards"), "");
    await until(() => seen.has("afterwards"), "the watcher has seen it all");
    watcher.close();
    rmSync(join(directory, "watched"), { recursive: true });
    expect([...seen]).toEqual(["afterwards"]);
  });

  test("an embedded database that is there already is neither filled nor removed", async () => {
    await expect(databaseImport({ file, format: "text" }, shell({ DATA_DIR: first }))).rejects.toThrow(
      `There is a database in ${first} already. Set DATA_DIR to an empty directory, or DATABASE_URL.`,
    );
    expect((await verified({ DATA_DIR: first })).exit).toBe(0);
  });
});
