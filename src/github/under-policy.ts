import type { Snapshot } from "../evidence/snapshot.ts";
import type { Policy } from "../procedures/policy.ts";
import type { PolicyFile } from "../readiness/policy-of.ts";
import type { Place } from "../readiness/policy-places.ts";
import type { Hints, SubjectRef } from "../readiness/ports.ts";
import { NO_NEEDS, type Needs } from "../requirements/needs.ts";
import type { Answer } from "./gather.ts";
import type { Gathered } from "./gathered.ts";
import type { PolicyOf } from "./proposal.ts";
import { snapshotOf, teamsOf } from "./snapshot.ts";

interface Under {
  readonly policyOf: PolicyOf;
  /** Pure: what evaluating the policy will look at. */
  readonly needsOf: (policy: Policy, snapshot: Snapshot) => Needs;
  readonly gathered: Gathered;
  readonly subject: SubjectRef;
  readonly appId: number;
  readonly answer: Answer;
}

/** A subject as a policy sees it, and what that has to know; or what has to be read before there is a policy. */
export type UnderPolicy =
  | { readonly places: readonly Place[] }
  | {
      readonly policy: Policy | undefined;
      readonly snapshot: Snapshot;
      readonly needs: Needs;
      /** `organisation/slug` of the teams that say who holds the roles. */
      readonly teams: readonly string[];
    };

/** What was read of a subject, as the policy that these files make sees it. Pure. */
export const underPolicy = (under: Under, files: ReadonlyMap<string, PolicyFile>): UnderPolicy => {
  const { policyOf, needsOf, gathered, subject, appId, answer } = under;
  const url = `${answer.repository.url}/blob/${answer.pull.baseRefName}`;
  const state = policyOf(files, { ...subject, url });
  if (state.state === "more") return { places: state.places };
  const policy = state.state === "policy" ? state.policy : undefined;
  const snapshot = snapshotOf({ answer, gathered, subject, appId, ...(policy ? { policy } : {}) });
  const needs = policy === undefined ? NO_NEEDS : needsOf(policy, snapshot);
  return { policy, snapshot, needs, teams: teamsOf(policy, needs.roles) };
};

/** The same as if somebody's proposal held; undefined where none is asked about. */
export const alternativeOf = (under: Under, { proposed }: Pick<Hints, "proposed">): UnderPolicy | undefined =>
  proposed === undefined ? undefined : underPolicy(under, new Map([...under.gathered.policyFiles, ...proposed]));
