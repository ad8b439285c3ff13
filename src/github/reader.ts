import { LRUCache } from "lru-cache";
import type { Snapshot } from "../evidence/snapshot.ts";
import type { Policy } from "../procedures/policy.ts";
import type { Hints, Organisations, Proposal, Reader, Reading, SubjectRef } from "../readiness/ports.ts";
import type { PolicyFile, PolicyState } from "../readiness/policy-of.ts";
import { configPlaces, placeKey, placeOf, rememberedPlace, type Place } from "../readiness/policy-places.ts";
import { NO_NEEDS, type Needs } from "../requirements/define.ts";
import type { Client } from "./client.ts";
import { isShutOut } from "./errors.ts";
import { gather, type Answer } from "./gather.ts";
import { noteOrganisation } from "./organisation-in-sight.ts";
import { gatheringAt, isNothing, missingOf, type Gathered, type Missing } from "./gathered.ts";
import { ownComments } from "./own-comments.ts";
import type { Wish } from "./query.ts";
import { filesAt, snapshotOf, teamsOf } from "./snapshot.ts";
import type { ClientOf } from "./writers.ts";

export interface ReaderParts {
  readonly clientOf: ClientOf;
  /** Our App's slug: comments by `slug[bot]` are ours. */
  readonly slug: string;
  /** Pure: what the files make. */
  readonly policyOf: (files: ReadonlyMap<string, PolicyFile>, at: SubjectRef & { readonly url: string }) => PolicyState;
  /** Pure: what evaluating the policy will look at. */
  readonly needsOf: (policy: Policy, snapshot: Snapshot) => Needs;
  readonly organisations: Organisations;
}

/** A reading is settled after a few queries; more means that the pull request changes faster than it can be read. */
const MAX_QUERIES = 12;

/**
 * Reads a pull request with policy and evidence. One query when the hints are right; policy comes from the base branch only.
 * Throws `GithubError` or `RetryLater`; never answers in part.
 */
