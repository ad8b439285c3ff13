import type { z } from "zod";
import { parts } from "./combine.ts";
import type { AnyKind, Requirement } from "./define.ts";
import { met, unmet, waiting, type Open, type Outcome } from "./outcome.ts";

/**
 * The opposite of a requirement. What could not be told stays an error, what is awaited stays awaited, and what lacks that by which it
 * is judged stays unmet: the opposite is not known either.
 */
export const not = (nested: z.ZodType<Requirement>): AnyKind => ({
  kind: "not",
  about:
    "This requirement is surely not met: nothing that it is judged by is missing, and no person, check or clock is awaited.",
  schema: nested.transform(notThis),
});

const notThis = (child: Requirement): Requirement => ({
  kind: "not",
  settings: { kind: child.kind, settings: child.settings },
  ...parts([child]),
  describe: () => `not ${["all", "any"].includes(child.kind) ? `(${child.describe()})` : child.describe()}`,
  judge: (snapshot, judging) => opposite(child.judge(snapshot, judging), child),
});

const opposite = (outcome: Outcome, child: Requirement): Outcome => {
  switch (outcome.state) {
    case "error":
      return outcome;
    case "met":
      return unmet({
        code: "not/met",
        reason: `This must not be so: ${outcome.reason}`,
        remedy: `Change what is there, so that this no longer holds: ${child.describe()}.`,
        short: `${child.kind.replaceAll("_", " ")} in the way`,
        actors: [{ kind: "writers" }],
        ...(outcome.wakeAt === undefined ? {} : { wakeAt: outcome.wakeAt }),
      });
    case "waiting":
      return waiting({
        ...outcome,
        code: "not/waiting",
        reason: `This must not be so, and it is still open whether it will be: ${outcome.reason}`,
        remedy: `Wait until it is settled: ${child.describe()}.`,
      });
    case "unmet":
      if (outcome.unknown === true) return notTold(outcome);
      return met(`As asked, this is not so: ${child.describe()}.`);
  }
};

const notTold = (outcome: Open): Outcome =>
  unmet({
    ...outcome,
    code: "not/unknown",
    reason: `This must not be so, and it can't be told whether it is: ${outcome.reason}`,
  });
