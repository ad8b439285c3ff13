import type { z } from "zod";
import type { Snapshot } from "../evidence/snapshot.ts";
import { printed } from "../procedures/leaves.ts";
import { everyStep } from "../procedures/model.ts";
import { resolveParameters } from "../procedures/parameters.ts";
import type { Policy } from "../procedures/policy.ts";
import { stepsOf } from "./judge-phase.ts";

/** A kind of requirement by its name and the shape of its settings. */
interface Kind<Settings> {
  readonly kind: string;
  readonly settings: z.ZodType<Settings>;
}

/** One requirement of that kind, as a procedure of this kind of subject asks for it. */
interface AskedFor<Settings> {
  readonly settings: Settings;
  readonly snapshot: Snapshot;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Every requirement of one kind that procedures ask of this kind of subject, in reading order; then the kind's defaults. */
export const askedSettings = <Settings>(
  { kind, settings: shape }: Kind<Settings>,
  policy: Pick<Policy, "procedures">,
  snapshot: Snapshot,
): readonly AskedFor<Settings>[] => {
  const asked = policy.procedures
    .filter(({ procedure }) => procedure.subject === snapshot.subject.kind)
    .flatMap(({ procedure }) => {
      const { values: parameters } = resolveParameters(procedure, snapshot);
      return procedure.phases
        .flatMap((phase) => everyStep(stepsOf(phase)))
        .flatMap(({ require }) => printed({ kind: require.kind, settings: require.settings }))
        .filter((one) => one.kind === kind)
        .map(({ settings }) => ({ given: settings, parameters }));
    });
  return [...asked, { given: {}, parameters: {} }].flatMap(({ given, parameters }) => {
    const { data: settings } = shape.safeParse(given);
    return settings === undefined ? [] : [{ settings, snapshot, parameters }];
  });
};
