import { spawn } from "node:child_process";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { z } from "zod";
import { createLogger } from "../../src/config/logger.ts";
import { start } from "../../src/process.ts";
import { DeployAnswer } from "../../src/report/deploy/answer.ts";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import { AT_WINDOW, configWith, FRIDAY, mergedInto, shopToDeploy, WINDOWS } from "./releases.ts";
import { startWorld, type World } from "./world.ts";

/** Any CD asks the whole process by HTTP, with tokens of GitHub's. */

let world: World;

beforeAll(async () => {
  world = await startWorld({ github: { now: FRIDAY } });
});
afterEach(() => {
  world.github.clearFaults();
  world.github.assertClean();
});
afterAll(() => world.stop());

interface Asked {
  readonly repo: RepoScenario | string;
  readonly environment?: string;
  readonly sha?: string;
  readonly token?: string | null;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const NOWHERE = "0123456789abcdef0123456789abcdef01234567";

const tip = (repo: RepoScenario): string => repo.state.refs.get("refs/heads/main") ?? "";

const get = (url: string, { token, method = "GET", headers = {} }: Omit<Asked, "repo">): Promise<Response> =>
  fetch(url, {
    method,
    headers: {
      ...headers,
      ...(token === null ? {} : { authorization: `Bearer ${token ?? world.github.tokenOf("ada")}` }),
    },
  });

const ask = ({ repo, environment = "production", sha, ...rest }: Asked): Promise<Response> => {
  const name = typeof repo === "string" ? repo : repo.fullName;
  const commit = sha ?? (typeof repo === "string" ? NOWHERE : tip(repo));
  const path = `/api/v1/repos/${name}/deployments/${encodeURIComponent(environment)}/${commit}`;
  return get(`${world.gatehouse.url}${path}`, rest);
};

/** The answer, asked for until it is one. */
const answer = async (asked: Asked): Promise<DeployAnswer> => {
  for (;;) {
    const response = await ask(asked);
    if (response.status !== 202) return DeployAnswer.parse(await response.json());
    expect(response.headers.get("retry-after")).toMatch(/^[1-9]\d*$/);
  }
};

const Refused = z.strictObject({
  type: z.literal("about:blank"),
  title: z.string().min(1),
  status: z.int(),
  detail: z.string().min(1),
  code: z.string().min(1),
  remedy: z.string().min(1),
});

const refusal = async (response: Response): Promise<string> => {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const { status, code } = Refused.parse(await response.json());
  expect(status).toBe(response.status);
  return `${status} ${code}`;
};

const repositoryReads = (): number =>
  world.github.calls.filter(({ route, token }) => route === "GET /repos/{owner}/{repo}" && token !== "app").length;

describe("the decision", () => {
  test("is what is left, and then an approval", async () => {
    const repo = await shopToDeploy(world);
    const pull = await mergedInto(world, repo);
    const held = await answer({ repo });
    expect(held).toMatchObject({
      repository: repo.fullName,
      environment: "production",
      sha: tip(repo),
      decision: "awaiting",
      course: "forward",
      members: [{ kind: "pull_request", number: pull.number, state: expect.not.stringMatching("open") }],
    });
    expect(held.reasons.join()).toContain("1 of 1 left: 1 tick");
    expect(held.report).toContain("Tried on staging");
    await pull.ticks({ by: "ada", step: "Tried on staging" });
    await world.settle();
    // A refusal is given again for five seconds; another spelling of the name is the same question, another token is, too.
    world.github.advance(6000);
    expect(await answer({ repo, environment: "Production", token: world.github.tokenOf("max") })).toMatchObject({
      decision: "approved",
      reasons: [],
    });
  });

  test("says from when on the clock holds nothing", async () => {
    const repo = await shopToDeploy(world, { procedure: AT_WINDOW, config: configWith(WINDOWS) });
    await mergedInto(world, repo);
    expect(await answer({ repo })).toMatchObject({ decision: "awaiting", opensAt: expect.stringMatching(/^\d{4}-/) });
  });

  test.each([
    ["a commit that does not exist", { sha: NOWHERE }],
    ["an environment that nobody knows", { environment: "prodcution" }],
  ])("about %s is no approval", async (_what, about) => {
    const repo = await shopToDeploy(world);
    await mergedInto(world, repo);
    const { decision, reasons } = await answer({ repo, ...about });
    expect(decision).toBe("awaiting");
    expect(reasons).not.toEqual([]);
  });
});

describe("who may ask", () => {
  test("whoever can read a private repository, a workflow's own token included", async () => {
    const repo = await shopToDeploy(world, { private: true });
    const [owner = ""] = repo.fullName.split("/");
    const tokens = [world.github.tokenOf("rita"), world.github.installationToken(owner)];
    for (const token of tokens) expect((await answer({ repo, token })).repository).toBe(repo.fullName);
  });

  test("nobody else, who is told the same as of what is not there", async () => {
    const repo = await shopToDeploy(world, { private: true });
    const token = world.github.tokenOf("stranger");
    const [hidden, absent] = await Promise.all([ask({ repo, token }), ask({ repo: "acme/nothing-here", token })]);
    const said = [await hidden.text(), await absent.text()];
    expect(said[0]).toBe(said[1]);
    expect([hidden.status, absent.status]).toEqual([404, 404]);
    expect(said[0]).toContain("repository-not-visible");
  });

  test("nobody whose token GitHub does not know", async () => {
    const repo = await shopToDeploy(world);
    const response = await ask({ repo, token: "ghp_thisTokenWasRevokedLongAgo123456" });
    expect(response.headers.get("www-authenticate")).toBe('Bearer realm="Gatehouse", error="invalid_token"');
    expect(await refusal(response)).toBe("401 token-refused");
  });

  test("a repository that was renamed is found by its old name where GitHub sends on", async () => {
    const repo = await shopToDeploy(world);
    const { fullName } = repo;
    world.github.fail({
      match: /^GET \/repos\/acme\/old-name$/,
      status: 301,
      headers: { location: `${world.github.url}/repos/${fullName}` },
      body: { message: "Moved Permanently" },
    });
    expect((await answer({ repo: "acme/old-name", sha: tip(repo) })).repository).toBe(fullName);
  });
});

describe("no answer", () => {
  test.each<[string, Partial<Asked>, string]>([
    ["without a token", { token: null }, "401 token-missing"],
    ["with a password", { token: null, headers: { authorization: "Basic YWRhOnNlY3JldA==" } }, "401 token-malformed"],
    ["with a token that can't be one", { token: "x" }, "401 token-malformed"],
    ["with a token of another kind of characters", { token: "ghp_<script>alert(1)</script>" }, "401 token-malformed"],
    ["with an endless token", { token: "x".repeat(4000) }, "401 token-malformed"],
    ["of a short commit", { sha: "0123456" }, "400 malformed-sha"],
    ["of a branch", { sha: "main" }, "400 malformed-sha"],
    ["of a commit of 41 digits", { sha: `${NOWHERE}0` }, "400 malformed-sha"],
    ["of no environment", { environment: " " }, "400 malformed-environment"],
    ["of an environment with a line break", { environment: "a\nb" }, "400 malformed-environment"],
    ["of an endless environment", { environment: "e".repeat(256) }, "400 malformed-environment"],
    ["of an owner that can't be one", { repo: "-/x" }, "400 malformed-repository"],
    ["of a name that can't be one", { repo: "acme/a%2Fb" }, "400 malformed-repository"],
    ["by POST", { method: "POST" }, "405 method-not-allowed"],
    ["by DELETE", { method: "DELETE" }, "405 method-not-allowed"],
    ["with an endless address", { environment: "e".repeat(3000) }, "414 address-too-long"],
  ])("%s, and GitHub is not asked", async (_what, about, said) => {
    world.github.resetCalls();
    const response = await ask({ repo: "acme/shop", ...about });
    expect(await refusal(response)).toBe(said);
    expect(world.github.calls).toEqual([]);
  });

  test.each(["/api/v1", "/api/v1/repos", "/api/v1/repos/acme/shop/deployments/production", "/api/v1/x/../y"])(
    "at %s",
    async (path) => {
      const response = await get(`${world.gatehouse.url}${path}`, {});
      expect(response.status).toBe(404);
    },
  );

  test("with a body", async () => {
    const response = await fetch(`${world.gatehouse.url}/api/v1/repos/acme/shop/deployments/production/${NOWHERE}`, {
      method: "POST",
      body: "x".repeat(100_000),
    });
    expect(await refusal(response)).toBe("413 unexpected-body");
  });

  test("where Gatehouse is not installed", async () => {
    const repo = world.github.repo("elsewhere/shop", { collaborators: { ada: "write" } });
    expect(await refusal(await ask({ repo }))).toBe("404 not-installed");
  });

  test("where Gatehouse was installed, and was removed while it was away", async () => {
    const repo = await shopToDeploy(world);
    await answer({ repo });
    const [owner = ""] = repo.fullName.split("/");
    world.github.deliverTo(undefined);
    await world.github.uninstalls(owner);
    await world.github.settled();
    world.github.deliverTo(`${world.gatehouse.url}/api/github/webhooks`);
    world.github.advance(61_000);
    expect(await refusal(await ask({ repo }))).toBe("404 not-installed");
  });

  test("where there is no config", async () => {
    const repo = world.github.repo("plain/shop", { collaborators: { ada: "write" }, installed: true });
    expect(await refusal(await ask({ repo }))).toBe("404 no-config");
  });
});

describe("when GitHub does not answer", () => {
  const asking = /^GET \/repos\/[^/]+\/[^/]+$/;

  test.each([
    ["an error", () => world.github.fail({ match: asking, status: 502, body: {} })],
    ["a cut connection", () => world.github.dropConnections({ match: asking })],
    ["a web page", () => world.github.fail({ match: asking, status: 200, body: { message: "Hello" } })],
  ])("%s is 503, with the time to ask again", async (_what, fail) => {
    const repo = await shopToDeploy(world);
    fail();
    const response = await ask({ repo });
    expect(response.headers.get("retry-after")).toBe("10");
    expect(await refusal(response)).toBe("503 could-not-decide");
    expect((await ask({ repo })).status).not.toBe(503);
  });

  test("because the caller has used up its own limit, it is 429", async () => {
    const repo = await shopToDeploy(world);
    const reset = Math.ceil(world.github.now().getTime() / 1000) + 1800;
    const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(reset) };
    world.github.fail({ match: asking, status: 403, headers, body: { message: "API rate limit exceeded" } });
    const response = await ask({ repo });
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(1700);
    expect(await refusal(response)).toBe("429 github-rate-limit");
  });
});

