import type { PullScenario } from "../fake-github/scenario/pull.ts";
import type { World, WorldOptions } from "../scenarios/world.ts";
import { BODIES } from "./repository.ts";
import { becomesReady } from "./opening.ts";
import { openStage } from "./prepare.ts";
import type { Stage } from "./stage.ts";

/** The demo's repository on an ordinary Friday, with a bit of everything to be seen on its pages. */
export interface Showcase {
  readonly world: World;
  readonly stage: Stage;
  /** Half done, with a tick that was refused. */
  readonly basket: PullScenario;
  /** Everything that the merge waits for is done. */
  readonly ready: PullScenario;
  /** Merged; its deployment waits for Monday. */
  readonly merged: PullScenario;
  /** The commit whose deployment waits. */
  readonly sha: string;
}

/** Plays it. */
export const openShowcase = async (options: WorldOptions = {}): Promise<Showcase> => {
  const { world, stage } = await openStage(options);
  const merged = await opens(stage, { head: "feature/coupons", title: "Coupons in the basket", body: BODIES.coupons });
  stage.pull = merged;
  await becomesReady(stage, { by: "ada" });
  const basket = await opens(stage, { head: "feature/basket", title: "Keep the basket", body: BODIES.placeholder });
  const ready = await opens(stage, { head: "fix/totals", title: "Totals are right again", body: BODIES.totals });
  stage.pull = ready;
  await becomesReady(stage, { by: "ada" });
  await opens(stage, { head: "feature/wishlist", title: "A list of wishes", body: BODIES.notes });
  world.github.setClock(new Date("2026-03-06T17:50:00+01:00"));
  const sha = await merged.merges({ by: "ada" });
  await stage.pause();
  stage.run = await stage.repo.workflow({ by: "ada", name: "Deploy" });
  await stage.pause();
  await halfDone(stage, basket);
  return { world, stage, basket, ready, merged, sha };
};

const opens = async (
  stage: Stage,
  about: { readonly head: string; readonly title: string; readonly body: string },
): Promise<PullScenario> => {
  const file = `src/${about.head.replaceAll("/", "-")}.ts`;
  const pull = await stage.repo.opens({ by: "ada", ...about, files: { [file]: "export const it = 1;\n" } });
  await stage.pause();
  stage.github.advance(37 * 60_000);
  return pull;
};

const halfDone = async (stage: Stage, pull: PullScenario): Promise<void> => {
  await pull.ticks({ by: "max", step: "Tried on staging" });
  await stage.pause();
  await pull.ticks({ by: "max", step: "Dashboards and alerts" });
  await stage.pause();
  await pull.comments({ by: "ada", body: "/gate waive support-told-if-applicable Nothing changes for customers" });
  await stage.pause();
};
