import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { pino } from "pino";
import { diagnosisText } from "../../../src/cli/doctor/text.ts";
import { run } from "../../../src/cli/run.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { FakeGitHub } from "../../fake-github/fake-github.ts";
import { manifest } from "../../scenarios/manifest.ts";

const CONFIG = "version: 1\nmode: shadow\nprocedures: [docs/release.md]\n";

let github: FakeGitHub;
let dataDir: string;

beforeAll(async () => {
  github = await FakeGitHub.start({ app: manifest() });
  const files = { ".github/gatehouse.yml": CONFIG, "docs/release.md": "# Release\n- [ ] Tried\n" };
  const repo = github.repo("acme/shop", { files, collaborators: { ada: "admin" }, installed: true });
  dataDir = mkdtempSync(join(tmpdir(), "gatehouse-doctor-"));
  const store = await openStore({ dataDir, log: pino({ level: "silent" }) });
  const repositoryId = repo.state.id;
  for (const [number, held] of [[], [{ procedure: "release", step: "tried", title: "Tried" }]].entries())
    await store.shadow.note({
      subject: {
        installationId: 1,
        repositoryId,
        owner: "acme",
        name: "shop",
        kind: "pull_request",
        number,
        key: `repo:${repositoryId}/pull:${number}`,
      },
      mergedAt: new Date(),
      held,
    });
  await store.close();
});

afterAll(async () => {
  rmSync(dataDir, { recursive: true, force: true });
  github.assertClean();
  await github.stop();
});

const ran = async (data: string) => {
  const written: string[] = [];
  const complained: string[] = [];
  const exit = await run(["doctor", "--repo", "acme/shop", "--database"], {
    cwd: process.cwd(),
    stdin: { [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true, value: undefined }) }) },
    write: (text) => void written.push(text),
    complain: (text) => void complained.push(text),
    colour: false,
    now: () => new Date(),
    env: { GITHUB_API_URL: github.url, GITHUB_TOKEN: github.tokenOf("ada"), DATA_DIR: data },
  });
  return { exit, text: written.join(""), complaint: complained.join("") };
};

test("what shadow mode would have held is counted in the server's database", async () => {
  const { text, complaint } = await ran(dataDir);
  expect(complaint).toBe("");
  expect(text).toMatch(
    /on trial {2}Since \d{4}-\d\d-\d\d: 2 merged, 1 of them would have been held\.\n +1 by “Tried”\n$/u,
  );
});

test("is no answer without the database", async () => {
  const answer = await ran("/nowhere");
  expect(answer.exit).toBe(2);
  expect(answer.complaint).toContain("There is no database in /nowhere");
});

test("that nothing was merged is said as well", () => {
  const trial = { since: undefined, merged: 0, held: 0, by: [] };
  expect(diagnosisText({ repository: "acme/shop", branch: "main", holds: true, concerns: [], trial })).toContain(
    "on trial  Nothing was merged in the last 90 days",
  );
});
