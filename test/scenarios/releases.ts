import { DeployAnswer } from "../../src/report/deploy/answer.ts";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import type { RunScenario } from "../fake-github/scenario/run.ts";
import { resolveCommit } from "../fake-github/world/world.ts";
import { openShop, opensPull, type ShopOptions } from "./shop.ts";
import type { World } from "./world.ts";

const WEEK_MS = 7 * 86_400_000;

/** A Friday in winter, when it has been afternoon in Berlin for an hour and the window is shut. */
export const FRIDAY = new Date("2026-01-09T16:00:00Z");

/** Moves the clock to the next such Friday; answers when the window opens: on Monday at nine in Berlin. */
export const onFriday = (world: World): Date => {
  const weeks = Math.ceil((world.github.now().getTime() - FRIDAY.getTime()) / WEEK_MS);
  world.github.setClock(new Date(FRIDAY.getTime() + weeks * WEEK_MS));
  return new Date(world.github.now().getTime() + 64 * 3_600_000);
};

/** One box before production, and one after it. */
export const DEPLOYING = `id: release
title: Release
phases:
  - id: before
    title: Before production
    blocks: deploy
    environments: [production]
    steps:
      - { id: staging, title: Tried on staging }
`;

export const AT_WINDOW = `id: release
title: Release
phases:
  - id: before
    title: Before production
    blocks: deploy
    environments: [production]
    steps:
      - { id: window, title: Inside the deployment window, require: window }
`;

export const WINDOWS = `windows:
  production: { days: [mon-thu], hours: "09:00-16:00", timezone: Europe/Berlin }`;

export const configWith = (...more: readonly string[]): string =>
  [
    "version: 1",
    "roles:",
    "  qa: [quinn]",
    "  lead: [max]",
    "  release-manager: [olga]",
    "procedures:",
    "  - ./procedures/release.yml",
    "override: { roles: [release-manager] }",
    ...more,
    "",
  ].join("\n");

/** A shop whose production has our rule, where what is on the default branch was deployed once. */
export const shopToDeploy = async (world: World, options: ShopOptions = {}): Promise<RepoScenario> => {
  const repo = openShop(world.github, { procedure: DEPLOYING, config: configWith(), ...options });
  repo.environment("staging", { rule: false });
  await repo.deploys({ environment: "production" });
  repo.environment("production");
  await world.settle();
  world.github.advance(1000);
  return repo;
};

let files = 0;

/** A pull request that was merged. */
export const mergedInto = async (
  world: World,
  repo: RepoScenario,
  about: Parameters<typeof opensPull>[1] = {},
): Promise<PullScenario> => {
  files += 1;
  const pull = await opensPull(repo, { files: { [`src/${files}.ts`]: "export {};\n" }, ...about });
  await world.settle();
  world.github.advance(1000);
  await pull.merges({ by: "ada" });
  await world.settle();
  world.github.advance(1000);
  return pull;
};

/** A run that asks whether it may deploy what is on the default branch. */
export const asks = async (
  world: World,
  repo: RepoScenario,
  about: Parameters<RepoScenario["workflow"]>[0] = {},
): Promise<RunScenario> => {
  const run = await repo.workflow(about);
  await world.settle();
  return run;
};

/** Lets the time pass in which GitHub may still tell who brought a commit. */
export const asksAgain = async (world: World): Promise<void> => {
  for (const ms of [10_000, 20_000]) {
    world.github.advance(ms);
    await world.settle();
  }
};

/** What the API answers about a deployment to production; on a busy machine it may say at first that it is being decided. */
export const answerAt = async (url: string, token: string): Promise<DeployAnswer> => {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  return response.status === 202 ? answerAt(url, token) : DeployAnswer.parse(await response.json());
};

/** What a run was told: `pending` for a report, and the first line of each. */
export const toldTo = (run: RunScenario): readonly string[] =>
  run.reviews().map(({ state, comment }) => `${state}: ${comment.split("\n")[0] ?? ""}`);

/** Our check of a commit for an environment. */
export const deployCheckOf = (repo: RepoScenario, sha: string, environment = "production"): string => {
  const suites = repo.state.suites.filter((suite) => suite.app.slug === "gatehouse" && suite.sha === sha);
  const runs = suites.flatMap((suite) => suite.runs).filter(({ name }) => name === `gatehouse/${environment}`);
  if (runs.length > 1) throw new Error(`${sha} has ${runs.length} checks of ours for ${environment}`);
  const [run] = runs;
  return run === undefined ? "none" : `${run.conclusion}: ${run.title}`;
};

/** The default branch's tip. */
export const tipOf = (repo: RepoScenario): string => {
  const sha = resolveCommit(repo.state, repo.state.defaultBranch);
  if (sha === undefined) throw new Error("the default branch has no commit");
  return sha;
};
