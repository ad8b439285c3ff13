import { stepsOf } from "../../evaluation/judge-phase.ts";
import { lacking, needsOf } from "../../evaluation/needs.ts";
import { everyVerdict, type ProcedureVerdict, type Verdict } from "../../evaluation/verdict.ts";
import type { Snapshot } from "../../evidence/snapshot.ts";
import { everyStep, type Procedure } from "../../procedures/model.ts";
import type { AdoptedProcedure, Policy } from "../../procedures/policy.ts";
import { jsonPath } from "../read-record.ts";

/** JSONPath of every key that the policy needs and the snapshot lacks. */
export const lackingKeys = (policy: Policy, snapshot: Snapshot): readonly string[] => {
  const { facts, documents, baseDocuments, roles } = lacking(needsOf(policy, snapshot), snapshot);
  return [
    ...facts.filter((fact) => fact !== "documents" && fact !== "baseDocuments").map((fact) => jsonPath([fact])),
    ...below("documents", documents),
    ...below("baseDocuments", baseDocuments),
    ...below("roles", roles),
  ];
};

/** Only the keys without which something could not be determined: others would have changed nothing. */
export const missedKeys = (policy: Policy, snapshot: Snapshot, verdict: Verdict): readonly string[] =>
  lackingKeys({ ...policy, procedures: policy.procedures.flatMap((adopted) => inError(adopted, verdict)) }, snapshot);

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
