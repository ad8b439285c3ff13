import type { Snapshot } from "../evidence/snapshot.ts";
import type { ProcedureVerdict, Verdict } from "../evaluation/verdict.ts";
import type { StoredSubject, Told } from "./known.ts";
import type { SubjectRef } from "./ports.ts";

type State = StoredSubject["state"];

/**
 * How a subject stands before it is read. Deliveries come in any order, and what is called closed would be left alone for ever:
 * where we know it as open, GitHub is asked first; an issue that is not known may be a launch that a merge closed. What was merged stays merged, whatever an older event says.
 */
export const stateBefore = (
  told: Told["state"],
  stored: State | undefined,
  kind: SubjectRef["kind"] = "pull_request",
): State => {
  if (stored === "merged") return "merged";
  if (told === "merged") return stored ?? "merged";
  if (told === "closed" && (stored === "open" || (stored === undefined && kind === "issue"))) return "open";
  return told ?? stored ?? "open";
};

/**
 * What is left of a procedure's run: something now, nothing until the change that was rolled back is deployed again, nothing until
 * somebody takes it up again, or nothing at all.
 */
export type Following = "on" | "rolled-back" | "resting" | "over";

/** Whether a subject is still to be followed after it was judged. A merged one is until what comes after the merge is complete. */
export const followingOf = (snapshot: Snapshot, verdict: Verdict): Following => {
  if (snapshot.state === "open") return "on";
  if (snapshot.state === "closed") return snapshot.subject.kind === "issue" ? ofLaunch(verdict) : "over";
  const left = verdict.procedures.filter(({ applies, phases }) => applies && phases.some(isLeft));
  if (left.length === 0) return "over";
  if (!left.every(({ exit }) => exit === "aborted" || exit === "rolled-back")) return "on";
  return left.some(({ exit }) => exit === "rolled-back") ? "rolled-back" : "resting";
};

/**
 * A merge closes an issue by itself, so a launch issue goes on until it is complete: otherwise what it holds back would be free.
 * What was aborted on purpose holds it back as well, until somebody takes it up again.
 */
const ofLaunch = ({ procedures }: Verdict): Following => {
  const left = procedures.filter(
    ({ applies, exit, phases }) =>
      applies && exit !== "completed" && exit !== "partial" && phases.some(({ blocks }) => blocks === "deploy"),
  );
  if (left.length === 0) return "over";
  return left.every(({ exit }) => exit === "aborted" || exit === "rolled-back") ? "resting" : "on";
};

type Phase = ProcedureVerdict["phases"][number];

const isLeft = ({ holdsMerge, state }: Phase): boolean =>
  !holdsMerge && state !== "complete" && state !== "not-applicable";
