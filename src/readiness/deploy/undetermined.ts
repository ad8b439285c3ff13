import type { Decision, Release } from "../../evaluation/deploy/decision.ts";
import { deployRun } from "../../report/deploy/run.ts";
import { digestOf } from "../publish.ts";
import { RetryLater } from "../retry-later.ts";
import { writeCheck } from "./check.ts";
import type { ReleaseTurn } from "./parts.ts";
import { tellRuns } from "./tell-runs.ts";

/** After this many failures in a row people are told; a passing trouble of GitHub's heals before. */
const TELL_AFTER = 3;

/**
 * Runs a release's turn. When it keeps failing, the runs that wait are told, and a check that was written before says so: what can't be
 * determined is never green. The queue goes on trying, and the first success takes its place.
 */
export const explained = async (turn: ReleaseTurn, attempts: number, work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    if (attempts >= TELL_AFTER && !(error instanceof RetryLater)) await tell(turn);
    throw error;
  }
};

const tell = async (turn: ReleaseTurn): Promise<void> => {
  const { parts, key, memory } = turn;
  try {
    const release = releaseOf(turn);
    const decision = decisionOf(parts.now());
    await tellRuns(turn, await parts.requests.waiting(key), { release, decision, more: undefined });
    if (memory?.conclusion === undefined) return;
    const run = deployRun(release, decision, { externalId: key });
    await writeCheck(turn, { ...run, digest: digestOf(run.digest) }, { force: false });
    await parts.subjects.remember(key, { ...memory, conclusion: run.conclusion });
  } catch (error) {
    parts.log.warn({ err: error, subject: key }, "could not say that nothing could be determined");
  }
};

const REASON = "GitHub could not be read in full, so nothing is let through. Gatehouse keeps trying.";

const decisionOf = (now: Date): Decision => ({
  state: "awaiting",
  holders: [{ by: "unreadable", reason: REASON }],
  decidedAt: now,
});

const releaseOf = ({ environment, sha, memory }: ReleaseTurn): Release => ({
  environment,
  sha,
  course: "forward",
  problem: REASON,
  members: memory?.members ?? [],
  directCommits: [],
  blocking: [],
  rule: { listed: true, directCommits: "hold", known: [], everywhere: true },
  freezes: [],
  broken: [],
  mode: memory?.conclusion === "neutral" ? "shadow" : "enforce",
});
