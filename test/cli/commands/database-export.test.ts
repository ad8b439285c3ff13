import { expect, test } from "@jest/globals";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asOwner } from "../../../src/cli/commands/database-export.ts";
import { databaseEnvironment } from "../../../src/cli/audit/open-ledger.ts";

const APP = "postgresql://app@db.example.com/gatehouse";
const OWNER = "postgresql://owner@db.example.com/gatehouse";

const connectsTo = (env: Readonly<Record<string, string | undefined>>): string | undefined =>
  databaseEnvironment(asOwner({ env })).databaseUrl;

test("the owner of the tables exports, also where both addresses stand in files, as compose hands them over", async () => {
  const folder = await mkdtemp(join(tmpdir(), "gatehouse-export-"));
  try {
    const [app, owner, none] = ["app", "owner", "none"].map((name) => join(folder, name));
    for (const [file = "", text] of [[app, APP] as const, [owner, OWNER] as const, [none, ""] as const])
      await writeFile(file, text);
    expect(connectsTo({ DATABASE_URL: APP, DATABASE_MIGRATION_URL: OWNER })).toBe(OWNER);
    expect(connectsTo({ DATABASE_URL_FILE: app, DATABASE_MIGRATION_URL_FILE: owner })).toBe(OWNER);
    expect(connectsTo({ DATABASE_URL_FILE: app, DATABASE_MIGRATION_URL_FILE: none })).toBe(APP);
    expect(connectsTo({ DATABASE_URL: APP })).toBe(APP);
  } finally {
    await rm(folder, { recursive: true });
  }
});
