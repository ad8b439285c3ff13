import type { Entry, Ledger, LedgerEntry } from "../evidence/ledger.ts";
import { gateCalled } from "../evaluation/find-gate.ts";
import { stepOf } from "../evaluation/find-step.ts";
import type { Verdict } from "../evaluation/verdict.ts";
import { deferralIssue, overrideIssue, type FollowUpIssue } from "../report/follow-up.ts";
import { timeZoneOf } from "../procedures/time-zone-of.ts";
import { rollbackComment } from "../report/rollback.ts";
import { onceOnly, REFUSED, STARTED } from "./once.ts";
import { digestOf, type PublishedItem } from "./publish.ts";
import { planFor } from "./rollback-plan.ts";
import { judge, type Policed } from "./turn.ts";

/** What an act led to on GitHub. */
export interface Consequence {
  readonly entry: LedgerEntry;
  /** Address of the issue or id of the comment; undefined where GitHub takes none. */
  readonly remoteId: string | undefined;
}

/** Acts that lead to more than a verdict, each exactly once: a follow-up issue, or the steps of the rollback plan. */
export const carryOut = async (turn: Policed, ledger: Ledger): Promise<readonly Consequence[]> => {
  const done = new Set(
    turn.published.flatMap(({ kind, name, digest }) => (digest === STARTED ? [] : [`${kind} ${name}`])),
  );
  const consequences: Consequence[] = [];
  for (const entry of ledger) {
    const name = digestOf(entry.key ?? "");
    if (entry.key === undefined || done.has(`follow-up ${name}`) || done.has(`rollback ${name}`)) continue;
    if (entry.act === "defer" || entry.act === "override")
      consequences.push(...(await followUp(turn, { entry, ledger })));
    if (entry.act === "rollback") consequences.push(await rollBack(turn, entry));
  }
  return consequences;
};

/** Addresses of the issues that were opened, by the key of the act that led to them. */
export const followUpsOf =
  (published: readonly PublishedItem[]) =>
  (key: string | undefined): string | undefined => {
    if (key === undefined) return undefined;
    const name = digestOf(key);
    return published.find((item) => item.kind === "follow-up" && item.name === name && isThere(item))?.remoteId;
  };

/** Addresses of every follow-up issue of the subject, those of this turn among them. */
export const followUpAddresses = (
  published: readonly PublishedItem[],
  consequences: readonly Consequence[],
): readonly string[] => {
  const before = published.filter((item) => item.kind === "follow-up" && isThere(item)).map(({ remoteId }) => remoteId);
  const fresh = consequences.flatMap(({ entry, remoteId }) =>
    entry.act === "rollback" || remoteId === undefined ? [] : [remoteId],
  );
  return [...new Set([...before, ...fresh])];
};

/** Whether it was really opened. */
const isThere = ({ digest }: PublishedItem): boolean => digest !== STARTED && digest !== REFUSED;

interface Following {
  readonly entry: Entry<"defer" | "override">;
  readonly ledger: Ledger;
}

const followUp = async (turn: Policed, { entry, ledger }: Following): Promise<readonly Consequence[]> => {
  const { parts, subject } = turn;
  const name = digestOf(entry.key ?? "");
  const marker = `<!-- gatehouse:follow-up ${name} -->`;
  const issue = issueOf(turn, { entry, ledger: before(ledger, entry), marker });
  if (issue === undefined) return [];
  const remoteId = await onceOnly(
    turn,
    { kind: "follow-up", name },
    {
      find: async () => (await parts.issues.find(subject, marker))?.url,
      create: async () => (await parts.issues.create(subject, issue)).url,
    },
  );
  return [{ entry, remoteId }];
};

/** What came before an act. Acts of the same second stay in their order. */
const before = (ledger: Ledger, entry: LedgerEntry): Ledger => ledger.slice(0, ledger.indexOf(entry));

const issueOf = (
  turn: Policed,
  { entry, ledger, marker }: Following & { readonly marker: string },
): FollowUpIssue | undefined => {
  const { owner, name, number } = turn.subject;
  const of = { repository: `${owner}/${name}`, number };
  const then = judgedAt(turn, ledger, entry);
  if (entry.act === "defer") {
    const found = stepOf(then, entry.procedure, entry.step);
    return found?.step.state === "deferred" ? undefined : deferralIssue(entry, { of, found, marker });
  }
  const isOpened = (verdict: Verdict): boolean => gateCalled(verdict, entry.gate)?.overridden !== undefined;
  if (isOpened(then) || !isOpened(judgedAt(turn, [...ledger, entry], entry))) return undefined;
  return overrideIssue(entry, { of, before: then, marker });
};

/** The verdict of the moment of an act, as far as it can still be told: an override opened the commit that was the head then. */
const judgedAt = (turn: Policed, ledger: Ledger, { at, commit }: LedgerEntry): Verdict => {
  const { reading, parts } = turn;
  const snapshot = commit === undefined ? reading.snapshot : { ...reading.snapshot, headSha: commit };
  return judge({ ...turn, reading: { ...reading, snapshot }, parts: { ...parts, now: () => new Date(at) } }, ledger);
};

const rollBack = async (turn: Policed, entry: Entry<"rollback">): Promise<Consequence> => {
  const { parts, subject } = turn;
  const name = digestOf(entry.key ?? "");
  const marker = `<!-- gatehouse:rollback ${name} -->`;
  const remoteId = await onceOnly(
    turn,
    { kind: "rollback", name },
    {
      find: () => parts.comments.find(subject, marker),
      create: async () =>
        (
          await parts.comments.create(
            subject,
            rollbackComment(entry, { plan: planFor(turn), marker, timeZone: timeZoneOf(turn.policy) }),
          )
        ).id,
    },
  );
  return { entry, remoteId };
};
