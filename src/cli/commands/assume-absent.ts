import { lacking, needsOf } from "../../evaluation/needs.ts";
import { FACT_NAMES, type Snapshot } from "../../evidence/snapshot.ts";
import type { Policy } from "../../procedures/policy.ts";

/** Filling in one thing can make the policy ask for another, such as a file that a parameter names. */
const MOST_ROUNDS = 5;

/** The snapshot with nothing in place of what the policy is judged by and the file does not say: no reviews, no such file. */
export const assumeAbsent = (policy: Policy, snapshot: Snapshot, rounds = MOST_ROUNDS): Snapshot => {
  const needs = lacking(needsOf(policy, snapshot), snapshot);
  const lists = LISTS.filter((fact) => needs.facts.includes(fact));
  const isWhole = [lists, needs.documents, needs.baseDocuments, needs.environments].every(({ length }) => length === 0);
  if (isWhole || rounds === 0) return snapshot;
  const filled = {
    ...snapshot,
    ...Object.fromEntries(lists.map((fact) => [fact, []])),
    ...below("documents", snapshot, needs.documents),
    ...below("baseDocuments", snapshot, needs.baseDocuments),
    ...below("deployments", snapshot, needs.environments),
  };
  return assumeAbsent(policy, filled, rounds - 1);
};

/** Facts of which an empty list says that there is none. */
const LISTS = FACT_NAMES.filter((fact) =>
  ["files", "reviews", "checks", "threads", "linkedIssues", "commits", "templates"].includes(fact),
);

const below = (
  fact: "documents" | "baseDocuments" | "deployments",
  snapshot: Snapshot,
  names: readonly string[],
): Partial<Snapshot> =>
  names.length === 0 ? {} : { [fact]: { ...snapshot[fact], ...Object.fromEntries(names.map((name) => [name, []])) } };
