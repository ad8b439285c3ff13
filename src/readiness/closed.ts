import { commandLines } from "../markdown/commands.ts";
import { closed } from "../report/answers.ts";
import type { Verb } from "../report/commands.ts";
import { answer } from "./answer.ts";
import type { Answer } from "./command.ts";
import { verbIn } from "./grammar.ts";
import type { DeliveredChange } from "./known.ts";
import type { Turn } from "./turn.ts";

/**
 * Answers commands on what is not followed any more, so that nobody waits for what won't come; in a word only where Gatehouse was at
 * work before. Reads nothing.
 */
export const answerClosed = async (turn: Omit<Turn, "published">): Promise<void> => {
  const { parts, subject, changes, memory } = turn;
  const said = [{ refused: true, text: closed(subject.kind) }];
  const answers = changes.flatMap((delivered) => commandOf(delivered, said));
  if (answers.length === 0 || memory?.configured !== true) return;
  const published = await parts.published.get(subject.key);
  if (published.some(({ kind }) => kind === "check" || kind === "checklist" || kind === "status"))
    await answer({ ...turn, published }, { acted: { answers }, consequences: [] });
};

/** Whether somebody asks for what makes sense of a merged pull request, although nothing was left to follow. */
export const asksAfterMerge = ({ changes, memory }: Pick<Turn, "changes" | "memory">): boolean =>
  memory?.record?.mergedAt !== undefined &&
  changes.some(({ change: { act: done } }) => done?.kind === "command" && holdsAny(done.body, AFTER_MERGE));

const AFTER_MERGE: ReadonlySet<Verb> = new Set([
  "rollback",
  "resume",
  "override",
  "exempt",
  "unexempt",
  "explain",
  "help",
]);

const holdsAny = (body: string, verbs: ReadonlySet<Verb>): boolean =>
  commandLines(body).some(({ rest }) => {
    const verb = verbIn(rest);
    return verb !== undefined && verbs.has(verb);
  });

const commandOf = (
  { guid, change: { act: done, sender } }: DeliveredChange,
  said: Answer["said"],
): readonly Answer[] =>
  done?.kind === "command" ? [{ guid, commentId: done.commentId, said, recheck: false, stranger: sender.login }] : [];