describe("cost", () => {
  test("GitHub is asked once a minute whether a token may read a repository, also by many at once", async () => {
    const repo = await shopToDeploy(world);
    world.github.resetCalls();
    const many = await Promise.all(Array.from({ length: 10 }, () => ask({ repo })));
    expect(many.map(({ status }) => status).filter((status) => status >= 300)).toEqual([]);
    await answer({ repo });
    expect(repositoryReads()).toBe(1);
    world.github.advance(61_000);
    await answer({ repo });
    expect(repositoryReads()).toBe(2);
  });

  test("one token has sixty questions a minute", async () => {
    const asking = { repo: "acme/nothing", token: world.github.tokenOf("impatient") };
    let asked = 0;
    let response = await ask(asking);
    // On a slow machine another minute may begin meanwhile.
    for (; response.status === 404; response = await ask(asking)) asked += 1;
    expect(asked).toBeGreaterThanOrEqual(60);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await refusal(response)).toBe("429 too-many-questions");
  });

  test("many wrong tokens are no more tried on GitHub, and those that are known go on", async () => {
    const repo = await shopToDeploy(world);
    await answer({ repo });
    world.github.resetCalls();
    const tries = (tried: number): Promise<Response> =>
      ask({ repo, token: `ghp_wrong${String(tried).padStart(20, "0")}` });
    let tried = 0;
    let said = await refusal(await tries(tried));
    for (; said === "401 token-refused"; said = await refusal(await tries(tried))) tried += 1;
    expect(said).toBe("503 github-asks-to-wait");
    // One wrong token more was shown by a test before. On a slow machine another minute may begin meanwhile.
    expect(tried).toBeGreaterThanOrEqual(29);
    expect(world.github.calls).toHaveLength(tried);
    expect((await answer({ repo })).repository).toBe(repo.fullName);
  });
});

