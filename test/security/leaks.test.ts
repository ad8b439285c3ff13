import { type ChildProcess, spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { sql } from "kysely";
import { openDatabase } from "../../src/store/database.ts";
import { FakeGitHub } from "../fake-github/fake-github.ts";
import { manifest } from "../scenarios/manifest.ts";
import { checkOf, openShop, opensPull } from "../scenarios/shop.ts";
import { silent } from "../store/databases.ts";
import { Visitor } from "../web/session/visitor.ts";
import { hasPostgres, startPostgres, type TestPostgres } from "../store/postgres.ts";

/**
 * A day of a Gatehouse as it ships, at its most talkative, with everything going wrong that can: whatever it says or keeps, no secret is
 * in it.
 */

const OLDER_SECRET = "an older webhook secret that is still in rotation";
const PASSWORD = "the-password-of-the-database";
const SESSION_SECRET = "the secret of sessions that is long enough for them";
const ODD_TOKEN = "anOddTokenThatLooksLikeNoneOfGitHubs";

let github: FakeGitHub;
let postgres: TestPostgres | undefined;
let folder: string;
let places: ReturnType<typeof placesIn>;

/** Where a process could write. */
const placesIn = (at: string) => {
  const [here, temporary, home, data] = [join(at, "here"), join(at, "temporary"), join(at, "home"), join(at, "data")];
  for (const place of [here, temporary, home]) mkdirSync(place);
  return { here, temporary, home, data };
};

beforeAll(async () => {
  github = await FakeGitHub.start({ app: manifest() });
  postgres = hasPostgres ? await startPostgres() : undefined;
  folder = mkdtempSync(join(tmpdir(), "gatehouse-leaks-"));
  places = placesIn(folder);
});
afterAll(async () => {
  for (const { child } of children) child.kill("SIGKILL");
  await github.stop();
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Server {
  readonly child: ChildProcess;
  readonly url: string;
  /** All that it has written to both of its outputs. */
  readonly said: () => string;
}

const root = join(import.meta.dirname, "../..");

const startServer = async (databaseUrl: string | undefined): Promise<Server> => {
  const child = spawn(
    process.execPath,
    ["--import", join(root, "scripts/typescript.js"), join(root, "src/server.ts")],
    {
      cwd: places.here,
      env: {
        PATH: process.env["PATH"],
        TMPDIR: places.temporary,
        HOME: places.home,
        APP_ID: String(github.appId),
        PRIVATE_KEY: github.privateKey,
        WEBHOOK_SECRET: github.webhookSecret,
        WEBHOOK_SECRET_PREVIOUS: OLDER_SECRET,
        GITHUB_API_URL: github.url,
        CLIENT_ID: github.clientId,
        CLIENT_SECRET: github.clientSecret,
        SESSION_SECRET,
        PUBLIC_URL: "https://gate.example.com",
        HOST: "127.0.0.1",
        PORT: "0",
        LOG_LEVEL: "trace",
        ...(databaseUrl === undefined ? { DATA_DIR: places.data } : { DATABASE_URL: databaseUrl }),
      },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => (text += part.toString()));
  const said = () => text;
  children.push({ child, said });
  await until("the start", () => /"msg":"working"/.test(text) || child.exitCode !== null);
  const [, url = ""] = /"url":"([^"]+)"/.exec(text) ?? [];
  if (url === "") throw new Error(`the server did not start: ${text}`);
  return { child, url, said };
};

/** Far more than the slowest machine needs: what never comes is to be told by name. In milliseconds. */
const PATIENCE_MS = 300_000;

const until = async (what: string, isSo: () => boolean): Promise<void> => {
  for (const end = Date.now() + PATIENCE_MS; !isSo(); await delay(20))
    if (Date.now() > end)
      throw new Error(`still awaited: ${what}\n${children.map(({ said }) => said().slice(-3000)).join("\n")}`);
};

/** Killed in the end, whatever becomes of the test. */
const children: { readonly child: ChildProcess; readonly said: () => string }[] = [];

/** Everything in every table, as text. */
const rowsOf = async (databaseUrl: string | undefined): Promise<string> => {
  const database = await openDatabase({
    log: silent,
    ...(databaseUrl === undefined ? { dataDir: places.data } : { databaseUrl }),
  });
  const { db } = database;
  const { rows: tables } = await sql<{ schema: string; name: string }>`
    select table_schema as schema, table_name as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`.execute(db);
  const texts = await Promise.all(
    tables.map(async ({ schema, name }) => {
      const { rows } = await sql<{
        row: string;
      }>`select t::text as row from ${sql.table(`${schema}.${name}`)} t`.execute(db);
      return rows.map(({ row }) => `${name} ${row}`);
    }),
  );
  await database.close();
  return texts.flat().join("\n");
};

const post = (
  url: string,
  { body, secret, query = "" }: { readonly body: string; readonly secret: string; readonly query?: string },
) =>
  fetch(`${url}/api/github/webhooks${query}`, {
    method: "POST",
    body,
    headers: {
      "x-github-delivery": "00000000-0000-0000-0000-000000000001",
      "x-github-event": "issue_comment",
      "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
      authorization: `token ${ODD_TOKEN}`,
      cookie: `session=${ODD_TOKEN}`,
    },
  });

/** Somebody signs in, also while GitHub is away, looks at pages while it fails in every way, and signs out. */
const looksAtPages = async (server: Server, path: string) => {
  const visitor = new Visitor(server.url);
  const seen: string[] = [];
  const look = async (at: string): Promise<number> => {
    const answer = await visitor.get(at);
    seen.push(await answer.text());
    return answer.status;
  };
  github.fail({ match: /^POST .login.oauth.access_token/, next: 1, status: 502, body: { message: ODD_TOKEN } });
  expect((await visitor.signsIn("ada")).status).toBe(503);
  expect((await visitor.signsIn("ada")).status).toBe(303);
  const sessions = [...visitor.cookies.values()];
  expect((await visitor.get("/")).headers.get("strict-transport-security")).toMatch(/^max-age=[1-9]\d{7}/u);
  expect([...visitor.cookies.keys()]).toEqual(["__Host-gatehouse"]);
  for (const one of visitor.set)
    expect(one).toMatch(/^__Host-[^;]+; (?!.*Domain=).*Path=\/.*HttpOnly.*Secure.*SameSite=Lax/u);
  for (const fault of [{ status: 502, body: { message: ODD_TOKEN } }, { drop: true }]) {
    github.fail({ match: /^GET .(repos|user)/, next: 1, ...fault });
    expect(await look(path)).toBe(503);
    github.clearFaults();
  }
  expect([await look(path), await look("/my-turn")]).toEqual([200, 200]);
  const token = /name="token" value="([^"]+)"/u.exec(seen.at(-1) ?? "")?.[1] ?? "";
  const origin = "https://gate.example.com";
  expect((await visitor.post("/sign-out", { token }, { origin })).status).toBe(303);
  return { seen, sessions };
};

