import type { Argument, Option } from "commander";

/** What a shell offers besides files; unlike choices, other values are taken, too. */
export interface Suggestions {
  readonly words: readonly string[];
  readonly andFiles: boolean;
}

const suggested = new WeakMap<Argument | Option, () => Suggestions>();

/** Has shells offer words for an argument or for the value of an option; the words are looked up when a script is asked for. */
export const suggesting = <Taken extends Argument | Option>(taken: Taken, suggestions: () => Suggestions): Taken => {
  suggested.set(taken, suggestions);
  return taken;
};

export const suggestionsOf = (taken: Argument | Option): Suggestions =>
  suggested.get(taken)?.() ?? { words: [], andFiles: false };
