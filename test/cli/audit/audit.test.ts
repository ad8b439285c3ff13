import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sql } from "kysely";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AuditTrail } from "../../../src/cli/audit/audit-trail.ts";
import { run } from "../../../src/cli/run.ts";
import { LedgerEntry } from "../../../src/evidence/ledger.ts";
import { record } from "../../../src/readiness/ledger.ts";
import { openDatabase } from "../../../src/store/database.ts";
import { createLedger } from "../../../src/store/ledger.ts";
import { migrate } from "../../../src/store/migrate.ts";
import { createSubjects } from "../../../src/store/subjects.ts";
import { kinds, silent, type Databases } from "../../store/databases.ts";

/** A database takes a while to start where all cores are busy. */

const SHA = "a".repeat(40);

const act = (given: object): LedgerEntry =>
  LedgerEntry.parse({ by: { login: "mona" }, at: "2026-05-01T12:00:00Z", ...given });

const onStep = (given: object): LedgerEntry => act({ act: "tick", procedure: "deploy", step: "smoke", ...given });

const RELEASE: readonly LedgerEntry[] = [
  onStep({ text: "Smoke tests | pass", role: "qa", commit: SHA, delivery: "guid-1", from: "waiting", to: "met" }),
  act({
    act: "signoff",
    role: "security",
    at: "2026-05-01T13:00:00+02:00",
    reason: "looked at @all of it",
  }),
  onStep({
    act: "waive",
    step: "migration",
    reason: '=HYPERLINK("https://evil")\nno database, "really"',
    at: "2026-05-02T08:00:00Z",
  }),
  onStep({ act: "decide", step: "acceptance:gate", word: "no-go", reason: "slow", at: "2026-05-02T09:00:00Z" }),
  act({
    act: "override",
    gate: "deploy/production",
    reason: "outage",
    expires: "2026-05-03T09:00:00Z",
    at: "2026-05-02T10:00:00Z",
  }),
  onStep({
    act: "refused",
    attempted: "waive",
    why: "Mallory does not hold the role.",
    by: { login: "mallory" },
    at: "2026-05-02T11:00:00Z",
  }),
  act({
    act: "rollback",
    environment: "production",
    reason: "errors",
    at: "2026-05-02T12:00:00Z",
  }),
];

const variables = ({
  databaseUrl,
  dataDir,
}: {
  readonly databaseUrl?: string;
  readonly dataDir?: string;
}): Record<string, string> => ({
  ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
  ...(dataDir === undefined ? {} : { DATA_DIR: dataDir }),
});

