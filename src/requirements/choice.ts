import { z } from "zod";
import { defineRequirement } from "./define.ts";
import { met } from "./outcome.ts";
import { isSound, Text } from "./settings.ts";
import { listed, quote } from "./wording.ts";

const Settings = z.strictObject({
  options: z
    .array(Text)
    .min(2, "A choice has at least two options.")
    .refine((options) => new Set(options.map((title) => title.toLowerCase())).size === options.length, {
      error: "Two options have the same title; each must differ.",
      when: isSound,
    })
    .optional()
    .describe(
      "Titles of the options, which must be those of the step's sub-steps. Without it, whatever sub-steps there are.",
    ),
});

/** One of several ways is taken. Which was picked is seen in the step's sub-steps, so it is folded with them and not judged here. */
export const choice = defineRequirement({
  kind: "choice",
  about: "Exactly one option is picked and its own steps are done; the step's sub-steps are the options.",
  settings: Settings,
  needs: [],
  describe: ({ options }) =>
    options === undefined ? "one option picked" : `one of ${listed(options.map(quote), "or")}`,
  judge: () => met("One option is picked."),
});
