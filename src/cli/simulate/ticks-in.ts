import type { Ledger } from "../../evidence/ledger.ts";
import { boxesOf } from "../../evaluation/boxes.ts";
import { stepsOf } from "../../evaluation/judge-phase.ts";
import { stepKey } from "../../evaluation/verdict.ts";
import { everyStep } from "../../procedures/model.ts";
import type { Policy } from "../../procedures/policy.ts";
import type { OwnComment } from "../../readiness/ports.ts";

/** Stands for whoever ticked: the checklist does not say who it was. */
export const SOMEBODY = { login: "somebody", type: "User" } as const;

/**
 * The ticks that a checklist comment shows, as if each was made by somebody who may: Gatehouse unticks what it does not accept, so a box
 * that stayed ticked was accepted, unless it was ticked a moment ago.
 */
export const ticksIn = ({ body, editedAt }: OwnComment, policy: Policy, readAt: string): Ledger => {
  const roles = tickersIn(policy);
  return [...boxesOf(body)].flatMap(([key, { procedure, step, checked, text }]) => {
    if (!checked) return [];
    const role = roles.get(key);
    return [
      {
        act: "tick",
        procedure,
        step,
        by: SOMEBODY,
        at: editedAt ?? readAt,
        via: "recovered",
        permission: "write",
        text,
        ...(role === undefined ? {} : { role }),
      },
    ];
  });
};

/** The role that ticks each step that has one, by step key. */
const tickersIn = ({ procedures }: Policy): ReadonlyMap<string, string> =>
  new Map(
    procedures.flatMap(({ procedure }) =>
      procedure.phases.flatMap((phase) =>
        everyStep(stepsOf(phase)).flatMap(({ id, require }) => {
          const role = require.ticker()?.role;
          return role === undefined ? [] : [[stepKey(procedure.id, id), role] as const];
        }),
      ),
    ),
  );
