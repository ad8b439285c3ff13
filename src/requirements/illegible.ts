import { unmet, type Actor, type Open } from "./outcome.ts";
import { refusalOf } from "./reading.ts";
import { capital } from "./wording.ts";

/** Why a text is not judged at all, and how to mend that: one sentence each. */
export interface Illegible {
  readonly state: "illegible";
  readonly reason: string;
  readonly remedy: string;
}

/** Of a text that is beyond the limits of reading; `where` goes into a sentence: "the description". */
export const illegible = (text: string, where: string): Illegible | undefined => {
  const refusal = refusalOf(text);
  if (refusal === undefined) return undefined;
  return {
    state: "illegible",
    reason: `${capital(where)} can't be judged: ${refusal}.`,
    remedy: `Shorten ${where}, or write it with less nesting; what is long can stand in a file or a comment of its own.`,
  };
};

/** The step of a kind that asks a description which can't be read: whoever wrote it can mend it, and no opposite is proven. */
export const openAsIllegible = (kind: string, { reason, remedy }: Illegible, actor: Actor): Open =>
  unmet({
    code: `${kind}/illegible`,
    reason,
    remedy,
    short: "description unreadable",
    actors: [actor],
    unknown: true,
  });
