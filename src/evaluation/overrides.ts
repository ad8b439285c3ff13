import type { Entry, Ledger } from "../evidence/ledger.ts";
import type { Snapshot } from "../evidence/snapshot.ts";
import type { Policy } from "../procedures/policy.ts";
import { isOfOtherBase } from "../requirements/retargeted.ts";
import { sameName } from "../requirements/wording.ts";
import { isAuthor, mayOverride, sameLogin } from "./rights.ts";

/** What was said to open one gate for the present head commit. */
export interface Overriding {
  readonly by: readonly string[];
  readonly reason: string;
  /** When the gate shuts again, unless somebody says it anew. */
  readonly until: Date;
  /** The author alone has said it, and somebody else who may has to say it as well. */
  readonly needsAnother: boolean;
  /** When the next of these words expires. */
  readonly wakeAt: Date;
}

/** What an override depends on besides the ledger. */
export interface Overridable {
  readonly policy: Policy;
  readonly snapshot: Snapshot;
  readonly ledger: Ledger;
  readonly now: Date;
}

/** The overrides of a gate, its name in any case, that count now: for this head commit, not expired, by people with the right. */
export const overridingOf = (gate: string, of: Overridable): Overriding | undefined => {
  const counting = of.ledger.filter((entry) => entry.act === "override").filter((entry) => counts(entry, gate, of));
  const { policy, snapshot } = of;
  const others = counting.filter(({ by }) => !isAuthor(by, snapshot));
  const needsAnother = policy.override?.secondPerson === true && others.length === 0;
  const until = latest(needsAnother || policy.override?.secondPerson === false ? counting : others);
  const wakeAt = earliest(counting);
  if (until === undefined || wakeAt === undefined) return undefined;
  return {
    by: logins(counting),
    reason: [...new Set(counting.map(({ reason }) => reason))].join("; "),
    until,
    needsAnother,
    wakeAt,
  };
};

const counts = (entry: Entry<"override">, gate: string, { policy, snapshot, now }: Overridable): boolean =>
  sameName(entry.gate, gate) &&
  isForHead(entry, snapshot) &&
  !isOfOtherBase(entry, snapshot) &&
  Date.parse(entry.expires) > now.getTime() &&
  mayOverride(policy.override?.roles ?? [], entry, snapshot).may === "yes";

/** An issue has no commit of its own, it stands at a tip that others move; its gates stay open until the override expires. */
const isForHead = ({ commit }: Entry<"override">, { subject, headSha }: Snapshot): boolean =>
  subject.kind === "issue" || (commit !== undefined && commit === headSha);

const times = (entries: readonly Entry<"override">[]): readonly number[] =>
  entries.map(({ expires }) => Date.parse(expires));

const latest = (entries: readonly Entry<"override">[]): Date | undefined =>
  entries.length === 0 ? undefined : new Date(Math.max(...times(entries)));

const earliest = (entries: readonly Entry<"override">[]): Date | undefined =>
  entries.length === 0 ? undefined : new Date(Math.min(...times(entries)));

/** Each person once, however often they spelt their login in another way. */
const logins = (entries: readonly Entry<"override">[]): readonly string[] => {
  const spelt = entries.map(({ by }) => by.login);
  return spelt.filter((login, index) => spelt.findIndex((one) => sameLogin(one, login)) === index);
};
