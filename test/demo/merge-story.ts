import type { PullScenario } from "../fake-github/scenario/pull.ts";
import { BODIES, CONFIG, TEMPLATE } from "./repository.ts";
import { pullOf, type Scene, type Story } from "./stage.ts";

const then =
  (act: (pull: PullScenario) => Promise<unknown>): Scene["play"] =>
  (stage) =>
    act(pullOf(stage));

/** A day in the life of one pull request. */
export const MERGE: Story = {
  name: "merge",
  title: "A pull request becomes ready",
  scenes: [
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
    {
      title: "Olga, the product owner, approves",
      play: then((pull) => pull.reviews({ by: "olga", state: "APPROVE" })),
    },
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
      about: ({ repo }) => repo.pull(2),
    },
  ],
};
