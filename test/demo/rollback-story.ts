import { BODIES } from "./repository.ts";
import { becomesReady } from "./opening.ts";
import { pullOf, runOf, type Story } from "./stage.ts";

/** A change goes live, goes wrong, and is taken back. */
export const ROLLBACK: Story = {
  name: "rollback",
  title: "A deployment is rolled back",
  scenes: [
    {
      title: "Max opens a pull request, and everybody does their part",
      at: "2026-03-10T09:30:00+01:00",
      play: async (stage) => {
        stage.before = runOf(stage).sha;
        stage.pull = await stage.repo.opens({
          by: "max",
          head: "feature/coupons",
          title: "Coupons",
          body: BODIES.coupons,
          files: { "src/coupons.ts": "export const coupons = [];\n" },
        });
        await stage.pause();
        await becomesReady(stage, { by: "max" });
      },
    },
    {
      title: "Max merges it, and the workflow asks for production inside the window",
      at: "2026-03-10T14:00:00+01:00",
      play: async (stage) => {
        await pullOf(stage).merges({ by: "max" });
        await stage.pause();
        stage.run = await stage.repo.workflow({ by: "max", name: "Deploy" });
      },
    },
    {
      title: "The deployment succeeds",
      at: "2026-03-10T14:10:00+01:00",
      play: (stage) => runOf(stage).finishes("success"),
    },
    {
      title: "Orders have wrong totals: Rosa rolls back",
      at: "2026-03-10T16:30:00+01:00",
      play: (stage) =>
        pullOf(stage).comments({ by: "rosa", body: "/gate rollback production 3 orders with a wrong total" }),
    },
    {
      title: "The workflow asks to deploy the commit before, after the window has shut",
      at: "2026-03-10T16:34:00+01:00",
      play: async (stage) => {
        const { before, repo } = stage;
        stage.run = await repo.workflow({
          by: "theo",
          name: "Deploy",
          event: "workflow_dispatch",
          ...(before === undefined ? {} : { sha: before }),
        });
      },
    },
    {
      title: "The older commit runs again",
      at: "2026-03-10T16:40:00+01:00",
      play: (stage) => runOf(stage).finishes("success"),
    },
    {
      title: "Max mends the totals in another pull request, and everybody does their part",
      at: "2026-03-11T09:10:00+01:00",
      play: async (stage) => {
        stage.pull = await stage.repo.opens({
          by: "max",
          head: "fix/totals",
          title: "Right totals with coupons",
          body: BODIES.totals,
          files: { "src/coupons.ts": "export const coupons = [] as const;\n" },
        });
        await stage.pause();
        await becomesReady(stage, { by: "max" });
      },
    },
    {
      title: "He merges it, and the workflow asks for production: both pull requests are new there",
      at: "2026-03-11T10:00:00+01:00",
      play: async (stage) => {
        await pullOf(stage).merges({ by: "max" });
        await stage.pause();
        stage.run = await stage.repo.workflow({ by: "max", name: "Deploy" });
      },
    },
  ],
};
