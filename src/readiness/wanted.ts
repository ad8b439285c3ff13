import type { Policy } from "../procedures/policy.ts";
import { evaluate } from "../evaluation/evaluate.ts";
import type { Verdict } from "../evaluation/verdict.ts";
import { checkRun } from "../report/check-run.ts";
import { mergeChecklist, renderChecklist } from "../report/checklist.ts";
import { combineRuns, type NumberedRun } from "../report/combine-runs.ts";
import { statusComment } from "../report/status.ts";
import type { Acted } from "./act.ts";
import type { Policed, Turn } from "./turn.ts";
import { memoryOf, type RunSummary } from "./memory.ts";
import type { Reading } from "./ports.ts";
import { digestOf, type Wanted } from "./publish.ts";

/** What GitHub is to show after a turn, and what this subject alone says of its head commit. */
export interface TurnWanted extends Wanted {
  readonly own: RunSummary;
}

/** What the verdict wants GitHub to show. A commit that is the head of several pull requests has one check for all of them. */
export const wantedOf = async (turn: Policed, { verdict, force, lookAgainAt }: Acted): Promise<TurnWanted> => {
  const { reading, policy } = turn;
  const own = ownRun(turn, reading, verdict);
  const runs = own === undefined ? [] : [combined(turn, own, await othersOn(turn, reading))];
  const checklist = policy.comments.checklist ? renderChecklist(verdict) : undefined;
  return {
    runs,
    checklist: lookAgainAt === undefined ? checklist : reading.checklist?.body,
    checklistOver: (fresh) => mergeChecklist({ verdict, seen: reading.checklist?.body, fresh }),
    status: policy.comments.status ? statusComment(verdict) : undefined,
    force,
    own: summaryOf(own),
  };
};

/** Where there is no policy: a word only on a pull request that brings a first config. */
export const withoutPolicy = (turn: Turn, reading: Reading): Wanted => {
  const nothing: Wanted = {
    runs: [],
    checklist: undefined,
    checklistOver: () => undefined,
    status: undefined,
    force: false,
  };
  if (reading.proposal === undefined) return nothing;
  const verdict = evaluate({ policy: NO_POLICY, snapshot: reading.snapshot, ledger: [], now: turn.parts.now() });
  const own = ownRun(turn, reading, verdict);
  return own === undefined ? nothing : { ...nothing, runs: [own] };
};

const NO_POLICY: Policy = {
  roles: {},
  mode: "enforce",
  comments: { checklist: false, status: false, issues: false },
  procedures: [],
  findings: [],
};

type Run = Wanted["runs"][number];

const ownRun = ({ subject }: Turn, { snapshot, proposal }: Reading, verdict: Verdict): Run | undefined => {
  const gate = verdict.gates.find((one) => one.gate === "merge");
  if (gate === undefined) return undefined;
  const run = checkRun(verdict, gate, {
    repository: `${subject.owner}/${subject.name}`,
    number: subject.number,
    headSha: snapshot.headSha,
    proposal,
  });
  return { ...run, digest: digestOf(run.digest) };
};

const summaryOf = (run: Run | undefined): RunSummary => ({
  conclusion: run?.conclusion ?? "failure",
  title: run?.title ?? "",
  summary: run?.summary ?? "",
});

/** What the other open pull requests with this head commit last said of it. */
const othersOn = async ({ parts, subject }: Turn, { snapshot }: Reading): Promise<readonly NumberedRun[]> => {
  const same = await parts.subjects.bySha(subject.repositoryId, snapshot.headSha);
  return same.flatMap(({ key, number, state, memory }) => {
    const run = memoryOf(memory)?.run;
    if (key === subject.key || state !== "open" || number === undefined || run === undefined) return [];
    return [{ number, ...run }];
  });
};

const combined = ({ subject }: Turn, own: Run, others: readonly NumberedRun[]): Run => {
  if (others.length === 0) return own;
  const { conclusion, title, summary } = combineRuns([{ number: subject.number, ...summaryOf(own) }, ...others]);
  return { ...own, conclusion, title, summary, digest: digestOf(own.digest, conclusion, title) };
};
