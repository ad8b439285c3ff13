import { z } from "zod";
import { PhaseOutline, ProcedureOutline, ProcedureSummary } from "../../procedures/outline.ts";
import { FindingDocument } from "./finding.ts";
import { verdictKeys } from "./verdict.ts";

/** What `gatehouse parse --format json` prints. */
export const ParseDocument = z.strictObject({
  id: z.string().nullable().describe("Id of the procedure; null where an error forbids a model."),
  title: z.string().nullable().describe("Its title; null likewise."),
  phases: z.array(PhaseOutline).describe("Its phases; empty likewise."),
  findings: z.array(FindingDocument).describe("What is wrong."),
});

/** What `gatehouse validate --format json` prints. */
export const ValidateDocument = z.strictObject({
  valid: z.boolean().describe("Whether the command ends with 0."),
  files: z.array(z.string()).describe("Every file that was read, as seen from the current folder."),
  unchecked: z.array(z.string()).describe("What is in other repositories and was not read: each is a warning, too."),
  procedures: z
    .array(
      z.strictObject({
        reference: z.string().describe("As the config names it."),
        id: z.string().describe("Its id."),
        title: z.string().describe("What people read of it."),
        does: z.string().optional().describe("Of one on issues that holds back deployments: what it does."),
      }),
    )
    .describe("What the config adopts."),
  findings: z.array(FindingDocument).describe("What is wrong."),
});

/** What `gatehouse evaluate --format json` prints. */
export const EvaluateDocument = z.strictObject({
  ready: z.boolean().describe("Whether the command ends with 0."),
  lacking: z.array(z.string()).describe("JSONPath of every key that the procedure needs and the snapshot file lacks."),
  config: z.string().nullable().describe("The config file that it was judged by; null where `--config` named none."),
  ...verdictKeys,
});

const reference = z.string().describe("As a config names it: `builtin:deploy`, or a path.");

/** What `gatehouse procedures list --format json` prints. */
export const ProceduresListDocument = z.strictObject({
  procedures: z.array(ProcedureSummary.extend({ reference })).describe("Those that come with Gatehouse."),
});

/** What `gatehouse procedures show --format json` prints. */
export const ProceduresShowDocument = ProcedureOutline.extend({ reference });
