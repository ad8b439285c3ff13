import { closed } from "../report/answers.ts";
import { answer } from "./answer.ts";
import type { Answer } from "./command.ts";
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

const commandOf = ({ guid, change: { act: done } }: DeliveredChange, said: Answer["said"]): readonly Answer[] =>
  done?.kind === "command" ? [{ guid, commentId: done.commentId, said, recheck: false }] : [];
