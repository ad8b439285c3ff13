import type { Acted } from "./act.ts";
import type { Turn } from "./turn.ts";

/**
 * Answers commands: a reaction always, words only where something could not be done. The reaction is idempotent on GitHub; the
 * words are kept from being said twice by the subject's memory.
 */
export const answer = async ({ parts, subject }: Turn, { answers }: Acted): Promise<void> => {
  for (const { commentId, refusals } of answers) {
    await parts.comments.react(subject, commentId, refusals.length === 0 ? "+1" : "confused");
    if (refusals.length > 0) await parts.comments.create(subject, refusals.join("\n"));
  }
};
