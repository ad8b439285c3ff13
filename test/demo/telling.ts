import { Refusal } from "../fake-github/world/refusal.ts";
import type { World } from "../scenarios/world.ts";
import { goesTo, type Scene, type Stage } from "./stage.ts";
import type { Told } from "./story.ts";
import { Watcher, type Entry } from "./transcript.ts";

/** What came of a scene of the stories, or of what somebody did on the page in between. */
export type News =
  | { readonly kind: "scene"; readonly entry: Entry; readonly told: Told }
  | { readonly kind: "act"; readonly entry: Entry }
  | { readonly kind: "refused"; readonly said: string; readonly pull: number | undefined };

const MINUTE = 60_000;

/** The stories as they are told, scene by scene, with what people do in between; one thing at a time. */
export class Telling {
  readonly stage: Stage;
  readonly #settle: World["settle"];
  readonly #scenes: readonly Told[];
  readonly #watcher: Watcher;
  #told = 0;
  #isBusy = false;
  #news: News | undefined;

  constructor({ stage, settle, scenes }: { stage: Stage; settle: World["settle"]; scenes: readonly Told[] }) {
    this.stage = stage;
    this.#settle = settle;
    this.#scenes = scenes;
    this.#watcher = new Watcher(stage.github);
  }

  /** How many scenes are told; the number of the one that is next, from 0. */
  get told(): number {
    return this.#told;
  }

  /** The scene that is next; undefined when the stories are told. */
  get next(): Told | undefined {
    return this.#scenes[this.#told];
  }

  /** True: something happens just now, and nothing else can. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** What came of the latest scene or act. */
  get news(): News | undefined {
    return this.#news;
  }

  /** Plays the scene that is next. What can't happen, because somebody did otherwise, stays the next one. Undefined: something else is under way. */
  async plays(): Promise<News | undefined> {
    const { next: told } = this;
    if (told === undefined) return undefined;
    return this.#alone(async () => {
      const entry = await this.#seen(told.scene, () => this.#goesTo(told.scene));
      this.#told += 1;
      return { kind: "scene", entry, told };
    });
  }

  /** Leaves out the scene that is next, where it can't happen any more. */
  skips(): void {
    if (this.#isBusy || this.next === undefined) return;
    this.#told += 1;
    this.#news = undefined;
  }

  /** Somebody does something that no story tells of. Undefined: something else is under way. */
  async acts(act: Required<Pick<Scene, "title" | "play" | "about">>): Promise<News | undefined> {
    return this.#alone(async () => ({ kind: "act", entry: await this.#seen(act) }), act.about(this.stage).number);
  }

  async #alone(what: () => Promise<News>, pull?: number): Promise<News | undefined> {
    if (this.#isBusy) return undefined;
    this.#isBusy = true;
    try {
      this.#news = await what();
    } catch (error) {
      this.#news = { kind: "refused", said: reasonOf(error), pull };
    } finally {
      this.#isBusy = false;
    }
    return this.#news;
  }

  async #seen(scene: Scene, before?: () => void): Promise<Entry> {
    before?.();
    await scene.play(this.stage);
    await this.#settle();
    return this.#watcher.look(this.#told + 1, scene, this.stage);
  }

  /** Time never goes back, however long somebody looked around. */
  #goesTo(scene: Scene): void {
    const { github } = this.stage;
    const isPast = scene.at !== undefined && new Date(scene.at) <= github.now();
    github.setClock(github.now());
    if (isPast) github.advance(MINUTE);
    else goesTo(this.stage, scene);
  }
}

/** GitHub's refusals say what is wrong in their details. */
const reasonOf = (error: unknown): string => {
  if (error instanceof Refusal && typeof error.errors?.[0] === "string") return error.errors[0];
  return error instanceof Error ? error.message : String(error);
};
