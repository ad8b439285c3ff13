import { z } from "zod";
import { Person } from "./snapshot.ts";

/** What every act carries: who, when, with what right, by which way, and what it changed. */
const common = {
  key: z.string().optional().describe("Makes writing the same act twice impossible; set by Gatehouse."),
  by: Person.describe("Who did it."),
  at: z.iso.datetime({ offset: true }).describe("When."),
  commit: z.string().optional().describe("The head commit at that moment."),
  base: z.string().optional().describe("The base branch at that moment; absent on an issue."),
  permission: z
    .enum(["admin", "write", "read", "none"])
    .optional()
    .describe("Repository permission of the person at that moment, as GitHub answered."),
  role: z.string().optional().describe("The role the person acted in, held at that moment."),
  via: z.enum(["comment", "command", "recovered"]).default("comment").describe("How the act reached Gatehouse."),
  comment: z
    .string()
    .optional()
    .describe("Id of the comment that said it: within one second, only these tell what came first."),
  delivery: z.string().optional().describe("GUID of the webhook delivery that brought it."),
  from: z.string().optional().describe("State of the step, gate or procedure before the act."),
  to: z.string().optional().describe("State of the step, gate or procedure after the act."),
};

const onStep = {
  procedure: z.string().describe("Id of the procedure."),
  step: z.string().describe("Id of the step."),
  ...common,
};

const reason = z.string().min(1);

/** A box was ticked. It covers the step's text as it was: when the text changes, the box is open again. */
const Tick = z.strictObject({
  act: z.literal("tick"),
  ...onStep,
  text: z.string().optional().describe("The step's text that was ticked."),
});
/** Takes back whatever opened the step: a tick, a waiver or a deferral. */
const Untick = z.strictObject({ act: z.literal("untick"), ...onStep });
const Waive = z.strictObject({
  act: z.literal("waive"),
  ...onStep,
  reason: reason.describe("Why the step does not apply."),
});
const Defer = z.strictObject({
  act: z.literal("defer"),
  ...onStep,
  reason: reason.describe("Why the step is put off."),
});
/** A go or no-go; the last one counts. `step` is the step that asks for it, `PHASE:gate` where it closes a phase. */
const Decide = z.strictObject({
  act: z.literal("decide"),
  ...onStep,
  word: z.enum(["go", "no-go"]).describe("What was decided."),
  reason: reason.optional().describe("Why; a no-go always has one."),
});
/** A sign-off for a role by command; bound to `commit`. */
const Signoff = z.strictObject({
  act: z.literal("signoff"),
  ...common,
  role: z.string().describe("The role for which the person signs off."),
  reason: reason.optional().describe("What the person said with it."),
});
/** Takes back what the person agreed to for a role, by review or by command. */
const Revoke = z.strictObject({
  act: z.literal("revoke"),
  ...common,
  role: z.string().describe("The role for which the sign-off is taken back."),
});
/** Opens a gate for one commit until it expires. */
const Override = z.strictObject({
  act: z.literal("override"),
  ...common,
  gate: z.string().describe("`merge`, or `deploy/ENVIRONMENT`."),
  reason: reason.describe("Why the gate is opened all the same."),
  expires: z.iso.datetime({ offset: true }).describe("When the gate shuts again."),
});
/** Lets this commit, or this issue, through a freeze; may be said before the freeze begins. */
const Exempt = z.strictObject({
  act: z.literal("exempt"),
  ...common,
  freeze: z.string().describe("The freeze's name in the config."),
  reason: reason.describe("Why the freeze does not hold it."),
  until: z.iso
    .datetime({ offset: true })
    .describe("When the freeze was to end, as the config said then: a later one of the same name is another freeze."),
});
/** Takes back every exemption from a freeze. */
const Unexempt = z.strictObject({
  act: z.literal("unexempt"),
  ...common,
  freeze: z.string().describe("The freeze's name in the config."),
  reason: reason.optional().describe("Why it holds again."),
});
const Abort = z.strictObject({
  act: z.literal("abort"),
  ...common,
  reason: reason.describe("Why it is given up."),
  unreadable: z
    .literal(true)
    .optional()
    .describe(
      "It stands for an act that another version recorded in a way that can't be read, and counts whoever did it.",
    ),
});
/** The run goes on: takes back an abort, and a rollback that was said by mistake. What took place stays so. */
const Resume = z.strictObject({
  act: z.literal("resume"),
  ...common,
  reason: reason.optional().describe("Why it goes on."),
});
const Rollback = z.strictObject({
  act: z.literal("rollback"),
  ...common,
  environment: z.string().optional().describe("Where it was rolled back; absent where nobody said."),
  reason: reason.describe("Why it is rolled back."),
});

/** Everything that people can do, by the word that the record has for it. */
export const ACTS = [
  "tick",
  "untick",
  "waive",
  "defer",
  "decide",
  "signoff",
  "revoke",
  "override",
  "exempt",
  "unexempt",
  "abort",
  "resume",
  "rollback",
] as const;
export type ActName = (typeof ACTS)[number];

/** An act that was not allowed: kept for the record and for the sentence that explains the undoing, never counted. */
const Refused = z.strictObject({
  act: z.literal("refused"),
  ...common,
  procedure: onStep.procedure.optional(),
  step: onStep.step.optional(),
  attempted: z.enum(ACTS).describe("What the person tried."),
  why: z.string().describe("One sentence: why it was refused."),
});

/** One line of the append-only record of what people did. */
export const LedgerEntry = z
  .discriminatedUnion("act", [
    Tick,
    Untick,
    Waive,
    Defer,
    Decide,
    Signoff,
    Revoke,
    Override,
    Exempt,
    Unexempt,
    Abort,
    Resume,
    Rollback,
    Refused,
  ])
  .describe("One act of one person.");
export type LedgerEntry = z.output<typeof LedgerEntry>;

/** An entry of one act. */
export type Entry<Act extends LedgerEntry["act"]> = Extract<LedgerEntry, { readonly act: Act }>;

/** An entry that belongs to a step. */
export type StepEntry = Entry<"tick" | "untick" | "waive" | "defer" | "decide"> | (Entry<"refused"> & OfStep);
interface OfStep {
  readonly procedure: string;
  readonly step: string;
}

/** Whether the entry belongs to a step, rather than to the whole subject or one of its gates. */
export const isOfStep = (entry: LedgerEntry): entry is StepEntry =>
  "step" in entry && entry.step !== undefined && entry.procedure !== undefined;

/** The shape of a ledger file, in the order in which things happened. */
export const Ledger = z.array(LedgerEntry).describe("What people did, oldest first.");
export type Ledger = z.output<typeof Ledger>;
