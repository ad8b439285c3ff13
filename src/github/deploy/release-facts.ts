import { LRUCache } from "lru-cache";
import type { Policy } from "../../procedures/policy.ts";
import type { ReleaseAsked } from "../../readiness/deploy/ports.ts";
import { placeKey, placeOf, configPlaces, rememberedPlace, type Place } from "../../readiness/policy-places.ts";
import type { Organisations, RepositoryRef } from "../../readiness/ports.ts";
import { NO_NEEDS } from "../../requirements/needs.ts";
import type { Client } from "../client.ts";
import { gatheringAt, missingOf, type Gathered } from "../gathered.ts";
import { keepReads } from "../git-reads.ts";
import { noteOrganisation } from "../organisation-in-sight.ts";
import { plannedReads } from "../planned-reads.ts";
import type { PolicyOf } from "../proposal.ts";
import { RepositoryAnswer } from "../pull-answer.ts";
import { policyQuery, ReleaseAnswer, releaseQuery } from "./release-query.ts";

/** What the first query tells of a release, with the policy of the default branch. */
export interface ReleaseFacts {
  readonly repository: ReleaseAnswer;
  /** Of the deployments' alias; null where GitHub refused to show them. */
  readonly deployed: unknown;
  readonly policy: Policy | undefined;
  readonly policyPaths: readonly string[];
}

export interface FactsParts {
  readonly policyOf: PolicyOf;
  readonly organisations: Organisations;
}

export type ReadFacts = (
  client: Client,
  repository: RepositoryRef,
  asked: ReleaseAsked,
) => Promise<ReleaseFacts | undefined>;

/** Config, what it extends, its procedures; more rounds than this mean that they change faster than they can be read. */
const MAX_QUERIES = 8;

/** Reads a release's facts in one query, when it is known from the last time where the policy is. Undefined: the repository is gone. */
export const readingFacts = ({ policyOf, organisations }: FactsParts): ReadFacts => {
  const last = new LRUCache<number, readonly Place[]>({ max: 5000 });
  return async (client, repository, asked) => {
    const gathered = gatheringAt("HEAD", undefined);
    const from: Reading = { client, repository, gathered, organisations };
    const places = last.get(repository.repositoryId) ?? configPlaces(repository);
    const first = await firstAnswer(from, asked, places);
    if (first === undefined) return undefined;
    const branch = first.repository.defaultBranchRef?.name ?? "HEAD";
    const at = { ...repository, url: `${first.repository.url}/blob/${branch}` };
    for (let queries = 1; queries < MAX_QUERIES; queries += 1) {
      const state = policyOf(gathered.policyFiles, at);
      if (state.state !== "more") {
        const found = [...gathered.policyFiles.keys()].map(placeOf);
        last.set(repository.repositoryId, found);
        const policyPaths = found.map((place) => rememberedPlace(place, repository));
        return { ...first, policy: state.state === "policy" ? state.policy : undefined, policyPaths };
      }
      await moreOfPolicy(from, state.places);
    }
    throw new Error(`the policy of ${repository.owner}/${repository.name} could not be read in ${MAX_QUERIES} queries`);
  };
};

interface Reading {
  readonly client: Client;
  readonly repository: RepositoryRef;
  readonly gathered: Gathered;
  readonly organisations: Organisations;
}

const firstAnswer = async (
  from: Reading,
  asked: ReleaseAsked,
  places: readonly Place[],
): Promise<Pick<ReleaseFacts, "repository" | "deployed"> | undefined> => {
  const reads = readsOf(from, places);
  const { query, variables } = releaseQuery(
    from.repository,
    asked,
    reads.map(({ read }) => read),
  );
  const found = await from.client.query(query, variables);
  if (found.data["repository"] == null) return undefined;
  const repository = ReleaseAnswer.parse(found.data["repository"]);
  if (repository.databaseId !== from.repository.repositoryId) return undefined;
  keepReads(reads, repository, found);
  await noted(from);
  return { repository, deployed: found.data["deployed"] };
};

const moreOfPolicy = async (from: Reading, places: readonly Place[]): Promise<void> => {
  const reads = readsOf(from, places);
  const { query, variables } = policyQuery(
    from.repository,
    reads.map(({ read }) => read),
  );
  const found = await from.client.query(query, variables);
  keepReads(reads, RepositoryAnswer.parse(found.data["repository"]), found);
  await noted(from);
};

const noted = ({ organisations, repository, gathered }: Reading): Promise<void> =>
  noteOrganisation(organisations, { subject: repository, gathered });

/** Without a head nothing but the policy at the tip of the default branch is read. */
const readsOf = ({ gathered }: Reading, places: readonly Place[]) => {
  const policy = places.filter((place) => !gathered.policyFiles.has(placeKey(place)));
  return plannedReads({ kind: "pull_request" }, gathered, {
    ...missingOf(gathered, NO_NEEDS, []),
    policy,
    headPolicy: [],
  });
};
