import type { Hooks } from "../http/hooks.ts";
import type { App } from "../world/model.ts";
import type { World } from "../world/world.ts";

/** What every scenario object acts upon. */
export interface Stage {
  readonly world: World;
  readonly hooks: Hooks;
  /** The App under test. */
  readonly main: App;
  /** An App by its slug; others than the one under test are made on first mention. */
  readonly app: (slug: string) => App;
}
