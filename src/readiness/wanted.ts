import { NO_POLICY } from "../procedures/policy.ts";
import { evaluate } from "../evaluation/evaluate.ts";
import type { Verdict } from "../evaluation/verdict.ts";
import { CHECK_NAME, checkRun, type CheckContext } from "../report/check-run.ts";
import { mergeChecklist, renderChecklist } from "../report/checklist.ts";
import { combineRuns, type NumberedRun } from "../report/combine-runs.ts";
import { shadowTally } from "./adoption/shadow-merges.ts";
import type { Acted } from "./act.ts";
import type { Policed, Turn } from "./turn.ts";
import type { RunSummary } from "./memory.ts";
import type { Reading } from "./ports.ts";
import type { IssuePulls } from "./collect.ts";
import type { Consequence } from "./consequences.ts";
import { digestOf, type Wanted } from "./publish.ts";
import { othersOn } from "./shared-head.ts";
import { statusText, statusWithoutPolicy } from "./status-text.ts";

/** What GitHub is to show after a turn, and what this subject alone says of its head commit. */
export interface TurnWanted extends Wanted {
  readonly own: RunSummary;
  /** The head commit is that of other pull requests, too. */
  readonly isShared: boolean;
}

/** What the verdict wants GitHub to show. A commit that is the head of several pull requests has one check for all of them. */
export const wantedOf = async (turn: Policed, { acted, consequences, pulls }: Settled): Promise<TurnWanted> => {
  const { reading, policy } = turn;
  const { verdict, force, lookAgainAt } = acted;
  const isQuiet = policy.comments.unenforced === false;
  const [shadow, sharing, status] = await Promise.all([
    shadowTally(turn, verdict),
    verdict.stage === "merge" ? sharingOf(turn) : [],
    statusText(turn, { verdict, consequences, pulls }),
  ]);
  const told = { isRequired: isQuiet ? undefined : reading.isRequired, shadow };
  const own = ownRun(turn, { ...reading, ...told }, verdict);
  const others = own === undefined ? [] : sharing;
  const runs = own === undefined ? [] : [combined(turn, own, others)];
  const checklist = policy.comments.checklist ? renderChecklist(verdict) : undefined;
  return {
    runs,
    checklist: lookAgainAt === undefined ? checklist : reading.checklist?.body,
    checklistOver: (fresh) => mergeChecklist({ verdict, seen: reading.checklist?.body, fresh }),
    status,
    force,
    own: summaryOf(own, reading),
    isShared: others.length > 0,
  };
};

const sharingOf = ({ ahead, parts, subject, reading }: Policed): Promise<readonly NumberedRun[]> =>
  ahead?.sharing ?? othersOn(parts.subjects, subject, reading.snapshot.headSha);

/** What acts came to, and what they led to. */
interface Settled {
  readonly acted: Acted;
  readonly consequences: readonly Consequence[];
  /** Of an issue. */
  readonly pulls?: IssuePulls | undefined;
}

/**
 * Where there is no policy: a word only on a pull request that brings a first config, and where a check was written before its
 * config was taken away, because that one would hold the pull request back for ever.
 */
export const withoutPolicy = async (turn: Turn, reading: Reading): Promise<Wanted> => {
  const nothing: Wanted = {
    runs: [],
    checklist: undefined,
    checklistOver: () => undefined,
    status: await statusWithoutPolicy(turn),
    force: false,
  };
  const { headSha } = reading.snapshot;
  const isLeftOver = turn.published.some(
    (item) => item.kind === "check" && item.name === CHECK_NAME && item.headSha === headSha,
  );
  const isFirst = reading.proposal?.isUnread === false;
  if (!isFirst && !isLeftOver) return nothing;
  if ((await othersOn(turn.parts.subjects, turn.subject, headSha)).length > 0) return nothing;
  const verdict = evaluate({ policy: NO_POLICY, snapshot: reading.snapshot, ledger: [], now: turn.parts.now() });
  const own = ownRun(turn, reading, verdict);
  return own === undefined ? nothing : { ...nothing, runs: [own] };
};

type Run = Wanted["runs"][number];

/** An issue has no commit, and after the merge nobody asks for the check any more. */
const ownRun = (
  { subject }: Turn,
  { snapshot, proposal, isRequired, shadow }: Omit<Reading, "isRequired"> & Pick<CheckContext, "shadow" | "isRequired">,
  verdict: Verdict,
): Run | undefined => {
  if (verdict.stage !== "merge") return undefined;
  const gate = verdict.gates.find((one) => one.gate === "merge");
  if (gate === undefined) return undefined;
  const run = checkRun(verdict, gate, {
    repository: `${subject.owner}/${subject.name}`,
    number: subject.number,
    headSha: snapshot.headSha,
    proposal,
    isRequired,
    shadow,
  });
  return { ...run, digest: digestOf(run.digest) };
};

const summaryOf = (run: Run | undefined, { snapshot }: Reading): RunSummary => ({
  headSha: snapshot.headSha,
  ...said(run),
});

const said = (run: Run | undefined) => ({
  conclusion: run?.conclusion ?? ("failure" as const),
  title: run?.title ?? "",
  summary: run?.summary ?? "",
});

const combined = ({ subject }: Turn, own: Run, others: readonly NumberedRun[]): Run => {
  if (others.length === 0) return own;
  const { conclusion, title, summary } = combineRuns([{ number: subject.number, ...said(own) }, ...others]);
  return { ...own, conclusion, title, summary, digest: digestOf(own.digest, conclusion, title) };
};
