import { z } from "zod";
import { EXIT_STATES } from "./exit-states.ts";

const Linked = z.strictObject({
  text: z.string().describe("What it is called."),
  url: z.string().optional().describe("Where it can be seen."),
});

/** One procedure on one subject, as it stood at the last look. */
const ProcedureRun = z.strictObject({
  procedure: z.string().describe("Its id."),
  version: z.string().optional().describe("The version of its document."),
  source: z.string().describe("Where its document is."),
  exit: z.enum(EXIT_STATES).describe("How the run stands."),
  reason: z.string().optional().describe("Why it was given up or rolled back, or what blocks it."),
  completedAt: z.string().optional().describe("When it was first seen complete, or complete but for what was put off."),
  proofs: z
    .array(Linked.extend({ step: z.string().describe("`phase / step`.") }))
    .describe("What can be looked at of the steps that are done: documents, reports, checks, deployments, issues."),
});

/** What was last seen of a subject on GitHub, for the audit. It is no part of the ledger's chain: GitHub itself is the proof of it. */
export const RunRecord = z.strictObject({
  seenAt: z.string().describe("When it was last looked at."),
  title: z.string().describe("Its title."),
  openedAt: z.string().optional().describe("When it was opened."),
  mergedAt: z.string().optional().describe("When it was merged."),
  mergeSha: z.string().optional().describe("The commit that the merge made."),
  tickets: z.array(Linked).describe("Issues that merging closes, where a procedure asks for them."),
  deployments: z
    .array(
      Linked.extend({
        environment: z.string().describe("Where to."),
        sha: z.string().describe("The commit that was deployed."),
        state: z.enum(["success", "failure", "pending", "inactive"]).describe("How it stands."),
        at: z.string().describe("When it reached this state."),
      }),
    )
    .describe("Deployments of this change to the environments that the procedures speak of."),
  runs: z.array(ProcedureRun).describe("The procedures that apply."),
});
export type RunRecord = z.output<typeof RunRecord>;
