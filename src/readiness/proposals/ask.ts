import { proposedIn } from "../memory.ts";
import { ownDelivery, type OwnChange } from "../own-change.ts";
import type { Reading } from "../ports.ts";
import type { Turn } from "../turn.ts";
import { configKey } from "./key.ts";

/**
 * Has a proposal looked at beside the turn, where it differs from what was looked at last, was taken back, or somebody asks for it. Doing it
 * twice in one turn does nothing twice. Costs a transaction where there is something to look at, and nothing else.
 */
export const askAboutProposal = async (turn: Turn, reading: Reading): Promise<void> => {
  const { parts, subject, changes, memory } = turn;
  const { updatedAt, snapshot } = reading;
  const { headSha } = snapshot;
  const proposed = proposedIn(reading);
  const isAsked = proposed !== undefined && changes.some(({ change: { act } }) => act?.kind === "recheck");
  const isNews = proposed === undefined ? memory?.proposed?.headSha === headSha : !isSame(proposed, memory?.proposed);
  if (subject.kind === "issue" || !(isNews || isAsked)) return;
  const { repositoryId, number } = subject;
  const about: OwnChange = { event: "config", pulls: [{ number, headSha, updatedAt }], touches: "policy" };
  await parts.inbox.accept(
    ownDelivery(subject, isAsked ? { ...about, act: { kind: "recheck" } } : about, {
      guid: `config/${changes.at(-1)?.guid ?? turn.id}/${subject.key}`,
      key: configKey(repositoryId, number),
      receivedAt: parts.now(),
    }),
  );
};

type Proposed = NonNullable<ReturnType<typeof proposedIn>>;

const isSame = (one: Proposed, other: Proposed | undefined): boolean =>
  one.headSha === other?.headSha && one.identity === other.identity;
