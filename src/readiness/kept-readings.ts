import { isNothing, lacking, needsOf } from "../evaluation/needs.ts";
import type { Person } from "../evidence/snapshot.ts";
import type { Verdict } from "../evaluation/verdict.ts";
import type { Change } from "./change.ts";
import type { Latest } from "./hints.ts";
import { latestTold } from "./known.ts";
import type { OwnComment, Reading } from "./ports.ts";
import { byTime } from "./seen.ts";
import type { Turn } from "./turn.ts";

/** What a turn read, for the next one of the same subject in the same process. */
export interface Kept {
  /** The turn that left it. Where the subject remembers another one, somebody else had a turn since, and it counts for nothing. */
  readonly turn: string;
  readonly reading: Reading;
  readonly readAt: Date;
}

/** Readings by subject. Losing them costs calls, never correctness. */
export interface KeptReadings {
  /** Takes it out, so that a turn that fails leaves none. */
  readonly take: (key: string) => Kept | undefined;
  readonly keep: (key: string, kept: Kept) => void;
}

/** As long as a person's permission is believed; whoever ticks several boxes in a row causes one read. */
const KEPT_MS = 60_000;

/**
 * The reading with what the events of this turn tell, where they tell all there is to know: ticks in our checklist, and edits of the
 * description. Undefined where GitHub has to be asked.
 */
export const readingFrom = (turn: Turn, latest: Latest, kept: Kept | undefined): Reading | undefined => {
  if (kept === undefined || !isCurrent(turn, latest, kept)) return undefined;
  const told = byTime(turn.changes).map(({ change }) => change);
  const reading = told.reduce<Reading | undefined>(
    (before, change) => before && (withTick(before, change) ?? withTexts(before, change)),
    kept.reading,
  );
  return reading === undefined || isNewWork(reading) ? undefined : { ...reading, updatedAt: newest(turn, reading) };
};

/** What rests on a kept reading may shut a gate, and never opens one: then everything is read again. */
export const isSafe = ({ stage, gates }: Verdict): boolean =>
  stage === "merge" && gates.some(({ gate, state }) => gate === "merge" && state !== "open");

const isCurrent = ({ parts, memory, attempts }: Turn, latest: Latest, { turn, reading, readAt }: Kept): boolean => {
  const { headSha, base, state } = reading.snapshot;
  return (
    memory?.turn === turn &&
    attempts === 0 &&
    parts.now().getTime() - readAt.getTime() <= KEPT_MS &&
    latest.headSha === headSha &&
    latest.baseRef === base &&
    latest.state === state
  );
};

/** Of two edits in one second nobody can tell which came last, and one that is told late has been overtaken. */
const withTick = (reading: Reading, { act, sender: { login, type } }: Change): Reading | undefined => {
  const { checklist } = reading;
  if (act?.kind !== "comment-edited" || checklist === undefined || act.commentId !== checklist.id) return undefined;
  if (checklist.editedAt !== null && Date.parse(act.at) <= Date.parse(checklist.editedAt)) return undefined;
  const editor: Person = { login, type: type === "Bot" ? "Bot" : "User" };
  return { ...reading, checklist: { ...checklist, body: act.after, editor, editedAt: act.at } };
};

/** A description that names issues may close others than before, which GitHub tells only when it is asked. */
const withTexts = (reading: Reading, { texts, pulls }: Change): Reading | undefined => {
  const { snapshot, updatedAt } = reading;
  if (texts === undefined || !(Date.parse(pulls[0]?.updatedAt ?? "") > Date.parse(updatedAt))) return undefined;
  const named = snapshot.body === texts.body ? [] : [snapshot.body, texts.body];
  return named.some((text) => REFERENCE.test(text)) ? undefined : { ...reading, snapshot: { ...snapshot, ...texts } };
};

/** Whatever may be a reference: wider than what GitHub takes for one. */
const REFERENCE = /(?:#|GH-|issues\/|pull\/)\d/iu;

/** Texts may decide which procedures apply, and these ask for what was not read. */
const isNewWork = ({ policy, snapshot }: Reading): boolean =>
  policy === undefined || !isNothing(lacking(needsOf(policy, snapshot), snapshot));

const newest = ({ subject, changes }: Turn, { updatedAt }: Reading): string => {
  const told = latestTold(subject.key, changes)?.updatedAt;
  return told !== undefined && Date.parse(told) > Date.parse(updatedAt) ? told : updatedAt;
};

/** Our comments as they stand after a turn. */
export interface OwnComments {
  readonly checklist: OwnComment | undefined;
  readonly status: OwnComment | undefined;
}

/** The reading as the next turn may use it. Nothing is kept of what is not judged for its merge, or brings a policy of its own. */
export const keptOf = (
  { id: turn, subject }: Turn,
  { reading, readAt }: Pick<Kept, "reading" | "readAt">,
  { checklist, status }: OwnComments,
): Kept | undefined => {
  const { proposal, policy, snapshot, checklist: _checklist, status: _status, ...rest } = reading;
  if (subject.kind === "issue" || snapshot.state !== "open" || proposal !== undefined || policy === undefined)
    return undefined;
  const own = { ...(checklist === undefined ? {} : { checklist }), ...(status === undefined ? {} : { status }) };
  return { turn, readAt, reading: { ...rest, ...own, policy, snapshot, extra: [], runs: [] } };
};
