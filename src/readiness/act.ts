import type { Ledger, LedgerEntry } from "../evidence/ledger.ts";
import { actsOfEdit } from "../evaluation/acts.ts";
import type { Attempt } from "../evaluation/attempt.ts";
import { authorise } from "../evaluation/authorise.ts";
import { reconcile } from "../evaluation/reconcile.ts";
import type { Permission } from "../evaluation/rights.ts";
import type { Verdict } from "../evaluation/verdict.ts";
import { judge, type Policed } from "./turn.ts";
import { obey, type Answer } from "./command.ts";
import type { DeliveredChange } from "./known.ts";
import { inOrder, record } from "./ledger.ts";

/** What came of people's acts. */
export interface Acted {
  readonly verdict: Verdict;
  readonly ledger: Ledger;
  readonly answers: readonly Answer[];
  /** Somebody asked to look again, and wants to see that it was done. */
  readonly force: boolean;
  /** Boxes differ in a way that no delivery explains yet; they are left as they are until then. */
  readonly lookAgainAt: Date | undefined;
}

/** Enters what people did into the ledger, each act judged by the state the ones before it left. */
export const act = async (turn: Policed, before: Ledger): Promise<Acted> => {
  const state: State = { turn, ledger: before, verdict: judge(turn, before), added: [], answers: [] };
  for (const delivered of byTime(turn.changes)) await perform(state, delivered);
  const unseen = await unexplained(state);
  await record(turn.parts.ledger, turn.subject.key, state.added);
  return {
    verdict: state.verdict,
    ledger: state.ledger,
    answers: state.answers,
    force:
      turn.changes.some(({ change }) => change.act?.kind === "recheck") || state.answers.some(({ recheck }) => recheck),
    lookAgainAt: unseen,
  };
};

/** The acts so far and what they make of the subject. */
interface State {
  readonly turn: Policed;
  ledger: Ledger;
  verdict: Verdict;
  readonly added: LedgerEntry[];
  readonly answers: Answer[];
}

const byTime = (changes: readonly DeliveredChange[]): readonly DeliveredChange[] =>
  changes.toSorted((one, other) => timeOf(one).localeCompare(timeOf(other)));

const timeOf = ({ change: { act: done } }: DeliveredChange): string =>
  done === undefined || done.kind === "recheck" ? "" : done.at;

const perform = async (state: State, { guid, change }: DeliveredChange): Promise<void> => {
  const { act: done, sender: by } = change;
  if (done?.kind === "comment-edited") {
    if (done.commentId !== state.turn.reading.checklist?.id) return;
    for (const attempt of actsOfEdit({ ...done, by, delivery: guid })) await enter(state, attempt);
  }
  if (done?.kind === "command") {
    const known = state.turn.memory?.answered.includes(guid) === true;
    const answer = await obey({ guid, by, ...done }, state.verdict, (attempt) => enter(state, attempt));
    if (!known) state.answers.push(answer);
  }
};

/** Judges one attempt, and what the subject is after it. */
const enter = async (state: State, attempt: Attempt): Promise<LedgerEntry> => {
  const { policy, reading } = state.turn;
  const permission = await permissionOf(state, attempt);
  const entry = authorise(attempt, { policy, snapshot: reading.snapshot, verdict: state.verdict, permission });
  if (state.ledger.some(({ key }) => key !== undefined && key === entry.key)) return entry;
  state.added.push(entry);
  state.ledger = inOrder([...state.ledger, entry]);
  state.verdict = judge(state.turn, state.ledger);
  return entry;
};

const permissionOf = async ({ turn }: State, { by }: Attempt): Promise<Permission> => {
  if (by === null || by.type === "Bot") return "none";
  return turn.reading.snapshot.permissions[by.login] ?? turn.parts.members.permission(turn.subject, by.login);
};

/** How long an edit may wait for the delivery that tells who made it, before the comment's editor is taken for its author. */
const GRACE_MS = 10_000;

/**
 * Boxes that changed while nobody told us. An edit of the last seconds is left alone, since its delivery is on its way and names
 * every person rightly; an older one is entered in the name of the comment's last editor.
 */
const unexplained = async (state: State): Promise<Date | undefined> => {
  const { parts, reading, memory, changes } = state.turn;
  const { checklist } = reading;
  if (checklist === undefined) return undefined;
  const attempts = reconcile({
    body: checklist.body,
    published: lastSeen(changes, checklist.id) ?? memory?.seenChecklist,
    editor: checklist.editor,
    editedAt: checklist.editedAt,
    ledger: state.ledger,
    verdict: state.verdict,
    self: parts.self,
  });
  if (attempts.length === 0) return undefined;
  const settledAt = new Date(Date.parse(checklist.editedAt ?? "") + GRACE_MS);
  if (settledAt > parts.now()) return settledAt;
  for (const attempt of attempts) await enter(state, attempt);
  return undefined;
};

/** The checklist as the newest of these edits left it. */
const lastSeen = (changes: readonly DeliveredChange[], commentId: string): string | undefined =>
  byTime(changes)
    .flatMap(({ change: { act: done } }) =>
      done?.kind === "comment-edited" && done.commentId === commentId ? [done.after] : [],
    )
    .at(-1);
