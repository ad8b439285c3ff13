import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";
import { startWorld, type World } from "../../scenarios/world.ts";
import type { RepoScenario } from "../../fake-github/scenario/repo.ts";
import { ran } from "./asking.ts";

const RELEASE = `title: Release
phases:
  - title: Before
    blocks: merge
    steps:
      - title: Rollback plan
        require: { section: Rollback }
      - title: Tried on staging
      - title: Told support
        require: { tick: lead }
      - title: Reviewed
        require: { signoff: { role: lead } }
`;
const CONFIG = 'version: 1\nroles: { lead: ["@acme/leads"] }\nprocedures: [./procedures/release.yml]\n';

let world: World;
let folder: string;

beforeAll(async () => {
  world = await startWorld();
  world.github.org("acme", { teams: { leads: ["lea"] }, members: ["ada", "lea"] });
  folder = await mkdtemp(join(tmpdir(), "gatehouse-simulate-"));
  await write("strict.yml", RELEASE.replace("section: Rollback", "section: Monitoring"));
  await write("checkout/.github/gatehouse.yml", CONFIG.replace("release.yml", "own.yml"));
  await write("checkout/.github/procedures/own.yml", RELEASE.replace("section: Rollback", "section: Monitoring"));
  await write("token", "");
});

afterAll(async () => {
  world.github.assertClean();
  await world.stop();
  await rm(folder, { recursive: true, force: true });
});

const write = async (path: string, text: string): Promise<void> => {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
};

let made = 0;

const shop = (files: Readonly<Record<string, string>> = {}, about: { private?: boolean } = {}): RepoScenario => {
  made += 1;
  return world.github.repo(`acme/shop-${made}`, {
    files: { ".github/gatehouse.yml": CONFIG, ".github/procedures/release.yml": RELEASE, ...files },
    collaborators: { ada: "write", lea: "write" },
    installed: true,
    ...about,
  });
};

const env = (login = "ada") => ({ GITHUB_API_URL: world.github.url, GITHUB_TOKEN: world.github.tokenOf(login) });

const Said = z.looseObject({
  ready: z.boolean(),
  check: z.object({ conclusion: z.string(), title: z.string(), summary: z.string() }).nullable(),
  posted: z.object({ app: z.string(), conclusion: z.string().nullable(), title: z.string().nullable() }).nullable(),
  unknown: z.array(z.object({ code: z.string(), says: z.string() })),
  calls: z.int(),
});

const simulated = async (repo: RepoScenario, args: readonly string[] = [], login = "ada") => {
  const asked = ["simulate", "--repo", repo.fullName, "--pull", "1", "--format", "json", ...args];
  const { exit, text, complaint } = await ran(asked, { env: env(login), cwd: folder });
  return { exit, complaint, said: Said.parse(JSON.parse(text)) };
};

