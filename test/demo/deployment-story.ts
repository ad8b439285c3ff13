import { pullOf, runOf, type Scene, type Story } from "./stage.ts";

const asksForProduction: Scene["play"] = async (stage) => {
  stage.run = await stage.repo.workflow({ by: "ada", name: "Deploy" });
};

/** After it a deployment is held. */
export const ASKS: Scene = {
  title: "The workflow “Deploy” asks for production",
  at: "2026-03-06T18:30:00+01:00",
  play: asksForProduction,
};

/** A change is merged, waits for Monday, goes live and is watched. */
export const DEPLOYMENT: Story = {
  name: "deployment",
  title: "A deployment waits for Monday",
  scenes: [
    {
      title: "Ada merges the pull request",
      at: "2026-03-06T17:50:00+01:00",
      play: (stage) => pullOf(stage).merges({ by: "ada" }),
    },
    ASKS,
    {
      title: "Ada asks on Saturday whether it may go by now",
      at: "2026-03-07T11:00:00+01:00",
      play: (stage) => pullOf(stage).comments({ by: "ada", body: "/gate recheck" }),
    },
    {
      title: "A minute before the window opens",
      at: "2026-03-09T08:59:00+01:00",
      play: async () => undefined,
    },
    {
      title: "The window opens, nobody does anything",
      at: "2026-03-09T09:00:00+01:00",
      play: async () => undefined,
    },
    {
      title: "The deployment succeeds",
      at: "2026-03-09T09:12:00+01:00",
      play: (stage) => runOf(stage).finishes("success"),
    },
    {
      title: "Theo, who is on call, and Ada tick what they have watched",
      at: "2026-03-09T15:00:00+01:00",
      play: async (stage) => {
        await pullOf(stage).ticks({ by: "theo", step: "No new errors" });
        await stage.pause();
        await pullOf(stage).ticks({ by: "ada", step: "Customers see" });
      },
    },
    {
      title: "Rosa, the release manager, says go: the change stays",
      at: "2026-03-10T08:45:00+01:00",
      play: (stage) => pullOf(stage).comments({ by: "rosa", body: "/gate go after-production" }),
    },
  ],
};
