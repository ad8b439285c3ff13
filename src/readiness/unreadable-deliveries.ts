import { Changes } from "./change.ts";
import type { PendingDelivery } from "./known.ts";
import type { RepositoryRef } from "./ports.ts";
import { RetryLater } from "./retry-later.ts";

/**
 * Whether a delivery has a shape that this release does not know, such as one that another release kept while processes are replaced
 * one by one: it may mean anything.
 */
export const isUnreadable = ({ payload }: PendingDelivery): boolean => !Changes.safeParse(payload).success;

/** The repository that is noted beside a delivery, which every release can read; undefined where this subject is in another one. */
export const repositoryBeside = (key: string, deliveries: readonly PendingDelivery[]): RepositoryRef | undefined => {
  for (const { installationId, repositoryId, owner, name } of deliveries.toReversed()) {
    if (installationId === undefined || repositoryId === undefined || owner === undefined || name === undefined)
      continue;
    if (key === `repo:${repositoryId}` || key.startsWith(`repo:${repositoryId}/`))
      return { installationId, repositoryId, owner, name };
  }
  return undefined;
};

/**
 * Leaves what can't be read to a process that can: throws `RetryLater`, for as long as processes are likely to be replaced. After that
 * the sweep has it.
 */
export const leaveToOthers = (key: string, deliveries: readonly PendingDelivery[], now: Date): void => {
  const isRecent = ({ receivedAt }: PendingDelivery): boolean =>
    receivedAt !== undefined && now.getTime() - receivedAt.getTime() < PATIENCE_MS;
  if (deliveries.some((delivery) => isUnreadable(delivery) && isRecent(delivery)))
    throw new RetryLater(
      new Date(Date.now() + AGAIN_MS),
      `${key} waits for a process that can read what was told of it`,
    );
};

const PATIENCE_MS = 3_600_000;
const AGAIN_MS = 30_000;
