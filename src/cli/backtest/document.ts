import { stepKey } from "../../evaluation/verdict.ts";
import type { BacktestDocument } from "../json/backtest.ts";
import type { Backtested, Judged } from "./backtested.ts";
import type { OpenStep } from "./judge-past.ts";
import type { MergedPulls } from "./merged-pulls.ts";

interface Made extends Backtested {
  readonly merged: MergedPulls;
  readonly judgedBy: string;
  readonly calls: BacktestDocument["calls"];
}

/** The answer of `backtest`, which every format prints. */
export const documentOf = ({ judged, stoppedUntil, merged, judgedBy, calls }: Made): BacktestDocument => {
  const count = (outcome: Judged["outcome"]): number => judged.filter((one) => one.outcome === outcome).length;
  return {
    repository: merged.repository,
    base: merged.base,
    judgedBy,
    complete: judged.length === merged.pulls.length && count("unread") === 0,
    retryAt: stoppedUntil?.toISOString() ?? null,
    counts: {
      total: judged.length,
      held: count("held"),
      passed: count("passed"),
      undecided: count("undecided"),
      undetermined: count("undetermined"),
      notApplicable: count("not-applicable"),
      unread: count("unread"),
    },
    steps: stepsOf(judged),
    pulls: judged.map(pullOf),
    limits: limitsOf(judged),
    calls,
  };
};

const NOTHING = { held: [], asked: [], undetermined: [] };

const pullOf = (judged: Judged): BacktestDocument["pulls"][number] => {
  const { number } = judged.pull.subject;
  const { title, url, mergedAt } = judged.pull;
  const head = { number, title, url, mergedAt: mergedAt.toISOString(), outcome: judged.outcome };
  if (judged.outcome === "unread") return { ...head, ...NOTHING, why: judged.why };
  const { held, asked, undetermined } = judged;
  return { ...head, held: [...held], asked: [...asked], undetermined: [...undetermined] };
};

type Kind = "held" | "asked" | "undetermined";

const stepsOf = (judged: readonly Judged[]): BacktestDocument["steps"] => {
  const all = judged.flatMap((one) =>
    one.outcome === "unread"
      ? []
      : (["held", "asked", "undetermined"] as const).flatMap((kind) =>
          one[kind].map((step) => ({ kind, step, number: one.pull.subject.number })),
        ),
  );
  const byKey = new Map<string, Seen[]>();
  for (const seen of all) {
    const key = stepKey(seen.step.procedure, seen.step.step);
    byKey.set(key, [...(byKey.get(key) ?? []), seen]);
  }
  return [...byKey.values()]
    .flatMap((seen) => rowOf(seen))
    .toSorted((one, other) => other.held.length - one.held.length || other.asked - one.asked);
};

interface Seen {
  readonly kind: Kind;
  readonly step: OpenStep;
  readonly number: number;
}

const rowOf = (seen: readonly Seen[]): BacktestDocument["steps"] => {
  const first = seen[0]?.step;
  if (first === undefined) return [];
  const numbers = (kind: Kind): number[] => seen.filter((one) => one.kind === kind).map(({ number }) => number);
  const { procedure, step, title } = first;
  const held = numbers("held");
  return [
    { procedure, step, title, held, asked: numbers("asked").length, undetermined: numbers("undetermined").length },
  ];
};

const limitsOf = (judged: readonly Judged[]): string[] => {
  const edited = judged.filter(({ pull }) => pull.isEdited).map(({ pull }) => `#${pull.subject.number}`);
  return [
    "What people would have ticked, decided or waived is not known, so no pull request counts as held for want of a tick or a go. A step that may be waived counts as held where it was not met.",
    "Reviews and checks count as of the merge, files as of the head commit. A review that somebody replaced after the merge, or a check that ran again, does not count at all.",
    "Title, description, labels, milestone, conversations, teams, and the policy itself are those of now.",
    ...(edited.length === 0 ? [] : [`The description was changed after the merge of ${edited.join(", ")}.`]),
  ];
};
