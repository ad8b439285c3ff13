import type { Decision, Release } from "../../evaluation/deploy/decision.ts";
import { decide } from "../../evaluation/deploy/decide.ts";
import type { MemberOutcome } from "../../evaluation/deploy/outcome.ts";
import { environmentRule } from "../../evaluation/deploy/rule.ts";
import { NO_POLICY } from "../../procedures/policy.ts";
import { timeZoneOf } from "../../procedures/time-zone-of.ts";
import type { MemberName } from "../members.ts";
import { blockingIn } from "./blocking.ts";
import { candidatesOf, followedMerges, judgedAfresh } from "./members-of.ts";
import type { ReleaseTurn } from "./parts.ts";
import type { ReleaseReading } from "./ports.ts";
import { rollbacksOf } from "./rolled-back.ts";
import { directSince, nextAsking } from "./settling.ts";
import { standingOf } from "./stale-members.ts";
import { withoutPending, withoutUnrecorded } from "./unrecorded.ts";

/** What a turn found out about its release. */
export interface Found {
  readonly reading: ReleaseReading;
  readonly release: Release;
  readonly decision: Decision;
}

/**
 * Reads a release and decides. That it has to wait may rest on what is remembered of members; whatever is final rests on everything
 * read afresh. Undefined when the repository is gone.
 */
export const decided = async (turn: ReleaseTurn): Promise<Found | undefined> => {
  const { parts, repository, environment, sha } = turn;
  await withoutPending(turn, namedIn(turn));
  const merges = await followedMerges(turn);
  const rollbacks = await rollbacksOf(parts.rollbacks, repository.repositoryId, environment);
  const asked = { environment, sha, rollbacks, whether: [...merges.keys()] };
  const reading = await parts.releases.read(repository, asked);
  if (reading === undefined) return undefined;
  const candidates = await candidatesOf(turn, reading, merges);
  const { kept, toRead } = standingOf({ ...turn, now: parts.now() }, candidates);
  const first = await conclusionOf(turn, reading, [...kept, ...(await judgedAfresh(turn, toRead))]);
  if (first.decision.state === "awaiting") return first;
  await withoutUnrecorded(turn, candidates);
  if (kept.length === 0) return first;
  const last = await conclusionOf(turn, reading, await judgedAfresh(turn, candidates));
  if (last.decision.state !== "awaiting") await withoutUnrecorded(turn, candidates);
  return last;
};

const conclusionOf = async (
  turn: ReleaseTurn,
  reading: ReleaseReading,
  members: readonly MemberOutcome[],
): Promise<Found> => {
  const { parts, repository, environment, sha } = turn;
  const { policy = NO_POLICY, course, problem, onDefault, previous, lead, direct } = reading;
  const followed = await parts.subjects.followedIn(repository.repositoryId);
  const release: Release = {
    environment,
    sha,
    course,
    problem,
    onDefault,
    previous,
    members: members.toSorted((one, other) => one.number - other.number),
    lead,
    aside: reading.pulls.flatMap(({ number, isAside }) => (isAside ? [number] : [])),
    directCommits: direct,
    askedAgainAt: nextAsking(directSince(turn, reading), parts.now()),
    blocking: blockingIn(followed, { environment, members }),
    rule: environmentRule(policy, environment),
    freezes: policy.freezes,
    broken: brokenIn(policy),
    unconfigured: reading.policy === undefined,
    mode: policy.mode,
    timeZone: timeZoneOf(policy),
  };
  return { reading, release, decision: decide(release, parts.now()) };
};

const brokenIn = ({ findings }: typeof NO_POLICY): readonly string[] =>
  findings
    .filter(({ severity }) => severity === "error")
    .map(({ file, line, message }) => `\`${file}\`, line ${line}: ${message}`);

/** Whoever told of itself in its own turn: that turn ends a moment later, and what is read before would be read again. */
const namedIn = ({ changes }: ReleaseTurn): readonly MemberName[] =>
  changes.flatMap(({ change: { pulls, issues = [] } }) => [
    ...pulls.map(({ number }) => ({ kind: "pull_request" as const, number })),
    ...issues.map(({ number }) => ({ kind: "issue" as const, number })),
  ]);
