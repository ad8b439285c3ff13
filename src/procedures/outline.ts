import { z } from "zod";
import type { Requirement } from "../requirements/define.ts";
import { describePredicate } from "./describe-predicate.ts";
import { needsOfProcedure } from "./needs-of-procedure.ts";
import { everyStep, type Phase, type Procedure, type Step } from "./model.ts";
import { Predicate } from "./predicates.ts";

const Asked = z.object({
  kind: z.string().describe("Kind of the requirement."),
  settings: z
    .unknown()
    .describe("Its settings, with defaults; requirements within it have `kind` and `settings`, too."),
});

const Condition = z
  .object({
    condition: Predicate.describe("The condition as it is written in a procedure."),
    words: z.string().describe("The condition as a clause, such as “a changed file matches `src/**`”."),
  })
  .nullable();

/** A step as plain data. */
export const StepOutline = z
  .object({
    id: z.string().describe("Its id."),
    title: z.string().describe("What people read of it."),
    require: Asked.describe("What counts as proof."),
    asks: z.string().describe("The proof in words."),
    box: z.boolean().describe("Whether people tick a box for it."),
    optional: z.boolean().describe("Whether it is not always needed."),
    waivable: z.boolean().describe("Whether anyone with write permission may waive it."),
    when: Condition.describe("When it applies; null: always."),
    help: z.string().nullable().describe("Where to look, or how to do it."),
    get steps() {
      return z.array(StepOutline).describe("Its sub-steps; those of a `choice` are its options.");
    },
  })
  .meta({ id: "StepOutline", description: "A step of a procedure, before anything is judged." });
export type StepOutline = z.output<typeof StepOutline>;

/** A phase as plain data. */
export const PhaseOutline = z.object({
  id: z.string().describe("Its id."),
  title: z.string().describe("What people read of it."),
  blocks: z.enum(["merge", "deploy"]).nullable().describe("What it holds back."),
  environments: z.array(z.string()).describe("Whose deployments it holds back; empty: every environment's."),
  when: Condition.describe("When it applies; null: always."),
  starts: z
    .object({ deployed: z.string().describe("Its name.") })
    .nullable()
    .describe("The environment whose deployment opens it."),
  due: z.string().nullable().describe("How long after its opening it should be complete, such as `24h`."),
  blocksNext: z.boolean().describe("Whether the next deployment waits for it."),
  gate: Asked.extend({ asks: z.string().describe("The requirement in words.") })
    .nullable()
    .describe("What closes it."),
  steps: z.array(StepOutline).describe("Its steps."),
});
export type PhaseOutline = z.output<typeof PhaseOutline>;

/** A procedure in a line of a list. */
export const ProcedureSummary = z.object({
  id: z.string().describe("Its id."),
  title: z.string().describe("What people read of it."),
  version: z.string().nullable().describe("Version of the document."),
  about: z.string().nullable().describe("What it is for."),
  subject: z.enum(["pull_request", "issue"]).describe("What it runs on."),
  applies: Condition.describe("When it applies; null: always."),
  size: z
    .object({
      phases: z.int().describe("How many phases."),
      steps: z.int().describe("Sub-steps included, and the go or no-go of a phase."),
    })
    .describe("How large it is."),
  roles: z.array(z.string()).describe("Roles that the config has to define."),
  environments: z.array(z.string()).describe("Environments whose deployments it looks at or holds back."),
});
export type ProcedureSummary = z.output<typeof ProcedureSummary>;

const ParameterSource = z.union([
  z.object({ branch: z.string().describe("A pattern for the head branch.") }),
  z.object({
    file: z.string().describe("A JSON or YAML file at the head."),
    pointer: z.string().describe("JSON pointer to the value in it."),
  }),
  z.object({ value: z.string().describe("The value itself.") }),
]);

/** A procedure as plain data, with what it asks for in words: for programs, and for pages that people read. */
export const ProcedureOutline = ProcedureSummary.extend({
  order: z.enum(["free", "phases"]).describe("`phases`: a phase opens when those before it are complete."),
  parameters: z.record(z.string(), ParameterSource).describe("Where the value of each `{name}` comes from."),
  windows: z.array(z.string()).describe("Windows of the config that it names."),
  procedures: z.array(z.string()).describe("Procedures that it asks to be complete, by id."),
  phases: z.array(PhaseOutline).describe("Its phases."),
});
export type ProcedureOutline = z.output<typeof ProcedureOutline>;

export const outlineOf = (procedure: Procedure): ProcedureOutline => {
  const { windows, procedures, roles, environments } = needsOfProcedure(procedure);
  const { id, title, version, about, subject, order, parameters, phases } = procedure;
  const steps = phases.flatMap(({ gate, steps: own }) => [...everyStep(own), ...(gate === undefined ? [] : [gate])]);
  return {
    id,
    title,
    version: version ?? null,
    about: about ?? null,
    subject,
    applies: condition(procedure.applies),
    size: { phases: phases.length, steps: steps.length },
    roles: [...roles],
    environments: [...environments],
    order,
    parameters: { ...parameters },
    windows: [...windows],
    procedures: [...procedures],
    phases: phases.map(phaseOutline),
  };
};

export const summaryOf = (outline: ProcedureOutline): ProcedureSummary => ProcedureSummary.parse(outline);

const phaseOutline = (phase: Phase): PhaseOutline => ({
  id: phase.id,
  title: phase.title,
  blocks: phase.blocks,
  environments: [...phase.environments],
  when: condition(phase.when),
  starts: phase.starts ?? null,
  due: phase.due ?? null,
  blocksNext: phase.blocksNext,
  gate: phase.gate === undefined ? null : { ...asked(phase.gate), asks: phase.gate.describe() },
  steps: phase.steps.map(stepOutline),
});

const stepOutline = ({ id, title, require, optional, waivable, when, help, steps }: Step): StepOutline => ({
  id,
  title,
  require: asked(require),
  asks: require.describe(),
  box: require.ticker() !== undefined,
  optional,
  waivable,
  when: condition(when),
  help: help ?? null,
  steps: steps.map(stepOutline),
});

const condition = (predicate: Predicate | undefined): z.output<typeof Condition> =>
  predicate === undefined ? null : { condition: predicate, words: describePredicate(predicate) };

/** Settings as they print: a nested requirement keeps its kind and settings and loses its functions. */
const asked = ({ kind, settings }: Requirement): z.output<typeof Asked> => ({
  kind,
  settings: JSON.parse(JSON.stringify(settings ?? {})),
});