test("answers are kept by nobody, and are for no page of another site", async () => {
  const repo = await shopToDeploy(world);
  const responses = [await ask({ repo }), await ask({ repo, token: null }), await ask({ repo, method: "OPTIONS" })];
  for (const { headers } of responses) {
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("access-control-allow-origin")).toBeNull();
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
  }
});

test("a token stands in no line of the log, whatever happens to the question", async () => {
  const lines: string[] = [];
  const gatehouse = await start({
    environment: {
      appId: world.github.appId,
      privateKey: world.github.privateKey,
      webhookSecrets: [world.github.webhookSecret],
      databaseUrl: undefined,
      dataDir: undefined,
      host: "127.0.0.1",
      port: 0,
      logLevel: "trace",
      githubApiUrl: world.github.url,
      publicUrl: undefined,
    },
    log: createLogger({ level: "trace", destination: { write: (line) => void lines.push(line) } }),
  });
  try {
    const repo = await shopToDeploy(world);
    const token = world.github.tokenOf("ada");
    const odd = "anOddTokenThatLooksLikeNoneOfGitHubs";
    const url = `${gatehouse.url}/api/v1/repos/${repo.fullName}/deployments/production/${tip(repo)}`;
    await gatehouse.idle();
    await get(url, { token });
    await get(url, { token: odd });
    world.github.fail({ match: /^GET \/repos\/[^/]+\/[^/]+$/, status: 502, body: {} });
    await get(url.replace(repo.fullName, "acme/other"), { token: odd });
    expect(lines.join("")).toContain("could not be answered");
    for (const secret of [token, odd]) expect(lines.join("")).not.toContain(secret);
  } finally {
    await gatehouse.stop();
  }
});

