import type { Decision, Holder, Release } from "../../evaluation/deploy/decision.ts";
import type { MemberOutcome } from "../../evaluation/deploy/outcome.ts";
import { code, link, plain } from "../../markdown/escape.ts";
import { counted, listed } from "../../requirements/wording.ts";
import { deployCheckName, RECHECK, type CheckRun } from "../check-run.ts";
import { fit, fixed, type Part } from "../fit.ts";
import { prose } from "../prose.ts";
import { brought, headlineOf, titleOf } from "./headline.ts";
import { numbered, unitedNotes, unitedPlans } from "./united.ts";
import { leftOf, peopleIn, weekdayMoment, worded } from "./words.ts";

/** What a check run of a release is told besides the decision. */
export interface RunContext {
  /** Comes back with GitHub's events about the run. */
  readonly externalId: string;
  readonly detailsUrl?: string | undefined;
}

/** The check run `gatehouse/ENVIRONMENT` on the commit of a release. */
export const deployRun = (release: Release, decision: Decision, { externalId, detailsUrl }: RunContext): CheckRun => {
  const said = { conclusion: conclusionOf(release, decision), title: titleOf({ release, decision }) };
  const summary = reportOf(release, decision);
  const stamp = `\nEvaluated ${decision.decidedAt.toISOString().slice(0, 19).replace("T", " ")} UTC.\n`;
  return {
    name: deployCheckName(release.environment),
    headSha: release.sha,
    ...said,
    summary: `${summary}${stamp}`,
    externalId,
    ...(detailsUrl === undefined ? {} : { detailsUrl }),
    annotations: [],
    actions: [{ label: "Re-check", description: "Look at everything again", identifier: RECHECK }],
    digest: JSON.stringify([said, summary]),
  };
};

/**
 * All there is to say of a release, as Markdown: what holds it, each member, rollback plans and release notes. However many members
 * there are, room is kept for the plans and the notes.
 */
export const reportOf = (release: Release, decision: Decision): string => {
  const head = fixed(`${headlineOf({ release, decision })}\n`);
  const members = fit(
    [head, wholePart(release, decision), tablePart(release, decision), stepsPart(decision)],
    LIMIT - PAPERS,
  );
  const grounds = groundsOf(release);
  const room = LIMIT - members.length - grounds.length;
  const plans = fit([unitedPlans(release)], room - NOTES);
  const notes = fit([unitedNotes(release)], room - plans.length);
  return `${members}${plans}${notes}${grounds}`;
};

/** Below GitHub's 65,535, so that the stamp fits behind. */
const LIMIT = 65_000;
const PAPERS = 25_000;
const NOTES = 10_000;

/** `neutral` passes a required check, so it is kept for shadow mode, as on pull requests. */
const conclusionOf = ({ mode }: Release, { state, holders }: Decision): CheckRun["conclusion"] => {
  if (mode === "shadow") return "neutral";
  if (state === "approved") return "success";
  return state === "rejected" || holders.some(isToBeChanged) ? "failure" : "action_required";
};

/** Somebody must change something; the rest waits for a word or for time. */
const isToBeChanged = (holder: Holder): boolean => {
  switch (holder.by) {
    case "member":
      return holder.member.state === "shut" || holder.member.state === "never";
    case "previous":
    case "settling":
    case "freeze":
      return false;
    case "broken":
    case "unconfigured":
    case "overtaken":
    case "unreadable":
    case "environment":
    case "direct":
      return true;
  }
};

const wholePart = ({ timeZone }: Release, { holders, decidedAt }: Decision): Part => {
  const rows = holders.flatMap((holder) => (holder.by === "member" ? [] : [worded(holder, { decidedAt, timeZone })]));
  if (rows.length === 0) return fixed("");
  return {
    before: "\nWhat holds it as a whole:\n\n",
    rows: rows.map(({ about, text }) => () => {
      const name = about === undefined ? "" : `${numbered(about)} ${plain(about.title, 150)}: `;
      return `- ${name}${prose(text, 1500)}\n`;
    }),
    after: "",
    more: (left) => `- … and ${left} more\n`,
  };
};

