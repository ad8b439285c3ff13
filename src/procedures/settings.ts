import { z } from "zod";
import { RequirementSchema } from "../requirements/schema.ts";
import { Duration } from "../requirements/settings.ts";
import { Predicate } from "./predicates.ts";

/** Ids appear in commands and comment markers, so they hold no spaces; letters and digits of every script are welcome. */
export const Id = z
  .string()
  .max(100, "An id has at most 100 characters.")
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]*$/u,
    "An id begins with a letter or digit and holds only letters, digits, `-`, `_` and `.`.",
  )
  .describe("A short name without spaces, such as `rollback-plan`.");

const Title = z
  .string()
  .trim()
  .min(1, "The title is empty; write what is to be done.")
  .max(1000, "A title has at most 1000 characters; move the rest to `help`.");

/** A parameter's name, as it stands in `{braces}`. */
export const ParameterName = z
  .string()
  .regex(/^[A-Za-z_][\w-]*$/u, "A parameter's name begins with a letter and holds only letters, digits, `-` and `_`.");

export const ParameterSource = z
  .union([
    z.strictObject({
      branch: z
        .string()
        .regex(/\{[A-Za-z_][\w-]*\}/u, "A branch pattern holds the name in braces, such as `feature/{feature}`.")
        .describe("A pattern for the head branch with the parameter's name in braces, such as `feature/{feature}`."),
    }),
    z.strictObject({
      file: z.string().min(1).describe("Path of a JSON or YAML file at the head."),
      pointer: z
        .string()
        .regex(/^(\/([^~/]|~[01])*)*$/u, "A JSON pointer (RFC 6901) begins with `/`, such as `/version`.")
        .describe("JSON pointer (RFC 6901) to the value in the file, such as `/version`."),
    }),
    z.strictObject({ value: z.string().describe("The value itself.") }),
  ])
  .describe("Where a parameter's value comes from: `branch`, `file` with `pointer`, or `value`.");

/** Settings of a step, the same in YAML and in a Markdown item's comment. */
export const stepSettings = {
  id: Id.exactOptional().describe("Stable name of the step, unique in the procedure. Default: made from the title."),
  require: RequirementSchema.exactOptional().describe("What counts as proof that the step is done. Default: `tick`."),
  optional: z
    .boolean()
    .exactOptional()
    .describe("Not always needed: still open until it is done, but it may be waived with a reason. Default: `false`."),
  waivable: z
    .boolean()
    .exactOptional()
    .describe("Whether anyone with write permission may waive it, with a reason. Default: as `optional`."),
  when: Predicate.exactOptional().describe("The step applies only when this holds."),
  help: z.string().min(1).exactOptional().describe("Where to look, or how to do it: shown beside the open step."),
};

export const StepSettings = z.strictObject({
  ...stepSettings,
  title: Title.exactOptional().describe("What people read. Default: the item's text."),
});
export type StepSettings = z.output<typeof StepSettings>;

/** Settings of a phase, the same in YAML and in a Markdown heading's comment. */
export const phaseSettings = {
  id: Id.exactOptional().describe("Stable name of the phase, unique in the procedure. Default: made from the title."),
  blocks: z
    .enum(["merge", "deploy", "none"])
    .exactOptional()
    .describe("What it holds back. Default: `merge`; `none` for a phase with `starts`, which comes after."),
  environments: z
    .array(z.string().min(1))
    .min(1)
    .exactOptional()
    .describe("The environments whose deployments `blocks: deploy` holds back. Default: every environment."),
  when: Predicate.exactOptional().describe("The phase applies only when this holds."),
  starts: z
    .strictObject({ deployed: z.string().min(1).describe("Name of the environment.") })
    .exactOptional()
    .describe("The phase opens after a successful deployment to this environment."),
  due: Duration.exactOptional().describe("How long after its opening the phase should be complete, such as `24h`."),
  blocks_next: z
    .boolean()
    .exactOptional()
    .describe("The next deployment waits until this phase is complete. Default: `false`."),
  gate: RequirementSchema.exactOptional().describe(
    "A requirement that closes the phase, such as a go / no-go `decision`.",
  ),
};

export const PhaseSettings = z.strictObject({
  ...phaseSettings,
  title: Title.exactOptional().describe("What people read. Default: the heading's text."),
});
export type PhaseSettings = z.output<typeof PhaseSettings>;

/** Settings of a procedure, the same at the top of a YAML document and in a Markdown document's front matter. */
export const procedureSettings = {
  id: Id.exactOptional().describe("Stable name of the procedure. Default: the file's name without its extension."),
  version: z
    .string()
    .min(1)
    .exactOptional()
    .meta({ type: ["string", "number"], description: "Version of the document, shown beside its verdicts." }),
  about: z.string().exactOptional().describe("What the procedure is for, in a sentence or two."),
  subject: z
    .enum(["pull_request", "issue"])
    .default("pull_request")
    .describe("What the procedure runs on. Default: `pull_request`."),
  applies: Predicate.exactOptional().describe("The procedure applies only when this holds. Default: always."),
  parameters: z
    .record(ParameterName, ParameterSource)
    .default({})
    .describe("Values for `{name}` in paths, each from the head branch, a file or given here."),
  order: z
    .enum(["free", "phases"])
    .default("free")
    .describe("`phases`: a later phase is locked until the earlier ones are complete. Default: `free`."),
};

export const ProcedureSettings = z.strictObject({
  ...procedureSettings,
  title: Title.exactOptional().describe("What people read. Default: the first heading."),
});
export type ProcedureSettings = z.output<typeof ProcedureSettings>;

export { Title };
