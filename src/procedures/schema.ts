import { z } from "zod";
import { phaseSettings, procedureSettings, stepSettings, Title, type StepSettings } from "./settings.ts";

/** A step as YAML gives it; a requirement that is absent is a tick. */
export interface StepForm extends StepSettings {
  readonly title: string;
  readonly steps?: StepForm[] | undefined;
}

export const StepForm: z.ZodType<StepForm> = z
  .strictObject({
    ...stepSettings,
    title: Title.describe("What people read."),
    get steps() {
      return z
        .array(z.lazy(() => StepForm))
        .min(1)
        .exactOptional()
        .describe("Sub-steps: the step is done when it and all of them are.");
    },
  })
  .meta({ id: "Step", description: "One thing to be done." });

export const PhaseForm = z
  .strictObject({
    ...phaseSettings,
    title: Title.describe("What people read."),
    steps: z.array(StepForm).default([]).describe("What is to be done; may be left out only where `gate` is given."),
  })
  .refine(({ steps, gate }) => steps.length > 0 || gate !== undefined, {
    message: "The phase has no steps, so it would ask for nothing; give `steps` or a `gate`.",
  })
  .meta({ id: "Phase", description: "An ordered group of steps that opens together." });
export type PhaseForm = z.output<typeof PhaseForm>;

/** The YAML form of a procedure. */
export const ProcedureForm = z
  .strictObject({
    ...procedureSettings,
    title: Title.describe("What people read."),
    phases: z.array(PhaseForm).min(1, "A procedure needs at least one phase.").describe("The phases, in order."),
  })
  .describe(
    "A Gatehouse procedure: phases, each with steps that hold back a merge or a deployment until they are done.",
  );
export type ProcedureForm = z.output<typeof ProcedureForm>;
