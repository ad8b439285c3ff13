import type { LedgerEntry } from "../evidence/ledger.ts";
import type { Person } from "../evidence/snapshot.ts";
import type { Attempt } from "../evaluation/attempt.ts";
import { stepsCalled } from "../evaluation/find-step.ts";
import type { Verdict } from "../evaluation/verdict.ts";
import { commandLines, type CommandLine } from "../markdown/commands.ts";
import { ambiguousStep, refusal, unknownCommand, unknownStep } from "../report/answers.ts";

/** How a command is answered: with a reaction, and in words where it could not be done. */
export interface Answer {
  readonly guid: string;
  readonly commentId: string;
  readonly refusals: readonly string[];
  readonly recheck: boolean;
}

/** A comment that holds commands. */
interface Commanding {
  readonly guid: string;
  readonly commentId: string;
  readonly body: string;
  readonly by: Person;
  readonly at: string;
}

/** Carries out the commands of one comment, top to bottom. */
export const obey = async (
  comment: Commanding,
  verdict: Verdict,
  enter: (attempt: Attempt) => Promise<LedgerEntry>,
): Promise<Answer> => {
  const refusals: string[] = [];
  let recheck = false;
  for (const line of commandLines(comment.body)) {
    const [verb = ""] = line.words;
    if (verb.toLowerCase() === "recheck") recheck = true;
    else refusals.push(...(await obeyLine(line, { comment, verdict, enter })));
  }
  return { guid: comment.guid, commentId: comment.commentId, refusals, recheck };
};

interface Scene {
  readonly comment: Commanding;
  readonly verdict: Verdict;
  readonly enter: (attempt: Attempt) => Promise<LedgerEntry>;
}

const obeyLine = async (line: CommandLine, scene: Scene): Promise<readonly string[]> => {
  const [verb = "", step = ""] = line.words;
  const attempted = verb.toLowerCase();
  if (attempted !== "tick" && attempted !== "untick") return [unknownCommand(verb)];
  const { comment, verdict, enter } = scene;
  const found = stepsCalled(verdict, step);
  const [only, another] = found;
  if (only === undefined) return [unknownStep(step, verdict)];
  if (another !== undefined) return [ambiguousStep(step, found)];
  const entry = await enter({
    attempted,
    procedure: only.procedure.id,
    step: only.step.id,
    by: comment.by,
    at: comment.at,
    via: "command",
    text: only.step.title,
    delivery: comment.guid,
  });
  return entry.act === "refused" ? [refusal(entry.why)] : [];
};
