import { groupRun, unmappedGroupRun, type GroupMember } from "../../report/group-run.ts";
import type { CheckRun } from "../../report/check-run.ts";
import { inTurn } from "../in-turn.ts";
import { changesIn, type PendingDelivery, type StoredSubject } from "../known.ts";
import type { RepositoryRef } from "../ports.ts";
import { RetryLater } from "../retry-later.ts";
import type { Assessing } from "../turn.ts";
import { leaveToOthers } from "../unreadable-deliveries.ts";
import { judgeGroup, standingOf, type JudgedGroup } from "./judge-group.ts";
import { membersOf, type QueuedGroup } from "./members-of-group.ts";
import { groupMemoryOf, type GroupMemory } from "./memory.ts";
import type { MergeQueues } from "./ports.ts";
import { waitForOthers } from "./wait-for-others.ts";
import { publishGroupRun, sayUndetermined } from "./publish-group-run.ts";

export interface AssessingGroups extends Assessing {
  readonly mergeQueues: MergeQueues;
}

/** One turn of one group of a merge queue. */
export interface GroupTurn {
  readonly parts: AssessingGroups;
  readonly key: string;
  readonly repository: RepositoryRef;
  readonly group: QueuedGroup;
  readonly memory: GroupMemory;
  readonly signal: AbortSignal;
  /** How often these deliveries failed before. */
  readonly attempts: number;
  /** Somebody pressed Re-check and wants to see that it was looked at. */
  readonly force: boolean;
}

/**
 * Takes the turn of a merge queue's group: judges each of its pull requests at this very moment and answers on the group's own commit.
 * Every later change of one of them decides it anew, until the queue has no use for the group any more.
 */
export const assessGroup = (parts: AssessingGroups, key: string, signal: AbortSignal): Promise<void> =>
  inTurn(parts.deliveries, key, async (deliveries) => {
    const stored = await parts.subjects.get(key);
    const turn = turnOf({ parts, key, deliveries, signal }, stored);
    if (turn === undefined) return leaveToOthers(key, deliveries, parts.now());
    if (stored?.state === "closed" || isDestroyed(key, deliveries) || isOld(turn)) return close(turn);
    await keep(turn, "open");
    try {
      await decide(turn);
    } catch (error) {
      if (!(error instanceof RetryLater)) await sayUndetermined(turn);
      throw error;
    }
  });

interface Given {
  readonly parts: AssessingGroups;
  readonly key: string;
  readonly deliveries: readonly PendingDelivery[];
  readonly signal: AbortSignal;
}

/** The group by what was told or is remembered of it; undefined for one that nobody ever told of. */
const turnOf = (given: Given, stored: StoredSubject | undefined): GroupTurn | undefined => {
  const { parts, key, deliveries, signal } = given;
  const changes = changesIn(deliveries);
  const told = changes.findLast(({ group }) => group !== undefined);
  const known = groupMemoryOf(stored?.memory);
  const group = told?.group ?? rememberedGroup(stored, known);
  const repository = told === undefined ? stored : { ...told, ...told.repository, repositoryId: told.repository.id };
  if (group === undefined || repository === undefined) return undefined;
  const { headRef, baseSha } = group;
  const { installationId, repositoryId, owner, name } = repository;
  return {
    parts,
    key,
    repository: { installationId, repositoryId, owner, name },
    group,
    memory: known ?? { headRef, baseSha, askedAt: parts.now().toISOString(), settled: true, members: [] },
    signal,
    attempts: Math.max(...deliveries.map(({ attempts }) => attempts)),
    force: changes.some(({ act }) => act?.kind === "recheck"),
  };
};

const rememberedGroup = (
  stored: StoredSubject | undefined,
  memory: GroupMemory | undefined,
): QueuedGroup | undefined => {
  if (stored?.headSha === undefined || stored.baseRef === undefined || memory === undefined) return undefined;
  const { headSha, baseRef } = stored;
  return { headSha, baseRef, headRef: memory.headRef, baseSha: memory.baseSha };
};

const isDestroyed = (key: string, deliveries: readonly PendingDelivery[]): boolean =>
  changesIn(deliveries).some(
    ({ group, repository }) => group?.destroyed === true && key === `repo:${repository.id}/group:${group.headSha}`,
  );

