import type { PendingDelivery, StoredSubject } from "../known.ts";
import { changesFor } from "../known.ts";
import { releaseNamed } from "../change.ts";
import { deployAnswer } from "../../report/deploy/answer-of.ts";
import { deployRun } from "../../report/deploy/run.ts";
import { toldOf } from "../../report/deploy/told.ts";
import { inTurn } from "../in-turn.ts";
import type { RepositoryRef } from "../ports.ts";
import { digestOf } from "../publish.ts";
import { RetryLater } from "../retry-later.ts";
import { leaveToOthers } from "../unreadable-deliveries.ts";
import { writeCheck } from "./check.ts";
import { close, endOf, isSuperseded, isToBeLookedAt, nextLook } from "./closing.ts";
import { decided, type Found } from "./decided.ts";
import { broughtBy, releaseMemoryOf, type ReleaseMemory } from "./memory.ts";
import type { ReleaseTurn, Releasing } from "./parts.ts";
import type { DeployRequest } from "./ports.ts";
import { isAsking, registered, settleGone } from "./register.ts";
import { directSince, silent } from "./settling.ts";
import { tellRuns, type Told } from "./tell-runs.ts";
import { explained } from "./undetermined.ts";

/**
 * Takes a release's turn: keeps the runs that ask, decides, answers them and writes the check. Safe to repeat at any point: GitHub
 * takes an answer once. Throws what kept it from finishing; the deliveries then stay pending and the queue tries again.
 */
export const decideRelease = (parts: Releasing, key: string, signal: AbortSignal): Promise<void> =>
  inTurn(parts.deliveries, key, async (deliveries) => {
    const stored = await parts.subjects.get(key);
    const turn = turnOf({ parts, key, signal }, deliveries, stored);
    if (turn === undefined) return leaveToOthers(key, deliveries, parts.now());
    const isOpen = stored?.state === "open";
    if (!isOpen && !isWanted(turn)) return leaveToOthers(key, deliveries, parts.now());
    const attempts = Math.max(...deliveries.map((delivery) => delivery.attempts));
    await explained(turn, attempts, () => take(turn));
  });

const turnOf = (
  { parts, key, signal }: Pick<ReleaseTurn, "parts" | "key" | "signal">,
  deliveries: readonly PendingDelivery[],
  stored: StoredSubject | undefined,
): ReleaseTurn | undefined => {
  const named = releaseNamed(key);
  const changes = changesFor(key, deliveries);
  const repository = repositoryOf(changes, stored);
  if (named === undefined || repository === undefined) return undefined;
  const memory = releaseMemoryOf(stored?.memory);
  const isReopened = stored?.state !== "open";
  const said = changes.findLast(isAskingOne)?.change.release?.environment;
  const environment = said ?? memory?.environment ?? named.environment;
  return { parts, key, signal, repository, environment, sha: named.sha, changes, memory, isReopened };
};

const isAskingOne = (change: ReleaseTurn["changes"][number]): boolean => isAsking({ changes: [change] });

/** By the newest names that are known: repositories are renamed and transferred. */
const repositoryOf = (
  changes: ReleaseTurn["changes"],
  stored: StoredSubject | undefined,
): RepositoryRef | undefined => {
  const change = changes.at(-1)?.change;
  if (change !== undefined) {
    const { installationId, repository } = change;
    return { installationId, repositoryId: repository.id, owner: repository.owner, name: repository.name };
  }
  if (stored === undefined) return undefined;
  const { installationId, repositoryId, owner, name } = stored;
  return { installationId, repositoryId, owner, name };
};

/** Somebody asks for it, or it is the newest tip of a branch whose tips are all judged. */
const isWanted = (turn: ReleaseTurn): boolean => isAsking(turn) || isTip(turn);

const isTip = ({ changes, sha }: ReleaseTurn): boolean => changes.some(({ change: { tip } }) => tip?.sha === sha);

const take = async (turn: ReleaseTurn): Promise<void> => {
  const { parts, key, repository, sha } = turn;
  await parts.subjects.upsert({ key, kind: "deployment", ...repository, headSha: sha, state: "open" });
  const asking = await registered(turn);
  if (asking.length === 0 && isSuperseded(turn)) return close(turn, "superseded");
  const { requests, lookedAt } = await stillWaiting(turn, asking);
  const found = await decided(turn);
  if (found === undefined) return close(turn, "gone");
  if (found.decision.state !== "awaiting") await withoutNews(turn);
  turn.signal.throwIfAborted();
  const memory = memoryAfter(turn, found, lookedAt);
  await parts.subjects.remember(key, memory);
  await say(turn, found, { memory, requests });
};

interface Waiting {
  readonly requests: readonly DeployRequest[];
  /** ISO 8601. */
  readonly lookedAt: string | undefined;
}

