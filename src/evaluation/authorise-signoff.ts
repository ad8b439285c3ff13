import { listed, quote } from "../requirements/wording.ts";
import type { SignoffAttempt } from "./attempt.ts";
import { askedSignoffs, type AskedSignoff } from "./asked-signoffs.ts";
import { reasonGiven, type Answer, type Claim } from "./authority.ts";
import { isAuthor, mayActAs, sameLogin, whyNot } from "./rights.ts";

/** Judges a sign-off for a role, and its withdrawal. Roles are named in any case, and recorded as the procedures spell them. */
export const answerOnSignoff = (attempt: SignoffAttempt, claim: Claim): Answer => {
  const all = askedSignoffs(claim.policy, claim.verdict);
  const named = all.filter(({ role }) => sameLogin(role, attempt.role));
  const role = (named.find((one) => one.role === attempt.role) ?? named[0])?.role;
  const asked = named.filter((one) => one.role === role);
  if (role === undefined) return { obstacle: notAsked(attempt.role, all) };
  const obstacle = attempt.attempted === "signoff" ? signoffObstacle(role, asked, claim) : revokeObstacle(role, claim);
  if (obstacle !== undefined) return attempt.attempted === "revoke" ? { obstacle, role } : { obstacle };
  const act = attempt.attempted;
  return { act: act === "revoke" ? { act, role } : { act, role, ...reasonGiven(attempt) } };
};

const notAsked = (role: string, asked: readonly AskedSignoff[]): string => {
  const roles = [...new Set(asked.map((one) => one.role))];
  const others = roles.length === 0 ? "none asks for one" : `they ask for ${listed(roles)}`;
  return `no step here asks for a sign-off by ${quote(role)}; ${others}`;
};

const signoffObstacle = (role: string, asked: readonly AskedSignoff[], claim: Claim): string | undefined => {
  if (!asked.some(({ byCommand }) => byCommand))
    return `${role} signs off here by an approving review, not by a command`;
  if (isAuthor(claim.by, claim.snapshot) && asked.every(({ notAuthor }) => notAuthor))
    return "the author's own sign-off does not count here; somebody else has to look at it";
  return whyNot(mayActAs(role, claim, claim.snapshot));
};

/** Whoever signed off by command may take that back, also when they hold the role no more. */
const revokeObstacle = (role: string, claim: Claim): string | undefined => {
  const last = lastWord(role, claim);
  if (last?.act === "signoff") return undefined;
  const right = whyNot(mayActAs(role, claim, claim.snapshot));
  if (right !== undefined) return right;
  return hasApproved(claim, last?.at) ? undefined : `${claim.by.login} has not signed off for ${role}`;
};

const lastWord = (role: string, { ledger, by }: Claim) =>
  ledger
    .filter((entry) => entry.act === "signoff" || entry.act === "revoke")
    .findLast((entry) => entry.role === role && sameLogin(entry.by.login, by.login));

const hasApproved = ({ snapshot, by }: Claim, since: string | undefined): boolean =>
  (snapshot.reviews ?? []).some(
    (review) =>
      review.state === "approved" &&
      review.by !== null &&
      sameLogin(review.by.login, by.login) &&
      (since === undefined || Date.parse(review.at) > Date.parse(since)),
  );
