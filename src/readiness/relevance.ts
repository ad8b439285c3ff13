import type { FactName } from "../evidence/snapshot.ts";
import type { Policy } from "../procedures/policy.ts";
import { everyStep } from "../procedures/model.ts";
import type { Change } from "./change.ts";
import type { Memory } from "./memory.ts";

/** Whether a change can alter what was last said. When in doubt, yes: a needless read is cheap, a missed one is not. */
export const matters = (change: Change, memory: Memory | undefined): boolean => {
  if (memory === undefined || change.touches === "any" || change.touches === "policy") return true;
  if (!memory.configured) return change.act?.kind === "recheck";
  if (typeof change.touches === "object") return memory.vocabulary.includes(change.touches.label.toLowerCase());
  const fact = FACT_OF[change.touches];
  return fact === undefined || memory.needs.facts.includes(fact);
};

/** The fact an event can have changed; undefined where every evaluation looks at it. */
const FACT_OF = {
  reviews: "reviews",
  threads: "threads",
  checks: "checks",
  linkedIssues: "linkedIssues",
  comments: undefined,
  milestone: undefined,
} as const satisfies Record<Exclude<Change["touches"], "any" | "policy" | object>, FactName | undefined>;

/** Every word that predicates and requirements of the policy hold, lower-cased. */
export const vocabularyOf = (policy: Policy): string[] => {
  const words = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value === "string") words.add(value.toLowerCase());
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(collect);
  };
  for (const { procedure } of policy.procedures) {
    const steps = procedure.phases.flatMap((phase) => everyStep(phase.steps));
    collect(procedure.applies);
    collect(procedure.phases.map(({ when }) => when));
    collect(steps.map(({ when, require }) => [when, require]));
  }
  return [...words];
};
