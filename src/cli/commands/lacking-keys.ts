import type { Evaluation } from "../../evaluation/judge-procedure.ts";
import { stepsOf } from "../../evaluation/judge-phase.ts";
import { lookupsOf } from "../../evaluation/lookups.ts";
import { lacking, needsOf } from "../../evaluation/needs.ts";
import { everyVerdict, type ProcedureVerdict, type Verdict } from "../../evaluation/verdict.ts";
import type { FactName } from "../../evidence/snapshot.ts";
import { everyStep, type Procedure } from "../../procedures/model.ts";
import type { AdoptedProcedure } from "../../procedures/policy.ts";
import { jsonPath } from "../read-record.ts";

/** JSONPath of every key that the policy needs and the snapshot lacks. */
export const lackingKeys = (evaluation: Evaluation): readonly string[] => {
  const { policy, snapshot } = evaluation;
  const { facts, ...named } = lacking(needsOf(policy, snapshot), snapshot);
  const lookups = lookupsOf(evaluation);
  return [
    ...facts.filter((fact) => !NAMED.has(fact)).map((fact) => jsonPath([fact])),
    ...below("documents", named.documents),
    ...below("baseDocuments", named.baseDocuments),
    ...below("deployments", named.environments),
    ...below("outputs", named.outputs),
    ...below("openIssues", named.issues),
    ...below("branches", lookups.branches),
    ...below("changedSince", lookups.changedSince),
    ...below("lastChanged", lookups.lastChanged),
    ...below("roles", named.roles),
  ];
};

/** Facts whose keys are told one by one. */
const NAMED: ReadonlySet<FactName> = new Set(["documents", "baseDocuments", "deployments", "outputs", "openIssues"]);

/** Only the keys without which something could not be determined: others would have changed nothing. */
export const missedKeys = (evaluation: Evaluation, verdict: Verdict): readonly string[] => {
  const { policy } = evaluation;
  const procedures = policy.procedures.flatMap((adopted) => inError(adopted, verdict));
  return lackingKeys({ ...evaluation, policy: { ...policy, procedures } });
};

const below = (key: string, names: readonly string[]): readonly string[] => names.map((name) => jsonPath([key, name]));

/** The procedure with nothing left but what is in error. */
const inError = (adopted: AdoptedProcedure, { procedures }: Verdict): readonly AdoptedProcedure[] => {
  const judged = procedures.find(({ id }) => id === adopted.procedure.id);
  if (judged === undefined) return [];
  if (judged.problem !== undefined) return [{ ...adopted, procedure: { ...adopted.procedure, phases: [] } }];
  const { applies: _, ...procedure } = adopted.procedure;
  const phases = phasesInError(procedure, judged);
  return phases.length === 0 ? [] : [{ ...adopted, procedure: { ...procedure, phases } }];
};

const phasesInError = ({ phases }: Procedure, judged: ProcedureVerdict): Procedure["phases"] => {
  const errors = new Set(
    judged.phases
      .flatMap(({ steps }) => everyVerdict(steps))
      .filter(({ state }) => state === "error")
      .map(({ id }) => id),
  );
  return phases.flatMap((phase) => {
    const steps = everyStep(stepsOf(phase)).filter(({ id }) => errors.has(id));
    const { gate: _, ...rest } = phase;
    return steps.length === 0 ? [] : [{ ...rest, steps: steps.map((step) => ({ ...step, steps: [] })) }];
  });
};
