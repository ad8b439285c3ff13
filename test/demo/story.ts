import type { FakeGitHub } from "../fake-github/fake-github.ts";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import { BODIES, CONFIG, FILES, TEMPLATE } from "./repository.ts";

/** One thing that happens on the day, as a person would tell it. */
export interface Scene {
  readonly title: string;
  readonly play: (stage: Stage) => Promise<PullScenario>;
}

export interface Stage {
  readonly repo: RepoScenario;
  /** The pull request of the story; opened in the first scene. */
  pull: PullScenario | undefined;
}

/** Sets the scene: an organisation with a team, people with write permission, a repository with a procedure. */
export const prepare = (github: FakeGitHub): Stage => {
  github.org("acme", { teams: { qa: ["quinn"] }, members: ["ada", "olga", "max"] });
  const repo = github.repo("acme/shop", {
    files: FILES,
    collaborators: { ada: "write", quinn: "write", olga: "write", max: "write" },
    installed: true,
    protect: { main: ["gatehouse"] },
  });
  return { repo, pull: undefined };
};

const pullOf = ({ pull }: Stage): PullScenario => {
  if (pull === undefined) throw new Error("the story begins with the opening of the pull request");
  return pull;
};

const then =
  (act: (pull: PullScenario) => Promise<unknown>): Scene["play"] =>
  async (stage) => {
    const pull = pullOf(stage);
    await act(pull);
    return pull;
  };

/** A day in the life of one pull request. */
export const STORY: readonly Scene[] = [
  {
    title: "Ada opens a pull request and leaves the template as it is",
    play: async (stage) => {
      stage.pull = await stage.repo.opens({
        by: "ada",
        head: "feature/basket",
        title: "Keep the basket",
        body: TEMPLATE,
        files: { "src/basket.ts": "export const basket = load();\n" },
      });
      return stage.pull;
    },
  },
  { title: "Ada writes the release notes", play: then((pull) => pull.edits({ by: "ada", body: BODIES.notes })) },
  {
    title: "Ada starts on the rollback plan, one placeholder stays",
    play: then((pull) => pull.edits({ by: "ada", body: BODIES.placeholder })),
  },
  { title: "Ada finishes the rollback plan", play: then((pull) => pull.edits({ by: "ada", body: BODIES.plan })) },
  {
    title: "Max, who is not in qa, ticks “Tried on staging”",
    play: then((pull) => pull.ticks({ by: "max", step: "Tried on staging" })),
  },
  {
    title: "Quinn of qa ticks it, Ada ticks the rest",
    play: then(async (pull) => {
      await pull.ticks({ by: "quinn", step: "Tried on staging" });
      await pull.ticks({ by: "ada", step: "Dashboards and alerts" });
      await pull.comments({ by: "ada", body: "/gate tick support-told-if-applicable" });
    }),
  },
  { title: "Olga, the product owner, approves", play: then((pull) => pull.reviews({ by: "olga", state: "APPROVE" })) },
  {
    title: "Ada pushes once more",
    play: then((pull) =>
      pull.pushes({ by: "ada", files: { "src/basket.ts": "export const basket = load() ?? [];\n" } }),
    ),
  },
  { title: "Olga approves the new commit", play: then((pull) => pull.reviews({ by: "olga", state: "APPROVE" })) },
  {
    title: "Max opens another pull request that breaks the config",
    play: ({ repo }) =>
      repo.opens({
        by: "max",
        head: "config",
        title: "Let everybody accept",
        body: "Saves time.",
        files: { ".github/gatehouse.yml": CONFIG.replace("procedures:", "procedure:") },
      }),
  },
];
