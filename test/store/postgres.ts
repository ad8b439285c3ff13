import { spawn, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { randomUUID } from "node:crypto";
import pg from "pg";

/** A PostgreSQL server for one test file; every test may have databases of its own on it. */
export interface TestPostgres {
  createDatabase(): Promise<string>;
  /** Ends the server and starts it again on its data; absent where the server is not ours. */
  readonly power?: Power;
  stop(): Promise<void>;
}

/** `crash` drops all connections where they are, as `pg_ctl stop -m immediate` does; without it they are ended in order. */
export interface Power {
  off(how?: "crash"): Promise<void>;
  on(): Promise<void>;
}

const root = "/usr/lib/postgresql";

/** The newest PostgreSQL that Debian's packages installed, or undefined. */
const binaries = existsSync(root)
  ? readdirSync(root)
      .toSorted((a, b) => Number(b) - Number(a))
      .map((version) => join(root, version, "bin"))
      .find((directory) => existsSync(join(directory, "postgres")))
  : undefined;

const given = process.env["TEST_DATABASE_URL"];

/** Whether the PostgreSQL half of the tests can run. On CI it must, so there the tests run and fail. */
export const hasPostgres = given !== undefined || binaries !== undefined || process.env["CI"] === "true";

if (!hasPostgres) {
  process.stderr.write(
    "\nSKIPPED: the store's tests on PostgreSQL. Install it (apt-get install postgresql) or set TEST_DATABASE_URL.\n\n",
  );
}

export async function startPostgres(): Promise<TestPostgres> {
  if (given !== undefined) return { createDatabase: () => createDatabase(given), stop: async () => undefined };
  if (binaries === undefined) {
    throw new Error(
      "PostgreSQL is needed on CI. Install it (apt-get install postgresql) or set TEST_DATABASE_URL to a server where databases may be created.",
    );
  }
  return await startCluster(binaries);
}

/** A throw-away cluster on a Unix socket in a temporary directory; it listens on no port. */
async function startCluster(bin: string): Promise<TestPostgres> {
  const directory = mkdtempSync(join(tmpdir(), "gatehouse-pg-"));
  const account = unprivileged();
  if (account.uid !== undefined && account.gid !== undefined) chownSync(directory, account.uid, account.gid);
  const files = join(directory, "data");
  const options = { ...account, cwd: directory, encoding: "utf8" } as const;
  const init = spawnSync(join(bin, "initdb"), ["-D", files, "-U", "gatehouse", "-A", "trust", "-N"], options);
  if (init.status !== 0) throw new Error(`initdb failed: ${init.stderr} ${String(init.error ?? "")}`);
  const url = `postgresql://gatehouse@localhost/postgres?host=${encodeURIComponent(directory)}`;
  const run = () =>
    spawn(join(bin, "postgres"), ["-D", files, "-k", directory, ...SETTINGS], {
      ...account,
      cwd: directory,
      stdio: "ignore",
    });
  let server = run();
  const end = async (signal: "SIGINT" | "SIGQUIT"): Promise<void> => {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    if (server.exitCode !== null || !server.kill(signal)) return;
    await ended;
  };
  process.once("exit", () => server.kill("SIGQUIT"));
  await answering(url);
  return {
    createDatabase: () => createDatabase(url),
    power: {
      off: (how) => end(how === "crash" ? "SIGQUIT" : "SIGINT"),
      async on() {
        server = run();
        await answering(url);
      },
    },
    async stop() {
      await end("SIGINT");
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

const SETTINGS = ["-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=200"];

/** PostgreSQL refuses to run as root. */
function unprivileged(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const name = ["postgres", "nobody"].find((account) => id("-u", account) !== undefined) ?? "nobody";
  return { uid: id("-u", name) ?? 65_534, gid: id("-g", name) ?? 65_534 };
}

function id(flag: string, name: string): number | undefined {
  const { status, stdout } = spawnSync("id", [flag, name], { encoding: "utf8" });
  return status === 0 ? Number(stdout) : undefined;
}

/** Far more than a busy machine needs to start it, also after a crash, and less than Jest gives to what is done before the tests. */
const PATIENCE_MS = 150_000;

async function answering(url: string, until = Date.now() + PATIENCE_MS): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    await client.end();
  } catch (error) {
    if (Date.now() > until) throw error;
    await delay(50);
    await answering(url, until);
  }
}

async function createDatabase(server: string): Promise<string> {
  const name = `gatehouse_${randomUUID().replaceAll("-", "")}`;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