describe.each(kinds)("on $kind", ({ start }) => {
  let databases: Databases;
  let folder: string;
  let env: Record<string, string>;

  beforeAll(async () => {
    databases = await start();
    folder = await mkdtemp(join(tmpdir(), "gatehouse-audit-"));
    env = await filled();
  });

  afterAll(async () => {
    await databases.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** A database with two repositories, of which one was renamed. */
  const filled = async (): Promise<Record<string, string>> => {
    const place = await databases.create();
    const database = await openDatabase({ ...place, log: silent });
    await migrate(database.db);
    const subjects = createSubjects(database.db);
    await subjects.upsert(pull(1, 7, { name: "old-shop", state: "closed" }));
    await subjects.upsert(pull(1, 8));
    await subjects.upsert(pull(2, 1, { name: "other" }));
    const ledger = createLedger(database.db);
    await record(ledger, "repo:1/pull:7", RELEASE);
    await record(ledger, "repo:1/pull:8", [onStep({ step: "eight" })]);
    await ledger.append("repo:1/issue:9", [
      { key: "x", at: new Date("2026-05-04T00:00:00Z"), entry: { act: "beamed" } },
    ]);
    await record(ledger, "repo:2/pull:1", [onStep({ step: "other" })]);
    await database.close();
    return variables(place);
  };

  const tampered = async (statement: string, use: () => Promise<void>): Promise<void> => {
    const { DATABASE_URL: databaseUrl, DATA_DIR: dataDir } = env;
    const change = async (...statements: readonly string[]): Promise<void> => {
      const database = await openDatabase({ databaseUrl, dataDir, log: silent });
      const all = ["alter table ledger disable trigger all", ...statements, "alter table ledger enable trigger all"];
      for (const one of all) await sql.raw(one).execute(database.db);
      await database.close();
    };
    await change("create table kept as table ledger", statement);
    await use();
    await change("truncate ledger", "insert into ledger overriding system value select * from kept", "drop table kept");
  };

  const gatehouse = async (...args: readonly string[]) => {
    let [out, err] = ["", ""];
    const exit = await run(args, {
      cwd: folder,
      stdin: process.stdin,
      write: (text) => void (out += text),
      complain: (text) => void (err += text),
      colour: false,
      now: () => new Date("2026-06-01T00:00:00Z"),
      env,
    });
    return { exit, out, err };
  };

  const exported = async (...args: readonly string[]): Promise<AuditTrail> => {
    const { exit, out, err } = await gatehouse("audit", "export", "--format", "json", ...args);
    expect({ exit, err }).toEqual({ exit: 0, err: "" });
    return AuditTrail.parse(JSON.parse(out));
  };

  test("a ledger that nobody touched is intact", async () => {
    const { exit, out, err } = await gatehouse("audit", "verify");
    expect({ exit, err }).toEqual({ exit: 0, err: "" });
    expect(out).toMatch(
      /^Intact: 10 entries in 2 chains\.\n\nocto\/shop repo:1 {2}9 entries\n {2}last: 9 [\da-f]{64}\n/,
    );
    expect((await gatehouse("audit", "verify", "--repo", "Octo/Shop")).out).toMatch(/^Intact: 9 entries in 1 chain\./);
  });

  test("a hash that was kept elsewhere is looked for", async () => {
    const { chain, entries } = await exported("--repo", "octo/shop");
    const expects = [chain.lastHash, entries[2]?.hash ?? ""].flatMap((hash) => ["--expect", hash]);
    expect(await gatehouse("audit", "verify", ...expects)).toMatchObject({ exit: 0 });
    const { exit, out } = await gatehouse("audit", "verify", "--expect", "f".repeat(64));
    expect(exit).toBe(1);
    expect(out).toContain(`expected: No entry has the hash ${"f".repeat(64)}.`);
  });

  test("a broken chain is told entry by entry, in words and as data, and is exported all the same", async () => {
    await tampered(
      "update ledger set entry = entry || '{\"role\":\"ceo\"}' where subject_key = 'repo:1/pull:7' and sequence = 2",
      async () => {
        const words = await gatehouse("audit", "verify");
        expect(words).toMatchObject({ exit: 1, err: "" });
        expect(words.out).toMatch(/^Broken: 1 finding, 10 entries in 2 chains\./);
        expect(words.out).toContain("  edited: Entry 2 was changed: its hash is not that of its content.\n");
        const data = await gatehouse("audit", "verify", "--format", "json");
        expect(JSON.parse(data.out)).toMatchObject({
          intact: false,
          chains: [
            { chain: "repo:1", repository: "octo/shop", findings: [{ code: "edited", sequence: 2 }] },
            { findings: [] },
          ],
        });
        expect(await gatehouse("audit", "verify", "--repo", "octo/other")).toMatchObject({ exit: 0 });
        const document = await gatehouse("audit", "export", "--repo", "octo/shop", "--format", "md");
        expect(document).toMatchObject({ exit: 1, err: expect.stringContaining("The chain is broken") });
        expect(document.out).toContain("is **broken**.\n  - Entry 2 was changed");
      },
    );
  });

  test("the trail says who did what, in which role, at which commit, and can be checked without us", async () => {
    const trail = await exported("--repo", "octo/shop");
    expect(trail.repository).toEqual({
      id: 1,
      name: "octo/shop",
      formerNames: ["octo/old-shop"],
      url: "https://github.com/octo/shop",
    });
    expect(trail.entries.map(({ act: did }) => did)).toEqual([...RELEASE.map((one) => one.act), "tick", "unreadable"]);
    expect(trail.entries[0]).toMatchObject({
      subject: { kind: "pull_request", number: 7, url: "https://github.com/octo/shop/pull/7" },
      by: { login: "mona" },
      role: "qa",
      from: "waiting",
      to: "met",
      delivery: "guid-1",
      commit: { sha: SHA, url: `https://github.com/octo/shop/commit/${SHA}` },
    });
    expect(trail.entries[1]?.at).toBe("2026-05-01T11:00:00.000Z");
    expect(trail.subjects[0]).toMatchObject({
      state: "closed",
      firstAt: "2026-05-01T11:00:00.000Z",
      lastAt: "2026-05-02T12:00:00.000Z",
      procedures: ["deploy"],
      links: { checks: "https://github.com/octo/shop/pull/7/checks" },
    });
    for (const [index, { hashed, hash, previousHash }] of trail.entries.entries()) {
      expect(createHash("sha256").update(hashed).digest("hex")).toBe(hash);
      expect(previousHash).toBe(trail.entries[index - 1]?.hash ?? "");
    }
  });

  test.each([
    [["--pull", "8"], [8]],
    [["--issue", "9"], [9]],
    [["--pull", "99"], []],
  ])("%j limits it", async (args, numbers) => {
    const trail = await exported("--repo", "octo/shop", ...args);
    expect(trail.subjects.map(({ number }) => number)).toEqual(numbers);
    expect(trail.entries).toHaveLength(numbers.length);
    expect(trail.chain.entries).toBe(9);
  });

  test.each(["octo/old-shop", "1", "OCTO/shop"])("the repository may be called %s", async (name) => {
    expect((await exported("--repo", name)).repository.id).toBe(1);
  });

  test("on Enterprise Server links lead there", async () => {
    env["GITHUB_API_URL"] = "https://github.example.com/api/v3";
    const { repository } = await exported("--repo", "octo/shop");
    delete env["GITHUB_API_URL"];
    expect(repository.url).toBe("https://github.example.com/octo/shop");
  });

  test("a spreadsheet gets one line an entry, and no formula", async () => {
    const { out } = await gatehouse("audit", "export", "--repo", "octo/shop", "--format", "csv");
    const [head = "", first = ""] = out.split("\r\n");
    expect(head).toMatch(/^sequence,at,recorded_at,subject,number,url,act,/);
    expect(first).toContain(",Smoke tests | pass,waiting,met,");
    expect(out).toContain(`,"'=HYPERLINK(""https://evil"")\nno database, ""really""",`);
    expect(out.match(/\r\n/g)).toHaveLength(10);
  });

  test("an auditor gets a document", async () => {
    const answer = await gatehouse("audit", "export", "--repo", "octo/shop", "--format", "md", "--out", "trail.md");
    expect(answer).toEqual({ exit: 0, out: "trail.md: 9 entries.\n", err: "" });
    const text = await readFile(join(folder, "trail.md"), "utf8");
    const expected = await readFile(join(import.meta.dirname, "../../fixtures/audit/trail.md"), "utf8");
    expect(text.replaceAll(/`[\da-f]{64}`/g, "`HASH`")).toBe(expected);
  });

  test.each<[string, readonly string[], RegExp]>([
    [
      "an unknown repository",
      ["export", "--repo", "octo/shp", "--format", "md"],
      /Nothing is recorded of octo\/shp\. Known are octo\/shop and octo\/other\./,
    ],
    [
      "no repository",
      ["export", "--format", "md"],
      /required option '--repo <owner\/name>' not specified\nTry `gatehouse audit export --help`/,
    ],
    ["no format", ["export", "--repo", "octo/shop"], /required option '--format <format>' not specified/],
    [
      "no number",
      ["export", "--repo", "octo/shop", "--format", "md", "--pull", "x"],
      /Expected the number of a pull request or issue/,
    ],
    ["two subjects", ["export", "--repo", "octo/shop", "--format", "md", "--pull", "1", "--issue", "1"], /not both/],
    [
      "a file that can't be written",
      ["export", "--repo", "octo/shop", "--format", "md", "--out", "no/folder.md"],
      /`.*folder\.md` can't be written/,
    ],
    ["a broken hash", ["verify", "--expect", "xyz"], /`--expect xyz` is no hash; expected 64 hexadecimal digits/],
    [
      "a mistyped command",
      ["verfy"],
      /unknown command 'verfy'\n\(Did you mean verify\?\)\nTry `gatehouse audit --help`/,
    ],
  ])("%s ends with 2 and says what to change", async (_, args, says) => {
    const { exit, out, err } = await gatehouse("audit", ...args);
    expect({ exit, out }).toEqual({ exit: 2, out: "" });
    expect(err).toMatch(says);
  });
});

function pull(repositoryId: number, number: number, given: object = {}) {
  return {
    key: `repo:${repositoryId}/pull:${number}`,
    kind: "pull_request",
    installationId: 7,
    repositoryId,
    owner: "octo",
    name: "shop",
    number,
    headSha: "b".repeat(40),
    baseRef: "main",
    state: "open" as const,
    ...given,
  };
}
