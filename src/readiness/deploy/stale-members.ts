import type { MemberOutcome } from "../../evaluation/deploy/outcome.ts";
import { WAKE } from "../spread.ts";
import type { Change } from "../change.ts";
import type { Candidate } from "./members-of.ts";
import type { ReleaseTurn } from "./parts.ts";

/** What is known of a release's members: remembered outcomes that still hold, and those that have to be read. */
export interface Standing {
  readonly kept: readonly MemberOutcome[];
  readonly toRead: readonly Candidate[];
}

interface StandingOf extends Pick<ReleaseTurn, "memory" | "changes" | "isReopened"> {
  readonly now: Date;
}

/**
 * Which members have to be read for a decision that may hold: those never seen, those that a delivery names, those whose time has come,
 * and after what may be about any of them all that hold. Each member's own turn tells when it stands otherwise.
 */
export const standingOf = (of: StandingOf, candidates: readonly Candidate[]): Standing => {
  const { memory, changes, isReopened } = of;
  const known = memory === undefined || isReopened || changes.some(isAboutAll) ? [] : memory.members;
  const isVague = changes.some(({ change }) => isAboutSome(change));
  const now = of.now.getTime();
  const isGood = (outcome: MemberOutcome): boolean =>
    !changes.some(({ change }) => names(change, outcome)) &&
    (outcome.wakeAt === undefined || Date.parse(outcome.wakeAt) > now) &&
    !(isVague && isHolding(outcome));
  const found = candidates.map((candidate) => ({ candidate, outcome: known.find((one) => isSame(one, candidate)) }));
  return {
    kept: found.flatMap(({ outcome }) => (outcome !== undefined && isGood(outcome) ? [outcome] : [])),
    toRead: found.flatMap(({ candidate, outcome }) => (outcome !== undefined && isGood(outcome) ? [] : [candidate])),
  };
};

type Named = Pick<Candidate, "kind" | "number">;

export const isSame = (one: Named, other: Named): boolean => one.kind === other.kind && one.number === other.number;

const isAboutAll = ({ change: { touches, act } }: ReleaseTurn["changes"][number]): boolean =>
  touches === "policy" || act !== undefined;

/** What asks, or tells of deployments. A timer, and a member's own turn, say what they mean. */
const isAboutSome = ({ event, touches }: Change): boolean => event !== WAKE || touches === "deployments";

const names = ({ event, pulls, issues = [] }: Change, { kind, number }: MemberOutcome): boolean =>
  event === WAKE && (kind === "issue" ? issues : pulls).some((one) => one.number === number);

const isHolding = ({ state }: MemberOutcome): boolean => state !== "open" && state !== "not-asked";
