import { Snapshot } from "../evidence/snapshot.ts";
import type { Phase, Procedure, Step } from "../procedures/model.ts";
import { expand, resolveParameters } from "../procedures/parameters.ts";
import type { AdoptedProcedure, Policy } from "../procedures/policy.ts";
import { predicateNeeds, type Judged, type Predicate } from "../procedures/predicates.ts";
import { NO_NEEDS, unionOf, type Needs } from "../requirements/needs.ts";
import { rolesOf } from "./judge-own.ts";
import { stepsOf } from "./judge-phase.ts";
import { appliesTo, rememberingJudge } from "./judge-procedure.ts";
import { openingOf } from "./opening.ts";

/** What the snapshot must hold for a verdict, paths with their parameters filled in. */
export interface PolicyNeeds extends Needs {
  /** Paths whose parameters are not known yet: read what else is needed, then ask again. */
  readonly unresolved: readonly string[];
}

/**
 * What a policy is judged by. Given a snapshot, what is already known not to apply is left out and parameters are filled in;
 * read and ask again until `lacking` is empty.
 */
export const needsOf = (policy: Policy, snapshot?: Snapshot): PolicyNeeds => {
  const holds = snapshot === undefined ? undecided : rememberingJudge(snapshot);
  const applying = policy.procedures.filter(
    (adopted) => snapshot === undefined || mayHold(appliesTo(adopted, snapshot, holds)),
  );
  return union([
    ...policy.procedures
      .filter((adopted) => ofSubject(adopted, snapshot))
      .map(({ procedure }) => ofCondition(procedure.applies)),
    ...applying.map(({ procedure }) => ofProcedure(procedure, { snapshot, holds })),
    ...(policy.procedures.length === 0 ? [] : ofEverySubject(policy)),
  ]);
};

/** Commands of override roles may come at any time, and a freeze may let through what no procedure asks for. */
const ofEverySubject = ({ freezes, override }: Policy): readonly PolicyNeeds[] => [
  ...freezes.map(({ exempt }) => ofCondition(exempt)),
  { ...NOTHING, roles: override?.roles ?? [] },
];

/** What of it the snapshot does not hold yet. */
export const lacking = (needs: Needs, snapshot: Snapshot): Needs => ({
  environments: needs.environments.filter((name) => !has(snapshot.deployments, name)),
  outputs: needs.outputs.filter((name) => !has(snapshot.outputs, name)),
  issues: needs.issues.filter((name) => !has(snapshot.openIssues, name)),
  facts: needs.facts.filter((fact) => snapshot[fact] === undefined),
  documents: needs.documents.filter((path) => !has(snapshot.documents, path)),
  baseDocuments: needs.baseDocuments.filter((path) => !has(snapshot.baseDocuments, path)),
  roles: needs.roles.filter((role) => !has(snapshot.roles, role)),
});

/** Whether nothing is needed. */
export const isNothing = (needs: Needs): boolean =>
  Object.values(needs).every((list: readonly string[]) => list.length === 0);

type Holds = (when: Predicate | undefined) => Judged;

interface Known {
  readonly snapshot: Snapshot | undefined;
  readonly holds: Holds;
}

const NOTHING: PolicyNeeds = { ...NO_NEEDS, unresolved: [] };

/** Stands in for a snapshot where only the names of files are asked for. */
const BLANK: Snapshot = Snapshot.parse({ subject: { repository: "none/none", number: 1 } });

/** Without a snapshot everything may apply. */
const undecided: Holds = () => ({ holds: true, reason: "nothing is known yet" });

const mayHold = (judged: Judged): boolean => "unknown" in judged || judged.holds;

const ofSubject = ({ procedure }: AdoptedProcedure, snapshot: Snapshot | undefined): boolean =>
  snapshot === undefined || procedure.subject === snapshot.subject.kind;

const ofProcedure = (procedure: Procedure, known: Known): PolicyNeeds => {
  const needs = union(procedure.phases.map((phase) => ofStartedPhase(phase, known)));
  const { documents: files, values } = parametersOf(procedure, known.snapshot);
  const documents = filled(needs.documents, values);
  const baseDocuments = filled(needs.baseDocuments, values);
  return {
    ...needs,
    documents: [...files, ...documents.paths],
    baseDocuments: baseDocuments.paths,
    unresolved: [...documents.unresolved, ...baseDocuments.unresolved],
  };
};

const parametersOf = (procedure: Procedure, snapshot: Snapshot | undefined) => {
  const resolved = resolveParameters(procedure, snapshot ?? BLANK);
  return snapshot === undefined ? { ...resolved, values: {} } : resolved;
};

/** What a deployment opens is read from the merge on, so that open pull requests don't pay for it; of an issue, always. */
const ofStartedPhase = (phase: Phase, { snapshot, holds }: Known): PolicyNeeds => {
  if (phase.starts === undefined) return ofPhase(phase, holds);
  if (snapshot === undefined) return NOTHING;
  const { deployed } = phase.starts;
  const isAsked = snapshot.state === "merged" || snapshot.subject.kind === "issue";
  const opening: PolicyNeeds = isAsked ? { ...NOTHING, environments: [deployed] } : NOTHING;
  return openingOf(deployed, phase, { snapshot, rollbacks: [] }).open
    ? union([opening, ofPhase(phase, holds)])
    : opening;
};

const ofPhase = (phase: Phase, holds: Holds): PolicyNeeds => {
  const condition = ofCondition(phase.when);
  if (!mayHold(holds(phase.when))) return condition;
  return union([condition, ...stepsOf(phase).map((step) => ofStep(step, holds))]);
};

const ofStep = (step: Step, holds: Holds): PolicyNeeds => {
  const condition = ofCondition(step.when);
  if (!mayHold(holds(step.when))) return condition;
  const own = { ...NOTHING, ...step.require.needs(), roles: rolesOf(step.require) };
  return union([condition, own, ...step.steps.map((child) => ofStep(child, holds))]);
};

const ofCondition = (predicate: Predicate | undefined): PolicyNeeds =>
  predicate === undefined ? NOTHING : { ...NOTHING, facts: predicateNeeds(predicate) };

const union = (needs: readonly PolicyNeeds[]): PolicyNeeds => ({
  ...unionOf(needs),
  unresolved: [...new Set(needs.flatMap(({ unresolved }) => unresolved))].toSorted(),
});

const filled = (paths: readonly string[], values: Readonly<Record<string, string>>) => {
  const tried = paths.map((path) => ({ path, expanded: expand(path, values) }));
  return {
    paths: tried.flatMap(({ expanded }) => (expanded.ok ? [expanded.path] : [])),
    unresolved: tried.flatMap(({ path, expanded }) => (expanded.ok ? [] : [path])),
  };
};

const has = (record: object | undefined, name: string): boolean => record !== undefined && Object.hasOwn(record, name);
