import type { Ledger, LedgerEntry } from "../../evidence/ledger.ts";
import type { Snapshot } from "../../evidence/snapshot.ts";
import { stepsOf } from "../../evaluation/judge-phase.ts";
import { everyStep, type Procedure, type Step } from "../../procedures/model.ts";
import type { Policy } from "../../procedures/policy.ts";
import { SOMEBODY } from "../simulate/ticks-in.ts";

/**
 * Pasts in which everybody who may did whatever can be done by a box or a word: every box is ticked, every decision is a go. They differ
 * in the option that is picked of each choice, so that each option is picked in one of them. What is open in all was held by something else.
 */
export const everybodyActed = (policy: Policy, snapshot: Snapshot, at: Date): readonly Ledger[] =>
  Array.from({ length: mostOptions(policy) }, (_, picked) => acted(policy, { snapshot, at: at.toISOString(), picked }));

const mostOptions = ({ procedures }: Policy): number =>
  procedures
    .flatMap(({ procedure }) => procedure.phases.flatMap((phase) => everyStep(stepsOf(phase))))
    .reduce((most, { require, steps }) => (require.kind === "choice" ? Math.max(most, steps.length) : most), 1);

const acted = ({ procedures }: Policy, acting: Omit<Acting, "procedure">): Ledger =>
  procedures.flatMap(({ procedure }) =>
    procedure.phases.flatMap((phase) => stepsOf(phase).flatMap((step) => actsOn(step, { ...acting, procedure }))),
  );

interface Acting {
  readonly procedure: Procedure;
  readonly snapshot: Snapshot;
  readonly at: string;
  /** Which option of each choice, from 0; of one with fewer options the last. */
  readonly picked: number;
}

const actsOn = (step: Step, acting: Acting): readonly LedgerEntry[] => {
  const { require, steps } = step;
  const chosen = require.kind === "choice" ? steps.slice(0, acting.picked + 1).slice(-1) : steps;
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
