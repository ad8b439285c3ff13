import { tried, roundTripsOf, type Trial } from "./events.ts";
import type { DeploymentFigures } from "./figures.ts";
import { median } from "./measure.ts";
import { settle, type Stage } from "./setting.ts";

const CONFIG = `version: 1
procedures: [./procedures/release.yml]
comments: { checklist: false, status: false, issues: false }
`;

const PROCEDURE = `id: release
title: Release
phases:
  - id: before
    title: Before production
    blocks: deploy
    environments: [production]
    steps:
      - { id: labelled, title: Labelled as good, require: { labels: { any: [good] } } }
      - { id: notes, title: Release notes, require: release_notes }
`;

const BODY = "## Release notes\n\nThe basket is kept for 30 days.\n";

const PULLS = 30;
const LATENCY_MS = 50;
const WARM_UPS = 2;

/** A deployment of 30 merged pull requests, all of them ready: from the question to the approval. Everybody asks for the same commit again and again. */
export const measureDeployment = async (
  stage: Stage,
  { repetitions }: { readonly repetitions: number },
): Promise<DeploymentFigures> => {
  const { github } = stage;
  const repo = github.repo("acme-deploy/shop", {
    files: { "README.md": "# Shop\n", ".github/gatehouse.yml": CONFIG, ".github/procedures/release.yml": PROCEDURE },
    collaborators: { ada: "write" },
    installed: true,
  });
  await repo.deploys({ environment: "production" });
  repo.environment("production");
  for (let number = 0; number < PULLS; number += 1) {
    const pull = await repo.opens({
      by: "ada",
      head: `feature-${number}`,
      title: `Feature ${number}`,
      body: BODY,
      files: { [`src/${number}.ts`]: "export {};\n" },
    });
    await pull.labels({ by: "ada", add: ["good"] });
    await pull.merges({ by: "ada" });
  }
  await settle(stage);
  github.latency(LATENCY_MS);
  const trials: Trial[] = [];
  while (trials.length < repetitions + WARM_UPS) {
    trials.push(
      await tried(stage, async () => {
        await repo.workflow({ environments: ["production"] });
      }),
    );
    const state = repo.runs.at(-1)?.decision()?.state;
    if (state !== "approved") throw new Error(`the deployment to be measured is ${state ?? "not decided"}`);
  }
  github.latency(0);
  const counted = trials.slice(WARM_UPS);
  return {
    pulls: PULLS,
    calls: median(counted.map(({ calls }) => calls.length)),
    roundTrips: median(counted.map(roundTripsOf)),
    ms: median(counted.map(({ ms }) => ms)),
    ownMs: median(counted.map(({ ownMs }) => ownMs)),
    cpuMs: median(counted.map(({ cpuMs }) => cpuMs)),
  };
};
