import type { Ledger, LedgerEntry } from "../evidence/ledger.ts";
import type { Person } from "../evidence/snapshot.ts";
import { actsOfEdit } from "../evaluation/acts.ts";
import { stateOf } from "../evaluation/state-of.ts";
import { keyOf, type Attempt } from "../evaluation/attempt.ts";
import { authorise } from "../evaluation/authorise.ts";
import { sameLogin, type Permission } from "../evaluation/rights.ts";
import type { Verdict } from "../evaluation/verdict.ts";
import { judge, type Policed } from "./turn.ts";
import { obey, type Answer, type Commanded } from "./command.ts";
import { followUpsOf } from "./consequences.ts";
import { boundToHead, headsOf, type HeadSeen } from "./heads.ts";
import type { DeliveredChange } from "./known.ts";
import { inOrder, record } from "./ledger.ts";
import { beforeItsRival } from "./same-second.ts";
import { isAfter } from "./sequence.ts";
import { withdrawn } from "./withdraw.ts";
import { byTime, seenAfter, unseenActs, type SeenBoxes } from "./seen.ts";

/** What came of people's acts. */
export interface Acted {
  readonly verdict: Verdict;
  readonly ledger: Ledger;
  readonly answers: readonly Answer[];
  /** Somebody asked to look again, and wants to see that it was done. */
  readonly force: boolean;
  /** Boxes differ in a way that no delivery explains yet; they are left as they are until then. */
  readonly lookAgainAt: Date | undefined;
  /** The checklist's boxes as far as what happened to them is known. */
  readonly seen: SeenBoxes | undefined;
}

/** Enters what people did into the ledger, each act judged by the state the ones before it left. */
export const act = async (turn: Policed, before: Ledger): Promise<Acted> => {
  const heads = headsOf(turn, turn.reading);
  const state: State = { turn, heads, ledger: before, verdict: judge(turn, before), added: [], answers: [] };
  for (const delivered of byTime(turn.changes)) await perform(state, delivered);
  const seen = seenAfter(turn);
  const lookAgainAt = await enterUnseen(state, seen);
  await record(turn.parts.ledger, turn.subject.key, state.added);
  return {
    verdict: state.verdict,
    ledger: state.ledger,
    answers: state.answers,
    force:
      turn.changes.some(({ change }) => change.act?.kind === "recheck") || state.answers.some(({ recheck }) => recheck),
    lookAgainAt,
    seen,
  };
};

/** The acts so far and what they make of the subject. */
interface State {
  readonly turn: Policed;
  readonly heads: readonly HeadSeen[];
  ledger: Ledger;
  verdict: Verdict;
  readonly added: LedgerEntry[];
  readonly answers: Answer[];
}

const perform = async (state: State, { guid, change }: DeliveredChange): Promise<void> => {
  const { act: done, sender: by } = change;
  if (done?.kind === "comment-edited")
    for (const attempt of actsOfEdit({ ...done, by, delivery: guid }))
      await enter(state, beforeItsRival(attempt, state.ledger, state.turn.reading.checklist));
  if (done?.kind !== "command") return;
  const answer = await obey({ guid, by, ...done }, commanded(state));
  state.answers.push({ ...answer, stranger: mayWrite(by, state) ? undefined : by.login });
};

/** As far as it is known: for what everybody may say, GitHub is not asked. */
const mayWrite = ({ login }: Person, { turn, ledger }: State): boolean => {
  const recorded = ledger.findLast(({ by, permission }) => permission !== undefined && sameLogin(by.login, login));
  const permission = permissionRead(turn, login) ?? recorded?.permission;
  return permission === "admin" || permission === "write";
};

const commanded = (state: State): Commanded => ({
  policy: state.turn.policy,
  verdict: () => state.verdict,
  ledger: () => state.ledger,
  enter: (attempt) => enter(state, attempt),
  followUp: followUpsOf(state.turn.published),
});

/** Judges one attempt, and what the subject is after it. What is recorded already was judged then, and stays as it was. */
const enter = async (state: State, attempt: Attempt): Promise<LedgerEntry> => {
  const key = keyOf(attempt);
  const known = state.ledger.find((entry) => entry.key === key);
  if (known !== undefined) return known;
  const { policy, reading } = state.turn;
  const permission = await permissionOf(state, attempt);
  const then = before(state, attempt);
  const { snapshot } = reading;
  const judged = boundToHead(
    authorise(attempt, { policy, snapshot, ledger: then.ledger, verdict: then.verdict, permission }),
    state.heads,
  );
  const entries = [judged, ...withdrawn(judged, state.ledger)];
  state.verdict = judge(state.turn, inOrder([...state.ledger, ...entries]));
  const after = then.isPast ? judge(state.turn, [...then.ledger, judged]) : state.verdict;
  const entry = { ...judged, ...changeOf(stateOf(then.verdict, attempt), stateOf(after, attempt)) };
  state.added.push(entry, ...entries.slice(1));
  state.ledger = inOrder([...state.ledger, entry, ...entries.slice(1)]);
  return entry;
};