describe("a pull request that a Gatehouse watches", () => {
  test("is told as the server told it, for as long as nobody acted by command", async () => {
    const repo = shop();
    const pull = await repo.opens({
      by: "ada",
      title: "Pay by card",
      body: "## Rollback\n\nRevert it, then deploy.\n",
    });
    await world.settle();
    await pull.ticks({ by: "ada", step: "Tried on staging" });
    await world.settle();
    world.github.resetCalls();

    const { exit, said } = await simulated(repo);

    expect(exit).toBe(1);
    expect(said.posted).toMatchObject({
      app: "gatehouse",
      conclusion: said.check?.conclusion,
      title: said.check?.title,
    });
    expect(said.unknown.map(({ code }) => code)).toEqual(["ticks", "ledger", "config-elsewhere"]);
    expect(said.unknown[0]?.says).toMatch(/^1 tick was read from the checklist comment by gatehouse\[bot\]/u);
    expect(said.calls).toBe(world.github.calls.length);
    expect(world.github.writes()).toEqual([]);
  });

  test("is ready when the server says so", async () => {
    const repo = shop({
      ".github/procedures/release.yml":
        "title: R\nphases: [{ title: B, blocks: merge, steps: [{ title: Tried, require: { tick: lead } }] }]\n",
    });
    const pull = await repo.opens({ by: "ada" });
    await world.settle();
    await pull.ticks({ by: "lea", step: "Tried" });
    await world.settle();

    const { exit, said } = await simulated(repo);

    expect({ exit, ready: said.ready, check: said.check?.conclusion }).toEqual({
      exit: 0,
      ready: true,
      check: "success",
    });
    expect(said.posted?.conclusion).toBe("success");
  });

  test("that would break the config is not ready, whatever was done", async () => {
    const repo = shop({
      ".github/procedures/release.yml": "title: R\nphases: [{ title: B, blocks: merge, steps: [{ title: Tried }] }]\n",
    });
    const pull = await repo.opens({
      by: "ada",
      files: { ".github/procedures/release.yml": "title: R\nphases: [{ titel: B }]\n" },
    });
    await world.settle();
    await pull.ticks({ by: "ada", step: "Tried" });
    await world.settle();

    const { exit, said } = await simulated(repo);
    const { text } = await ran(["simulate", "--repo", repo.fullName, "--pull", "1"], { env: env() });

    expect(said.posted).toMatchObject({ conclusion: "failure", title: "Configuration error" });
    expect(said.check).toMatchObject({ conclusion: "failure", title: "Configuration error" });
    expect({ exit, ready: said.ready }).toEqual({ exit: 1, ready: false });
    expect(said).toMatchObject({ findings: [{ severity: "error", file: ".github/procedures/release.yml", line: 2 }] });
    expect(text).toMatch(/\n\.github\/procedures\/release\.yml:2:\d+: error: /u);
  });

  test("that is closed is said to be", async () => {
    const repo = shop();
    const pull = await repo.opens({ by: "ada" });
    await pull.closes({ by: "ada" });
    const { text } = await ran(["simulate", "--repo", repo.fullName, "--pull", "1"], { env: env() });
    expect(text).toContain("It is closed: Gatehouse says nothing more of it");
  });

  test("is printed for people, and as the check's own page", async () => {
    const repo = shop();
    await repo.opens({ by: "ada", title: "Pay by card" });
    await world.settle();
    const args = ["simulate", "--repo", repo.fullName, "--pull", "1"];

    const { text, exit } = await ran(args, { env: env() });
    const page = await ran([...args, "--format", "markdown"], { env: env() });

    expect(exit).toBe(1);
    expect(text).toContain(`${repo.fullName}#1 Pay by card\n`);
    expect(text).toMatch(/The check would say: failure: 4 of 4 left/u);
    expect(text).toMatch(/It says now \(gatehouse\): failure: 4 of 4 left/u);
    expect(text).toMatch(/Not known here\n {2}There is no checklist|Not known here\n {2}0 ticks were read/u);
    expect(text).toMatch(/\d calls to GitHub, nothing written\.\n$/u);
    expect(page.text).toMatch(/Rollback plan/u);
  });
});

