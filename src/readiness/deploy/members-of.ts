import type { Policy } from "../../procedures/policy.ts";
import { memberOf } from "../../evaluation/deploy/member.ts";
import type { MemberOutcome } from "../../evaluation/deploy/outcome.ts";
import { launchIssuesOf } from "../launch.ts";
import { judgeMember, type MemberName } from "../members.ts";
import { memoryOf } from "../memory.ts";
import type { StoredSubject } from "../known.ts";
import type { ReleaseTurn } from "./parts.ts";
import type { BroughtPull, ReleaseReading } from "./ports.ts";

/** A member before it is judged, with what the release's own reading tells of it. */
export interface Candidate extends MemberName {
  readonly title: string;
  readonly url: string;
  readonly author: string | null;
  /** See {@link BroughtPull}; of launches, and of what is only remembered, it is not known. */
  readonly isAside?: boolean;
}

/** Merged pull requests that are still followed, by the commits that merged them: a first deployment brings those it holds. */
export const followedMerges = async ({
  parts,
  repository,
}: ReleaseTurn): Promise<ReadonlyMap<string, StoredSubject>> => {
  const followed = await parts.subjects.followedIn(repository.repositoryId);
  return new Map(
    followed.flatMap((subject) => {
      const sha = subject.state === "merged" ? memoryOf(subject.memory)?.record?.mergeSha : undefined;
      return sha === undefined ? [] : [[sha, subject] as const];
    }),
  );
};

/** Whom a release asks: its pull requests, unless they were merged before the config wants to know, and the launches that collected them. */
export const candidatesOf = async (
  turn: ReleaseTurn,
  reading: ReleaseReading,
  merges: ReadonlyMap<string, StoredSubject>,
): Promise<readonly Candidate[]> => {
  const { course, policy } = reading;
  if (course === "back" || course === "same" || policy === undefined) return [];
  const since = sinceOf(policy, turn.environment);
  const pulls = reading.pulls.filter(({ mergedAt }) => since === undefined || mergedAt === null || mergedAt >= since);
  const known = new Set(reading.pulls.map(({ number }) => number));
  const held = [...merges].flatMap(([sha, subject]) => (reading.holds.has(sha) ? [subject] : []));
  const more = held.filter(({ number }) => number !== undefined && !known.has(number));
  const candidates = [
    ...pulls.map(broughtBy),
    ...more.flatMap((subject) => remembered(subject, "pull_request", reading.url)),
  ];
  return [...candidates, ...(await launchesOf(turn, candidates, reading))];
};

/** A day of the config is compared with a moment, both as ISO 8601 in UTC. */
const sinceOf = ({ environments }: Policy, environment: string): string | undefined =>
  Object.hasOwn(environments, environment.toLowerCase()) ? environments[environment.toLowerCase()]?.since : undefined;

const broughtBy = ({ number, title, url, author, isAside }: BroughtPull): Candidate => ({
  kind: "pull_request",
  number,
  title,
  url,
  author,
  isAside,
});

/** What the store knows of a pull request or issue; its title is there where a turn judged it. */
const remembered = (
  { number, memory }: StoredSubject,
  kind: Candidate["kind"],
  repositoryUrl: string,
): readonly Candidate[] => {
  if (number === undefined) return [];
  const url = `${repositoryUrl}/${kind === "issue" ? "issues" : "pull"}/${number}`;
  return [{ kind, number, title: memoryOf(memory)?.record?.title ?? "", url, author: null }];
};

const launchesOf = async (
  { parts, repository }: ReleaseTurn,
  candidates: readonly Candidate[],
  { pulls, url }: ReleaseReading,
): Promise<readonly Candidate[]> => {
  const told = new Map(pulls.map((pull) => [pull.number, pull]));
  const launched = candidates.map(({ number }) => told.get(number) ?? { number });
  const issues = await launchIssuesOf(parts.subjects, repository.repositoryId, launched);
  return issues.flatMap((issue) => remembered(issue, "issue", url));
};

/** Reads members afresh, a few at a time, and says how each stands towards the environment. Throws as a turn does. */
export const judgedAfresh = async (
  turn: ReleaseTurn,
  candidates: readonly Candidate[],
): Promise<readonly MemberOutcome[]> => {
  const outcomes: MemberOutcome[] = [];
  for (let from = 0; from < candidates.length; from += AT_ONCE) {
    turn.signal.throwIfAborted();
    const some = candidates.slice(from, from + AT_ONCE);
    outcomes.push(...(await Promise.all(some.map((candidate) => judgedOne(turn, candidate)))));
  }
  return outcomes;
};

/** Reads at the same time; more would crowd out other repositories of the installation. */
const AT_ONCE = 5;

const judgedOne = async (
  { parts, signal, repository, environment }: ReleaseTurn,
  candidate: Candidate,
): Promise<MemberOutcome> => {
  const judged = await judgeMember({ parts, signal }, repository, candidate);
  if (!judged.found) return { ...unjudged(candidate), state: "shut", reason: "It could not be found on GitHub." };
  if (judged.policed === undefined) return { ...unjudged(candidate), ...unasked(candidate) };
  const { policed, ledger, verdict } = judged;
  const { policy, reading } = policed;
  return memberOf(verdict, reading.snapshot, { policy, ledger, environment, url: reading.url });
};

/** A branch without a config must not be the way around that of the default branch. */
const unasked = ({ isAside = false }: Candidate): Pick<MemberOutcome, "state" | "reason"> =>
  isAside
    ? {
        state: "shut",
        reason:
          "Its base branch has no config, so nobody was asked. Bring it to the default branch by a pull request, or put the config on its base branch, too.",
      }
    : { state: "not-asked", reason: "Its base branch has no config." };

const unjudged = ({ kind, number, title, url, author }: Candidate): Omit<MemberOutcome, "state" | "reason"> => ({
  kind,
  number,
  title,
  url,
  author,
  left: 0,
  total: 0,
  steps: [],
  exempt: [],
  names: [],
  everywhere: false,
  mode: "enforce",
});
