import { z } from "zod";
import { MemberOutcome } from "../../evaluation/deploy/outcome.ts";
import { DeployAnswer } from "../../report/deploy/answer.ts";

/** What a release's last turn left behind. */
export const ReleaseMemory = z.object({
  environment: z.string(),
  members: z.array(MemberOutcome),
  answer: DeployAnswer.optional(),
  /** Config and procedures that were read, so that a change of them gives it a turn. */
  policyPaths: z.array(z.string()),
  /** ISO 8601: when somebody last asked without a run that waits. */
  askedAt: z.string().optional(),
});
export type ReleaseMemory = z.output<typeof ReleaseMemory>;

/** Reads what was remembered; anything of another shape counts as nothing. */
export const releaseMemoryOf = (stored: unknown): ReleaseMemory | undefined => {
  const parsed = ReleaseMemory.safeParse(stored);
  return parsed.success ? parsed.data : undefined;
};
