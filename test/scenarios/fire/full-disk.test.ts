import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { openDatabase } from "../../../src/store/database.ts";
import { FakeGitHub } from "../../fake-github/fake-github.ts";
import { silent } from "../../store/databases.ts";
import { manifest } from "../manifest.ts";
import { random } from "../random.ts";
import { redelivered } from "./github-log.ts";
import { act, chancesFor, foundOn, meantOn, openPulls, type Watched } from "./people.ts";
import { replicasFor, type Replica } from "./replicas.ts";

/** The embedded database on a real disk that is full: a small one in memory, where this machine lets us mount one. */

const SIZE = "120m";

/** What is left free: enough for some of what comes, not for all. */
const LEFT_BYTES = 16_384;

const mounted = (): string | undefined => {
  const directory = mkdtempSync(join(tmpdir(), "gatehouse-full-"));
  const { status } = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${SIZE}`, "tmpfs", directory]);
  if (status === 0) return directory;
  rmSync(directory, { recursive: true, force: true });
  return undefined;
};

const disk = mounted();
afterAll(() => {
  if (disk === undefined) return;
  spawnSync("umount", ["-l", disk]);
  rmSync(disk, { recursive: true, force: true });
});

/** Somebody else writes it full; answers how to make room again. */
const fill = (directory: string): (() => void) => {
  const { bavail, bsize } = statfsSync(directory);
  const ballast = join(directory, "ballast");
  writeFileSync(ballast, Buffer.alloc(bavail * bsize - LEFT_BYTES));
  return () => rmSync(ballast);
};

const peopleAct = async (pulls: readonly Watched[], github: FakeGitHub, enough: () => boolean): Promise<void> => {
  const chances = chancesFor(pulls, 1);
  while (!enough())
    for (const watched of pulls) {
      github.advance(400);
      await act(watched, chances.get(watched) ?? random(1));
    }
};

const settled = async (github: FakeGitHub, replica: Replica): Promise<void> => {
  for (let before = -1; before !== github.calls.length;) {
    before = github.calls.length;
    await github.settled();
    await replica.settled();
  }
};

const refusedBy = (github: FakeGitHub): readonly string[] =>
  github.deliveries.flatMap(({ guid, statusCode }) => (statusCode === 503 ? [guid] : []));

/** Which of these deliveries the database has. */
const storedOf = async (dataDir: string, guids: readonly string[]): Promise<readonly string[]> => {
  const database = await openDatabase({ dataDir, log: silent });
  const rows = await database.db.selectFrom("deliveries").select("guid").where("guid", "in", guids).execute();
  await database.close();
  return rows.map(({ guid }) => guid);
};

(disk === undefined ? test.skip : test)(
  "a full disk refuses deliveries, stores none by half, also when the process is killed then, and is forgotten with more room",
  async () => {
    const dataDir = join(disk ?? "", "data");
    const github = await FakeGitHub.start({ now: new Date("2026-05-01T12:00:00Z"), app: manifest() });
    const replicas = replicasFor(github);
    const live = async (): Promise<Replica> => {
      const replica = await replicas.start({ dataDir });
      github.deliverTo(`${replica.url}/api/github/webhooks`);
      return replica;
    };
    const replica = await live();
    const pulls = await openPulls(github, { shops: 1, pullsEach: 3 });
    await settled(github, replica);
    const makeRoom = fill(disk ?? "");
    await peopleAct(pulls, github, () => refusedBy(github).length >= 20);
    github.deliverTo(undefined);
    await replica.kill();
    makeRoom();
    expect(await storedOf(dataDir, refusedBy(github))).toEqual([]);
    const next = await live();
    await redelivered(github);
    await settled(github, next);
    github.advance(60_000);
    await settled(github, next);
    expect(pulls.map(foundOn)).toEqual(pulls.map(meantOn));
    github.assertClean();
    await replicas.stop();
    await github.stop();
  },
);
