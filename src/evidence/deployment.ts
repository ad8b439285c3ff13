import { z } from "zod";

const instant = z.iso.datetime({ offset: true });

/** One deployment to an environment, with how it stands by its statuses. */
export const Deployment = z.strictObject({
  sha: z.string().describe("The commit that was deployed."),
  state: z
    .enum(["success", "failure", "pending", "inactive"])
    .describe(
      "`success` while it is the one that runs there; `inactive` when another took its place; `pending` until it has an outcome.",
    ),
  at: instant.describe("When it reached this state; of an inactive one, when it succeeded."),
  until: instant.optional().describe("Of an inactive one: when another took its place."),
  holds: z
    .boolean()
    .nullable()
    .default(null)
    .describe(
      "Whether the deployed commit holds this subject's change; null where that was not asked. Of a pull request the head, and after the merge `mergeSha`, holds it in any case; a phase with `starts` opens by a deployment that holds it.",
    ),
  url: z.url().optional().describe("The deployment, or what it deployed to."),
});
export type Deployment = z.output<typeof Deployment>;
