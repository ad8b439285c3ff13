import { stepsOf } from "../evaluation/judge-phase.ts";
import { printed } from "../procedures/leaves.ts";
import { everyStep } from "../procedures/model.ts";
import { resolveParameters } from "../procedures/parameters.ts";
import { planStepsOf, type PlanPlace, type PlanSteps } from "../requirements/plan-steps.ts";
import { rollbackPlan } from "../requirements/rollback-plan.ts";
import type { Policed } from "./turn.ts";

/** The rollback plan that the procedures of this subject ask for, where there is one; else one in the description. */
export const planFor = (turn: Policed): PlanSteps | undefined => {
  for (const place of [...placesAsked(turn), anywhere(turn)]) {
    const plan = place === undefined ? undefined : planStepsOf(place);
    if (plan !== undefined) return plan;
  }
  return undefined;
};

const placesAsked = ({ policy, reading: { snapshot } }: Policed): readonly PlanPlace[] =>
  policy.procedures
    .filter(({ procedure }) => procedure.subject === snapshot.subject.kind)
    .flatMap(({ procedure }) => {
      const steps = procedure.phases.flatMap((phase) => everyStep(stepsOf(phase)));
      const { values: parameters } = resolveParameters(procedure, snapshot);
      return steps
        .flatMap(({ require }) => printed({ kind: require.kind, settings: require.settings }))
        .filter(({ kind }) => kind === rollbackPlan.kind)
        .flatMap(({ settings }) => {
          const { data } = rollbackPlan.settings.safeParse(settings);
          return data === undefined ? [] : [{ settings: data, snapshot, parameters }];
        });
    });

const anywhere = ({ reading: { snapshot } }: Policed): PlanPlace | undefined => {
  const { data: settings } = rollbackPlan.settings.safeParse({});
  return settings === undefined ? undefined : { settings, snapshot, parameters: {} };
};
