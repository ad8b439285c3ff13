import { z } from "zod";

const Step = z.strictObject({
  procedure: z.string().describe("Id of the procedure."),
  step: z.string().describe("Id of the step."),
  title: z.string().describe("What people read of it."),
  reason: z.string().describe("Why it was open."),
});

const Pull = z.strictObject({
  number: z.int().describe("Its number."),
  title: z.string().describe("Its title."),
  url: z.string().describe("It on GitHub."),
  mergedAt: z.string().describe("When it was merged: the moment that it is judged at."),
  outcome: z
    .enum(["held", "passed", "undecided", "undetermined", "not-applicable", "unread"])
    .describe(
      "`held`: a step was open that no tick and no word closes; `passed`: none was; `undecided`: only ticks and words of people were missing, of which nothing is known; `undetermined`: it can't be told any more; `not-applicable`: no procedure applies; `unread`: GitHub did not give it.",
    ),
  held: z.array(Step).describe("Steps that would have held it."),
  asked: z.array(Step).describe("Steps that would have asked people for a tick or a word."),
  undetermined: z.array(Step).describe("Steps of which it can't be told."),
  why: z.string().optional().describe("Of one that was not read: what GitHub said."),
});

/** What `gatehouse backtest --format json` prints. */
export const BacktestDocument = z.strictObject({
  repository: z.string().describe("`owner/name`, as it is called today."),
  base: z.string().describe("The branch that they were merged into."),
  judgedBy: z.string().describe("The procedure or config they were judged by, as it was named."),
  complete: z.boolean().describe("Whether each of them was judged."),
  retryAt: z.string().nullable().describe("When GitHub lets one go on, where it was given up before the end."),
  counts: z
    .strictObject({
      total: z.int().describe("Pull requests that were looked at."),
      held: z.int().describe("Would have been held."),
      passed: z.int().describe("Would not have been held."),
      undecided: z.int().describe("Depends on what people would have ticked or said."),
      undetermined: z.int().describe("Can't be told any more."),
      notApplicable: z.int().describe("No procedure applies to them."),
      unread: z.int().describe("GitHub did not give them."),
    })
    .describe("How many of each outcome."),
  steps: z
    .array(
      z.strictObject({
        procedure: Step.shape.procedure,
        step: Step.shape.step,
        title: Step.shape.title,
        held: z.array(z.int()).describe("Numbers of the pull requests that it would have held."),
        asked: z.int().describe("How many it would have asked people for a tick or a word."),
        undetermined: z.int().describe("Of how many it can't be told."),
      }),
    )
    .describe("Every step that was open somewhere, the one that held most first."),
  pulls: z.array(Pull).describe("Each of them, newest merge first."),
  limits: z.array(z.string()).describe("What can't be known of the past, a sentence each."),
  calls: z
    .strictObject({
      planned: z.int().describe("Requests to GitHub that were expected."),
      made: z.int().describe("Requests that were made."),
    })
    .describe("What it cost."),
});
export type BacktestDocument = z.output<typeof BacktestDocument>;