const tablePart = (release: Release, decision: Decision): Part => {
  const { members } = release;
  if (members.length === 0) return fixed("\nIt brings no pull request.\n");
  const order = new Map(
    decision.holders.flatMap((holder, index) => (holder.by === "member" ? [[holder.member, index] as const] : [])),
  );
  const place = (member: MemberOutcome): number => order.get(member) ?? decision.holders.length;
  const rows = members.toSorted((one, other) => place(one) - place(other) || one.number - other.number);
  return {
    before: `\n| ${brought(members)} | State | What is left | Whose turn |\n| :-- | :-- | :-- | :-- |\n`,
    rows: rows.map((member) => () => row(member, release, order.has(member))),
    after: "",
    more: (left) => `| … and ${left} more | | | |\n`,
  };
};

const row = (member: MemberOutcome, release: Release, isHolding: boolean): string => {
  const cells = [
    `${numbered(member)} ${plain(member.title, 150)}`,
    `${stateOf(member)}${!isHolding && member.mode === "shadow" ? " (shadow mode)" : ""}`,
    isDone(member) ? plain(member.reason ?? "", 300) : prose(leftOf(member, release), 300),
    plain(listed(peopleIn(member.steps)), 300),
  ];
  return `| ${cells.join(" | ")} |\n`;
};

const isDone = ({ state, overridden }: MemberOutcome): boolean =>
  overridden === undefined && (state === "open" || state === "not-asked");

const stateOf = ({ state, overridden, opensAt }: MemberOutcome): string => {
  if (state === "open" && overridden !== undefined) return "⚠️ overridden";
  return state === "awaiting" && opensAt !== undefined ? "🕒 opens by itself" : MEMBER_STATES[state];
};

/** A sign for the eye and a word for everyone. */
export const MEMBER_STATES = {
  open: "✅ ready",
  awaiting: "🟡 awaited",
  shut: "❌ to do",
  never: "⛔ can't go",
  "not-asked": "➖ not asked",
} as const satisfies Record<MemberOutcome["state"], string>;

/** What would close each open step, pull request by pull request. */
const stepsPart = ({ holders }: Decision): Part => {
  const rows = holders.flatMap((holder) =>
    holder.by === "member" ? holder.member.steps.map((step) => () => stepRow(holder.member, step)) : [],
  );
  if (rows.length === 0) return fixed("");
  return {
    before: `\n<details><summary>What would close each step (${rows.length})</summary>\n\n`,
    rows,
    after: "\n</details>\n",
    more: (left) => `- … and ${left} more\n`,
  };
};

const stepRow = (member: MemberOutcome, { title, reason, remedy }: MemberOutcome["steps"][number]): string =>
  `- ${numbered(member)} **${plain(title, 150)}**: ${prose(`${reason} ${remedy}`.trim(), 700)}\n`;

/** What it was compared with. */
const groundsOf = (release: Release): string => {
  const { previous, sha, course, directCommits, rule, onDefault } = release;
  const isAllowed = rule.directCommits === "allow" && onDefault === true;
  const direct = directCommits.length === 0 || !isAllowed ? "" : allowed(directCommits.length);
  if (previous === undefined)
    return `\nFirst deployment, of ${code(sha.slice(0, 7))}: nothing ran there before.${direct}\n`;
  const ran =
    previous.url === undefined ? code(previous.sha.slice(0, 7)) : link(previous.sha.slice(0, 7), previous.url);
  return `\n${COURSES[course]} ${code(sha.slice(0, 7))}. Last successful deployment: ${ran}, ${weekdayMoment(previous.at, release)}.${direct}\n`;
};

const allowed = (count: number): string =>
  ` ${counted(count, "commit")} without a pull request ${count === 1 ? "is" : "are"} in it, which the config allows.`;

const COURSES = {
  forward: "Brings",
  back: "Goes back to",
  same: "Deploys again",
  first: "Brings",
} as const satisfies Record<Release["course"], string>;
