import type { GateVerdict, Verdict } from "../evaluation/verdict.ts";
import { plain } from "../markdown/escape.ts";
import { listed } from "../requirements/wording.ts";
import { CHECK_NAME, RECHECK, type CheckRun } from "./check-run.ts";
import { countLeft, whatIsLeft } from "./left.ts";
import { clipped, prose } from "./prose.ts";

/** A pull request of a group as it stands this moment. */
export type GroupMember =
  | {
      readonly number: number;
      readonly standing: "judged";
      /** The pull request's own title. */
      readonly title: string;
      readonly verdict: Verdict;
      readonly gate: GateVerdict;
      /** What its own check says this moment. */
      readonly run: Pick<CheckRun, "conclusion" | "title" | "summary" | "digest">;
    }
  /** Nothing is asked of it: no config holds on its base branch, or it is merged already. */
  | { readonly number: number; readonly standing: "free" }
  /** It can't be said how it stands, which never passes. */
  | { readonly number: number; readonly standing: "unknown"; readonly why: string };

/** Where a group's check is shown. */
export interface GroupContext {
  /** `owner/name`. */
  readonly repository: string;
  readonly headSha: string;
  readonly now: Date;
}

/**
 * The check run of a merge queue's group: ready, or which pull request holds it back. There is nothing in between, because the queue
 * waits for an answer; what is only awaited fails it as well.
 */
export const groupRun = (members: readonly GroupMember[], context: GroupContext): CheckRun => {
  const holding = members.filter(holds);
  const onTrial = members.filter((member) => member.standing === "judged" && member.verdict.mode === "shadow");
  const said = {
    conclusion: conclusionOf(holding, onTrial),
    title: clipped(titleOf(holding, onTrial), 255),
  } as const;
  const summary = `${headline(holding, members.length)}\n${sections(members)}`;
  const digests = members.map((member) => (member.standing === "judged" ? member.run.digest : member.standing));
  return runOf(context, {
    ...said,
    summary,
    digest: JSON.stringify([said, headline(holding, members.length), digests]),
  });
};

/** The same where nobody can tell which pull requests the group brings. */
export const unmappedGroupRun = (why: string, context: GroupContext): CheckRun => {
  const said = { conclusion: "failure", title: "Could not tell which pull request this is" } as const;
  const summary = `**Nothing can pass.** Gatehouse does not know which pull requests this group of the merge queue brings: ${prose(why)}. Add the pull request to the queue again, or press _Re-check_ while the group is still there.\n`;
  return runOf(context, { ...said, summary, digest: JSON.stringify([said, summary]) });
};

/** Whether it keeps its group from being merged. */
const holds = (member: GroupMember): boolean =>
  member.standing === "unknown" ||
  (member.standing === "judged" &&
    (member.run.conclusion === "failure" || member.run.conclusion === "action_required"));

const conclusionOf = (holding: readonly GroupMember[], onTrial: readonly GroupMember[]): CheckRun["conclusion"] => {
  if (holding.length > 0) return "failure";
  return onTrial.length > 0 ? "neutral" : "success";
};

const titleOf = (holding: readonly GroupMember[], onTrial: readonly GroupMember[]): string => {
  if (holding.length > 0)
    return `${names(holding)} ${holding.length === 1 ? "holds" : "hold"} it back: ${whys(holding)}`;
  const [tried] = onTrial;
  return tried?.standing === "judged" ? tried.run.title : "Ready";
};

const names = (members: readonly GroupMember[]): string => listed(members.map(({ number }) => `#${number}`));

const whys = (members: readonly GroupMember[]): string => members.map((member) => short(member)).join("; ");

/** "1 tick, 2 sign-offs"; what else is wrong as its own check says it. */
const short = (member: GroupMember): string => {
  if (member.standing === "free") return "";
  if (member.standing === "unknown") return member.why;
  const { run, gate, verdict } = member;
  const left = whatIsLeft(verdict, 100);
  return left !== "" && run.title.startsWith(countLeft(gate)) ? left : run.title;
};

const headline = (holding: readonly GroupMember[], total: number): string => {
  const all = total === 1 ? "The pull request of this group is" : `All ${total} pull requests of this group are`;
  if (holding.length === 0) return `**Ready.** ${all} ready this moment.`;
  const many = holding.length > 1;
  return `**${names(holding)} ${many ? "hold" : "holds"} it back.** Add ${many ? "them" : "it"} to the merge queue again when ${many ? "their checks are" : "its check is"} green.`;
};

/** GitHub's limit for a summary, less the headline and the stamp: https://docs.github.com/en/rest/checks/runs#create-a-check-run */
const LIMIT = 64_000;

const sections = (members: readonly GroupMember[]): string => {
  const share = Math.floor(LIMIT / Math.max(1, members.length)) - 400;
  return members.map((member) => `\n## ${heading(member)}\n\n${cut(textOf(member), share)}\n`).join("");
};

const heading = (member: GroupMember): string =>
  member.standing === "judged" ? `#${member.number}: ${plain(member.title, 200)}` : `#${member.number}`;

const textOf = (member: GroupMember): string => {
  if (member.standing === "judged") return member.run.summary;
  return member.standing === "free" ? "Nothing is asked of it." : prose(member.why);
};

/** Cut at the end of a line, so that no table row is left half. */
const cut = (text: string, max: number): string => {
  if (text.length <= max) return text;
  return `${text.slice(0, text.lastIndexOf("\n", max))}\n\n… The rest is in the check of the pull request.`;
};

const runOf = (
  { repository, headSha, now }: GroupContext,
  said: Pick<CheckRun, "conclusion" | "title" | "summary" | "digest">,
): CheckRun => ({
  name: CHECK_NAME,
  headSha,
  ...said,
  summary: `${said.summary}\nEvaluated ${now.toISOString().slice(0, 19).replace("T", " ")} UTC.\n`,
  externalId: `${repository}@${headSha}`,
  annotations: [],
  actions: [{ label: "Re-check", description: "Look at everything again", identifier: RECHECK }],
});
