import type { PhaseVerdict, ProcedureVerdict, Verdict } from "../evaluation/verdict.ts";
import { timeZoneOf } from "../procedures/time-zone-of.ts";
import { reminder } from "../report/reminder.ts";
import { toBeTold } from "./blocked.ts";
import { onceOnly, STARTED } from "./once.ts";
import type { Policed } from "./turn.ts";

/** Says of each phase that is overdue that it is, once: the status comment shows it from then on. */
export const remind = async (turn: Policed, { procedures }: Pick<Verdict, "procedures">): Promise<void> => {
  const { parts, subject, policy, published } = turn;
  if (!policy.comments.status) return;
  const told = new Set(
    published.flatMap(({ kind, name, digest }) => (kind === "reminder" && digest !== STARTED ? [name] : [])),
  );
  for (const { procedure, phase } of overdueIn(procedures, parts.now())) {
    const name = `${procedure.id}/${phase.id}`;
    if (told.has(name)) continue;
    const marker = `<!-- gatehouse:reminder ${name.replaceAll("--", "-%2D")} -->`;
    const text = reminder({ procedure, phase, tell: toBeTold(policy), marker, timeZone: timeZoneOf(policy) });
    await onceOnly(
      turn,
      { kind: "reminder", name },
      {
        find: () => parts.comments.find(subject, marker),
        create: async () => (await parts.comments.create(subject, text)).id,
      },
    );
  }
};

interface Overdue {
  readonly procedure: ProcedureVerdict;
  readonly phase: PhaseVerdict & { readonly dueAt: Date };
}

/** Nobody is reminded of what was given up or rolled back. */
const overdueIn = (procedures: readonly ProcedureVerdict[], now: Date): readonly Overdue[] =>
  procedures
    .filter(({ applies, exit }) => applies && exit !== "aborted" && exit !== "rolled-back")
    .flatMap((procedure) =>
      procedure.phases.flatMap((phase) => {
        const { dueAt, state } = phase;
        return dueAt === undefined || state !== "open" || dueAt > now
          ? []
          : [{ procedure, phase: { ...phase, dueAt } }];
      }),
    );
