import { stepsOf } from "../../evaluation/judge-phase.ts";
import type { Finding } from "../../procedures/finding.ts";
import type { Procedure } from "../../procedures/model.ts";
import type { Parsed } from "../../procedures/parse.ts";
import { NO_POLICY, type Policy } from "../../procedures/policy.ts";

/** Code of the finding that a document holds no step. */
export const NO_STEPS = "procedure/no-steps";

/** The one procedure, as if a config adopted it and nothing else; who holds a role is the snapshot's to say. */
export const localPolicy = ({ procedure, findings }: Parsed, file: string): Policy => {
  const empty = procedure !== undefined && !hasSteps(procedure);
  const adopted = procedure === undefined || empty ? [] : [procedure];
  return {
    ...NO_POLICY,
    comments: { checklist: true, status: true, issues: true },
    procedures: adopted.map((one) => ({ procedure: one, mode: "enforce", source: { reference: file } })),
    findings: empty ? [...findings.filter(({ code }) => code !== NO_STEPS), noSteps(findings, file)] : findings,
  };
};

const hasSteps = ({ phases }: Procedure): boolean => phases.some((phase) => stepsOf(phase).length > 0);

/** What asks for nothing would be ready whatever happened: fine to look at, but never a verdict. */
const noSteps = (findings: readonly Finding[], file: string): Finding => ({
  code: NO_STEPS,
  message: "The document has no steps, so as a procedure it asks for nothing. Add steps.",
  file,
  line: 1,
  column: 1,
  ...findings.find(({ code }) => code === NO_STEPS),
  severity: "error",
});
