import type { FakeGitHub } from "../fake-github/fake-github.ts";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import type { RunScenario } from "../fake-github/scenario/run.ts";
import { startWorld, type World, type WorldOptions } from "../scenarios/world.ts";
import { FILES } from "./repository.ts";

/** Where the stories are played, and what they are about so far. */
export interface Stage {
  readonly github: FakeGitHub;
  readonly repo: RepoScenario;
  /** Waits until Gatehouse has answered what was done, then a minute goes by. */
  readonly pause: () => Promise<void>;
  /** The pull request that the scenes are about. */
  pull: PullScenario | undefined;
  /** The workflow run that the scenes are about. */
  run: RunScenario | undefined;
  /** What ran in production before the latest deployment. */
  before: string | undefined;
}

/** One thing that happens, as a person would tell it. */
export interface Scene {
  readonly title: string;
  /** When it happens, ISO 8601; else ten minutes after the scene before. */
  readonly at?: string;
  readonly play: (stage: Stage) => Promise<unknown>;
  /** The pull request to look at afterwards; that of the stage unless given. */
  readonly about?: (stage: Stage) => PullScenario;
}

/** Scenes that belong together. */
export interface Story {
  readonly name: string;
  readonly title: string;
  readonly scenes: readonly Scene[];
}

/** A Friday morning in Berlin. */
export const FRIDAY = new Date("2026-03-06T09:00:00+01:00");

const MINUTE = 60_000;

/** The world that is shown to people: whatever its pages can show, they do. */
export const openStage = async (
  options: WorldOptions = {},
): Promise<{ readonly world: World; readonly stage: Stage }> => {
  const world = await startWorld({
    pages: true,
    selfCheck: true,
    ...options,
    github: { now: FRIDAY, ...options.github },
  });
  return { world, stage: await prepare(world.github, world.settle) };
};

/** Sets the scene: an organisation with a team, people with write permission, a repository with a procedure that runs in production. */
export const prepare = async (github: FakeGitHub, settle: () => Promise<void>): Promise<Stage> => {
  github.org("acme", { teams: { qa: ["quinn"] }, members: ["ada", "olga", "max", "rosa", "theo"] });
  const repo = github.repo("acme/shop", {
    files: FILES,
    collaborators: { ada: "write", quinn: "write", olga: "write", max: "write", rosa: "write", theo: "write" },
    installed: true,
    protect: { main: ["gatehouse"] },
  });
  const { sha } = await repo.deploys({ environment: "production" });
  repo.environment("production");
  const pause = async (): Promise<void> => {
    await settle();
    github.advance(MINUTE);
  };
  await pause();
  return { github, repo, pause, pull: undefined, run: undefined, before: sha };
};

/** The clock goes to where the scene begins. */
export const goesTo = ({ github }: Pick<Stage, "github">, { at }: Scene): void => {
  if (at === undefined) github.advance(10 * MINUTE);
  else github.setClock(new Date(at));
};

/** The pull request that scenes are about. */
export const pullOf = ({ pull }: Stage): PullScenario => {
  if (pull === undefined) throw new Error("the story begins with the opening of a pull request");
  return pull;
};

/** The workflow run that scenes are about. */
export const runOf = ({ run }: Stage): RunScenario => {
  if (run === undefined) throw new Error("no workflow has run yet");
  return run;
};
