import type { MemberOutcome } from "../../../evaluation/deploy/outcome.ts";
import { releaseMemoryOf } from "../../../readiness/deploy/memory.ts";
import type { DeployRequest } from "../../../readiness/deploy/ports.ts";
import type { StoredSubject } from "../../../readiness/known.ts";
import type { DeployAnswer } from "../../../report/deploy/answer.ts";
import { visible } from "../../../markdown/escape.ts";
import { brought } from "../../../report/deploy/headline.ts";
import { MEMBER_STATES } from "../../../report/deploy/run.ts";
import { newestFirst, withoutPlan } from "../../../report/deploy/united.ts";
import { onGithub, subjectPath } from "../addresses.ts";
import type { Tone } from "../parts/state-badge.tsx";

/** A pull request or launch issue of a deployment. */
export interface MemberView {
  readonly anchor: string;
  readonly href: string;
  readonly member: MemberOutcome;
  readonly tone: Tone;
  readonly word: string;
}

/** A deployment as its page shows it. */
export interface DeploymentView {
  readonly repository: { readonly owner: string; readonly name: string };
  readonly answer: DeployAnswer;
  /** "What it brings: 2 pull requests"; of what was deployed, what it brought. */
  readonly bringing: string;
  /** Of what was deployed: what ran there before, to which one goes back. */
  readonly before: { readonly sha: string; readonly url: string } | undefined;
  /** What holds it as a whole: what one of its members lacks stands with that member. */
  readonly reasons: readonly string[];
  readonly opensAt: Date | undefined;
  readonly decidedAt: Date;
  /** Nobody waits for it any more. */
  readonly isOver: boolean;
  /** Those that hold it first. */
  readonly members: readonly MemberView[];
  /** How many more it brings, that are not shown. */
  readonly more: number;
  /** Pull requests without a rollback plan, the newest first. */
  readonly withoutPlan: readonly { readonly number: number; readonly title: string; readonly href: string }[];
  /** Workflow runs that wait for it. */
  readonly runs: readonly { readonly url: string }[];
  /** Since when the first of them waits. */
  readonly askedAt: Date | undefined;
  readonly commitUrl: string;
  readonly previousUrl: string | undefined;
  readonly direct: readonly { readonly sha: string; readonly url: string }[];
}

export interface DeploymentFound {
  readonly repository: { readonly owner: string; readonly name: string };
  readonly stored: StoredSubject;
  readonly requests: readonly DeployRequest[];
  readonly githubUrl: string;
}

/** A pure function of what is remembered; undefined where nothing was decided yet. */
export const deploymentView = ({
  repository,
  stored,
  requests,
  githubUrl,
}: DeploymentFound): DeploymentView | undefined => {
  const memory = releaseMemoryOf(stored.memory);
  const answer = memory?.answer;
  if (answer === undefined) return undefined;
  const delivered = answer.members.length === 0 ? memory?.delivered : undefined;
  const members = delivered?.members ?? answer.members;
  const url = onGithub(githubUrl, repository);
  const commit = (sha: string): string => `${url}/commit/${encodeURIComponent(sha)}`;
  return {
    repository,
    answer,
    bringing: `${delivered === undefined ? "What it brings" : "What it brought"}: ${brought(members)}`,
    before: delivered?.previous && { sha: delivered.previous.sha, url: commit(delivered.previous.sha) },
    reasons: answer.reasons.filter((reason) => !answer.members.some((member) => isToldOf(member, reason))),
    opensAt: answer.opensAt === undefined ? undefined : new Date(answer.opensAt),
    decidedAt: new Date(answer.decidedAt),
    isOver: stored.state !== "open",
    members: members
      .toSorted((one, other) => ORDER[one.state] - ORDER[other.state])
      .map((member) => memberView(member, repository)),
    more: 0,
    withoutPlan: newestFirst(withoutPlan(members)).map((member) => ({
      number: member.number,
      title: member.title,
      href: subjectPath(repository, member),
    })),
    runs: requests.map(({ runId }) => ({ url: `${url}/actions/runs/${runId}` })),
    askedAt: requests.map(({ askedAt }) => askedAt).toSorted((one, other) => Number(one) - Number(other))[0],
    commitUrl: commit(answer.sha),
    previousUrl: answer.previous && commit(answer.previous.sha),
    direct: answer.direct.map((sha) => ({ sha, url: commit(sha) })),
  };
};

/** How much of a deployment's page is shown at most. */
interface Most {
  readonly members: number;
  readonly steps: number;
  readonly reasons: number;
  /** Characters of each release note and rollback plan; none where it is 0. */
  readonly paper: number;
}

export const LEVELS: readonly Most[] = [
  { members: 100, steps: 20, reasons: 50, paper: 5000 },
  { members: 60, steps: 5, reasons: 20, paper: 500 },
  { members: 40, steps: 2, reasons: 10, paper: 0 },
  { members: 15, steps: 1, reasons: 5, paper: 0 },
];

/** A view with so much of everything, those that hold it first; `more` has how many members are left out. */
export const limited = (view: DeploymentView, { members, steps, reasons, paper }: Most): DeploymentView => ({
  ...view,
  reasons: view.reasons.slice(0, reasons),
  direct: view.direct.slice(0, reasons),
  members: view.members.slice(0, members).map((one) => ({
    ...one,
    member: {
      ...one.member,
      steps: one.member.steps.slice(0, steps),
      notes: cut(one.member.notes, paper),
      plan: cut(one.member.plan, paper),
    },
  })),
  more: Math.max(0, view.members.length - members),
});

const cut = <Paper extends { readonly text: string }>(paper: Paper | undefined, most: number): Paper | undefined =>
  paper === undefined || most === 0 ? undefined : { ...paper, text: paper.text.slice(0, most) };

/** Who opened it in an emergency, no member says. */
const isToldOf = ({ number, title, overridden, steps, reason: why }: MemberOutcome, reason: string): boolean =>
  overridden === undefined &&
  (steps.length > 0 || why !== undefined) &&
  reason.startsWith(`#${number} ${visible(title, 150)}: `);

const memberView = (member: MemberOutcome, repository: DeploymentView["repository"]): MemberView => ({
  anchor: `member-${member.number}`,
  href: subjectPath(repository, member),
  member,
  tone: TONES[member.state],
  word: MEMBER_STATES[member.state].replace(/^\S+ /u, ""),
});

const ORDER = { never: 0, shut: 1, awaiting: 2, open: 3, "not-asked": 4 } as const satisfies Record<
  MemberOutcome["state"],
  number
>;

const TONES = {
  never: "bad",
  shut: "bad",
  awaiting: "waiting",
  open: "good",
  "not-asked": "quiet",
} as const satisfies Record<MemberOutcome["state"], Tone>;
