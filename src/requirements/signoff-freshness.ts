import { globs } from "../evidence/patterns.ts";
import type { Snapshot } from "../evidence/snapshot.ts";
import type { Opinion } from "./opinions.ts";
import { isOfOtherBase } from "./retargeted.ts";
import type { SignoffSettings } from "./signoff-settings.ts";
import { listed, quote } from "./wording.ts";

/** An approval, and whether it still counts. */
export interface Approval extends Opinion {
  readonly counts: "yes" | "no" | "unknown";
  /** Why it does not: one sentence. */
  readonly dropped: string;
}

interface Judged {
  readonly settings: Pick<SignoffSettings, "stale_on">;
  /** What an approval is about, parameters filled in. */
  readonly paths: readonly string[];
  readonly facts: Pick<Snapshot, "subject" | "headSha" | "base" | "retargetedAt" | "changedSince">;
}

/** Whether an approval still counts for the head commit, and for the base it is to go into: no setting keeps it for another one. */
export const approvalOf = (opinion: Opinion, judged: Judged): Approval => {
  const { settings, facts } = judged;
  if (isOfOtherBase(opinion, facts))
    return {
      ...opinion,
      counts: "no",
      dropped: `${said(opinion)} before the base branch was changed to ${quote(facts.base)}.`,
    };
  if (settings.stale_on === "never" || isForHead(opinion, facts)) return { ...opinion, counts: "yes", dropped: "" };
  if (settings.stale_on === "push" || opinion.commit === null)
    return { ...opinion, counts: "no", dropped: `${earlier(opinion)}.` };
  return byPaths(opinion, opinion.commit, judged);
};

/** Whether it can't be stale: nothing is pushed to an issue. */
export const isForHead = ({ commit }: Opinion, { subject, headSha }: Judged["facts"]): boolean =>
  subject.kind === "issue" || (commit !== null && commit === headSha);

const byPaths = (opinion: Opinion, commit: string, { paths, facts: { changedSince = {} } }: Judged): Approval => {
  const changed = Object.hasOwn(changedSince, commit) ? changedSince[commit] : undefined;
  if (changed === undefined) return { ...opinion, counts: "unknown", dropped: "" };
  if (changed === null)
    return { ...opinion, counts: "no", dropped: `${earlier(opinion)}, and what changed since can't be told.` };
  const touched = changed.filter(globs(paths));
  if (touched.length === 0) return { ...opinion, counts: "yes", dropped: "" };
  const more = touched.length - SHOWN;
  const shown = touched.slice(0, SHOWN).map(quote);
  const files = listed(more > 0 ? [...shown, `${more} more`] : shown);
  return { ...opinion, counts: "no", dropped: `${earlier(opinion)}; since then ${files} changed.` };
};

const SHOWN = 3;

const said = ({ login, by }: Opinion): string => `${login} ${by === "review" ? "approved" : "signed off"}`;

const earlier = ({ login, commit, by }: Opinion): string =>
  `${login} ${by === "review" ? "approved" : "signed off on"} an earlier commit${commit === null ? "" : ` (${commit.slice(0, 7)})`}`;
