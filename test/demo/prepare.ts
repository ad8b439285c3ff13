import type { FakeGitHub } from "../fake-github/fake-github.ts";
import { startWorld, type World, type WorldOptions } from "../scenarios/world.ts";
import { PEOPLE } from "./people.ts";
import { FILES } from "./repository.ts";
import type { Stage } from "./stage.ts";

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
    protect: { main: [{ context: "gatehouse", appId: github.appId }] },
  });
  for (const { login, is } of PEOPLE) github.introduces(login, is);
  const { sha } = await repo.deploys({ environment: "production" });
  repo.environment("production");
  const pause = async (): Promise<void> => {
    await settle();
    github.advance(MINUTE);
  };
  await pause();
  return { github, repo, pause, pull: undefined, run: undefined, before: sha };
};
