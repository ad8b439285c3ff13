import { lookupsOf } from "../../evaluation/lookups.ts";
import type { Evaluation } from "../../evaluation/judge-procedure.ts";
import { isNothing, lacking, needsOf } from "../../evaluation/needs.ts";
import type { FactName, Snapshot } from "../../evidence/snapshot.ts";

/** Filling in one thing can make the policy ask for another, such as a file that a parameter names. */
const MOST_ROUNDS = 5;

/**
 * The snapshot with nothing in place of what the policy is judged by and the file does not say: no reviews, no such file, no such
 * branch, opened this very moment. Who holds a role and how old a file is are not made up.
 */
export const assumeAbsent = (evaluation: Evaluation): Snapshot => filled(justOpened(evaluation), MOST_ROUNDS);

/** Of what nobody says when it was opened, no time has gone by. */
const justOpened = ({ snapshot, ...evaluation }: Evaluation): Evaluation => ({
  ...evaluation,
  snapshot: { ...snapshot, openedAt: snapshot.openedAt ?? snapshot.mergedAt ?? evaluation.now.toISOString() },
});

const filled = (evaluation: Evaluation, rounds: number): Snapshot => {
  const { policy, snapshot } = evaluation;
  const needs = { ...lacking(needsOf(policy, snapshot), snapshot), roles: [] };
  const lookups = lookupsOf(evaluation);
  const isWhole = isNothing(needs) && lookups.branches.length + lookups.changedSince.length === 0;
  if (isWhole || rounds === 0) return snapshot;
  const more = {
    ...snapshot,
    ...Object.fromEntries(needs.facts.map((fact) => [fact, NOTHING[fact]])),
    ...below("documents", snapshot, { names: needs.documents, value: [] }),
    ...below("baseDocuments", snapshot, { names: needs.baseDocuments, value: [] }),
    ...below("deployments", snapshot, { names: needs.environments, value: [] }),
    ...below("outputs", snapshot, { names: needs.outputs, value: [] }),
    ...below("openIssues", snapshot, { names: needs.issues, value: [] }),
    ...below("branches", snapshot, { names: lookups.branches, value: false }),
    ...below("changedSince", snapshot, { names: lookups.changedSince, value: null }),
  };
  return filled({ ...evaluation, snapshot: more }, rounds - 1);
};

/** What says of a fact that there is none of it. */
const NOTHING = {
  files: [],
  reviews: [],
  checks: [],
  threads: [],
  linkedIssues: [],
  commits: [],
  templates: [],
  documents: {},
  baseDocuments: {},
  deployments: {},
  outputs: {},
  openIssues: {},
  issueProcedures: {},
  branches: {},
  changedSince: {},
  lastChanged: {},
} as const satisfies Record<FactName, object>;

/** Facts of which there is one for each name that is asked for. */
type ByName = "documents" | "baseDocuments" | "deployments" | "outputs" | "openIssues" | "branches" | "changedSince";

interface Absent {
  readonly names: readonly string[];
  readonly value: readonly never[] | false | null;
}

const below = (fact: ByName, snapshot: Snapshot, { names, value }: Absent): Partial<Snapshot> =>
  names.length === 0
    ? {}
    : { [fact]: { ...snapshot[fact], ...Object.fromEntries(names.map((name) => [name, value])) } };
