import { LRUCache } from "lru-cache";
import type { Snapshot } from "../evidence/snapshot.ts";
import type { Policy } from "../procedures/policy.ts";
import type { Hints, Organisations, Reader, Reading, SubjectRef } from "../readiness/ports.ts";
import { placeOf, rememberedPlace, type Place } from "../readiness/policy-places.ts";
import { unionOf, type Needs } from "../requirements/needs.ts";
import type { Client } from "./client.ts";
import { isShutOut } from "./errors.ts";
import { gather, type Answer } from "./gather.ts";
import { noteOrganisation } from "./organisation-in-sight.ts";
import { gatheringAt, isNothing, type Gathered, type Missing, type Past } from "./gathered.ts";
import { letGoOfLookalikes, withoutLookalikes } from "./lookalikes.ts";
import { neighboursOf } from "./neighbours.ts";
import { ownComments } from "./own-comments.ts";
import { homeOf, proposalOf, type PolicyOf } from "./proposal.ts";
import type { Wish } from "./query.ts";
import { alternativeOf, underPolicy } from "./under-policy.ts";
import { firstWanted, missing, wantedNext, type Wanted } from "./wanted.ts";
import type { ClientOf } from "./writers.ts";

export interface ReaderParts {
  readonly clientOf: ClientOf;
  /** Our App's slug: comments by `slug[bot]` are ours. */
  readonly slug: string;
  readonly policyOf: PolicyOf;
  /** Pure: what evaluating the policy will look at. */
  readonly needsOf: (policy: Policy, snapshot: Snapshot) => Needs;
  readonly organisations: Organisations;
  /** Of what is to be judged as it was at its merge. Absent: everything is judged as it is. */
  readonly pastOf?: (subject: SubjectRef) => Past | undefined;
}

/** A reading is settled after a few queries; more means that the pull request changes faster than it can be read. */
const MAX_QUERIES = 12;

/**
 * Reads a pull request or issue with policy and evidence. One query when the hints are right; policy comes from the base branch only,
 * which is the default one for an issue.
 * Throws `GithubError` or `RetryLater`; never answers in part.
 */
export const createReader = (parts: ReaderParts): Reader => {
  const last = new LRUCache<string, Wanted>({ max: 5000 });
  return {
    read: async (subject, hints) => {
      const client = await parts.clientOf(subject.installationId);
      const key = `${subject.kind} ${subject.repositoryId}@${hints.baseRef ?? "HEAD"}`;
      const reading: InProgress = {
        parts,
        client,
        subject,
        hints,
        gathered: gatheringAt(hints.baseRef ?? "HEAD", hints.headSha, parts.pastOf?.(subject)),
        wanted: firstWanted(subject, last.get(key), hints),
      };
      const done = await settledUnlessShutOut(reading);
      if (hints.proposed === undefined) last.set(key, wantedNext(reading.gathered, done));
      return done;
    },
  };
};

interface InProgress {
  readonly parts: ReaderParts;
  readonly client: Client;
  readonly subject: SubjectRef;
  readonly hints: Hints;
  gathered: Gathered;
  readonly wanted: Wanted;
}

const settledUnlessShutOut = async (reading: InProgress): Promise<Reading | undefined> => {
  try {
    return await settle(reading);
  } catch (error) {
    if (isShutOut(error)) return undefined;
    throw error;
  }
};

const settle = async (reading: InProgress): Promise<Reading | undefined> => {
  let answer: Answer | undefined;
  for (let queries = 0; queries < MAX_QUERIES; queries += 1) {
    const next = nextStep(reading, answer);
    if ("done" in next) return next.done;
    answer = await gather({
      client: reading.client,
      subject: reading.subject,
      gathered: reading.gathered,
      missing: next.missing,
      comments: commentWish(reading),
      searchRuns: searchesRuns(reading),
    });
    if (answer === undefined) return undefined;
    await noteOrganisation(reading.parts.organisations, reading);
    if (moved(reading, answer)) answer = undefined;
  }
  throw new Error(`${reading.subject.key} could not be read: it changed ${MAX_QUERIES} times while being read`);
};

