import { mergeBase, mergeFiles } from "../git/history.ts";
import { mergeGroup } from "../present/merge-group.ts";
import { pullRequest } from "../present/pull.ts";
import { missingChecks, requiredStates } from "../world/derived.ts";
import type { Account, MergeGroup, Pull, QueueEntry, Repository } from "../world/model.ts";
import { invalid } from "../world/refusal.ts";
import { type QueueRule, queueRuleOn } from "../world/rulesets.ts";
import { type World, branchSha } from "../world/world.ts";
import { recordMerge } from "./pulls.ts";
import { moveBranch, signature } from "./pushes.ts";

type Removal = "MANUAL" | "MERGE" | "MERGE_CONFLICT" | "CI_FAILURE" | "CI_TIMEOUT" | "UNKNOWN_REMOVAL_REASON";

const MINUTE_MS = 60_000;

/** Queues a pull request, as "Merge when ready" does once everything required on its own head has passed. */
export function enqueue(world: World, pull: Pull, by: Account): QueueEntry {
  const { repo, baseRef: branch } = pull;
  if (queueRuleOn(repo, branch) === undefined) throw invalid(`The branch ${branch} has no merge queue`);
  if (pull.state !== "open" || pull.draft) throw invalid("Pull request is not ready to be merged");
  const missing = missingChecks(pull);
  if (missing.length > 0) throw invalid(`Required status check "${missing.join('", "')}" is expected.`);
  if (queueOf(repo, branch).some((entry) => entry.pull === pull)) throw invalid("Pull request is already in the queue");
  const entry = world.add("queueEntry", (ids): QueueEntry => ({
    kind: "MergeQueueEntry",
    ...ids,
    repo,
    branch,
    pull,
    queuedSha: pull.headSha,
    enqueuer: by,
    enqueuedAt: world.now(),
    group: null,
  }));
  repo.queues.set(branch, [...queueOf(repo, branch), entry]);
  tellPull(world, pull, { action: "enqueued", by });
  return entry;
}

/** Somebody takes a pull request out of its queue. */
export function dequeue(world: World, pull: Pull, by: Account): void {
  const entry = entryOf(pull);
  if (entry === undefined) throw invalid("Pull request is not in the queue");
  remove(world, entry, { by, reason: "MANUAL" });
}

export const queueOf = (repo: Repository, branch: string): readonly QueueEntry[] => repo.queues.get(branch) ?? [];

export const entryOf = (pull: Pull): QueueEntry | undefined =>
  [...pull.repo.queues.values()].flat().find((entry) => entry.pull === pull);

/** How the required checks of an entry's group stand. */
export function groupState({ repo, branch, group }: QueueEntry): "queued" | "passed" | "failed" | "pending" {
  if (group === null) return "queued";
  const states = new Set(requiredStates({ repo, branch, sha: group.headSha }).map(({ state }) => state));
  if (states.has("failed")) return "failed";
  return states.has("pending") ? "pending" : "passed";
}

/** Keeps the queues going: whatever is told of a repository may have moved one of its queues. */
export function runQueues(world: World): { readonly expire: () => void } {
  const busy = new Set<Repository>();
  const run = (repo: Repository): void => {
    if (busy.has(repo)) return;
    busy.add(repo);
    try {
      for (const branch of repo.queues.keys()) settle(world, repo, branch);
    } finally {
      busy.delete(repo);
    }
  };
  const { tell } = world;
  world.tell = (occurrence) => {
    tell(occurrence);
    if (occurrence.repo !== null && occurrence.repo.queues.size > 0) run(occurrence.repo);
  };
  return { expire: () => [...world.repos.values()].forEach(run) };
}

function settle(world: World, repo: Repository, branch: string): void {
  while (step(world, repo, branch)) continue;
}

/** One thing that can happen to a queue now; false when nothing is left to be done. */
function step(world: World, repo: Repository, branch: string): boolean {
  const queue = queueOf(repo, branch);
  const rule = queueRuleOn(repo, branch);
  const [first] = queue;
  if (first === undefined || rule === undefined) return false;
  if (first.group !== null && first.group.baseSha !== branchSha(repo, branch)) return invalidate(world, queue);
  const leaving = queue.map((entry) => ({ entry, reason: leaves(world, queue, { entry, rule }) }));
  const out = leaving.find(({ reason }) => reason !== undefined);
  if (out?.reason !== undefined) return remove(world, out.entry, { reason: out.reason });
  const ready = mergeable(queue, rule);
  if (ready.length > 0) return merge(world, ready);
  const next = queue.slice(0, rule.build).find(({ group }) => group === null);
  return next !== undefined && build(world, next, rule);
}

function leaves(
  world: World,
  queue: readonly QueueEntry[],
  { entry, rule }: { entry: QueueEntry; rule: QueueRule },
): Removal | undefined {
  const { pull, group } = entry;
  if (pull.state !== "open" || pull.draft || pull.baseRef !== entry.branch || pull.headSha !== entry.queuedSha)
    return "UNKNOWN_REMOVAL_REASON";
  if (group === null) return undefined;
  const state = groupState(entry);
  if (state === "failed" && !(rule.strategy === "HEADGREEN" && mayBeCarried(queue, entry))) return "CI_FAILURE";
  const late = world.now().getTime() - group.requestedAt.getTime() >= rule.timeout * MINUTE_MS;
  return state === "pending" && late ? "CI_TIMEOUT" : undefined;
}

