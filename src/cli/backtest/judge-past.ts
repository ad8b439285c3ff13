import { evaluate } from "../../evaluation/evaluate.ts";
import { isOpen, obligations } from "../../evaluation/gates.ts";
import { stepKey, type StepVerdict, type Verdict } from "../../evaluation/verdict.ts";
import type { Ledger } from "../../evidence/ledger.ts";
import type { Snapshot } from "../../evidence/snapshot.ts";
import type { Policy } from "../../procedures/policy.ts";
import { everybodyActed } from "./everybody-acted.ts";

/** How a procedure would have taken a pull request at the moment of its merge. */
export type Outcome = "held" | "passed" | "undecided" | "undetermined" | "not-applicable";

/** A step that was open, whatever the reason. */
export interface OpenStep {
  readonly procedure: string;
  readonly step: string;
  readonly title: string;
  readonly reason: string;
}

export interface PastVerdict {
  readonly outcome: Outcome;
  /** Steps that were open whatever people had ticked or said. */
  readonly held: readonly OpenStep[];
  /** Steps that ask people for a tick or a word, of which nothing is known of the past. */
  readonly asked: readonly OpenStep[];
  /** Steps of which it can't be told any more. */
  readonly undetermined: readonly OpenStep[];
}

interface Past {
  readonly policy: Policy;
  /** As it was before the merge. */
  readonly snapshot: Snapshot;
  readonly mergedAt: Date;
}

/**
 * Judges a pull request as if nobody had acted by a box or a word, and as if everybody had, in every way that can be. What is open each
 * time held it; what is open the first time and not always only asked people, and is not counted.
 */
export const judgePast = ({ policy, snapshot, mergedAt }: Past): PastVerdict => {
  const judged = (ledger: Ledger): Verdict => evaluate({ policy, snapshot, ledger, now: mergedAt });
  const silent = openIn(judged([]));
  const verdicts = everybodyActed(policy, snapshot, mergedAt).map(judged);
  const acted = verdicts.map(openIn);
  const still = [...silent.keys()].filter((key) => acted.every((open) => open.has(key)));
  const best = still.flatMap((key) => leastOf(acted.flatMap((open) => open.get(key) ?? [])));
  const held = best.filter(({ step: { state } }) => state !== "error" && state !== "locked");
  const undetermined = best.filter(({ step: { state } }) => state === "error");
  const asked = [...silent.values()].filter(({ step, key }) => step.state !== "error" && !still.includes(key));
  const applying = (verdicts[0]?.procedures ?? []).filter(({ applies }) => applies);
  const problems = applying.flatMap(({ id, problem }) =>
    problem === undefined ? [] : [{ procedure: id, step: id, title: "Whether it applies", reason: problem.reason }],
  );
  const found = {
    held: held.map(said),
    asked: asked.map(said),
    undetermined: [...problems, ...undetermined.map(said)],
  };
  return { outcome: applying.length === 0 ? "not-applicable" : outcomeOf(found), ...found };
};

/** Of one step in several pasts the one that holds least: in one of them it may be locked only, or not be known. */
const leastOf = (found: readonly Open[]): readonly Open[] =>
  found.toSorted((one, other) => RANK[one.step.state] - RANK[other.step.state]).slice(0, 1);

const RANK = {
  locked: 0,
  error: 1,
  waiting: 2,
  unmet: 3,
  met: 0,
  waived: 0,
  deferred: 0,
  "not-applicable": 0,
} as const satisfies Record<StepVerdict["state"], number>;

const outcomeOf = ({ held, asked, undetermined }: Omit<PastVerdict, "outcome">): Outcome => {
  if (held.length > 0) return "held";
  if (undetermined.length > 0) return "undetermined";
  return asked.length > 0 ? "undecided" : "passed";
};

interface Open {
  readonly key: string;
  readonly procedure: string;
  readonly step: StepVerdict;
}

/** What the merge would wait for, by step key: also of procedures on trial, because that is what trying one out is for. */
const openIn = ({ procedures }: Verdict): ReadonlyMap<string, Open> =>
  new Map(
    procedures
      .filter(({ applies }) => applies)
      .flatMap(({ id, phases }) =>
        obligations(phases.filter(({ holdsMerge }) => holdsMerge))
          .filter(isOpen)
          .map((step) => [stepKey(id, step.id), { key: stepKey(id, step.id), procedure: id, step }] as const),
      ),
  );

const said = ({ procedure, step }: Open): OpenStep => ({
  procedure,
  step: step.id,
  title: step.title,
  reason: step.reason,
});
