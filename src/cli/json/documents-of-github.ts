import { z } from "zod";
import { verdictKeys } from "./verdict.ts";

/** What `gatehouse simulate --format json` prints. */
export const SimulateDocument = z.strictObject({
  ready: z.boolean().describe("Whether the command ends with 0."),
  repository: z.string().describe("`owner/name`, as it is called today."),
  pull: z
    .strictObject({
      number: z.int().describe("Its number."),
      title: z.string().describe("Its title."),
      state: z.enum(["open", "closed", "merged"]).describe("Its state; of a closed one Gatehouse says nothing more."),
      url: z.string().describe("It on GitHub."),
      headSha: z.string().describe("The head commit."),
      base: z.string().describe("The base branch, whose policy it is judged by."),
    })
    .describe("The pull request."),
  check: z
    .strictObject({
      conclusion: z.enum(["success", "failure", "action_required", "neutral"]).describe("In GitHub's words."),
      title: z.string().describe("One line."),
      summary: z.string().describe("The check's page as Markdown."),
    })
    .nullable()
    .describe("The check that Gatehouse would write; null after the merge."),
  posted: z
    .strictObject({
      app: z.string().describe("Slug of the App that wrote it."),
      appId: z.int().describe("Its id."),
      conclusion: z.string().nullable().describe("In GitHub's words; null while it is under way."),
      title: z.string().nullable().describe("One line."),
      url: z.string().describe("It on GitHub."),
    })
    .nullable()
    .describe("The check that a Gatehouse wrote; null where there is none."),
  unknown: z
    .array(
      z.strictObject({
        code: z.enum(["ledger", "ticks", "team", "config-elsewhere", "fact"]).describe("Stable."),
        says: z.string().describe("What is not known, in a sentence or two."),
      }),
    )
    .describe("What a token can't tell, so that the server may say otherwise."),
  calls: z.int().describe("Requests that were made to GitHub."),
  ...verdictKeys,
});
export type SimulateDocument = z.output<typeof SimulateDocument>;

/** What `gatehouse doctor --format json` prints. */
export const DoctorDocument = z.strictObject({
  repository: z.string().describe("What was looked at."),
  branch: z.string().describe("The branch that pull requests go to."),
  holds: z.boolean().describe("Whether the command ends with 0."),
  concerns: z
    .array(
      z.strictObject({
        severity: z
          .enum(["error", "warning", "unknown"])
          .describe(
            "`error`: the gate does not hold there; `warning`: a way round it; `unknown`: it could not be told.",
          ),
        code: z.string().describe("Stable."),
        says: z.string().describe("What it is."),
        remedy: z.string().describe("What to do about it."),
      }),
    )
    .describe("What lets somebody past the gate."),
  trial: z
    .strictObject({
      since: z.string().optional().describe("When the first of them was merged; absent where none was."),
      merged: z.int().describe("Pull requests that were merged while something was in shadow mode."),
      held: z.int().describe("Those that would have been held."),
      by: z
        .array(
          z.strictObject({
            procedure: z.string().describe("Id of the procedure."),
            step: z.string().describe("Id of the step; empty where it is the procedure as such."),
            title: z.string().describe("What people read of it."),
            count: z.int().describe("How many it would have held."),
          }),
        )
        .describe("What would have held them, the most frequent first."),
    })
    .optional()
    .describe("What shadow mode would have held in the last 90 days; with `--database` alone."),
});