export const createReader = (parts: ReaderParts): Reader => {
  const last = new LRUCache<string, Wanted>({ max: 5000 });
  return {
    read: async (subject, hints) => {
      const client = await parts.clientOf(subject.installationId);
      const key = `${subject.repositoryId}@${hints.baseRef ?? "HEAD"}`;
      const reading: InProgress = {
        parts,
        client,
        subject,
        hints,
        gathered: gatheringAt(hints.baseRef ?? "HEAD", hints.headSha),
        wanted: firstWanted(subject, last.get(key), hints),
      };
      const done = await settledUnlessShutOut(reading);
      last.set(key, wantedNext(reading, done));
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

/** What to ask for before anything is known: what this subject needed last, else what another one on the same branch did. */
const firstWanted = (subject: SubjectRef, last: Wanted | undefined, { needs, afresh }: Hints): Wanted =>
  afresh ? { policy: configPlaces(subject), needs: NO_NEEDS } : byHeart(subject, last, needs);

const byHeart = (subject: SubjectRef, last: Wanted | undefined, needs: Needs | undefined): Wanted => ({
  policy: last?.policy ?? configPlaces(subject),
  needs: needs ?? last?.needs ?? NO_NEEDS,
  teams: last?.teams ?? [],
});

const wantedNext = ({ gathered }: InProgress, done: Reading | undefined): Wanted => ({
  policy: [...gathered.policyFiles.keys()].map(placeOf),
  needs: done?.needs ?? NO_NEEDS,
  teams: [...gathered.teams.keys()],
});

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
  reading.gathered = gatheringAt(sameBase ? gathered.base : pull.baseRefName, pull.headRefOid);
  return true;
};

type Step = { readonly done: Reading } | { readonly missing: Missing };

const nextStep = (reading: InProgress, answer: Answer | undefined): Step => {
  const { parts, gathered, subject, wanted } = reading;
  if (answer === undefined) return { missing: firstMissing(reading) };
  const state = parts.policyOf(gathered.policyFiles, {
    ...subject,
    url: `${answer.repository.url}/blob/${answer.pull.baseRefName}`,
  });
  if (state.state === "more") return { missing: missing(gathered, { policy: state.places, needs: wanted.needs }) };
  const policy = state.state === "policy" ? state.policy : undefined;
  const snapshot = snapshotOf({
    answer,
    gathered,
    subject,
    appId: reading.client.appId,
    ...(policy ? { policy } : {}),
  });
  const needs = policy === undefined ? NO_NEEDS : parts.needsOf(policy, snapshot);
  const proposal = proposalOf(reading, answer);
  const all = withFiles(needs, proposal.needsFiles);
  const rest = missing(gathered, {
    policy: [],
    needs: all,
    headPolicy: proposal.places,
    teams: teamsOf(policy, needs.roles),
  });
  if (!isNothing(rest)) return { missing: rest };
  return {
    done: {
      snapshot,
      needs,
      updatedAt: answer.pull.updatedAt,
      policyPaths: [...gathered.policyFiles.keys()].map((key) => rememberedPlace(placeOf(key), subject)),
      ...(policy === undefined ? {} : { policy }),
      ...ownComments(gathered, parts.slug),
      runs: gathered.runs ?? [],
      ...(proposal.proposal === undefined ? {} : { proposal: proposal.proposal }),
      url: answer.pull.url,
    },
  };
};

const firstMissing = ({ gathered, wanted }: InProgress): Missing =>
  missing(gathered, { ...wanted, headPolicy: homeOf(wanted.policy) });

const homeOf = (places: readonly Place[]): readonly Place[] => places.filter(({ where }) => where === "home");

interface Wanted {
  readonly policy: readonly Place[];
  readonly needs: Needs;
  readonly headPolicy?: readonly Place[];
  readonly teams?: readonly string[];
}

const missing = (gathered: Gathered, { policy, needs, headPolicy = [], teams = [] }: Wanted): Missing => ({
  ...missingOf(gathered, needs, teams),
  policy: policy.filter((place) => !gathered.policyFiles.has(placeKey(place))),
  headPolicy: headPolicy.filter((place) => !gathered.headFiles.has(placeKey(place))),
});

const withFiles = (needs: Needs, asked: boolean): Needs =>
  asked && !needs.facts.includes("files") ? { ...needs, facts: [...needs.facts, "files"] } : needs;

interface ProposalState {
  readonly places: readonly Place[];
  readonly needsFiles: boolean;
  readonly proposal?: Proposal;
}

/**
 * Whether this pull request itself changes config or procedures. A difference between head and base is not enough, because
 * the base may have moved on; the list of changed files decides.
 */
const proposalOf = ({ parts, gathered, subject }: InProgress, { repository, pull }: Answer): ProposalState => {
  const places = homeOf([...gathered.policyFiles.keys()].map(placeOf));
  const different = places.filter((place) => {
    const key = placeKey(place);
    const head = gathered.headFiles.get(key);
    return head !== undefined && head.oid !== gathered.policyFiles.get(key)?.oid;
  });
  if (different.length === 0) return { places, needsFiles: false };
  const changed = filesAt(gathered);
  if (changed === undefined) return { places, needsFiles: true };
  const paths = different.map(({ path }) => path).filter((path) => changed.has(path));
  if (paths.length === 0) return { places, needsFiles: false };
  const elsewhere = [...gathered.policyFiles].filter(([key]) => placeOf(key).where !== "home");
  const state = parts.policyOf(new Map([...elsewhere, ...gathered.headFiles]), {
    ...subject,
    url: `${repository.url}/blob/${pull.headRefOid}`,
  });
  if (state.state === "more") return { places: [...places, ...state.places], needsFiles: true };
  const findings = state.state === "policy" ? state.policy.findings : [];
  return { places, needsFiles: true, proposal: { paths, findings } };
};

/** Our comments are asked for by the first query at this head and base only. */
const commentWish = ({ hints, gathered }: InProgress): Wish["comments"] => {
  if (gathered.askedForComments) return { search: false };
  gathered.askedForComments = true;
  return hints.comments.search ? { search: true } : hints.comments;
};

/** Runs are looked for once, and only when none is remembered for this head: after a restart with an empty database, say. */
const searchesRuns = ({ gathered, hints }: InProgress): boolean =>
  gathered.runs === undefined && (gathered.head === undefined || hints.runKnownFor !== gathered.head);
