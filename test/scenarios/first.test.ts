import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { startWorld, type World } from "./world.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld({ logLevel: process.env["DEBUG"] === undefined ? "silent" : "debug" });
}, 60_000);

afterAll(async () => {
  await world.stop();
});

const PROCEDURE = `id: release
title: Release
phases:
  - id: documents
    title: Documents
    blocks: merge
    steps:
      - { id: release-notes, title: Release notes, require: release_notes }
      - { id: rollback-plan, title: Rollback plan, require: rollback_plan }
      - { id: staging, title: Tried on staging, require: { tick: { by: qa } } }
      - { id: owner, title: Owner accepts, require: { signoff: { role: owner } } }
`;

const CONFIG = `version: 1
roles:
  qa: ["@acme/qa"]
  owner: [olga]
procedures:
  - ./procedures/release.yml
`;

test("a pull request goes from an untouched template to ready", async () => {
  const { github, settle } = world;
  github.org("acme", { teams: { qa: ["quinn"] } });
  const repo = github.repo("acme/shop", {
    files: {
      ".github/gatehouse.yml": CONFIG,
      ".github/procedures/release.yml": PROCEDURE,
      ".github/pull_request_template.md": "## Release notes\n\n<!-- what -->\n\n## Rollback plan\n\n[How to go back]\n",
    },
    collaborators: { ada: "write", quinn: "write", olga: "write" },
    installed: true,
  });
  const pull = await repo.opens({
    by: "ada",
    head: "feature/basket",
    title: "Basket",
    body: "## Release notes\n\n<!-- what -->\n\n## Rollback plan\n\n[How to go back]\n",
    files: { "src/basket.ts": "export {};\n" },
  });
  await settle();
  console.log(
    pull.checks().map((run) => JSON.stringify(run.conclusion) + run.title + run.summary),
    pull.commentsOf().map(({ body }) => body),
  );
  console.log(
    github.calls.map(({ method, path, status, operation }: any) => `${method} ${path} ${operation ?? ""} ${status}`),
  );
  expect(pull.check("gatehouse")?.conclusion).toBe("failure");
  github.assertClean();
}, 60_000);