/** HEADGREEN lets a failing entry in with a passing one behind it. */
const mayBeCarried = (queue: readonly QueueEntry[], entry: QueueEntry): boolean =>
  queue.slice(queue.indexOf(entry) + 1).some((later) => groupState(later) !== "failed");

function mergeable(queue: readonly QueueEntry[], { strategy }: QueueRule): readonly QueueEntry[] {
  const states = queue.map(groupState);
  if (strategy === "HEADGREEN") return queue.slice(0, states.lastIndexOf("passed") + 1);
  const firstOpen = states.findIndex((state) => state !== "passed");
  return firstOpen === -1 ? queue : queue.slice(0, firstOpen);
}

function merge(world: World, entries: readonly QueueEntry[]): boolean {
  const last = entries.at(-1);
  if (last === undefined || last.group === null) return false;
  const { repo, branch } = last;
  const by = queueBot(world);
  repo.queues.set(
    branch,
    queueOf(repo, branch).filter((entry) => !entries.includes(entry)),
  );
  moveBranch(world, { repo, branch, sha: last.group.headSha, by });
  for (const { pull, group } of entries) {
    if (group === null) continue;
    tellPull(world, pull, { action: "dequeued", by, reason: "MERGE" });
    recordMerge(world, pull, { onto: group.baseSha, sha: group.headSha, by });
    destroy(world, { repo, branch, group }, "merged");
  }
  return true;
}

function remove(world: World, entry: QueueEntry, why: { by?: Account; reason: Removal }): boolean {
  const { repo, branch, pull, group } = entry;
  const queue = queueOf(repo, branch);
  const behind = queue.slice(queue.indexOf(entry) + 1);
  repo.queues.set(
    branch,
    queue.filter((one) => one !== entry),
  );
  tellPull(world, pull, { action: "dequeued", by: why.by ?? queueBot(world), reason: why.reason });
  if (group !== null) destroy(world, { repo, branch, group }, "dequeued");
  return invalidate(world, behind);
}

/** What was built on something that won't be merged is built anew. */
function invalidate(world: World, entries: readonly QueueEntry[]): boolean {
  for (const entry of entries) {
    const { repo, branch, group } = entry;
    entry.group = null;
    if (group !== null) destroy(world, { repo, branch, group }, "invalidated");
  }
  return true;
}

function build(world: World, entry: QueueEntry, rule: QueueRule): boolean {
  const { repo, branch, pull } = entry;
  const { git } = repo;
  const queue = queueOf(repo, branch);
  const baseSha = queue[queue.indexOf(entry) - 1]?.group?.headSha ?? branchSha(repo, branch) ?? "";
  const files = (sha: string | undefined) => (sha === undefined ? new Map() : git.files(git.commitAt(sha).tree));
  const fork = mergeBase(git, baseSha, pull.headSha);
  const merged = mergeFiles(files(fork), files(baseSha), files(pull.headSha));
  if (merged === undefined) return remove(world, entry, { reason: "MERGE_CONFLICT" });
  const by = queueBot(world);
  const { sha: headSha } = git.writeCommit({
    tree: git.writeTree(merged),
    parents: rule.method === "SQUASH" ? [baseSha] : [baseSha, pull.headSha],
    message:
      rule.method === "SQUASH"
        ? `${pull.title} (#${pull.number})`
        : `Merge pull request #${pull.number} from ${pull.headRef}\n\n${pull.title}`,
    author: { ...signature(world, by), date: nextSecond(world, repo) },
  });
  const name = `gh-readonly-queue/${branch}/pr-${pull.number}-${baseSha}`;
  entry.group = { ref: `refs/heads/${name}`, headSha, baseSha, requestedAt: world.now() };
  moveBranch(world, { repo, branch: name, sha: headSha, by });
  tellGroup(world, { repo, branch, group: entry.group }, { action: "checks_requested" });
  return true;
}

/** Two groups never are the same commit, also while the fake's clock stands still. */
function nextSecond(world: World, repo: Repository): Date {
  const before = [...repo.refs.keys()].filter((ref) => ref.startsWith("refs/heads/gh-readonly-queue/")).length;
  return new Date(world.now().getTime() + before * 1000);
}

interface Group {
  readonly repo: Repository;
  readonly branch: string;
  readonly group: MergeGroup;
}

/** The group is gone; its ref stays behind, as it may on GitHub. */
const destroy = (world: World, group: Group, reason: "merged" | "invalidated" | "dequeued"): void =>
  tellGroup(world, group, { action: "destroyed", reason });

function tellGroup(world: World, about: Group, { action, reason }: { action: string; reason?: string }): void {
  const body = { merge_group: mergeGroup(about), ...(reason === undefined ? {} : { reason }) };
  world.tell({ event: "merge_group", action, sender: queueBot(world), repo: about.repo, body });
}

function tellPull(world: World, pull: Pull, telling: { action: string; by: Account; reason?: Removal }): void {
  world.tell({
    event: "pull_request",
    action: telling.action,
    sender: telling.by,
    repo: pull.repo,
    body: {
      number: pull.number,
      pull_request: pullRequest(world, pull),
      ...(telling.reason === undefined ? {} : { reason: telling.reason }),
    },
  });
}

const queueBot = (world: World): Account => world.bot("github-merge-queue[bot]");
