import type { World, WorldOptions } from "../scenarios/world.ts";
import type { Door } from "./door.ts";
import { openStage } from "./prepare.ts";
import type { Told } from "./story.ts";
import { Telling, type News } from "./telling.ts";

/** Stories and where they are told. */
export interface Demo {
  readonly world: World;
  readonly telling: Telling;
  /** Tells the scenes up to that number. Throws where one can't happen. */
  readonly tells: (scenes: number, onNews?: (news: News & { readonly kind: "scene" }) => void) => Promise<void>;
}

/** Begins; with a door people can look at it, and go on where the telling stops. */
export const beginDemo = async (about: {
  readonly options: WorldOptions;
  readonly scenes: readonly Told[];
  readonly door?: Door | undefined;
  /** Told of scenes that people have played. */
  readonly onNews?: (news: News) => void;
}): Promise<Demo> => {
  const { world, stage } = await openStage(about.options);
  const telling = new Telling({ stage, settle: world.settle, scenes: about.scenes });
  if (about.door !== undefined) world.github.showsPagesAt(about.door.url);
  about.door?.opens(telling, about.onNews);
  return {
    world,
    telling,
    tells: async (scenes, onNews = () => undefined) => {
      while (telling.told < scenes && telling.next !== undefined) {
        const news = await telling.plays();
        if (news?.kind !== "scene") throw new Error(news?.kind === "refused" ? news.said : "somebody acts meanwhile");
        onNews(news);
      }
    },
  };
};
