import { isSound } from "../../procedures/finding.ts";
import { isOrganisation } from "../../procedures/reference.ts";
import type { Impact } from "../../report/proposal/impact.ts";
import { CONFIG_CHECK, proposalRun } from "../../report/proposal/run.ts";
import type { Budget } from "../catch-up/ports.ts";
import { pullKey } from "../change.ts";
import { hintsOf, type Latest } from "../hints.ts";
import { inTurn } from "../in-turn.ts";
import { changesFor, type DeliveredChange, type StoredSubject } from "../known.ts";
import { memoryOf } from "../memory.ts";
import type { Proposal, Reading, SubjectRef } from "../ports.ts";
import { digestOf, publishRuns } from "../publish.ts";
import { RetryLater } from "../retry-later.ts";
import { refuseStale } from "../stale.ts";
import type { Turn } from "../turn.ts";
import { impactOf, type Proposing } from "./impact.ts";
import { configNamed } from "./key.ts";
import { offeredFiles } from "./offered.ts";

/** What the check of a proposal speaks to. */
export interface AssessingProposals extends Proposing {
  readonly budget: Budget;
}

/**
 * Looks at what a pull request makes of config and procedures, and says it in a check of its own. Calls: one for the pull request; where the
 * proposal is valid one for GitHub's budget, one for the list of open pull requests and about one for each, at most forty; one to
 * write, when there is news. Throws what kept it from finishing; the queue then tries again.
 */
export const assessProposal = (parts: AssessingProposals, key: string, signal: AbortSignal): Promise<void> =>
  inTurn(parts.deliveries, key, async (deliveries) => {
    const named = configNamed(key);
    if (named === undefined) return;
    const stored = await parts.subjects.get(pullKey(named.repositoryId, named.number));
    if (stored?.state !== "open") return;
    const changes = changesFor(stored.key, deliveries);
    await look(parts, { stored, number: named.number, changes, signal });
  });

interface Looking {
  readonly stored: StoredSubject;
  readonly number: number;
  /** What it is looked at for. */
  readonly changes: readonly DeliveredChange[];
  readonly signal: AbortSignal;
}

const look = async (parts: AssessingProposals, { stored, number, changes, signal }: Looking): Promise<void> => {
  const turn = await turnOf(parts, { stored, number, signal });
  const { subject } = turn;
  const { files: offered, left } = await offeredFiles(parts.subjects, subject);
  const hints = { ...hintsOf(turn, latestOf(stored)), comments: { search: false }, offered };
  const reading = await parts.reader.read(subject, hints);
  if (reading?.snapshot.state !== "open") return;
  const { updatedAt, snapshot } = reading;
  refuseStale({ key: subject.key, changes, updatedAt, headSha: snapshot.headSha, now: parts.now() });
  if (!isOurs(turn, reading)) return;
  const { proposal } = reading;
  const proposed = proposal && { ...proposal, ...fromTo(reading, proposal, subject) };
  const isJudged = proposed !== undefined && !proposed.isUnread && isSound(proposed.findings);
  const impact = isJudged ? await impactInBudget(turn, reading) : undefined;
  const run = proposalRun(proposed, impact, {
    headSha: snapshot.headSha,
    externalId: `${subject.owner}/${subject.name}#${subject.number}`,
    base: snapshot.base,
    unlooked: left,
    at: parts.now(),
  });
  signal.throwIfAborted();
  const wanted = { runs: [{ ...run, digest: digestOf(run.digest) }], force: isAsked(changes) };
  await publishRuns(turn, { wanted, reading });
  if (impact?.lookAt !== undefined) throw new RetryLater(impact.lookAt, "the installation's budget is short");
};

/** Whether it is the first config, or the last one. */
const fromTo = ({ policy: before }: Reading, { policy: after }: Proposal, { owner, name }: SubjectRef) => {
  const owns = isOrganisation(`${owner}/${name}`) ? { owner } : {};
  return {
    isEnd: before !== undefined && after === undefined,
    ...(before === undefined && after !== undefined ? { first: { policy: after, ...owns } } : {}),
  };
};

/** Somebody wants to see that it was looked at. */
const isAsked = (changes: Looking["changes"]): boolean =>
  changes.some(({ change: { act } }) => act?.kind === "recheck");

/** A word on what proposes nothing only where there was one before. */
const isOurs = ({ published }: Turn, { proposal, snapshot: { headSha } }: Reading): boolean =>
  proposal !== undefined || published.some((item) => item.name === CONFIG_CHECK && item.headSha === headSha);

/** Below this share of an installation's calls, other pull requests are left for later. */
const SPARED = 0.5;

const impactInBudget = async (
  { parts, subject, signal }: Turn & { readonly parts: AssessingProposals },
  reading: Reading,
): Promise<Impact | undefined> => {
  const { proposal } = reading;
  if (proposal === undefined) return undefined;
  const { share, resetAt } = await parts.budget.left(subject.installationId);
  if (share < SPARED) return { lookedAt: [], open: 0, hidden: 0, lookAt: resetAt };
  return impactOf({ parts, subject, proposal, reading, signal });
};

const turnOf = async (
  parts: AssessingProposals,
  { stored, number, signal }: Omit<Looking, "changes">,
): Promise<Turn & { readonly parts: AssessingProposals }> => {
  const { key, installationId, repositoryId, owner, name } = stored;
  const subject: SubjectRef = { key, installationId, repositoryId, owner, name, kind: "pull_request", number };
  const published = await parts.published.get(key);
  const memory = memoryOf(stored.memory);
  return { id: `config ${key}`, parts, subject, changes: [], memory, published, signal, attempts: 0 };
};

const latestOf = ({ headSha, baseRef, state }: StoredSubject): Latest => ({
  headSha,
  baseRef,
  state,
  headRef: undefined,
});
