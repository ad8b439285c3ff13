import { z } from "zod";
import { MemberOutcome } from "../../evaluation/deploy/outcome.ts";

/** What the HTTP API answers and `gatehouse deploy-check` prints: the decision on one deployment, with its reasons. */
export const DeployAnswer = z
  .strictObject({
    repository: z.string().describe("`owner/name`."),
    environment: z.string().describe("Where to."),
    sha: z.string().describe("The commit, 40 hexadecimal digits."),
    decision: z
      .enum(["approved", "awaiting", "rejected"])
      .describe(
        "`approved`: may start now. `awaiting`: not yet; it may still become true. `rejected`: not with this commit.",
      ),
    title: z.string().describe("One line: ready, or what is left and whose turn it is."),
    reasons: z.array(z.string()).describe("What holds it, a sentence each; empty when nothing does."),
    despite: z.string().optional().describe("Approved although something holds it: why."),
    opensAt: z.iso.datetime().optional().describe("From when on the clock alone holds nothing any more."),
    timeZone: z
      .string()
      .optional()
      .describe(
        "The time zone in which the config's windows and freezes are, where they agree; its words speak in it.",
      ),
    course: z.enum(["forward", "back", "same", "first"]).describe("What it is, seen from what runs there now."),
    previous: z
      .strictObject({ sha: z.string(), at: z.iso.datetime({ offset: true }) })
      .optional()
      .describe("The last successful deployment to the environment."),
    members: z.array(MemberOutcome).describe("The pull requests and launch issues that it brings."),
    direct: z.array(z.string()).describe("Commits that no pull request brought."),
    report: z.string().describe("All of it as Markdown: what is left, release notes and rollback plans together."),
    decidedAt: z.iso.datetime().describe("When this was found."),
  })
  .describe("Whether one deployment may start.");
export type DeployAnswer = z.output<typeof DeployAnswer>;
