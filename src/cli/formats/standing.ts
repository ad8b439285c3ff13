import type { PhaseVerdict, ProcedureVerdict, Verdict } from "../../evaluation/verdict.ts";
import { isSound } from "../../procedures/finding.ts";
import { EXITS } from "../../report/exits.ts";
import { counting } from "../../report/stage.ts";

/** How the run stands and which open phases have a time, a sentence each; none where nothing is judged. */
export const standing = (verdict: Verdict): readonly string[] =>
  isSound(verdict.findings)
    ? counting(verdict)
        .filter(({ problem }) => problem === undefined)
        .flatMap((procedure) => [exitSentence(procedure), ...procedure.phases.flatMap(dueSentence)])
    : [];

/** What blocks a run stands below, step by step; why it ended does not. */
const exitSentence = ({ exit, exitReason }: ProcedureVerdict): string => {
  const ended = exit === "aborted" || exit === "rolled-back";
  return `Exit state: ${EXITS[exit]}.${ended && exitReason !== undefined ? ` ${exitReason}` : ""}`;
};

const dueSentence = ({ title, state, dueAt, reason }: PhaseVerdict): readonly string[] =>
  state === "open" && dueAt !== undefined && reason !== undefined ? [`“${title}”: ${reason}`] : [];