describe("documents of this machine", () => {
  test("a procedure in place of the config's", async () => {
    const repo = shop();
    await repo.opens({ by: "ada", body: "## Rollback\n\nRevert it, then deploy.\n" });
    const { said } = await simulated(repo, ["--procedure", "strict.yml"]);
    expect(JSON.stringify(said)).toContain("Monitoring");
    expect(JSON.stringify(said)).not.toContain("config/");
  });

  test("a procedure where there is no config", async () => {
    const repo = world.github.repo("acme/bare", { collaborators: { ada: "write" } });
    await repo.opens({ by: "ada" });
    await write("ticks.md", "# Release\n\n- [ ] Tried\n");
    const { said, exit } = await simulated(repo, ["--procedure", "ticks.md"]);
    expect({ exit, check: said.check?.title }).toEqual({ exit: 1, check: "1 of 1 left: 1 tick" });
  });

  test("on a GitHub Enterprise Server", async () => {
    const repo = shop();
    await repo.opens({ by: "ada" });
    const asked = ["simulate", "--repo", repo.fullName, "--pull", "1", "--procedure", "strict.yml"];
    const { exit, text } = await ran(asked, {
      env: { ...env(), GITHUB_API_URL: `${world.github.url}/api/v3/` },
      cwd: folder,
    });
    expect({ exit, isTold: text.includes("Monitoring") }).toEqual({ exit: 1, isTold: true });
  });

  test("a built-in procedure", async () => {
    const repo = shop({
      ".github/gatehouse.yml": CONFIG.replace(
        'lead: ["@acme/leads"]',
        "release-manager: [ada], on-call: [lea], security: [lea], product-owner: [lea]",
      ),
    });
    await repo.opens({ by: "ada" });
    const { said } = await simulated(repo, ["--procedure", "builtin:implementation-plan"]);
    expect(said).toMatchObject({ procedures: [{ id: "implementation-plan" }] });
  });

  test("a config with procedures beside it, the rest from GitHub", async () => {
    const repo = shop();
    await repo.opens({ by: "ada" });
    const { said } = await simulated(repo, ["--config", "checkout/.github/gatehouse.yml"]);
    expect(JSON.stringify(said)).toContain("Monitoring");
  });

  test("a broken procedure is told with its line, and says no", async () => {
    const repo = shop();
    await repo.opens({ by: "ada" });
    await write("broken.yml", "title: R\nphases:\n  - titel: B\n");
    const { said, exit } = await simulated(repo, ["--procedure", "broken.yml"]);
    expect(exit).toBe(1);
    expect(said).toMatchObject({ findings: [expect.objectContaining({ line: 3 })] });
  });
});

describe("what a token can't see", () => {
  test("a team", async () => {
    const repo = shop();
    world.github.user("max");
    repo.collaborator("max", "read");
    await repo.opens({ by: "ada" });
    const { said } = await simulated(repo, [], "max");
    expect(said.unknown.find(({ code }) => code === "team")?.says).toMatch(/role lead.*read:org/u);
  });

  test("the config of the organisation", async () => {
    const repo = shop();
    await repo.opens({ by: "ada" });
    const { said } = await simulated(repo);
    expect(said.unknown.find(({ code }) => code === "config-elsewhere")?.says).toMatch(/^acme\/\.github is not there/u);
  });
});

/** Passes a request on to the fake, and tells of scopes with the answer, as GitHub does of classic tokens. */
const passOn = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const parts: Uint8Array[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  const { authorization = "", "content-type": type = "application/json" } = request.headers;
  const answer = await fetch(`${world.github.url}${request.url ?? ""}`, {
    method: request.method ?? "GET",
    headers: { authorization, "content-type": type, "user-agent": "scoped" },
    ...(parts.length === 0 ? {} : { body: Buffer.concat(parts) }),
  });
  response.writeHead(answer.status, { "content-type": "application/json", "x-oauth-scopes": "repo" });
  response.end(await answer.text());
};

