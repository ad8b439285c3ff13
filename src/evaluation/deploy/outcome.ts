import { z } from "zod";

/** A step that is still open, as a deployment's report names it. */
export const OpenStep = z.strictObject({
  procedure: z.string().describe("Id of the procedure."),
  step: z
    .string()
    .describe(
      "Id of the step; empty where it could not be determined whether the procedure applies, so that it has none.",
    ),
  title: z.string().describe("The step, as people read it."),
  state: z.enum(["unmet", "waiting", "locked", "error"]).describe("How it stands."),
  reason: z.string().describe("One sentence: why it is open."),
  remedy: z.string().describe("One sentence: what would close it; empty where nothing is to be done."),
  short: z.string().describe("Two to four words for a title."),
  actors: z.array(z.string()).describe("Who can act: logins, roles, or `the clock`."),
  opensAt: z.iso.datetime().optional().describe("Set where the clock alone is awaited: when it closes the step."),
});
export type OpenStep = z.output<typeof OpenStep>;

/** Something of a release's papers: its text and where it stands. */
const Paper = z.strictObject({
  text: z.string().describe("The text as Markdown, as its author wrote it; cut where it is long."),
  url: z.string().optional().describe("Where it stands on GitHub."),
});
export type Paper = z.output<typeof Paper>;

/** Who opened a gate in an emergency, and why. */
const Opened = z.strictObject({ by: z.array(z.string()), reason: z.string(), until: z.iso.datetime() });

/**
 * How one pull request or launch issue of a release stands towards its environment. Plain data: a release remembers it, so that a
 * later look need not read the member again.
 */
export const MemberOutcome = z.strictObject({
  kind: z.enum(["pull_request", "issue"]).describe("What it is."),
  number: z.int().describe("Its number."),
  title: z.string().describe("Its title."),
  url: z.string().describe("Its address on GitHub."),
  author: z.string().nullable().describe("Who opened it; null when the account was deleted."),
  state: z
    .enum(["open", "awaiting", "shut", "never", "not-asked"])
    .describe(
      "`open`: ready to be deployed. `awaiting`: people or the clock are awaited. `shut`: something must change. `never`: it can't become true any more. `not-asked`: no procedure asks anything of it.",
    ),
  reason: z.string().optional().describe("Of `never`, `not-asked`, and where no step says it: one sentence why."),
  left: z.int().describe("Obligations still open."),
  total: z.int().describe("Obligations that apply."),
  steps: z.array(OpenStep).describe("The open ones, those that say most first; at most 20."),
  overridden: Opened.optional().describe("Set when its gate is open only because somebody opened it."),
  lifts: Opened.optional().describe(
    "Set when somebody opened the gate to this environment here, whether or not it needed that: on the pull request that brought the commit, it also lifts what holds the release as a whole.",
  ),
  exempt: z.array(z.string()).describe("The freezes that let it through, each as `NAME (FROM to TO)`."),
  /** Environments that deploy phases of its procedures name, so that a renamed one is found out. */
  names: z.array(z.string()).describe("Environments that its procedures' deploy phases name."),
  everywhere: z.boolean().describe("Whether a deploy phase of its procedures holds for every environment."),
  mode: z.enum(["enforce", "shadow"]).describe("Its policy's mode; in `shadow` nothing is held back."),
  mergedAt: z.iso.datetime({ offset: true }).optional().describe("When it was merged."),
  wakeAt: z.iso.datetime().optional().describe("When time alone changes how it stands."),
  opensAt: z.iso
    .datetime()
    .optional()
    .describe("Set where the clock alone is awaited: from when on it awaits nothing, as far as that is known."),
  notes: Paper.extend({ category: z.string().optional().describe("What the note belongs to, such as `Fixed`.") })
    .optional()
    .describe("Its release note; one that says that there is nothing to note is `NONE`, or begins so."),
  plan: Paper.optional().describe("Its rollback plan."),
});
export type MemberOutcome = z.output<typeof MemberOutcome>;
