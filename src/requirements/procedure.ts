import { z } from "zod";
import type { ExitState } from "../evidence/exit-states.ts";
import { defineRequirement } from "./define.ts";
import type { DoneProcedure, Judging } from "./judging.ts";
import { judgeIssues } from "./procedure-on-issues.ts";
import { met, undetermined, unmet, waiting, type Outcome } from "./outcome.ts";
import { isSound, Text } from "./settings.ts";
import { listed, quote } from "./wording.ts";

const Settings = z
  .strictObject({
    id: Text.describe("Id of the other procedure."),
    of: z
      .enum(["subject", "issue"])
      .default("subject")
      .describe(
        "Whether it must be complete for this pull request or issue itself, or for every issue that merging closes and on which it runs.",
      ),
    through: Text.optional().describe(
      "Id of a phase: that one and those before it are enough. Without it, the whole procedure.",
    ),
    if_used: z
      .boolean()
      .default(false)
      .describe("Whether nothing is asked for where the config does not use the other procedure. Default: it must."),
    accept: z
      .array(z.enum(["partial"]))
      .default([])
      .describe("`partial`: a procedure with steps that were put off counts as complete."),
  })
  .refine(({ of, through }) => of === "subject" || through === undefined, {
    path: ["through"],
    error: "`through` goes with `of: subject`; of an issue only the whole procedure is known.",
    when: isSound,
  });
type Settings = z.output<typeof Settings>;

/** One procedure builds on another: what comes first is named, and what is left of it. */
export const procedure = defineRequirement({
  kind: "procedure",
  about: "Another procedure is complete.",
  settings: z.union([Text.transform((id) => Settings.parse({ id })), Settings]),
  needs: [],
  alsoNeeds: ({ of }) => (of === "issue" ? ["linkedIssues", "issueProcedures"] : []),
  describe: ({ id, of, through, if_used }) =>
    `${quote(id)}${if_used ? " (where it is used)" : ""} complete${through === undefined ? "" : ` through ${quote(through)}`}${of === "issue" ? " on the linked issue" : ""}`,
  judge: (settings, facts, judging) =>
    settings.of === "issue"
      ? judgeIssues({ id: settings.id, isComplete: (exit) => isComplete(exit, settings) }, facts)
      : judgeSubject(settings, judging),
});

const judgeSubject = (settings: Settings, { procedures }: Judging): Outcome => {
  const done = procedures.find(({ id }) => id === settings.id);
  if (done === undefined)
    return settings.if_used ? met(`The procedure ${quote(settings.id)} is not used here.`) : unknown(settings);
  if (!done.applies) return met(`${quote(done.title)} does not apply: ${done.reason}`);
  if (done.exit === "aborted" || done.exit === "rolled-back") return ended(done);
  if (settings.through !== undefined && done.phases.length > 0) return judgeThrough(settings.through, done, settings);
  if (isComplete(done.exit, settings))
    return met(`${quote(done.title)} is complete${done.exit === "partial" ? BUT : ""}.`);
  return done.exit === "partial" ? putOff(done) : incomplete(done, openOf(done.phases));
};

const isComplete = (exit: ExitState, { accept }: Settings): boolean =>
  exit === "completed" || (exit === "partial" && accept.includes("partial"));

const judgeThrough = (through: string, done: DoneProcedure, { accept }: Settings): Outcome => {
  const last = done.phases.findIndex(({ id }) => id === through);
  if (last === -1) return unknownPhase(through, done);
  const asked = done.phases.slice(0, last + 1);
  const open = openOf(asked);
  if (open.length > 0) return incomplete(done, open);
  const isPartial = asked.some(({ partial }) => partial === true);
  if (isPartial && !accept.includes("partial")) return putOff(done);
  return met(
    `${quote(done.title)} is complete through ${quote(done.phases[last]?.title ?? through)}${isPartial ? BUT : ""}.`,
  );
};

const BUT = ", but for what was put off";

const openOf = (phases: DoneProcedure["phases"]): readonly string[] =>
  phases.filter(({ complete }) => !complete).map(({ title }) => title);

const incomplete = (done: DoneProcedure, open: readonly string[]): Outcome => {
  const left = listed(open.map(quote));
  const phases = open.length === 1 ? "the phase" : "the phases";
  const why = open.length === 0 ? done.reason : `${phases} ${left} ${open.length === 1 ? "is" : "are"} open.`;
  const outcome = {
    code: "procedure/incomplete",
    reason: `${quote(done.title)} is not complete: ${why}`,
    remedy: `First do what is left of ${quote(done.title)}${open.length === 0 ? "" : `: ${phases} ${left}`}.`,
    short: `${done.id} first`,
    actors: [{ kind: "writers" as const }],
  };
  return done.exit === "in-progress" ? waiting(outcome) : unmet(outcome);
};

const putOff = (done: DoneProcedure): Outcome =>
  unmet({
    code: "procedure/partial",
    reason: `${quote(done.title)} is complete but for steps that were put off.`,
    remedy: `Do what was put off in ${quote(done.title)}, or let this step accept ${quote("partial")}.`,
    short: `${done.id} is partial`,
    actors: [{ kind: "writers" }],
  });

const ended = (done: DoneProcedure): Outcome => {
  const how = done.exit === "aborted" ? "aborted" : "rolled back";
  return unmet({
    code: `procedure/${done.exit}`,
    reason: `${quote(done.title)} was ${how}.`,
    remedy: `Take ${quote(done.title)} up again and complete it.`,
    short: `${done.id} ${how}`,
    actors: [{ kind: "writers" }],
  });
};

const unknown = ({ id }: Settings): Outcome =>
  undetermined({
    code: "procedure/unknown",
    reason: `There is no procedure ${quote(id)} here.`,
    remedy: `Add ${quote(id)} under \`procedures\` in \`.github/gatehouse.yml\`, or correct its id in the procedure.`,
    short: `${id} unknown`,
  });

const unknownPhase = (through: string, { title, phases }: DoneProcedure): Outcome =>
  undetermined({
    code: "procedure/unknown-phase",
    reason: `${quote(title)} has no phase ${quote(through)}; it has ${listed(phases.map(({ id }) => quote(id)))}.`,
    remedy: `Correct \`through\` in the procedure.`,
    short: "phase unknown",
  });
