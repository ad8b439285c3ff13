import { IANAZone } from "luxon";
import { z } from "zod";
import { EXIT_STATES } from "../evidence/exit-states.ts";
import type { Finding } from "../procedures/finding.ts";
import type { Actor } from "../requirements/outcome.ts";
import type { GateVerdict, PhaseVerdict, ProcedureVerdict, StepVerdict, Verdict } from "./verdict.ts";

/** JSON has no dates: they are kept as ISO 8601 and revived on reading. */
const moment = z.iso.datetime().transform((text) => new Date(text));

const ActorShape: z.ZodType<Actor> = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("role"), role: z.string(), people: z.array(z.string()) }),
  z
    .object({ kind: z.literal("author"), login: z.string().optional() })
    .transform(({ kind, login }) => ({ kind, login })),
  z.object({ kind: z.literal("writers") }),
  z.object({ kind: z.literal("login"), login: z.string() }),
  z.object({ kind: z.literal("automation"), name: z.string() }),
  z.object({ kind: z.literal("clock") }),
]);

const EvidenceShape = z.object({
  text: z.string(),
  url: z.string().exactOptional(),
  approval: z.object({ by: z.string(), at: z.string(), via: z.enum(["review", "command"]) }).exactOptional(),
});

const StepShape: z.ZodType<StepVerdict> = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(["met", "unmet", "waiting", "locked", "waived", "deferred", "not-applicable", "error"]),
  code: z.string().optional(),
  reason: z.string(),
  remedy: z.string(),
  short: z.string(),
  actors: z.array(ActorShape),
  evidence: z.array(EvidenceShape),
  wakeAt: moment.optional(),
  opensAt: moment.optional(),
  optional: z.boolean(),
  waivable: z.boolean(),
  help: z.string().optional(),
  decides: z.object({ role: z.string() }).optional(),
  option: z.boolean().optional(),
  box: z
    .object({
      ticked: z.boolean(),
      by: z.string().optional(),
      at: z.string().optional(),
      note: z.string().optional(),
      role: z.string().optional(),
      humansOnly: z.boolean(),
      afterMs: z.number().exactOptional(),
    })
    .optional(),
  get steps(): z.ZodType<readonly StepVerdict[]> {
    return z.array(StepShape);
  },
});

const PhaseShape: z.ZodType<PhaseVerdict> = z.object({
  id: z.string(),
  title: z.string(),
  blocks: z.enum(["merge", "deploy"]).nullable(),
  environments: z.array(z.string()),
  starts: z.string().optional(),
  state: z.enum(["complete", "open", "locked", "not-applicable"]),
  holdsMerge: z.boolean(),
  steps: z.array(StepShape),
  reason: z.string().optional(),
  openedAt: moment.optional(),
  runsSince: moment.nullable().optional(),
  rolledBackAt: moment.optional(),
  dueAt: moment.optional(),
});

const ProcedureShape: z.ZodType<ProcedureVerdict> = z.object({
  id: z.string(),
  title: z.string(),
  version: z.string().optional(),
  source: z.object({ reference: z.string(), url: z.string().exactOptional() }),
  mode: z.enum(["enforce", "shadow"]),
  applies: z.boolean(),
  reason: z.string(),
  problem: z.object({ code: z.string(), reason: z.string(), remedy: z.string(), short: z.string() }).optional(),
  exit: z.enum(EXIT_STATES),
  exitReason: z.string().optional(),
  tell: z.array(z.string()).exactOptional(),
  parameters: z.record(z.string(), z.string()),
  phases: z.array(PhaseShape),
});

const opened = z.object({ by: z.array(z.string()), reason: z.string(), until: moment }).optional();

const GateShape: z.ZodType<GateVerdict> = z.object({
  gate: z.enum(["merge", "deploy"]),
  environment: z.string().optional(),
  state: z.enum(["open", "awaiting", "shut"]),
  left: z.number(),
  overridden: opened,
  needsAnother: opened,
  reason: z.string().optional(),
  total: z.number(),
});

const FindingShape: z.ZodType<Finding> = z.object({
  code: z.string(),
  severity: z.enum(["error", "warning"]),
  message: z.string(),
  file: z.string(),
  line: z.number(),
  column: z.number(),
});

const Findings = z.array(FindingShape);

const VerdictShape: z.ZodType<Verdict> = z.object({
  stage: z.enum(["merge", "after-merge", "issue"]),
  mode: z.enum(["enforce", "shadow"]),
  procedures: z.array(ProcedureShape),
  gates: z.array(GateShape),
  findings: Findings,
  wakeAt: moment.optional(),
  timeZone: z
    .string()
    .refine((zone) => IANAZone.isValidZone(zone))
    .optional(),
  evaluatedAt: moment,
});

/** A verdict that was kept as JSON; undefined where it has a shape that this release does not know, such as one of another release. */
export const storedVerdict = (stored: unknown): Verdict | undefined => VerdictShape.safeParse(stored).data;

/** Findings that were kept as JSON; undefined as above. */
export const storedFindings = (stored: unknown): readonly Finding[] | undefined => Findings.safeParse(stored).data;
