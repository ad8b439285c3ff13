import { z } from "zod";
import { MemberOutcome } from "../../evaluation/deploy/outcome.ts";
import { DeployAnswer } from "../../report/deploy/answer.ts";
import { BlockedNext } from "./blocking.ts";

/** What a release's last turn left behind. */
export const ReleaseMemory = z.object({
  environment: z.string(),
  members: z.array(MemberOutcome),
  /** What it brought last: once it is deployed it brings nothing new any more. */
  brought: z.array(z.object({ kind: MemberOutcome.shape.kind, number: MemberOutcome.shape.number })).optional(),
  /** The same in full, once it brings nothing new: whoever has to go back asks for it only then. */
  delivered: z.object({ members: z.array(MemberOutcome), previous: DeployAnswer.shape.previous }).optional(),
  /** What earlier deployments left open that held it. */
  blocking: z.array(BlockedNext.omit({ environment: true }).extend({ number: z.int() })),
  answer: DeployAnswer.optional(),
  /** False: no config holds for the default branch, so there is nothing to judge by. */
  configured: z.boolean(),
  /** Config and procedures that were read, so that a change of them gives it a turn. */
  policyPaths: z.array(z.string()),
  /** ISO 8601: when somebody last asked, or a run that asked was last answered. */
  askedAt: z.string(),
  /** A run or somebody else asked for it; not so where it is only the newest tip of the default branch. */
  isAsked: z.boolean(),
  /** The check run is kept up to date: a run asked, or the config wants it on every tip. */
  isChecked: z.boolean(),
  /** How the check last stood. */
  conclusion: z.string().optional(),
  /** ISO 8601: since when it is known to bring commits that no pull request seems to have brought. */
  directSince: z.string().optional(),
  /** ISO 8601: when it was last asked of GitHub whether the runs that wait are still there. */
  lookedAt: z.string().optional(),
});
export type ReleaseMemory = z.output<typeof ReleaseMemory>;

/** Of a turn with these members, what the release brought. */
export const broughtBy = (
  members: readonly Pick<MemberOutcome, "kind" | "number">[],
  before: ReleaseMemory | undefined,
): Pick<ReleaseMemory, "brought" | "delivered"> =>
  members.length === 0
    ? { brought: before?.brought, delivered: deliveredBefore(before) }
    : { brought: members.map(({ kind, number }) => ({ kind, number })) };

const deliveredBefore = (before: ReleaseMemory | undefined): ReleaseMemory["delivered"] =>
  before === undefined || before.members.length === 0
    ? before?.delivered
    : { members: before.members, previous: before.answer?.previous };

/** Reads what was remembered; anything of another shape counts as nothing. */
export const releaseMemoryOf = (stored: unknown): ReleaseMemory | undefined => {
  const parsed = ReleaseMemory.safeParse(stored);
  return parsed.success ? parsed.data : undefined;
};
