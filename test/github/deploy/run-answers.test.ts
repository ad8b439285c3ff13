import { generateKeyPairSync } from "node:crypto";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import nock from "nock";
import { createLogger } from "../../../src/config/logger.ts";
import { clientsOf } from "../../../src/github/client.ts";
import { runAnswersOn } from "../../../src/github/deploy/run-answers.ts";
import { GithubError } from "../../../src/github/errors.ts";
import { createProbot } from "../../../src/github/probot.ts";
import type { RunAnswers } from "../../../src/readiness/deploy/ports.ts";
import { startReadingWorld, type ReadingWorld } from "../reading-world.ts";

const API = "https://github.test";
const RUN = "/repos/acme/shop/actions/runs/5";
const ANSWER = `${RUN}/deployment_protection_rule`;
const REPOSITORY = { installationId: 1, repositoryId: 2, owner: "acme", name: "shop" };
const TO = { runId: 5, environment: "Prod/Köln" };
const NO_LIMITS = { write: () => Promise.resolve(), ahead: () => Promise.resolve() };

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
  publicKeyEncoding: { type: "pkcs1", format: "pem" },
});

const about = (...names: readonly string[]) => ({
  environments: names.map((name) => ({ name })),
  state: "approved",
  comment: `To ${names.join(" and ")}`,
  user: { login: "ada" },
});

describe("what GitHub answers", () => {
  let answers: RunAnswers;
  const warned: object[] = [];

  beforeAll(() => nock.disableNetConnect());
  beforeEach(() => {
    warned.length = 0;
    const log = createLogger({ level: "silent" });
    const probot = createProbot({ appId: 7, privateKey, webhookSecret: "x".repeat(32), githubApiUrl: API, log });
    const clientOf = clientsOf({ probot, appId: 7, limits: NO_LIMITS });
    answers = runAnswersOn({ clientOf, warn: (data) => void warned.push(data) });
    nock(API).post("/app/installations/1/access_tokens").reply(201, {
      token: "ghs_one",
      expires_at: "2099-01-01T00:00:00Z",
      permissions: {},
      repository_selection: "all",
    });
  });
  afterEach(() => {
    nock.cleanAll();
    nock.enableNetConnect();
  });

  test.each([
    { word: "a report", send: () => answers.report(REPOSITORY, TO, "Not yet."), body: { comment: "Not yet." } },
    {
      word: "an approval",
      send: () => answers.decide(REPOSITORY, TO, { state: "approved", comment: "Go." }),
      body: { state: "approved", comment: "Go." },
    },
  ])("$word goes to the address of the run, in the environment as it was spelt", async ({ send, body }) => {
    const sent = nock(API)
      .post(ANSWER, { environment_name: "Prod/Köln", ...body })
      .reply(204);
    expect(await send()).toBe("told");
    expect(sent.isDone()).toBe(true);
  });

  test.each([
    "No pending deployment requests to approve or reject",
    "No pending custom deployment requests in workflow run `5` to approve or reject",
    "Deployment protection rule has already been reviewed",
    "There was a problem approving one of the gates",
  ])("%s means that nothing waits", async (message) => {
    nock(API).post(ANSWER).reply(422, { message });
    expect(await answers.report(REPOSITORY, TO, "Not yet.")).toBe("nothing-waits");
    nock(API)
      .post(ANSWER)
      .reply(422, { message: "Validation Failed", errors: [message] });
    expect(await answers.report(REPOSITORY, TO, "Not yet.")).toBe("nothing-waits");
  });

  test.each([
    { status: 422, message: "Comment is too long (maximum is 1024 characters)" },
    { status: 422, message: "Only 10 status reports are allowed for a deployment" },
    { status: 422, message: "Something new" },
    { status: 500, message: "No pending servers" },
    { status: 404, message: "Not Found" },
  ])("$status $message is thrown", async ({ status, message }) => {
    nock(API).post(ANSWER).reply(status, { message });
    const sent = answers.decide(REPOSITORY, TO, { state: "rejected", comment: "No." });
    await expect(sent).rejects.toMatchObject({ status, message: expect.stringContaining(message) });
    await expect(sent).rejects.toBeInstanceOf(GithubError);
  });

  test.each([
    {
      permission: "deployments: write",
      refuse: () => nock(API).post(ANSWER),
      ask: () => answers.report(REPOSITORY, TO, "x"),
    },
    { permission: "actions: read", refuse: () => nock(API).get(RUN), ask: () => answers.run(REPOSITORY, 5) },
  ])("without $permission says what to grant, and tells the log once", async ({ permission, refuse, ask }) => {
    for (const _time of [1, 2]) {
      refuse().reply(403, { message: "Resource not accessible by integration" });
      await expect(ask()).rejects.toMatchObject({ status: 403, message: expect.stringContaining(permission) });
    }
    expect(warned).toEqual([{ installationId: 1, permission }]);
  });

  test.each([
    { length: 1024, sent: "a".repeat(1024) },
    { length: 1025, sent: `${"a".repeat(1023)}…` },
  ])("a comment of $length characters is cut only where it is too long", async ({ length, sent }) => {
    nock(API)
      .post(ANSWER, ({ comment }) => comment === sent)
      .reply(204);
    expect(await answers.report(REPOSITORY, TO, "a".repeat(length))).toBe("told");
  });

  test("a comment is not cut through a character", async () => {
    const sent = `${"a".repeat(1022)}…`;
    nock(API)
      .post(ANSWER, ({ comment }) => comment === sent)
      .reply(204);
    expect(await answers.report(REPOSITORY, TO, `${"a".repeat(1022)}🚀🚀`)).toBe("told");
  });

  test("a run that is gone is none", async () => {
    nock(API).get(RUN).reply(404, { message: "Not Found" });
    expect(await answers.run(REPOSITORY, 5)).toBeUndefined();
    nock(API).get(`${RUN}/approvals`).reply(404, { message: "Not Found" });
    expect(await answers.said(REPOSITORY, TO)).toEqual([]);
  });

  test("what was said is told of the environment that is asked about", async () => {
    nock(API)
      .get(`${RUN}/approvals`)
      .reply(200, [about("prod/köln"), about("staging"), about("staging", "Prod/Köln"), about()]);
    const said = await answers.said(REPOSITORY, TO);
    expect(said.map(({ comment }) => comment)).toEqual(["To prod/köln", "To staging and Prod/Köln"]);
  });
});

