import type { Change } from "../change.ts";
import { proposedIn } from "../memory.ts";
import type { Reading } from "../ports.ts";
import type { Turn } from "../turn.ts";
import { configKey } from "./key.ts";

/**
 * Has a proposal looked at beside the turn, where it differs from what was looked at last, was taken back, or somebody asks for it. Doing it
 * twice in one turn does nothing twice. Costs a transaction where there is something to look at, and nothing else.
 */
export const askAboutProposal = async (turn: Turn, reading: Reading): Promise<void> => {
  const { parts, subject, changes, memory } = turn;
  const { headSha } = reading.snapshot;
  const proposed = proposedIn(reading);
  const isAsked = proposed !== undefined && changes.some(({ change: { act } }) => act?.kind === "recheck");
  const isNews = proposed === undefined ? memory?.proposed?.headSha === headSha : !isSame(proposed, memory?.proposed);
  if (subject.kind === "issue" || !(isNews || isAsked)) return;
  const { installationId, repositoryId, owner, name, number } = subject;
  const cause = changes.at(-1)?.guid ?? turn.id;
  const change: Change = {
    event: "config",
    action: null,
    installationId,
    repository: { id: repositoryId, owner, name },
    sender: { login: "gatehouse", type: "Bot" },
    pulls: [{ number }],
    shas: [],
    touches: "policy",
    ...(isAsked ? { act: { kind: "recheck" } } : {}),
  };
  await parts.inbox.accept({
    guid: `config/${cause}/${subject.key}`,
    event: "config",
    installationId,
    repositoryId,
    owner,
    name,
    payload: [change],
    receivedAt: parts.now(),
    subjects: [configKey(repositoryId, number)],
  });
};

type Proposed = NonNullable<ReturnType<typeof proposedIn>>;

const isSame = (one: Proposed, other: Proposed | undefined): boolean =>
  one.headSha === other?.headSha && one.identity === other.identity;
