import { z } from "zod";
import type { Question } from "../../readiness/deploy/gate.ts";

/** What is answered while it is still being decided. */
export const Pending = z
  .strictObject({
    repository: z.string().describe("`owner/name`, as it was asked."),
    environment: z.string().describe("Where to."),
    sha: z.string().describe("The commit."),
    status: z.literal("pending").describe("Nothing is decided yet; ask again after the time in `Retry-After`."),
  })
  .describe("It is still being decided.");

/** Seconds after which to ask again. */
export const PENDING_RETRY = "2";

/** The answer to a question that is still being decided. */
export const pendingOf = ({ repository: { owner, name }, environment, sha }: Question): z.output<typeof Pending> => ({
  repository: `${owner}/${name}`,
  environment,
  sha,
  status: "pending",
});