describe("a run", () => {
  let world: ReadingWorld;

  beforeEach(async () => {
    world = await startReadingWorld();
  });
  afterEach(async () => {
    await world.github.stop();
    world.github.assertClean();
  });

  test("is told of, waits, is answered for the newest try, and then waits for nothing", async () => {
    const repo = world.github.repo("acme/shop", { collaborators: { ada: "write" }, installed: true });
    repo.environment("production");
    const run = await repo.workflow({ by: "ada" });
    const at = { ...REPOSITORY, installationId: repo.installationId ?? 0, repositoryId: repo.state.id };
    const to = { runId: run.id, environment: "production" };
    const answers = runAnswersOn({ clientOf: world.clientOf, warn: () => undefined });
    expect(await answers.run(at, run.id)).toEqual({ attempt: 1, isOver: false, startedAt: expect.any(Date) });
    expect(await answers.report(at, to, "Opens on Monday.")).toBe("told");
    expect(await answers.decide(at, to, { state: "rejected", comment: "No." })).toBe("told");
    expect(await answers.run(at, run.id)).toMatchObject({ attempt: 1, isOver: true });
    expect(await answers.report(at, to, "Too late.")).toBe("nothing-waits");
    await run.reruns({ by: "ada" });
    expect(await answers.run(at, run.id)).toMatchObject({ attempt: 2, isOver: false });
    expect(await answers.decide(at, to, { state: "approved", comment: "Go." })).toBe("told");
    expect(await answers.said(at, to)).toMatchObject([
      { state: "pending", comment: "Opens on Monday." },
      { state: "rejected", comment: "No." },
      { state: "approved", comment: "Go." },
    ]);
    expect(run.reviews().map(({ state, comment, attempt }) => [state, comment, attempt])).toEqual([
      ["pending", "Opens on Monday.", 1],
      ["rejected", "No.", 1],
      ["approved", "Go.", 2],
    ]);
  });
});
