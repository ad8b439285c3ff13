import type { z } from "zod";
import type { AnyKind, Requirement } from "./define.ts";
import { met, unmet, type Outcome } from "./outcome.ts";

/** The opposite of a requirement. What could not be told stays an error: its opposite is not known either. */
export const not = (nested: z.ZodType<Requirement>): AnyKind => ({
  kind: "not",
  about: "This requirement is not met.",
  schema: nested.transform(notThis),
});

const notThis = (child: Requirement): Requirement => ({
  kind: "not",
  settings: { kind: child.kind, settings: child.settings },
  needs: () => child.needs(),
  ticker: () => child.ticker(),
  describe: () => `not ${child.describe()}`,
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
      });
    case "unmet":
    case "waiting":
      return met(`As asked, this is not so: ${child.describe()}.`);
  }
};
