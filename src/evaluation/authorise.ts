import type { LedgerEntry } from "../evidence/ledger.ts";
import type { Person, Snapshot } from "../evidence/snapshot.ts";
import type { Policy } from "../procedures/policy.ts";
import { quote } from "../requirements/wording.ts";
import { visible } from "../markdown/escape.ts";
import { keyOf, type Attempt } from "./attempt.ts";
import { stepOf, type FoundStep } from "./find-step.ts";
import { mayTick, mayWaive, sameLogin, type Permission, type Right } from "./rights.ts";
import type { BoxVerdict, Verdict } from "./verdict.ts";

/** What an attempt is judged by. `permission` is GitHub's answer of this moment for the person who acts. */
export interface Authority {
  readonly policy: Policy;
  readonly snapshot: Snapshot;
  /** The verdict before the attempt. */
  readonly verdict: Verdict;
  readonly permission: Permission;
}

/** Turns an attempt into the ledger's entry: the act with the right it rests on, or the refusal with one sentence why. */
export const authorise = (attempt: Attempt, authority: Authority): LedgerEntry => {
  const by = attempt.by ?? GHOST;
  const common = commonOf(attempt, { by, authority });
  const refuse = (why: string): LedgerEntry => ({ ...common, act: "refused", attempted: attempt.attempted, why });
  if (attempt.by === null) return refuse(`${STARTS[attempt.attempted]} was undone: GitHub does not say who made it.`);
  const found = stepOf(authority.verdict, attempt.procedure, attempt.step);
  if (found === undefined) return refuse(`There is no step ${quote(`${attempt.procedure}/${attempt.step}`)} here.`);
  const obstacle = obstacleOf(attempt, found) ?? refusalOf(attempt, { found, by, authority });
  if (obstacle !== undefined) return refuse(`${refusedAct(attempt, by)}: ${obstacle}.`);
  return accepted(attempt, found, { ...common, ...roleOf(found.step.box, by, authority) });
};

type Common = Omit<Extract<LedgerEntry, { act: "untick" }>, "act">;

interface Claim {
  readonly found: FoundStep;
  readonly by: Person;
  readonly authority: Authority;
}

/** GitHub's own name for whoever is no more: https://github.com/ghost */
const GHOST: Person = { login: "ghost", type: "User" };

const STARTS = { tick: "The tick", untick: "The untick", waive: "The waiver" } as const;

/** What was done by hand in the comment is taken back; a command has done nothing yet. */
const refusedAct = ({ attempted, via }: Attempt, { login }: Person): string =>
  `${STARTS[attempted]} by ${login} was ${via === "command" ? "refused" : "undone"}`;

const commonOf = (attempt: Attempt, { by, authority }: Omit<Claim, "found">): Common => ({
  key: keyOf(attempt),
  procedure: attempt.procedure,
  step: attempt.step,
  by,
  at: attempt.at,
  permission: authority.permission,
  via: attempt.via,
  ...(authority.snapshot.headSha === "" ? {} : { commit: authority.snapshot.headSha }),
  ...(attempt.delivery === undefined ? {} : { delivery: attempt.delivery }),
});

const obstacleOf = (attempt: Attempt, { step, phase }: FoundStep): string | undefined => {
  if (phase.state === "locked" && attempt.attempted !== "untick") return `the phase “${phase.title}” is locked`;
  if (step.state === "not-applicable") return "this step does not apply here";
  if (attempt.attempted === "waive") return reasonOf(attempt) === "" ? "a waiver needs a reason" : undefined;
  if (step.state === "waived") return attempt.attempted === "tick" ? "this step is waived" : undefined;
  return step.box === undefined ? "this step has no box, it is judged by what is there" : undefined;
};

const reasonOf = ({ reason = "" }: Attempt): string => reason.trim();

const refusalOf = ({ attempted }: Attempt, { found: { step }, by, authority }: Claim): string | undefined => {
  const acting = { by, permission: authority.permission };
  if (attempted === "waive" || step.box === undefined)
    return whyNot(
      mayWaive(
        { waivable: step.waivable, overrideRoles: authority.policy.override?.roles ?? [] },
        acting,
        authority.snapshot,
      ),
    );
  if (attempted === "untick" && isOwnTick(step.box, by)) return undefined;
  return whyNot(mayTick({ role: step.box.role, humansOnly: step.box.humansOnly }, acting, authority.snapshot));
};

const isOwnTick = (box: BoxVerdict, by: Person): boolean => box.by !== undefined && sameLogin(box.by, by.login);

const whyNot = (right: Right): string | undefined => (right.may === "yes" ? undefined : right.why);

/** The role is recorded only where the person holds it now: that is what the act rests on later. */
const roleOf = (box: BoxVerdict | undefined, by: Person, { snapshot }: Authority): { readonly role?: string } => {
  const role = box?.role;
  if (role === undefined) return {};
  const members = snapshot.roles[role]?.members ?? [];
  return members.some((member) => sameLogin(member, by.login)) ? { role } : {};
};

const accepted = (attempt: Attempt, { step }: FoundStep, common: Common): LedgerEntry => {
  switch (attempt.attempted) {
    case "tick":
      return { ...common, act: "tick", text: seenText(attempt.text, step.title) };
    case "untick":
      return { ...common, act: "untick" };
    case "waive":
      return { ...common, act: "waive", reason: reasonOf(attempt) };
  }
};

/** What was ticked is the text people saw. Where it reads like the step's title it is that title. */
const seenText = (seen: string | undefined, title: string): string =>
  seen === undefined || readable(seen) === readable(title) ? title : seen;

/** Showing a text drops invisible signs and joins spaces; nothing else may differ. */
const readable = (text: string): string => visible(text.normalize("NFC"), Number.POSITIVE_INFINITY);
