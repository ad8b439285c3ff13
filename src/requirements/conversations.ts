import { z } from "zod";
import { defineRequirement } from "./define.ts";
import { met, unmet } from "./outcome.ts";
import { counted, listed, quote } from "./wording.ts";

/** Nothing that was said about the code is left open. */
export const conversations = defineRequirement({
  kind: "conversations",
  about: "Every review conversation is resolved.",
  settings: z.strictObject({}),
  needs: ["threads"],
  describe: () => "every conversation resolved",
  judge: (_, { threads, author }) => {
    const open = threads.filter(({ resolved }) => !resolved);
    if (open.length === 0) return met(`No conversation is open (${threads.length} resolved).`);
    const paths = [...new Set(open.map(({ path }) => path))];
    return unmet({
      code: "conversations/open",
      reason: `${counted(open.length, "conversation is", "conversations are")} open, on ${listed(paths.map(quote))}.`,
      remedy: "Settle each conversation on the diff and press *Resolve conversation*.",
      short: counted(open.length, "open conversation"),
      actors: [{ kind: "author", login: author?.login }, { kind: "writers" }],
    });
  },
});
