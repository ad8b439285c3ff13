import { checkRun, type CheckRun } from "../../report/check-run.ts";
import type { GroupMember } from "../../report/group-run.ts";
import type { Verdict } from "../../evaluation/verdict.ts";
import { judgeMember, type JudgedMember } from "../members.ts";
import type { Reading, RepositoryRef } from "../ports.ts";
import type { Assessing } from "../turn.ts";

/** How a group stands: each of its pull requests, read and judged afresh. */
export interface JudgedGroup {
  readonly members: readonly GroupMember[];
  /** No config holds for any of them, so Gatehouse has no say. */
  readonly isSilent: boolean;
  /** The pull request that the group was made for is merged or closed: the queue asks no more. */
  readonly isOver: boolean;
  /** When time alone changes how one of them stands. */
  readonly wakeAt: Date | undefined;
}

interface Judging {
  readonly parts: Assessing;
  readonly repository: RepositoryRef;
  readonly signal: AbortSignal;
}

/** Judges the pull requests of a group at this very moment, all at the same time. Costs one read each. */
export const judgeGroup = async (
  { parts, repository, signal }: Judging,
  numbers: readonly number[],
): Promise<JudgedGroup> => {
  const judged = await Promise.all(
    numbers.map(async (number) => ({
      number,
      member: await judgeMember({ parts, signal }, repository, { kind: "pull_request", number }),
    })),
  );
  const own = judged.at(-1)?.member;
  const wakes = judged.flatMap(({ member }) => (isJudged(member) ? (member.verdict.wakeAt ?? []) : []));
  return {
    members: judged.map(({ number, member }) => memberOf(repository, number, member)),
    isSilent: judged.every(({ member }) => member.found && member.policed === undefined),
    isOver: own !== undefined && isJudged(own) && own.policed.reading.snapshot.state !== "open",
    wakeAt: wakes.toSorted((one, other) => one.getTime() - other.getTime())[0],
  };
};

type Judged = Extract<JudgedMember, { readonly verdict: Verdict }>;

const isJudged = (member: JudgedMember): member is Judged => member.found && member.policed !== undefined;

const memberOf = (repository: RepositoryRef, number: number, member: JudgedMember): GroupMember => {
  if (!member.found) return { number, standing: "unknown", why: "GitHub does not show this pull request" };
  if (!isJudged(member)) return { number, standing: "free" };
  const { verdict, policed } = member;
  const { reading } = policed;
  if (reading.snapshot.state === "merged") return { number, standing: "free" };
  if (reading.snapshot.state === "closed") return { number, standing: "unknown", why: "it is closed" };
  const run = memberRun({ repository, number, reading }, verdict);
  const gate = verdict.gates.find((one) => one.gate === "merge");
  if (run === undefined || gate === undefined) return { number, standing: "unknown", why: "it has no merge gate" };
  return { number, standing: "judged", title: reading.snapshot.title, verdict, gate, run };
};

/** What the check of a pull request says of it alone; undefined once it is merged. */
export const memberRun = (
  about: { readonly repository: RepositoryRef; readonly number: number; readonly reading: Reading },
  verdict: Verdict,
): CheckRun | undefined => {
  const gate = verdict.gates.find((one) => one.gate === "merge");
  if (gate === undefined || verdict.stage !== "merge") return undefined;
  const { repository, number, reading } = about;
  return checkRun(verdict, gate, {
    repository: `${repository.owner}/${repository.name}`,
    number,
    headSha: reading.snapshot.headSha,
    proposal: reading.proposal,
  });
};

/** What has to change of a pull request before its groups are judged anew. */
export const standingOf = (run: Pick<CheckRun, "conclusion" | "title">): string => `${run.conclusion}: ${run.title}`;
