import { randomUUID } from "node:crypto";
import type { DeployAnswer } from "../../report/deploy/answer.ts";
import { releaseKey, type ReleaseName } from "../change.ts";
import type { PendingDelivery, StoredSubject } from "../known.ts";
import { ownDelivery } from "../own-change.ts";
import type { RepositoryRef } from "../ports.ts";
import type { Inbox } from "../inbox.ts";
import { releaseMemoryOf, type ReleaseMemory } from "./memory.ts";

/** What asking needs of the store. */
export interface AskingParts {
  readonly inbox: Inbox;
  readonly deliveries: { readonly pending: (key: string) => Promise<readonly PendingDelivery[]> };
  readonly subjects: { readonly get: (key: string) => Promise<StoredSubject | undefined> };
  readonly now: () => Date;
}

export interface AskedDeployment extends ReleaseName {
  readonly repository: RepositoryRef;
}

/** How long a question waits for its turn, and how often the store is looked at. */
const PATIENCE_MS = 20_000;
const PAUSE_MS = 50;

/**
 * Asks whether one deployment may start, for whoever has no run that waits: the question is kept in the inbox, and the answer is
 * that of a turn after it. `pending` where no turn has come through in time, such as while GitHub is away: asking again is right then.
 * `no-config` where no config holds for the default branch. Rejects with the signal's reason when whoever asked has gone.
 */
export const askDeployment = async (
  { inbox, deliveries, subjects, now }: AskingParts,
  { repository, environment, sha }: AskedDeployment,
  { patienceMs = PATIENCE_MS, signal }: { readonly patienceMs?: number; readonly signal?: AbortSignal } = {},
): Promise<DeployAnswer | "pending" | "no-config"> => {
  const key = releaseKey(repository.repositoryId, { environment, sha });
  const guid = `ask/${key}/${randomUUID()}`;
  const askedAt = now();
  const question = { event: "ask", release: { environment, sha } };
  await inbox.accept(ownDelivery(repository, question, { guid, key, receivedAt: askedAt }));
  for (let waited = 0; waited < patienceMs; waited += PAUSE_MS) {
    const isDone = (await deliveries.pending(key)).every((delivery) => delivery.guid !== guid);
    if (isDone) return saidSince(askedAt, releaseMemoryOf((await subjects.get(key))?.memory));
    signal?.throwIfAborted();
    await pause(PAUSE_MS);
  }
  return "pending";
};

/** Milliseconds by which the clocks of two processes may differ. */
const SKEW_MS = 5000;

/** What a turn before the question found is no answer: a turn that ends early, because the repository is gone, leaves it standing. */
const saidSince = (askedAt: Date, memory: ReleaseMemory | undefined): DeployAnswer | "pending" | "no-config" => {
  const answer = memory?.answer;
  if (answer === undefined || Date.parse(answer.decidedAt) < askedAt.getTime() - SKEW_MS) return "pending";
  return memory?.configured === false ? "no-config" : answer;
};

const pause = async (ms: number): Promise<void> => {
  await new Promise<void>((resolve) => setTimeout(resolve, ms));
};
