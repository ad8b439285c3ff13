import { entryOf, groupState, queueOf } from "../acts/merge-queue.ts";
import { iso } from "../world/clock.ts";
import type { Pull, QueueEntry, Repository } from "../world/model.ts";
import { queueRuleOn } from "../world/rulesets.ts";
import { fullName } from "../world/world.ts";
import { commitOf } from "./git.ts";
import { type Context, type TypeFields, addresses, connect, demand, fields, present } from "./resolving.ts";

interface Queue {
  readonly kind: "MergeQueue";
  readonly repo: Repository;
  readonly branch: string;
}

const STATE = {
  queued: "QUEUED",
  pending: "AWAITING_CHECKS",
  passed: "MERGEABLE",
  failed: "UNMERGEABLE",
} as const;

/** A branch's queue, the default branch's unless named; null where none is. */
export function mergeQueueOf(repo: Repository, branch: string | undefined, context: Context): Queue | null {
  demand(context, repo, "merge_queues");
  const named = branch ?? repo.defaultBranch;
  return queueRuleOn(repo, named) === undefined ? null : { kind: "MergeQueue", repo, branch: named };
}

export function entryFor(pull: Pull, context: Context): QueueEntry | null {
  demand(context, pull.repo, "merge_queues");
  return entryOf(pull) ?? null;
}

export const mergeQueueTypes: TypeFields = {
  MergeQueue: fields<Queue>({
    id: ({ repo, branch }) => `MQ_${repo.id}_${branch}`,
    repository: ({ repo }) => repo,
    url: ({ repo, branch }, _args, { world }) => addresses(world, `${fullName(repo)}/queue/${branch}`).url,
    entries: ({ repo, branch }, args, context) => connect(queueOf(repo, branch), args, { context, name: "entries" }),
    configuration: ({ repo, branch }) => queueRuleOn(repo, branch),
  }),
  MergeQueueConfiguration: fields<NonNullable<ReturnType<typeof queueRuleOn>>>({
    checkResponseTimeout: ({ timeout }) => timeout,
    maximumEntriesToBuild: ({ build }) => build,
    mergeMethod: ({ method }) => method,
    mergingStrategy: ({ strategy }) => strategy,
  }),
  MergeQueueEntry: fields<QueueEntry>({
    id: ({ nodeId }) => nodeId,
    position: (entry) => queueOf(entry.repo, entry.branch).indexOf(entry) + 1,
    state: (entry) => STATE[groupState(entry)],
    jump: () => false,
    solo: () => false,
    enqueuedAt: ({ enqueuedAt }) => iso(enqueuedAt),
    enqueuer: ({ enqueuer }) => present(enqueuer),
    headCommit: ({ repo, group }) => (group === null ? null : commitOf(repo, group.headSha)),
    baseCommit: ({ repo, group }) => (group === null ? null : commitOf(repo, group.baseSha)),
    pullRequest: ({ pull }) => pull,
    mergeQueue: ({ repo, branch }): Queue => ({ kind: "MergeQueue", repo, branch }),
  }),
};
