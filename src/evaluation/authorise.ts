import type { LedgerEntry } from "../evidence/ledger.ts";
import type { Person, Snapshot } from "../evidence/snapshot.ts";
import { isOfOtherBase } from "../requirements/retargeted.ts";
import { isOnStep, keyOf, type Attempt } from "./attempt.ts";
import { answerOnStep } from "./authorise-step.ts";
import { answerOnSubject } from "./authorise-subject.ts";
import type { Answer, Authority, Claim, Common } from "./authority.ts";
import { isBot } from "./rights.ts";

/** Turns an attempt into the ledger's entry: the act with the right it rests on, or the refusal with one sentence why. */
export const authorise = (attempt: Attempt, authority: Authority): LedgerEntry => {
  const by = attempt.by ?? GHOST;
  const common = commonOf(attempt, by, authority);
  const refuse = (why: string, role?: string): LedgerEntry => ({
    ...common,
    ...placeOf(attempt),
    ...(role === undefined ? {} : { role }),
    act: "refused",
    attempted: attempt.attempted,
    why,
  });
  if (attempt.by === null) return refuse(`${fate(attempt)}: GitHub does not say who made it.`);
  const answer = answerTo(attempt, { ...authority, by, via: attempt.via });
  if ("sentence" in answer) return refuse(answer.sentence);
  if ("obstacle" in answer) return refuse(`${fate(attempt, by)}: ${answer.obstacle}.`, answer.role);
  return { ...common, ...answer.act };
};

/** GitHub's own name for whoever is no more: https://github.com/ghost */
const GHOST: Person = { login: "ghost", type: "User" };

/** An App can do nothing but edit the checklist, where a step lets it. */
const answerTo = (attempt: Attempt, claim: Claim): Answer => {
  const edited = attempt.via !== "command" && (attempt.attempted === "tick" || attempt.attempted === "untick");
  if (isBot(claim.by) && !edited) return { obstacle: "a person must do this, not an App" };
  return isOnStep(attempt) ? answerOnStep(attempt, claim) : answerOnSubject(attempt, claim);
};

/** What was done by hand in the comment is taken back; a command has done nothing yet. */
const fate = (attempt: Attempt, by?: Person): string =>
  `${nameOf(attempt)}${by === undefined ? "" : ` by ${by.login}`} was ${attempt.via === "command" ? "refused" : "undone"}`;

const nameOf = (attempt: Attempt): string =>
  attempt.attempted === "decide" ? `The ${attempt.word}` : NAMES[attempt.attempted];

const NAMES = {
  tick: "The tick",
  untick: "The untick",
  waive: "The waiver",
  defer: "The deferral",
  signoff: "The sign-off",
  revoke: "The withdrawal of a sign-off",
  override: "The override",
  exempt: "The exemption",
  unexempt: "The withdrawal of an exemption",
  abort: "The abort",
  resume: "The resumption",
  rollback: "The rollback",
} as const;

const placeOf = (attempt: Attempt): { readonly procedure?: string; readonly step?: string } =>
  isOnStep(attempt) ? { procedure: attempt.procedure, step: attempt.step } : {};

const commonOf = (attempt: Attempt, by: Person, { permission, snapshot }: Authority): Common => ({
  key: keyOf(attempt),
  by,
  at: attempt.at,
  permission,
  via: attempt.via,
  ...(snapshot.headSha === "" ? {} : { commit: snapshot.headSha }),
  ...baseOf(attempt, snapshot),
  ...(attempt.comment === undefined ? {} : { comment: attempt.comment }),
  ...(attempt.delivery === undefined ? {} : { delivery: attempt.delivery }),
});

/** What the base was before it was changed nobody tells: what was done then counts for none. */
const baseOf = (attempt: Attempt, snapshot: Snapshot): { readonly base?: string } =>
  snapshot.subject.kind === "issue" || isOfOtherBase(attempt, snapshot) ? {} : { base: snapshot.base };