test("whoever waits for an answer when the process ends is told to ask again", async () => {
  const other = await startWorld();
  try {
    const repo = await shopToDeploy(other);
    other.github.fail({ match: /^POST \/graphql/, next: 1000, status: 502, body: {} });
    other.github.resetCalls();
    const url = `${other.gatehouse.url}/api/v1/repos/${repo.fullName}/deployments/production/${tip(repo)}`;
    const asking = get(url, { token: other.github.tokenOf("ada") });
    while (!other.github.calls.some(({ route }) => route === "POST /graphql"))
      await new Promise((resolve) => setImmediate(resolve));
    await other.away();
    expect(await refusal(await asking)).toBe("503 could-not-decide");
  } finally {
    await other.stop();
  }
});

describe("before GitHub has said who we are", () => {
  test("it is 503", async () => {
    const other = await startWorld();
    try {
      await other.away();
      other.github.fail({ match: /^GET \/app$/, next: 1000, status: 502, body: {} });
      await other.back();
      const url = `${other.gatehouse.url}/api/v1/repos/acme/shop/deployments/production/${NOWHERE}`;
      expect(await refusal(await get(url, { token: other.github.tokenOf("ada") }))).toBe("503 starting");
    } finally {
      await other.stop();
    }
  });
});

test("the GitHub Action waits on the process itself, until somebody ticks the box", async () => {
  const repo = await shopToDeploy(world, { private: true });
  const pull = await mergedInto(world, repo);
  const child = spawn(process.execPath, [join(import.meta.dirname, "../../action/action.js")], {
    env: {
      INPUT_URL: world.gatehouse.url,
      INPUT_ENVIRONMENT: "production",
      INPUT_REPOSITORY: repo.fullName,
      INPUT_SHA: tip(repo),
      INPUT_TOKEN: world.github.tokenOf("ada"),
      INPUT_WAIT: "5m",
      INPUT_POLL: "1s",
    },
  });
  let log = "";
  const waits = new Promise<void>((resolve) => {
    child.stdout.on("data", (chunk: Buffer) => {
      log += chunk.toString("utf8");
      if (/^Awaiting: /m.test(log)) resolve();
    });
  });
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  await Promise.race([waits, ended]);
  await pull.ticks({ by: "ada", step: "Tried on staging" });
  await world.settle();
  // A refusal is given again for five seconds.
  world.github.advance(6000);
  expect(await ended).toBe(0);
  expect(log).toMatch(/^Awaiting: [^]*^Approved: /m);
});