/** Starts anew at the true base and head when the hints were wrong or somebody pushed meanwhile. */
const moved = (reading: InProgress, { pull, repository }: Answer): boolean => {
  const { gathered } = reading;
  const isDefault = gathered.base === "HEAD" && repository.defaultBranchRef?.name === pull.baseRefName;
  const sameBase = gathered.base === pull.baseRefName || isDefault;
  const sameHead = gathered.head === undefined || gathered.head === pull.headRefOid;
  if (sameBase && sameHead) {
    gathered.head = pull.headRefOid;
    return false;
  }
  reading.gathered = gatheringAt(sameBase ? gathered.base : pull.baseRefName, pull.headRefOid, gathered.past);
  return true;
};

type Step = { readonly done: Reading } | { readonly missing: Missing };

const nextStep = (reading: InProgress, answer: Answer | undefined): Step => {
  const { parts, gathered, subject, wanted } = reading;
  if (answer === undefined) return { missing: firstMissing(reading) };
  const under = { ...parts, gathered, subject, appId: reading.client.appId, answer };
  const own = underPolicy(under, gathered.policyFiles);
  const other = alternativeOf(under, reading.hints);
  const places = [own, other].flatMap((one) => (one !== undefined && "places" in one ? one.places : []));
  if ("places" in own || (other !== undefined && "places" in other))
    return { missing: missing(gathered, { policy: places, needs: wanted.needs }) };
  letGoOfLookalikes(gathered, own);
  const proposal = proposalOf({ policyOf: parts.policyOf, gathered, subject, offered: reading.hints.offered }, answer);
  const rest = missing(gathered, {
    policy: offeredPlaces(reading.hints),
    needs: withFiles(other === undefined ? own.needs : unionOf([own.needs, other.needs]), proposal.needsFiles),
    headPolicy: proposal.places,
    teams: [...own.teams, ...(other?.teams ?? [])],
  });
  if (!isNothing(rest)) return { missing: rest };
  const { policy, snapshot, needs } = own;
  const { proposal: proposed } = proposal;
  return {
    done: {
      ...readingOf(reading, answer, { snapshot, needs }),
      ...(policy === undefined ? {} : { policy }),
      ...(proposed === undefined ? {} : { proposal: proposed }),
      ...(other === undefined ? {} : { alternative: other }),
    },
  };
};

const readingOf = (
  { gathered, subject, parts }: InProgress,
  { repository, pull }: Answer,
  judged: Pick<Reading, "snapshot" | "needs">,
): Reading => ({
  ...judged,
  updatedAt: pull.updatedAt,
  policyPaths: [...withoutLookalikes(gathered.policyFiles).keys()].map((key) => rememberedPlace(placeOf(key), subject)),
  isDefault: repository.defaultBranchRef?.name === pull.baseRefName,
  ...ownComments(gathered, parts.slug),
  ...neighboursOf({ repository, subject, gathered }),
  runs: gathered.runs ?? [],
  ...(gathered.isRequired === undefined ? {} : { isRequired: gathered.isRequired }),
  visibility: repository.visibility,
  url: pull.url,
});

const firstMissing = ({ subject, gathered, wanted, hints }: InProgress): Missing => {
  const policy = [...wanted.policy, ...offeredPlaces(hints)];
  return missing(gathered, { ...wanted, policy, headPolicy: subject.kind === "issue" ? [] : homeOf(policy) });
};

const offeredPlaces = ({ offered = [] }: Hints): readonly Place[] =>
  offered.map(({ path }) => ({ where: "home", path }));

const withFiles = (needs: Needs, asked: boolean): Needs =>
  asked && !needs.facts.includes("files") ? { ...needs, facts: [...needs.facts, "files"] } : needs;

/** Our comments are asked for by the first query at this head and base only. */
const commentWish = ({ hints, gathered }: InProgress): Wish["comments"] => {
  if (gathered.askedForComments) return { search: false };
  gathered.askedForComments = true;
  return hints.comments.search ? { search: true } : hints.comments;
};

/** Runs are looked for once, and only when none is remembered for this head: after a restart with an empty database, say. */
const searchesRuns = ({ gathered, hints }: InProgress): boolean =>
  gathered.runs === undefined && (gathered.head === undefined || hints.runKnownFor !== gathered.head);
