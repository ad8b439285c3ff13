import { BODIES } from "./repository.ts";
import { pullOf, type Scene, type Stage } from "./stage.ts";

/** Everything that is asked before the merge, by those who may. */
export const becomesReady = async (stage: Stage, { by }: { readonly by: string }): Promise<void> => {
  const pull = pullOf(stage);
  await pull.ticks({ by: "quinn", step: "Tried on staging" });
  await stage.pause();
  await pull.comments({
    by,
    body: "/gate tick dashboards-and-alerts-looked-at\n/gate tick support-told-if-applicable",
  });
  await stage.pause();
  await pull.reviews({ by: "olga", state: "APPROVE" });
  await stage.pause();
};

/** The first story in short. */
export const OPENING: Scene = {
  title: "Ada opens a pull request, and everybody does their part",
  play: async (stage) => {
    stage.pull = await stage.repo.opens({
      by: "ada",
      head: "feature/basket",
      title: "Keep the basket",
      body: BODIES.plan,
      files: { "src/basket.ts": "export const basket = load();\n" },
    });
    await stage.pause();
    await becomesReady(stage, { by: "ada" });
  },
};