/** GitHub gives up on a group after six hours at most; one whose end got lost is let go. */
const LONGEST_MS = 24 * 3_600_000;

const isOld = ({ parts, memory }: GroupTurn): boolean =>
  parts.now().getTime() - Date.parse(memory.askedAt) > LONGEST_MS;

/** The queue asks no more: nothing is written, and no change gives it a turn. */
const close = async (turn: GroupTurn): Promise<void> => {
  await keep(turn, "closed");
  await turn.parts.timers.wakeAt(turn.key, undefined);
};

const keep = ({ parts, key, repository, group }: GroupTurn, state: "open" | "closed"): Promise<void> =>
  parts.subjects.upsert({
    key,
    kind: "merge_group",
    ...repository,
    headSha: group.headSha,
    baseRef: group.baseRef,
    state,
  });

const decide = async (turn: GroupTurn): Promise<void> => {
  const mapped = await mappedOf(turn);
  await remember(turn, { members: mapped.numbers.map((number) => ({ number })), settled: turn.memory.settled });
  if (mapped.why !== undefined)
    return say(turn, mapped, { run: unmappedGroupRun(mapped.why, contextOf(turn)), said: [] });
  await waitForOthers(turn, mapped.numbers);
  const judged = await judgeGroup(turn, mapped.numbers);
  turn.signal.throwIfAborted();
  if (judged.isOver) return close(turn);
  if (judged.isSilent) return remember(turn, { members: saidOf(judged), settled: true });
  const run = groupRun(judged.members, contextOf(turn));
  if (run.conclusion !== "failure") await waitForOthers(turn, mapped.numbers);
  await say(turn, mapped, { run, said: saidOf(judged) });
  await turn.parts.timers.wakeAt(turn.key, judged.wakeAt);
};

/** What its pull requests are, and which of our checks are on its commit. */
interface MappedGroup {
  readonly numbers: readonly number[];
  readonly runs: readonly string[];
  readonly why?: string;
}

/** A group never changes its pull requests, so the queue is read once. */
const mappedOf = async (turn: GroupTurn): Promise<MappedGroup> => {
  const { parts, repository, group, memory } = turn;
  if (memory.members.length > 0) return { numbers: memory.members.map(({ number }) => number), runs: [] };
  const reading = await parts.mergeQueues.read(repository, { branch: group.baseRef, headSha: group.headSha });
  const mapped = membersOf(group, reading);
  if (mapped.found) return { numbers: mapped.numbers, runs: reading.runs };
  if (isNew(turn))
    throw new RetryLater(new Date(Date.now() + SOON_MS), "GitHub does not show the group in its merge queue yet");
  return { numbers: [], runs: reading.runs, why: mapped.why };
};

/** How long GitHub's own views may disagree before the queue gets its answer. */
const PATIENCE_MS = 30_000;
const SOON_MS = 200;

const isNew = ({ parts, memory }: GroupTurn): boolean =>
  parts.now().getTime() - Date.parse(memory.askedAt) < PATIENCE_MS;

const contextOf = ({ parts, repository: { owner, name }, group: { headSha } }: GroupTurn) => ({
  repository: `${owner}/${name}`,
  headSha,
  now: parts.now(),
});

interface Saying {
  readonly run: CheckRun;
  readonly said: GroupMemory["members"];
}

const say = async (turn: GroupTurn, { runs }: MappedGroup, { run, said }: Saying): Promise<void> => {
  const { parts, key } = turn;
  turn.signal.throwIfAborted();
  if (isDestroyed(key, await parts.deliveries.pending(key))) return;
  await publishGroupRun(turn, { run, mayBeThere: !turn.memory.settled || runs.includes(run.name) });
  await remember(turn, { members: said, settled: true });
  parts.log.info({ subject: key, conclusion: run.conclusion, title: run.title }, "merge group answered");
};

const saidOf = ({ members }: JudgedGroup): GroupMemory["members"] => members.map(saidOfMember);

const saidOfMember = (member: GroupMember): GroupMemory["members"][number] => ({
  number: member.number,
  said: member.standing === "judged" ? standingOf(member.run) : member.standing,
});

const remember = ({ parts, key, memory }: GroupTurn, news: Pick<GroupMemory, "members" | "settled">): Promise<void> =>
  parts.subjects.remember(key, { ...memory, ...news });
