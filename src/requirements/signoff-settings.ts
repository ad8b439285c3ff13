import { z } from "zod";
import { Glob } from "../evidence/patterns.ts";
import { isSound, oneOrMore, Role } from "./settings.ts";

export const SignoffSettings = z
  .strictObject({
    role: Role.optional().describe(
      "The role whose members sign off; without it, everybody with write permission, by review.",
    ),
    count: z.int().min(1).max(50).default(1).describe("How many different people must approve."),
    not_author: z.boolean().default(true).describe("Whether the author is left out."),
    stale_on: z
      .enum(["push", "paths", "never"])
      .default("push")
      .describe(
        "When an approval stops counting: `push`: at any new commit; `paths`: when a file of `paths` changes; `never`: it counts for every later commit. None counts for another base branch. On an issue it always counts.",
      ),
    paths: oneOrMore(Glob)
      .optional()
      .describe(
        "Paths or globs, parameters allowed: with `stale_on: paths`, what an approval is about. `!glob` leaves files out.",
      ),
    via: z
      .array(z.enum(["review", "command"]))
      .min(1)
      .default(["review", "command"])
      .describe(
        "How people sign off: by an approving review, or by `/gate signoff ROLE`. Who asks for changes, or takes a sign-off back by `/gate revoke ROLE`, is heard in any case.",
      ),
  })
  .superRefine(
    ({ role, stale_on, paths, via }, context) => {
      const problems = [
        ...(stale_on === "paths" && paths === undefined ? ["`stale_on: paths` needs `paths`: say which."] : []),
        ...(stale_on !== "paths" && paths !== undefined ? ["`paths` goes with `stale_on: paths`."] : []),
        ...(role === undefined && !via.includes("review")
          ? ["By command people sign off for a role: name it as `role`."]
          : []),
      ];
      for (const message of problems) context.addIssue({ code: "custom", message });
    },
    { when: isSound },
  );
export type SignoffSettings = z.output<typeof SignoffSettings>;