/** What was there at that moment: an act that is told late is judged by what came before it, not by what came before its telling. */
const before = ({ ledger, verdict, turn }: State, attempt: Attempt) => {
  const earlier = ledger.filter((entry) => !isAfter(entry, attempt));
  if (earlier.length === ledger.length) return { ledger, verdict, isPast: false };
  return { ledger: earlier, verdict: judge(turn, earlier), isPast: true };
};

/** How that stood which the act is about, before it and after it. */
const changeOf = (
  from: string | undefined,
  to: string | undefined,
): { readonly from?: string; readonly to?: string } => ({
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { to }),
});

const permissionOf = async ({ turn }: State, { by }: Attempt): Promise<Permission> => {
  if (by === null || by.type === "Bot") return "none";
  return permissionRead(turn, by.login) ?? turn.parts.members.permission(turn.subject, by.login);
};

/** Somebody may be called `constructor`, which every object has. */
const permissionRead = ({ reading }: Policed, login: string): Permission | undefined =>
  Object.hasOwn(reading.snapshot.permissions, login) ? reading.snapshot.permissions[login] : undefined;

/** How long an edit may wait for the delivery that tells who made it, before the comment's editor is taken for its author. */
const GRACE_MS = 10_000;

/**
 * Boxes that changed while nobody told us. An edit of the last seconds is left alone, since its delivery is on its way and names
 * every person rightly; an older one is entered in the name of the comment's last editor.
 */
const enterUnseen = async (state: State, seen: SeenBoxes | undefined): Promise<Date | undefined> => {
  const { parts, reading } = state.turn;
  const attempts = unseenActs(state, seen);
  if (attempts.length === 0) return undefined;
  const settledAt = new Date(Date.parse(reading.checklist?.editedAt ?? "") + GRACE_MS);
  if (settledAt > parts.now()) return settledAt;
  const by = await soleEditor(state);
  const last = reading.checklist?.editor ?? null;
  for (const attempt of attempts)
    await enter(state, { ...attempt, by: attempt.attempted === "untick" ? (by ?? last) : by });
  return undefined;
};

/**
 * The one person whose edits of the checklist nobody told of yet; null when there were several, because which of them changed a box
 * nobody can tell, and a stranger's tick must not pass under the name of another; an untick that passes under the name of the last one
 * opens nothing. What was found before was all that was untold then.
 */
const soleEditor = async ({ turn, ledger }: State): Promise<Person | null> => {
  const { parts, subject, reading } = turn;
  const { checklist } = reading;
  if (checklist === undefined) return null;
  const edits = await parts.comments.edits(subject, checklist.nodeId);
  const found = Math.max(0, ...ledger.filter(({ via }) => via === "recovered").map(({ at }) => Date.parse(at)));
  const told = toldIn(ledger);
  const people = edits
    .filter(({ by, at }) => by?.login !== parts.self && Date.parse(at) > found && !isTold(told, editOf(at, by?.login)))
    .map(({ by }) => by);
  const [first = edits.length === 0 ? checklist.editor : null] = people;
  return people.every((by) => by?.login === first?.login) ? first : null;
};

/** How many edits deliveries told of, by person and second. */
const toldIn = (ledger: Ledger): Map<string, number> => {
  const acts = ledger.filter(({ via }) => via === "comment");
  const edits = new Map(
    acts.map(({ at, by, delivery = "" }) => [`${editOf(at, by.login)} ${delivery}`, editOf(at, by.login)]),
  );
  const told = new Map<string, number>();
  for (const edit of edits.values()) told.set(edit, (told.get(edit) ?? 0) + 1);
  return told;
};

/** Each edit that was told of explains one. */
const isTold = (told: Map<string, number>, edit: string): boolean => {
  const left = told.get(edit) ?? 0;
  told.set(edit, left - 1);
  return left > 0;
};

const editOf = (at: string, login = ""): string => `${Date.parse(at)} ${login.toLowerCase()}`;
