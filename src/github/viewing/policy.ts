import type { Policy } from "../../procedures/policy.ts";
import { keeping } from "../../readiness/deploy/keeping.ts";
import { configPlaces, placeKey, type Place } from "../../readiness/policy-places.ts";
import type { Organisations, RepositoryRef } from "../../readiness/ports.ts";
import type { PolicyNow, PolicyReader } from "../../readiness/viewing/policy.ts";
import { NO_NEEDS } from "../../requirements/needs.ts";
import type { Client } from "../client.ts";
import { policyQuery } from "../deploy/release-query.ts";
import { gatheringAt, missingOf, type Gathered } from "../gathered.ts";
import { keepReads } from "../git-reads.ts";
import { noteOrganisation } from "../organisation-in-sight.ts";
import { plannedReads } from "../planned-reads.ts";
import type { PolicyOf } from "../proposal.ts";
import { RepositoryAnswer } from "../pull-answer.ts";
import type { ClientOf } from "../writers.ts";

export interface PolicyReaderParts {
  readonly clientOf: ClientOf;
  /** The App's installation there; undefined where it is not installed. */
  readonly installation: (repository: { readonly owner: string; readonly name: string }) => Promise<number | undefined>;
  readonly policyOf: PolicyOf;
  readonly organisations: Organisations;
  readonly now: () => Date;
  readonly warn: (data: object, message: string) => void;
}

/** Pages are loaded again and again. */
const KEPT_MS = 60_000;
const FAILED_MS = 5000;

/** Config, what it extends, its procedures, their calendars; more rounds mean that they change faster than they can be read. */
const MAX_QUERIES = 8;

/** Reads the policy of default branches by the App's rights: two or three queries, once a minute for each repository that somebody looks at. */
export const policyReaderOn = (parts: PolicyReaderParts): PolicyReader => ({
  read: keeping({
    ask: (repository: Omit<RepositoryRef, "installationId">) => readOrNot(parts, repository),
    keyOf: ({ repositoryId }) => String(repositoryId),
    keptMs: ({ state }) => (state === "unknown" ? FAILED_MS : KEPT_MS),
    now: parts.now,
  }),
});

const readOrNot = async (
  parts: PolicyReaderParts,
  repository: Omit<RepositoryRef, "installationId">,
): Promise<PolicyNow> => {
  try {
    const installationId = await parts.installation(repository);
    if (installationId === undefined) return { state: "unknown" };
    const client = await parts.clientOf(installationId);
    const policy = await read(parts, client, { ...repository, installationId });
    return policy === undefined ? { state: "none" } : { state: "policy", policy };
  } catch (error) {
    parts.warn({ err: error, repositoryId: repository.repositoryId }, "a page could not read the policy");
    return { state: "unknown" };
  }
};

/** Undefined: there is no config. */
const read = async (
  { policyOf, organisations }: PolicyReaderParts,
  client: Client,
  repository: RepositoryRef,
): Promise<Policy | undefined> => {
  const gathered = gatheringAt("HEAD", undefined);
  let places: readonly Place[] = configPlaces(repository);
  for (let queries = 0; queries < MAX_QUERIES; queries += 1) {
    const url = await more({ client, repository, gathered }, places);
    await noteOrganisation(organisations, { subject: repository, gathered });
    const state = policyOf(gathered.policyFiles, { ...repository, url: `${url}/blob/HEAD` });
    if (state.state === "none") return undefined;
    if (state.state === "policy") return state.policy;
    places = state.places;
  }
  throw new Error(`the policy of ${repository.owner}/${repository.name} could not be read in ${MAX_QUERIES} queries`);
};

interface Reading {
  readonly client: Client;
  readonly repository: RepositoryRef;
  readonly gathered: Gathered;
}

const more = async ({ client, repository, gathered }: Reading, places: readonly Place[]): Promise<string> => {
  const policy = places.filter((place) => !gathered.policyFiles.has(placeKey(place)));
  const reads = plannedReads({ kind: "pull_request" }, gathered, {
    ...missingOf(gathered, NO_NEEDS, []),
    policy,
    headPolicy: [],
  });
  const { query, variables } = policyQuery(
    repository,
    reads.map(({ read: one }) => one),
  );
  const found = await client.query(query, variables);
  const answer = RepositoryAnswer.parse(found.data["repository"]);
  if (answer.databaseId !== repository.repositoryId) throw new Error("another repository has this name by now");
  keepReads(reads, answer, found);
  return answer.url;
};