test("no secret is in what the process says, keeps or writes, whatever goes wrong, and it writes nowhere else", async () => {
  const database = await postgres?.createDatabase();
  const databaseUrl = database?.replace("//gatehouse@", `//gatehouse:${PASSWORD}@`);
  const server = await startServer(databaseUrl);
  github.deliverTo(`${server.url}/api/github/webhooks`);

  // What goes well: a token is made, a check is written, somebody ticks.
  const shop = openShop(github);
  const pull = await opensPull(shop);
  await until("the check", () => checkOf(pull).includes("2 of 2 left"));
  await pull.ticks({ by: "quinn", step: "Tried on staging" });
  await until("the check", () => checkOf(pull).includes("1 of 2 left"));

  // GitHub's own failures, each on the way of a turn: every one is logged with the request that met it, and stored with the job.
  const [token = "", jwt = ""] = ["ghs_", "eyJ"].map((start) => github.secrets.find((one) => one.startsWith(start)));
  for (const fault of [
    { status: 502, body: { message: `Bad gateway for token ${token}` } },
    { status: 401, body: { message: "Bad credentials" } },
    { status: 403, body: { message: "You have exceeded a secondary rate limit" }, headers: { "retry-after": "1" } },
    { errors: [{ type: "INTERNAL", message: `Something went wrong for ${token}` }] },
    { drop: true },
  ]) {
    const before = github.calls.length;
    github.fail({ match: /^POST \/graphql/, next: 1, ...fault });
    await pull.comments({ by: "ada", body: "/gate recheck" });
    const isMet = () =>
      github.calls.slice(before).some(({ route, endedAt }) => route === "POST /graphql" && endedAt !== undefined);
    await until(`a call that meets ${JSON.stringify(fault)}`, isMet);
  }
  github.clearFaults();

  // A token that is refused while it is made, for a repository of somebody else.
  for (const status of [401, 404, 500]) {
    const before = server.said().length;
    github.fail({ match: /access_tokens/, next: 1, status, body: { message: `Not for ${jwt}` } });
    await opensPull(openShop(github));
    await until(`a token that is refused by ${status}`, () => server.said().slice(before).includes("access_tokens"));
  }
  github.clearFaults();

  // Deliveries of strangers, and of those who hold the older secret.
  const body = JSON.stringify({ action: "created", comment: { body: "hello" } });
  expect((await post(server.url, { body, secret: "not ours, though it is long enough too" })).status).toBe(401);
  expect((await post(server.url, { body, secret: OLDER_SECRET })).status).toBe(202);
  expect(
    (await post(server.url, { body, secret: github.webhookSecret, query: `?secret=${github.webhookSecret}` })).status,
  ).toBe(202);

  // Whoever asks for a deployment shows a token: good, odd, and while GitHub is away.
  const ask = (repo: string, shown: string, query = "") =>
    fetch(`${server.url}/api/v1/repos/${repo}/deployments/production/${pull.headSha}${query}`, {
      headers: { authorization: `Bearer ${shown}` },
    });
  const mine = github.tokenOf("ada");
  const name = shop.fullName;
  await ask(name, mine, `?access_token=${mine}`);
  expect((await ask(name, ODD_TOKEN)).status).toBe(401);
  github.fail({ match: /^GET \/repos\/[^/]+\/[^/]+$/, next: 1, status: 502, body: { message: ODD_TOKEN } });
  expect((await ask("acme/other", mine)).status).toBe(503);
  github.fail({ match: /^GET \/repos\/[^/]+\/[^/]+$/, next: 1, drop: true });
  expect((await ask("acme/another", ODD_TOKEN)).status).toBe(503);
  await until("a line about it", () => server.said().includes("could not be answered"));

  const { seen, sessions } = await looksAtPages(server, `/r/${name}/pull/${pull.number}`);

  // All is well again in the end, and the process ends.
  await pull.ticks({ by: "ada", step: "Alerts looked at" });
  await until("the check", () => checkOf(pull).startsWith("success"));
  const exited = once(server.child, "exit");
  server.child.kill("SIGTERM");
  expect(await exited).toEqual([0, null]);

  // Its root file system may be read-only: it writes to its data directory alone.
  expect([places.here, places.temporary].flatMap((place) => readdirSync(place))).toEqual([]);

  const secrets = [...new Set([...github.secrets, OLDER_SECRET, PASSWORD, ODD_TOKEN, SESSION_SECRET, ...sessions])];
  expect(secrets.filter((one) => one.startsWith("ghs_")).length).toBeGreaterThanOrEqual(2);
  for (const start of ["ghu_", "ghr_"]) expect(secrets.some((one) => one.startsWith(start))).toBe(true);
  expect(secrets.filter((one) => /^eyJ.*\..*\./.test(one)).length).toBeGreaterThanOrEqual(1);
  const rows = await rowsOf(databaseUrl);
  const texts = pull.commentsOf().map((comment) => comment.body);
  // What can't be found because nothing is looked at would prove nothing.
  for (const words of ['"level":"debug"', '"level":"warn"', "[redacted]"]) expect(server.said()).toContain(words);
  for (const place of [server.said(), rows]) expect(place).toContain(name);
  expect(texts.join("\n")).toContain("Tried on staging");

  const held = (place: string): readonly string[] =>
    secrets
      .filter((secret) => place.includes(secret.slice(0, 24)) || place.includes(secret.slice(-24)))
      .map((secret) => secret.slice(0, 24));
  expect(seen.join("")).toContain("Tried on staging");
  expect({
    said: held(server.said()),
    kept: held(rows),
    written: held(texts.join("\n")),
    shown: held(seen.join("")),
  }).toEqual({
    shown: [],
    said: [],
    kept: [],
    written: [],
  });
  github.assertClean();
});
