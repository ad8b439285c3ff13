import { undetermined, type Undetermined } from "./outcome.ts";

/** The outcome of what can be written in a procedure before this version can judge it: it blocks, because it is not known to hold. */
export const notYet = (kind: string, what: string = kind): Undetermined =>
  undetermined({
    code: `${kind.replaceAll("_", "-")}/not-yet`,
    reason: `This version of Gatehouse can't judge \`${what}\` yet.`,
    remedy: `Take \`${what}\` out of the procedure, or update Gatehouse.`,
    short: `${what} not judged`,
  });
