import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { type Server, createServer } from "node:http";
import { Probot, ProbotOctokit, createNodeMiddleware } from "probot";
import { FakeGitHub } from "./fake-github.ts";

let github: FakeGitHub;
let server: Server;

beforeEach(async () => {
  github = await FakeGitHub.start();
  const plain = ProbotOctokit.defaults((options: object) => ({
    ...options,
    throttle: { enabled: false },
    retry: { enabled: false },
  }));
  const probot = new Probot({
    appId: github.appId,
    privateKey: github.privateKey,
    secret: github.webhookSecret,
    baseUrl: github.url,
    logLevel: "fatal",
    Octokit: plain,
  });
  const middleware = await createNodeMiddleware(
    (app) => {
      app.on("pull_request.opened", async (context) => {
        const { sha } = context.payload.pull_request.head;
        await context.octokit.rest.checks.create(
          context.repo({ name: "gatehouse", head_sha: sha, conclusion: "success" as const }),
        );
      });
    },
    { probot, webhooksPath: "/" },
  );
  server = createServer((incoming, outgoing) => void middleware(incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  github.deliverTo(`http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}/`);
});

afterEach(async () => {
  await github.stop();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

test("a Probot App cannot tell", async () => {
  const repo = github.repo("acme/shop", {
    installed: true,
    collaborators: { ada: "write" },
    protect: { main: ["gatehouse"] },
  });
  const pull = await repo.opens({ by: "ada" });
  expect(github.lastDelivery("pull_request.opened")).toMatchObject({ status: "OK", statusCode: 200 });
  expect(pull.check("gatehouse")).toMatchObject({ conclusion: "success" });
  await pull.merges({ by: "ada" });
  github.assertClean();
});
