import { visible } from "../markdown/escape.ts";
import { minute, quote } from "../requirements/wording.ts";
import type { BoxAttempt, DecideAttempt, ExcuseAttempt, StepAttempt } from "./attempt.ts";
import { reasonGiven, reasonOf, type Answer, type Claim } from "./authority.ts";
import { stepOf, type FoundStep } from "./find-step.ts";
import { mayActAs, mayOverride, mayTick, mayWaive, roleHeld, sameLogin, whyNot, type Right } from "./rights.ts";
import type { BoxVerdict, StepVerdict } from "./verdict.ts";

/** Judges an attempt on a step. */
export const answerOnStep = (attempt: StepAttempt, claim: Claim): Answer => {
  const { procedure, step } = attempt;
  const found = stepOf(claim.verdict, procedure, step);
  if (found === undefined) return { sentence: `There is no step ${quote(`${procedure}/${step}`)} here.` };
  const obstacle =
    shut(attempt, found) ??
    obstacleOf(attempt, found.step) ??
    tooEarly(attempt, found, claim) ??
    whyNot(rightOf(attempt, found.step, claim));
  return obstacle === undefined ? accepted(attempt, found.step, claim) : { obstacle };
};

/** Why nobody can do this here at present: taking back and saying no are always possible. */
const shut = (attempt: StepAttempt, { step, phase }: FoundStep): string | undefined => {
  const opens = attempt.attempted !== "untick" && !(attempt.attempted === "decide" && attempt.word === "no-go");
  if (opens && phase.state === "locked") return `the phase “${phase.title}” is locked`;
  if (step.state === "not-applicable" && step.option !== true) return "this step does not apply here";
  return opens && step.state === "locked" ? "it belongs to an option that is not picked" : undefined;
};

const obstacleOf = (attempt: StepAttempt, step: StepVerdict): string | undefined => {
  switch (attempt.attempted) {
    case "tick":
    case "untick":
      return boxObstacle(attempt, step);
    case "waive":
    case "defer":
      return excuseObstacle(attempt, step);
    case "decide":
      return decisionObstacle(attempt, step);
  }
};

const boxObstacle = ({ attempted }: BoxAttempt, { state, box }: StepVerdict): string | undefined => {
  if (state === "waived") return attempted === "tick" ? "this step is waived" : undefined;
  if (box !== undefined || (state === "deferred" && attempted === "untick")) return undefined;
  return "this step has no box, it is judged by what is there";
};

const tooEarly = (attempt: StepAttempt, { step, phase }: FoundStep, { snapshot }: Claim): string | undefined => {
  const afterMs = step.box?.afterMs;
  if (attempt.attempted === "tick" && afterMs !== undefined && phase.runsSince === null)
    return "what was deployed does not run there any more";
  const opened =
    phase.runsSince ?? phase.openedAt ?? (snapshot.openedAt === undefined ? undefined : new Date(snapshot.openedAt));
  if (attempt.attempted !== "tick" || afterMs === undefined || opened === undefined) return undefined;
  const from = new Date(opened.getTime() + afterMs);
  return Date.parse(attempt.at) < from.getTime() ? `it can be ticked from ${minute(from)} on` : undefined;
};

const excuseObstacle = (attempt: ExcuseAttempt, { state, option }: StepVerdict): string | undefined => {
  const noun = attempt.attempted === "waive" ? "a waiver" : "a deferral";
  if (state === "met") return `this step is done, so it needs no ${noun.slice(2)}`;
  if (state === "waived") return "this step is waived already";
  if (state === "deferred" && attempt.attempted === "defer") return "this step is put off already";
  if (option === true) return "this is an option; it is picked or not, and only the whole choice can be left out";
  return reasonOf(attempt) === "" ? `${noun} needs a reason` : undefined;
};

const decisionObstacle = (attempt: DecideAttempt, { state, decides }: StepVerdict): string | undefined => {
  if (decides === undefined) return "this step asks for no decision";
  if (state === "waived") return "this step is waived";
  return attempt.word === "no-go" && reasonOf(attempt) === "" ? "a no-go needs a reason" : undefined;
};

const rightOf = (attempt: StepAttempt, step: StepVerdict, claim: Claim): Right => {
  const overrideRoles = claim.policy.override?.roles ?? [];
  const waiving = () => mayWaive({ waivable: step.waivable, overrideRoles }, claim, claim.snapshot);
  switch (attempt.attempted) {
    case "tick":
    case "untick":
      return boxRight(attempt, step, { claim, waiving });
    case "waive":
      return waiving();
    case "defer":
      return mayOverride(overrideRoles, claim, claim.snapshot);
    case "decide":
      return mayActAs(step.decides?.role ?? "", claim, claim.snapshot);
  }
};

interface Clearing {
  readonly claim: Claim;
  readonly waiving: () => Right;
}

/** Whoever ticked may take it back, and whoever may waive may take a waiver or deferral back. */
const boxRight = ({ attempted }: BoxAttempt, { state, box }: StepVerdict, { claim, waiving }: Clearing): Right => {
  if (box === undefined) return waiving();
  if (attempted === "untick" && isOwnTick(box, claim)) return { may: "yes" };
  const ticking = mayTick({ role: box.role, humansOnly: box.humansOnly }, claim, claim.snapshot);
  const isExcused = attempted === "untick" && (state === "waived" || state === "deferred");
  return isExcused && waiving().may === "yes" ? { may: "yes" } : ticking;
};

const isOwnTick = (box: BoxVerdict, { by }: Claim): boolean => box.by !== undefined && sameLogin(box.by, by.login);

const accepted = (attempt: StepAttempt, step: StepVerdict, claim: Claim): Answer => {
  const on = { procedure: attempt.procedure, step: attempt.step, ...role(rolesFor(attempt, step, claim), claim) };
  switch (attempt.attempted) {
    case "tick":
      return { act: { ...on, act: "tick", text: seenText(attempt.text, step.title) } };
    case "untick":
      return { act: { ...on, act: "untick" } };
    case "waive":
    case "defer":
      return { act: { ...on, act: attempt.attempted, reason: reasonOf(attempt) } };
    case "decide":
      return { act: { ...on, act: "decide", word: attempt.word, ...reasonGiven(attempt) } };
  }
};

const rolesFor = ({ attempted }: StepAttempt, { box, decides }: StepVerdict, { policy }: Claim): readonly string[] => {
  if (attempted === "decide") return decides === undefined ? [] : [decides.role];
  const overriding = policy.override?.roles ?? [];
  if (attempted === "waive" || attempted === "defer") return overriding;
  return box?.role === undefined ? [] : [box.role];
};

/** The role is recorded only where the person holds it now: that is what the act rests on later. */
const role = (roles: readonly string[], { by, snapshot }: Claim): { readonly role?: string } => {
  const held = roleHeld(roles, by, snapshot);
  return held === undefined ? {} : { role: held };
};

/** What was ticked is the text people saw. Where it reads like the step's title it is that title. */
const seenText = (seen: string | undefined, title: string): string =>
  seen === undefined || readable(seen) === readable(title) ? title : seen;

/** Showing a text drops invisible signs and joins spaces; nothing else may differ. */
const readable = (text: string): string => visible(text.normalize("NFC"), Number.POSITIVE_INFINITY);
