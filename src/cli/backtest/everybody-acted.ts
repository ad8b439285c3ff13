import type { Ledger, LedgerEntry } from "../../evidence/ledger.ts";
import type { Snapshot } from "../../evidence/snapshot.ts";
import { stepsOf } from "../../evaluation/judge-phase.ts";
import type { Procedure, Step } from "../../procedures/model.ts";
import type { Policy } from "../../procedures/policy.ts";
import { SOMEBODY } from "../simulate/ticks-in.ts";

/**
 * A past in which everybody who may did whatever can be done by a box or a word: every box is ticked, every decision is a go, of each
 * choice the first option is picked. What is open even then was held by something else.
 */
export const everybodyActed = ({ procedures }: Policy, snapshot: Snapshot, at: Date): Ledger =>
  procedures.flatMap(({ procedure }) =>
    procedure.phases.flatMap((phase) =>
      stepsOf(phase).flatMap((step) => actsOn(step, { procedure, snapshot, at: at.toISOString() })),
    ),
  );

interface Acting {
  readonly procedure: Procedure;
  readonly snapshot: Snapshot;
  readonly at: string;
}

const actsOn = (step: Step, acting: Acting): readonly LedgerEntry[] => {
  const { require, steps } = step;
  const chosen = require.kind === "choice" ? steps.slice(0, 1) : steps;
  return [...ownActs(step, acting), ...chosen.flatMap((child) => actsOn(child, acting))];
};

const ownActs = ({ id, title, require }: Step, { procedure, snapshot, at }: Acting): readonly LedgerEntry[] => {
  const { headSha: commit, base } = snapshot;
  const common = { procedure: procedure.id, step: id, by: SOMEBODY, at, via: "command", permission: "write" } as const;
  const ticker = require.ticker();
  const decider = require.decider();
  return [
    ...(ticker === undefined ? [] : [{ act: "tick", ...common, text: title, ...roleOf(ticker.role) } as const]),
    ...(decider === undefined
      ? []
      : [{ act: "decide", word: "go", ...common, commit, base, ...roleOf(decider) } as const]),
  ];
};

const roleOf = (role: string | undefined): { readonly role?: string } => (role === undefined ? {} : { role });
