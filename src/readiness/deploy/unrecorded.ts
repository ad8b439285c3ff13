import { Changes, issueKey, pullKey } from "../change.ts";
import type { PendingDelivery } from "../known.ts";
import type { MemberName } from "../members.ts";
import type { RepositoryRef } from "../ports.ts";
import { RetryLater } from "../retry-later.ts";
import type { PendingDeliveries } from "../turn.ts";

interface Of {
  readonly parts: { readonly deliveries: Pick<PendingDeliveries, "pending"> };
  readonly repository: Pick<RepositoryRef, "repositoryId">;
}

/** Soon enough for people, late enough for a member's turn to be through. */
const MEMBER_TURN_MS = 500;

/** Throws `RetryLater` while a member's own turn is to come: what somebody just did there, such as a no-go, is not recorded yet. */
export const withoutPending = async (of: Of, members: readonly MemberName[]): Promise<void> => {
  for (const member of members) {
    const pending = await pendingOf(of, member);
    if (pending.some(({ attempts }) => attempts === 0))
      throw new RetryLater(new Date(Date.now() + MEMBER_TURN_MS), `${keyOf(of, member)} has a turn to come`);
  }
};

/**
 * The same for a final word, which what somebody said on a member may forbid: it also throws, as a failure, while a turn that is to
 * record that keeps failing. Where a failing turn is about anything else, what can be read of the member counts.
 */
export const withoutUnrecorded = async (of: Of, members: readonly MemberName[]): Promise<void> => {
  await withoutPending(of, members);
  for (const member of members)
    if ((await pendingOf(of, member)).some(holdsAct))
      throw new Error(`what somebody did on ${keyOf(of, member)} could not be recorded yet`);
};

const keyOf = ({ repository: { repositoryId } }: Of, { kind, number }: MemberName): string =>
  kind === "issue" ? issueKey(repositoryId, number) : pullKey(repositoryId, number);

const pendingOf = (of: Of, member: MemberName): Promise<readonly PendingDelivery[]> =>
  of.parts.deliveries.pending(keyOf(of, member));

/** Whether somebody did something there; what has a shape that is not known may be anything. */
const holdsAct = ({ payload }: PendingDelivery): boolean => {
  const changes = Changes.safeParse(payload);
  return !changes.success || changes.data.some(({ act, sender }) => act !== undefined && sender.type !== "Bot");
};
