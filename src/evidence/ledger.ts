import { z } from "zod";
import { Person } from "./snapshot.ts";

const common = {
  key: z.string().optional().describe("Makes writing the same act twice impossible; set by Gatehouse."),
  procedure: z.string().describe("Id of the procedure."),
  step: z.string().describe("Id of the step."),
  by: Person.describe("Who did it."),
  at: z.iso.datetime({ offset: true }).describe("When."),
  commit: z.string().optional().describe("The head commit at that moment."),
  permission: z
    .enum(["admin", "write", "read", "none"])
    .optional()
    .describe("Repository permission of the person at that moment, as GitHub answered."),
  role: z.string().optional().describe("The role the person acted in, held at that moment."),
  via: z.enum(["comment", "command", "recovered"]).default("comment").describe("How the act reached Gatehouse."),
  delivery: z.string().optional().describe("GUID of the webhook delivery that brought it."),
};

/** A box was ticked. It covers the step's text as it was: when the text changes, the box is open again. */
const Tick = z.strictObject({
  act: z.literal("tick"),
  ...common,
  text: z.string().optional().describe("The step's text that was ticked."),
});
const Untick = z.strictObject({ act: z.literal("untick"), ...common });
const Waive = z.strictObject({
  act: z.literal("waive"),
  ...common,
  reason: z.string().min(1).describe("Why the step does not apply."),
});
/** An act that was not allowed: kept for the record and for the sentence that explains the undoing, never counted. */
const Refused = z.strictObject({
  act: z.literal("refused"),
  ...common,
  attempted: z.enum(["tick", "untick", "waive"]).describe("What the person tried."),
  why: z.string().describe("One sentence: why it was refused."),
});

/** One line of the append-only record of what people did. */
export const LedgerEntry = z
  .discriminatedUnion("act", [Tick, Untick, Waive, Refused])
  .describe("One act of one person.");
export type LedgerEntry = z.output<typeof LedgerEntry>;

/** The shape of a ledger file, in the order in which things happened. */
export const Ledger = z.array(LedgerEntry).describe("What people did, oldest first.");
export type Ledger = z.output<typeof Ledger>;