const scoped = async (): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> => {
  const server = createServer((request, response) => void passOn(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}`, stop };
};

describe("a classic token without the scope to read teams", () => {
  test("no team is asked for, and the role is said to be unknown", async () => {
    const repo = shop();
    await repo.opens({ by: "ada" });
    await world.settle();
    world.github.resetCalls();
    const { url, stop } = await scoped();
    const { text } = await ran(["simulate", "--repo", repo.fullName, "--pull", "1", "--format", "json"], {
      env: { ...env(), GITHUB_API_URL: url },
    });
    await stop();
    const said = Said.parse(JSON.parse(text));
    expect(said.unknown.map(({ code }) => code)).toContain("team");
    expect(JSON.stringify(world.github.calls.map(({ body }) => body))).not.toContain("organization(login");
  });
});

describe("no answer", () => {
  const asked: readonly [string, readonly string[], Record<string, string>, RegExp, number][] = [
    ["no pull request named", ["--repo", "acme/shop"], {}, /required option '--pull/u, 2],
    ["a word for a number", ["--repo", "acme/shop", "--pull", "x"], {}, /Expected the number of a pull request/u, 2],
    ["half a repository", ["--repo", "shop", "--pull", "1"], {}, /expected OWNER\/NAME/u, 2],
    ["no token", ["--repo", "acme/shop", "--pull", "1"], { GITHUB_TOKEN: "" }, /Set `GITHUB_TOKEN` or `GH_TOKEN`/u, 2],
    [
      "an empty token file",
      ["--repo", "a/b", "--pull", "1", "--token-file", "token"],
      {},
      /is empty; expected a GitHub token/u,
      2,
    ],
    [
      "two tokens",
      ["--repo", "a/b", "--pull", "1", "--token-file", "x", "--token-env", "Y"],
      {},
      /both name a token/u,
      2,
    ],
    ["a token of two words", ["--repo", "a/b", "--pull", "1"], { GITHUB_TOKEN: "a b" }, /holds more than a token/u, 2],
    ["a wrong token", ["--repo", "acme/shop", "--pull", "1"], { GITHUB_TOKEN: "nonsense" }, /token is not valid/u, 2],
    ["no such repository", ["--repo", "acme/nowhere", "--pull", "1"], {}, /may not see it: acme\/nowhere/u, 2],
    ["no such procedure", ["--repo", "a/b", "--pull", "1", "--procedure", "no.yml"], {}, /no file `no.yml`/u, 2],
    [
      "no network",
      ["--repo", "a/b", "--pull", "1"],
      { GITHUB_API_URL: "http://127.0.0.1:9" },
      /GitHub did not answer/u,
      3,
    ],
    ["no address", ["--repo", "a/b", "--pull", "1"], { GITHUB_API_URL: "github" }, /expected an address/u, 2],
    [
      "an address without encryption",
      ["--repo", "a/b", "--pull", "1"],
      { GITHUB_API_URL: "http://ghes.example" },
      /use https/u,
      2,
    ],
  ];

  test.each(asked.map(([name, args, wrong, message, code]) => ({ name, args, wrong, message, code })))(
    "$name",
    async ({ args, wrong, message, code }) => {
      const { exit, text, complaint } = await ran(["simulate", ...args], { env: { ...env(), ...wrong }, cwd: folder });
      expect({ exit, text, message: message.test(complaint) ? "" : complaint }).toEqual({
        exit: code,
        text: "",
        message: "",
      });
    },
  );

  test("no such pull request, and no config", async () => {
    const repo = shop();
    const none = await ran(["simulate", "--repo", repo.fullName, "--pull", "77"], { env: env() });
    expect(none).toMatchObject({ exit: 2, complaint: expect.stringMatching(/no pull request #77/u) });
    const bare = world.github.repo("acme/empty", { collaborators: { ada: "write" } });
    await bare.opens({ by: "ada" });
    const silent = await ran(["simulate", "--repo", "acme/empty", "--pull", "1"], { env: env() });
    expect(silent).toMatchObject({ exit: 2, complaint: expect.stringMatching(/no config in acme\/empty/u) });
  });

  test("GitHub asks to wait", async () => {
    const repo = shop();
    await repo.opens({ by: "ada" });
    world.github.leavesRequests(0);
    const { exit, complaint } = await ran(["simulate", "--repo", repo.fullName, "--pull", "1"], { env: env() });
    world.github.leavesRequests(5000);
    expect({ exit, complaint }).toEqual({ exit: 3, complaint: expect.stringMatching(/asks to wait until 20/u) });
  });

  test("no token stands in what is said, whatever happens", async () => {
    const { complaint } = await ran(["simulate", "--repo", "acme/nowhere", "--pull", "1"], { env: env() });
    expect(complaint).not.toContain(env().GITHUB_TOKEN);
  });
});
