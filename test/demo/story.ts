import { ASKS, DEPLOYMENT } from "./deployment-story.ts";
import { MERGE } from "./merge-story.ts";
import { ROLLBACK } from "./rollback-story.ts";
import type { Scene, Story } from "./stage.ts";

/** What the demo plays, one after the other. */
export const STORIES: readonly Story[] = [MERGE, DEPLOYMENT, ROLLBACK];

/** A scene with the story it belongs to. */
export interface Told {
  readonly story: Story;
  readonly scene: Scene;
  readonly isFirst: boolean;
}

/** So many scenes of them, and a deployment is held. */
export const UNTIL_HELD = STORIES.flatMap(({ scenes }) => scenes).indexOf(ASKS) + 1;

export const toldBy = (stories: readonly Story[]): readonly Told[] =>
  stories.flatMap((story) => story.scenes.map((scene, index) => ({ story, scene, isFirst: index === 0 })));