/** The runs that still wait; those that are over are let go. */
const stillWaiting = async (turn: ReleaseTurn, requests: readonly DeployRequest[]): Promise<Waiting> => {
  const { parts, memory, key, repository } = turn;
  const now = parts.now().toISOString();
  if (requests.length === 0 || !isToBeLookedAt(turn))
    return { requests, lookedAt: requests.length === 0 ? undefined : (memory?.lookedAt ?? now) };
  for (const runId of new Set(requests.map((request) => request.runId))) {
    const run = await parts.runsWaiting.run(repository, runId);
    await settleGone(
      turn,
      requests.filter((request) => request.runId === runId),
      run,
    );
  }
  return { requests: await parts.requests.waiting(key), lookedAt: now };
};

/** Throws `RetryLater` where something came in meanwhile that a final word would have to rest on. */
const withoutNews = async ({ parts, key, changes }: ReleaseTurn): Promise<void> => {
  const ours = new Set(changes.map(({ guid }) => guid));
  const newer = (await parts.deliveries.pending(key)).filter(({ guid }) => !ours.has(guid));
  if (newer.length > 0) throw new RetryLater(new Date(), `${key} has news that came while it was decided`);
};

const memoryAfter = (
  turn: ReleaseTurn,
  { reading, release, decision }: Found,
  lookedAt: string | undefined,
): ReleaseMemory => {
  const { memory: before, parts, changes, repository, environment } = turn;
  const { policy } = reading;
  const isChecked =
    before?.isChecked === true || isTip(turn) || changes.some(({ change }) => change.release?.runId !== undefined);
  return {
    environment,
    members: [...release.members],
    ...broughtBy(release.members, before),
    blocking: [...release.blocking],
    answer: deployAnswer(release, decision, `${repository.owner}/${repository.name}`),
    configured: policy !== undefined,
    policyPaths: [...reading.policyPaths],
    askedAt: before === undefined || isWanted(turn) ? parts.now().toISOString() : before.askedAt,
    isAsked: before?.isAsked === true || isAsking(turn),
    isChecked,
    ...(lookedAt === undefined ? {} : { lookedAt }),
    directSince: directSince(turn, reading),
    ...(before?.conclusion === undefined ? {} : { conclusion: before.conclusion }),
  };
};

interface Saying {
  readonly memory: ReleaseMemory;
  readonly requests: readonly DeployRequest[];
}

/** A check that was written before is never left as it was; without one, nothing is said that may not hold in a moment. */
const say = async (turn: ReleaseTurn, found: Found, { memory, requests }: Saying): Promise<void> => {
  const { parts, key } = turn;
  const decision = toldOf(found.decision);
  const telling = { ...found, more: `${found.reading.url}/commit/${turn.sha}` };
  const told = decision === undefined ? silent(requests) : await tellRuns(turn, requests, { ...telling, decision });
  const isUsed = endOf(turn, found, memory) === "deployed" && !isWanted(turn);
  const isLeft = isUsed || (decision === undefined && memory.conclusion === undefined);
  const conclusion = isLeft ? memory.conclusion : await check(turn, found, memory);
  const after = {
    ...memory,
    ...(conclusion === undefined ? {} : { conclusion }),
    ...(told.settled ? { askedAt: parts.now().toISOString() } : {}),
  };
  await parts.subjects.remember(key, after);
  parts.log.info({ subject: key, state: found.decision.state, waiting: told.waiting }, "release decided");
  if (told.retryInMs !== undefined)
    throw new RetryLater(new Date(Date.now() + told.retryInMs), `a run of ${key} does not wait yet`);
  await settle({ ...turn, memory: after }, found, { told, after });
};

const settle = async (
  turn: ReleaseTurn,
  found: Found,
  { told, after }: { readonly told: Told; readonly after: ReleaseMemory },
): Promise<void> => {
  const end = told.waiting > 0 ? undefined : endOf(turn, found, after);
  if (end !== undefined) return close(turn, end);
  await turn.parts.timers.wakeAt(turn.key, nextLook(turn.parts.now().getTime(), found, { told, after }));
};

/** Writes the check where one is wanted; answers its conclusion. */
const check = async (
  turn: ReleaseTurn,
  { reading, release, decision }: Found,
  memory: ReleaseMemory,
): Promise<string | undefined> => {
  const { policy } = reading;
  const name = turn.environment.toLowerCase();
  const rule = policy !== undefined && Object.hasOwn(policy.environments, name) ? policy.environments[name] : undefined;
  const isTipOnly = !memory.isAsked && rule?.check !== "always";
  if (policy === undefined || !memory.isChecked || rule?.check === "never" || isTipOnly) return memory.conclusion;
  const run = deployRun(release, decision, { externalId: turn.key });
  const force = turn.changes.some(({ change }) => change.act?.kind === "recheck");
  await writeCheck(turn, { ...run, digest: digestOf(run.digest) }, { force });
  return run.conclusion;
};
