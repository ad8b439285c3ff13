import { reply } from "../report/answers.ts";
import type { Acted } from "./act.ts";
import type { Answer } from "./command.ts";
import type { Turn } from "./turn.ts";

/**
 * Answers commands: a reaction always, words only where something could not be done. Each answer is kept as soon as it is given, so
 * that a later failure does not repeat it; and an answer that GitHub does not take is no reason to leave the gate undecided.
 */
export const answer = async (turn: Turn, { answers }: Acted): Promise<void> => {
  const given = new Set(turn.published.flatMap(({ kind, name }) => (kind === "answer" ? [name] : [])));
  for (const one of answers.filter(({ guid }) => !given.has(guid))) await giveOnce(turn, one);
};

const giveOnce = async (turn: Turn, one: Answer): Promise<void> => {
  const { parts, subject } = turn;
  try {
    const remoteId = await give(turn, one);
    await parts.published.put({ subjectKey: subject.key, kind: "answer", name: one.guid, remoteId, digest: "" });
  } catch (error) {
    if (!isRefused(error)) throw error;
    parts.log.warn({ err: error, subject: subject.key, delivery: one.guid }, "a command could not be answered");
  }
};

/** GitHub says that this will never do, such as where the conversation is locked. */
const isRefused = (error: unknown): boolean =>
  error instanceof Error &&
  "status" in error &&
  typeof error.status === "number" &&
  error.status >= 400 &&
  error.status < 500;

/** Below GitHub's limit for a comment, in characters. */
const LONGEST = 60_000;

const give = async (
  { parts, subject, attempts }: Pick<Turn, "parts" | "subject" | "attempts">,
  { guid, commentId, refusals }: Answer,
): Promise<string> => {
  await parts.comments.react(subject, commentId, refusals.length === 0 ? "+1" : "confused");
  if (refusals.length === 0) return commentId;
  const marker = `<!-- gatehouse:answer ${guid} -->`;
  const before = attempts > 0 ? await parts.comments.find(subject, marker) : undefined;
  const text = reply([...new Set(refusals)]).slice(0, LONGEST);
  return before ?? (await parts.comments.create(subject, `${marker}\n${text}`)).id;
};
