import type { MemberOutcome } from "../../../evaluation/deploy/outcome.ts";
import { releaseMemoryOf } from "../../../readiness/deploy/memory.ts";
import type { DeployRequest } from "../../../readiness/deploy/ports.ts";
import type { StoredSubject } from "../../../readiness/known.ts";
import type { DeployAnswer } from "../../../report/deploy/answer.ts";
import { MEMBER_STATES } from "../../../report/deploy/run.ts";
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
  readonly opensAt: Date | undefined;
  readonly decidedAt: Date;
  /** Nobody waits for it any more. */
  readonly isOver: boolean;
  /** Those that hold it first. */
  readonly members: readonly MemberView[];
  /** Workflow runs that wait for it. */
  readonly runs: readonly { readonly url: string; readonly askedAt: Date }[];
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
  const answer = releaseMemoryOf(stored.memory)?.answer;
  if (answer === undefined) return undefined;
  const url = onGithub(githubUrl, repository);
  const commit = (sha: string): string => `${url}/commit/${encodeURIComponent(sha)}`;
  return {
    repository,
    answer,
    opensAt: answer.opensAt === undefined ? undefined : new Date(answer.opensAt),
    decidedAt: new Date(answer.decidedAt),
    isOver: stored.state !== "open",
    members: answer.members
      .toSorted((one, other) => ORDER[one.state] - ORDER[other.state])
      .map((member) => memberView(member, repository)),
    runs: requests.map(({ runId, askedAt }) => ({ url: `${url}/actions/runs/${runId}`, askedAt })),
    commitUrl: commit(answer.sha),
    previousUrl: answer.previous && commit(answer.previous.sha),
    direct: answer.direct.map((sha) => ({ sha, url: commit(sha) })),
  };
};

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
