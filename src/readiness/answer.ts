import { noFollowUp, reply } from "../report/answers.ts";
import type { Acted } from "./act.ts";
import type { Answer, Said } from "./command.ts";
import type { Consequence } from "./consequences.ts";
import { STARTED } from "./once.ts";
import { isRefused } from "./refused.ts";
import type { Turn } from "./turn.ts";

/**
 * Answers commands: a reaction always, words where some were asked for or something could not be done. Each answer is kept as soon as it is given, so
 * that a later failure does not repeat it; and an answer that GitHub does not take is no reason to leave the gate undecided.
 */
export const answer = async (turn: Turn, { acted: { answers }, consequences }: Answering): Promise<void> => {
  const before = turn.published.filter(({ kind }) => kind === "answer");
  const given = new Set(before.filter(({ digest }) => digest !== STARTED).map(({ name }) => name));
  const told = new Set(before.map(({ digest }) => digest));
  for (const one of answers.filter(({ guid }) => !given.has(guid))) {
    const said = [...one.said, ...lacking(one, consequences)];
    const refusal = refusalOf({ ...one, said });
    await giveOnce(turn, { ...one, said, refusal, isTold: refusal !== "" && told.has(refusal) });
    told.add(refusal);
  }
};

/** Whoever may not write here is refused in words once; it is kept for whom. */
const refusalOf = ({ said, stranger }: Answer): string =>
  stranger !== undefined && said.some(({ refused }) => refused) ? `refused ${stranger.toLowerCase()}` : "";

/** An answer with what is kept of it. */
interface Given extends Answer {
  readonly refusal: string;
  /** The person was refused in words before: a reaction says the same again. */
  readonly isTold: boolean;
}

interface Answering {
  readonly acted: Pick<Acted, "answers">;
  readonly consequences: readonly Consequence[];
}

/** What a command should have led to and GitHub did not take. */
const lacking = ({ guid }: Answer, consequences: readonly Consequence[]): readonly Said[] =>
  consequences
    .filter(({ entry, remoteId }) => entry.delivery === guid && remoteId === undefined && entry.act !== "rollback")
    .map(() => ({ refused: false, text: noFollowUp() }));

const giveOnce = async (turn: Turn, one: Given): Promise<void> => {
  const { parts, subject } = turn;
  try {
    const remoteId = await give(turn, one);
    await parts.published.put({ ...kept(turn, one), remoteId, digest: one.refusal });
  } catch (error) {
    if (!isRefused(error)) throw error;
    parts.log.warn({ err: error, subject: subject.key, delivery: one.guid }, "a command could not be answered");
  }
};

const kept = ({ subject }: Pick<Turn, "subject">, { guid }: Answer) =>
  ({ subjectKey: subject.key, kind: "answer", name: guid }) as const;

/** Below GitHub's limit for a comment, in characters. */
const LONGEST = 60_000;

/** That words are about to be given is kept before: after a crash or a failure they are looked for first. */
const give = async (turn: Turn, one: Given): Promise<string> => {
  const { parts, subject, published } = turn;
  const { guid, commentId, said, isTold } = one;
  await parts.comments.react(subject, commentId, said.some(({ refused }) => refused) ? "confused" : "+1");
  const words = said.filter(({ refused }) => !refused || !isTold);
  if (words.length === 0) return commentId;
  const marker = `<!-- gatehouse:answer ${guid} -->`;
  const wasStarted = published.some(({ kind, name }) => kind === "answer" && name === guid);
  if (!wasStarted) await parts.published.put({ ...kept(turn, one), remoteId: "", digest: STARTED });
  const before = wasStarted ? await parts.comments.find(subject, marker) : undefined;
  const text = reply([...new Set(words.map((word) => word.text))]).slice(0, LONGEST);
  return before ?? (await parts.comments.create(subject, `${marker}\n${text}`)).id;
};
