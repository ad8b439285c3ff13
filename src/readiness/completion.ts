import type { ProcedureVerdict, Verdict } from "../evaluation/verdict.ts";
import type { Ledger } from "../evidence/ledger.ts";
import { completionReport } from "../report/completion.ts";
import { followUpAddresses } from "./consequences.ts";
import { onceOnly, STARTED } from "./once.ts";
import type { PublishedItem } from "./publish.ts";
import type { Policed } from "./turn.ts";

/** What a turn came to. */
interface Come {
  readonly verdict: Verdict;
  readonly ledger: Ledger;
}

/** Posts the report that closes a run, once for each procedure: after the merge where something was left to do then, or on an issue. */
export const reportCompletion = async (turn: Policed, { verdict, ledger }: Come): Promise<void> => {
  const { parts, subject, policy, reading } = turn;
  if (!policy.comments.status) return;
  const due = verdict.procedures.filter((run) => isThrough(run, verdict.stage) && !isTold(turn.published, run));
  if (due.length === 0) return;
  const followUps = followUpAddresses(await parts.published.get(subject.key), []);
  for (const procedure of due) {
    const marker = `<!-- gatehouse:report ${procedure.id.replaceAll("--", "-%2D")} -->`;
    const text = {
      procedure,
      snapshot: reading.snapshot,
      ledger,
      followUps,
      now: parts.now(),
      timeZone: verdict.timeZone,
      marker,
    };
    await onceOnly(
      turn,
      { kind: "report", name: procedure.id },
      {
        find: () => parts.comments.find(subject, marker),
        create: async () => (await parts.comments.create(subject, completionReport(text))).id,
      },
    );
  }
};

/** A run that the merge alone completes needs no report: the pull request says it all. */
const isThrough = ({ applies, exit, phases }: ProcedureVerdict, stage: Verdict["stage"]): boolean => {
  if (!applies || (exit !== "completed" && exit !== "partial")) return false;
  if (stage === "issue") return true;
  return stage === "after-merge" && phases.some(({ holdsMerge, state }) => !holdsMerge && state !== "not-applicable");
};

const isTold = (published: readonly PublishedItem[], { id }: ProcedureVerdict): boolean =>
  published.some(({ kind, name, digest }) => kind === "report" && name === id && digest !== STARTED);
