import type { Snapshot } from "../evidence/snapshot.ts";

/** When somebody agreed, and with which base branch, where that is known. */
interface Agreed {
  /** ISO 8601. */
  readonly at: string;
  readonly base?: string | undefined;
}

/**
 * Whether somebody agreed to another change: with another base branch the same commits are another diff. GitHub's times have no
 * fractions, so what was said in the second of the change counts as said before it.
 */
export const isOfOtherBase = (
  { at, base }: Agreed,
  { subject, base: present, retargetedAt }: Pick<Snapshot, "subject" | "base" | "retargetedAt">,
): boolean => {
  if (subject.kind === "issue") return false;
  if (retargetedAt !== undefined && Date.parse(at) <= Date.parse(retargetedAt)) return true;
  return base !== undefined && base !== present;
};
