import type { FakeGitHub } from "../fake-github/fake-github.ts";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import type { RunScenario } from "../fake-github/scenario/run.ts";

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

const MINUTE = 60_000;

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
