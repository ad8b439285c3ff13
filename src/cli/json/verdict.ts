import { z } from "zod";
import { EXIT_STATES } from "../../evidence/exit-states.ts";
import { FindingDocument } from "./finding.ts";

const moment = z.iso.datetime();

const Actor = z
  .strictObject({
    kind: z
      .enum(["role", "author", "writers", "login", "automation", "clock"])
      .describe("Holders of a role, the author, everybody with write permission, one person, a machine, or time."),
    role: z.string().optional().describe("Of `role`: its name."),
    people: z.array(z.string()).optional().describe("Of `role`: logins of those who hold it and may."),
    login: z.string().optional().describe("Of `author` and `login`: whose; absent where the account is gone."),
    name: z.string().optional().describe("Of `automation`: what runs."),
  })
  .meta({ id: "Actor", description: "Who can do something about an open step." });

const Box = z.strictObject({
  ticked: z.boolean().describe("Whether it is ticked."),
  by: z.string().optional().describe("By whom."),
  at: z.string().optional().describe("When."),
  note: z.string().optional().describe("Why the last attempt does not count."),
  role: z.string().optional().describe("Whose members may tick; absent: everybody with write permission."),
  humansOnly: z.boolean().describe("Whether Apps may not."),
  afterMs: z
    .int()
    .optional()
    .describe("How long after its phase opened it can be ticked at the earliest, in milliseconds."),
});

const Step = z
  .strictObject({
    id: z.string().describe("Its id."),
    title: z.string().describe("What people read of it."),
    state: z
      .enum(["met", "unmet", "waiting", "locked", "waived", "deferred", "not-applicable", "error"])
      .describe("How it stands; the first, `waived`, `deferred` and `not-applicable` are done."),
    code: z.string().optional().describe("Stable, such as `signoff/too-few`; absent when it is done."),
    reason: z.string().describe("Why, in a sentence."),
    remedy: z.string().describe("What would close it; empty when nothing is to be done."),
    short: z.string().describe("The same in two to four words; empty when nothing is open."),
    actors: z.array(Actor).describe("Who can do something about it."),
    evidence: z
      .array(
        z.strictObject({
          text: z.string().describe("What the proof is."),
          url: z.string().optional().describe("Where it can be seen."),
          approval: z
            .strictObject({
              by: z.string().describe("Login."),
              at: z.string().describe("When, ISO 8601."),
              via: z.enum(["review", "command"]).describe("How."),
            })
            .optional()
            .describe("Who agreed; only of sign-offs."),
        }),
      )
      .describe("The proof of what is met."),
    wakeAt: moment.optional().describe("When time alone changes it."),
    opensAt: moment.optional().describe("When time alone closes it."),
    optional: z.boolean().describe("Whether it is not always needed."),
    waivable: z.boolean().describe("Whether anybody with write permission may waive it."),
    help: z.string().optional().describe("Where to look, or how to do it."),
    decides: z
      .strictObject({ role: z.string().describe("Who says it.") })
      .optional()
      .describe("It asks for a go or no-go."),
    option: z.boolean().optional().describe("Whether it is one of the options of a choice."),
    box: Box.optional().describe("Its box in the checklist comment."),
    get steps() {
      return z.array(Step).describe("Its sub-steps.");
    },
  })
  .meta({ id: "Step", description: "How a step stands." });

const Phase = z.strictObject({
  id: z.string().describe("Its id."),
  title: z.string().describe("What people read of it."),
  blocks: z.enum(["merge", "deploy"]).nullable().describe("What it holds back."),
  environments: z.array(z.string()).describe("Whose deployments; empty: every environment's."),
  starts: z.string().optional().describe("The environment whose deployment opens it."),
  state: z.enum(["complete", "open", "locked", "not-applicable"]).describe("How it stands."),
  holdsMerge: z.boolean().describe("Whether merging waits for it."),
  reason: z.string().optional().describe("Why it is locked or does not apply, or how late it is."),
  openedAt: moment.optional().describe("When a deployment opened it."),
  runsSince: moment.nullable().optional().describe("Since when what was deployed runs there; null: it does no more."),
  rolledBackAt: moment.optional().describe("When what had opened it was rolled back."),
  dueAt: moment.optional().describe("When it should be complete."),
  steps: z.array(Step).describe("Its steps."),
});

const Procedure = z
  .strictObject({
    id: z.string().describe("Its id."),
    title: z.string().describe("What people read of it."),
    version: z.string().optional().describe("Version of the document."),
    source: z
      .strictObject({
        reference: z.string().describe("`builtin:ID`, `owner/name:path`, or the file."),
        url: z.string().optional().describe("Where people can read it."),
      })
      .describe("Where the document is."),
    mode: z.enum(["enforce", "shadow"]).describe("Whether it is only on trial."),
    applies: z.boolean().describe("Whether it applies."),
    reason: z.string().describe("Why, or why not."),
    problem: z
      .strictObject({
        code: z.string().describe("Stable."),
        reason: z.string().describe("What could not be told."),
        remedy: z.string().describe("What to do about it."),
        short: z.string().describe("The same in a few words."),
      })
      .optional()
      .describe("Whether it applies could not be told, which holds everything back."),
    exit: z.enum(EXIT_STATES).describe("How its run stands."),
    exitReason: z.string().optional().describe("Why it ended, and by whom."),
    tell: z.array(z.string()).optional().describe("Roles that the config wants to be told."),
    parameters: z.record(z.string(), z.string()).describe("Values of its parameters."),
    phases: z.array(Phase).describe("Its phases; none when it does not apply."),
  })
  .meta({ id: "ProcedureVerdict", description: "How a procedure stands." });

const Opened = z.strictObject({
  by: z.array(z.string()).describe("Who said so."),
  reason: z.string().describe("Why."),
  until: moment.describe("When it shuts again."),
});

const Gate = z
  .strictObject({
    gate: z.enum(["merge", "deploy"]).describe("What it holds back."),
    environment: z.string().optional().describe("Of `deploy`: where to; absent: everywhere."),
    state: z.enum(["open", "awaiting", "shut"]).describe("`awaiting`: only people or the clock are awaited."),
    left: z.int().describe("Steps that are open."),
    total: z.int().describe("Steps that there are, sub-steps included."),
    overridden: Opened.optional().describe("Somebody opened it although something is left."),
    needsAnother: Opened.optional().describe("The author opened it, and somebody else has to as well."),
    reason: z.string().optional().describe("Why it is shut where no step says so."),
  })
  .meta({ id: "Gate", description: "How a gate stands." });

/** The keys of a verdict, as several commands print them. */
export const verdictKeys = {
  stage: z
    .enum(["merge", "after-merge", "issue"])
    .describe("What is at stake: the merge, the deployments and what follows them, or what an issue asks for."),
  mode: z.enum(["enforce", "shadow"]).describe("The config's mode; without a config always `enforce`."),
  gates: z.array(Gate).describe("What is held back."),
  procedures: z.array(Procedure).describe("Each procedure; none where the document is not valid."),
  findings: z.array(FindingDocument).describe("What is wrong with the documents; an error holds everything back."),
  wakeAt: moment.optional().describe("When time alone changes something; absent when it does not."),
  timeZone: z
    .string()
    .optional()
    .describe("The time zone in which the config's windows and freezes are, where they agree; reasons speak in it."),
  evaluatedAt: moment.describe("The moment it was judged at."),
};
