import { setTimeout as delay } from "node:timers/promises";
import type { Snapshot } from "../../evidence/snapshot.ts";
import { isSound, type Finding } from "../../procedures/finding.ts";
import { GithubError } from "../../github/errors.ts";
import type { Reading } from "../../readiness/ports.ts";
import { RetryLater } from "../../readiness/retry-later.ts";
import type { PersonalClient } from "../github/personal-client.ts";
import { localReader, type LocalReader } from "../simulate/reading.ts";
import type { LocalDocuments } from "../simulate/local-documents.ts";
import { lookedTwice } from "../simulate/simulated.ts";
import { WrongUse } from "../wrong-use.ts";
import { everybodyActed } from "./everybody-acted.ts";
import { inTurns } from "./in-turns.ts";
import { judgePast, type PastVerdict } from "./judge-past.ts";
import type { MergedPull, MergedPulls } from "./merged-pulls.ts";

/** One pull request of the past: judged, or why it was not. */
export type Judged = { readonly pull: MergedPull } & (
  PastVerdict | { readonly outcome: "unread"; readonly why: string }
);

/** What came of the whole. */
export interface Backtested {
  /** In the order of the list. */
  readonly judged: readonly Judged[];
  /** When GitHub lets us go on, where it was given up before the end. */
  readonly stoppedUntil: Date | undefined;
}

interface Testing {
  readonly client: PersonalClient;
  readonly local: LocalDocuments;
  readonly merged: MergedPulls;
  /** How many are read at the same time. */
  readonly atOnce: number;
  /** False: at GitHub's limit it ends there instead of waiting. */
  readonly waits: boolean;
  readonly tell: {
    readonly done: (count: number) => void;
    readonly waiting: (until: Date) => void;
  };
}

/** The policy that merged pull requests are to be judged by is not valid. */
export class PolicyBroken extends Error {
  readonly code = "policy-broken";
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    super("the policy is not valid");
    this.findings = findings;
  }
}

/** Judges each as it was at its merge. Throws `PolicyBroken`, `WrongUse` where there is no policy, and what GitHub refuses altogether. */
export const backtested = async (testing: Testing): Promise<Backtested> => {
  const { client, local, merged, atOnce, tell } = testing;
  const pasts = new Map(merged.pulls.map(({ subject, mergedAt: at, baseSha }) => [subject.key, { at, baseSha }]));
  const reader = localReader({ client, local, slug: "", pastOf: ({ key }) => pasts.get(key) });
  const judged: Judged[] = [];
  const stop: Stop = { until: undefined };
  const results = await inTurns(merged.pulls, {
    atOnce,
    work: async (pull) => {
      const one = await patiently({ ...testing, stop }, () => judgedOne({ client, reader, pull }));
      if (one !== undefined) judged.push(one);
      tell.done(judged.length);
      return one;
    },
  });
  return { judged: results.flatMap((one) => one ?? []), stoppedUntil: stop.until };
};

interface Stop {
  until: Date | undefined;
}

/** Waits for GitHub's limit to be over, as often as it takes; or gives up, and nothing more is begun. */
const patiently = async <Answer>(
  patience: Pick<Testing, "waits" | "tell"> & { readonly stop: Stop },
  ask: () => Promise<Answer>,
): Promise<Answer | undefined> => {
  while (patience.stop.until === undefined) {
    const answer = await ask().catch(untilLater);
    if (!(answer instanceof RetryLater)) return answer;
    await waited(patience, answer.at);
  }
  return undefined;
};

const untilLater = (error: unknown): RetryLater => {
  if (error instanceof RetryLater) return error;
  throw error;
};

const waited = async (
  { waits, tell, stop }: Pick<Testing, "waits" | "tell"> & { readonly stop: Stop },
  until: Date,
): Promise<void> => {
  if (!waits) {
    stop.until = until;
    return;
  }
  tell.waiting(until);
  await delay(Math.max(0, until.getTime() - Date.now()) + SLACK_MS);
};

/** GitHub counts in whole seconds. */
const SLACK_MS = 1000;

interface One {
  readonly client: PersonalClient;
  readonly reader: LocalReader;
  readonly pull: MergedPull;
}

const judgedOne = async (one: One): Promise<Judged> => {
  const { pull } = one;
  try {
    return await judgedRead(one);
  } catch (error) {
    if (!(error instanceof GithubError) || error.status === 401) throw error;
    return { pull, outcome: "unread", why: error.message };
  }
};

const judgedRead = async ({ client, reader, pull }: One): Promise<Judged> => {
  const { headSha, headRef, baseRef, subject, mergedAt } = pull;
  const hints = { headSha, headRef, baseRef, afresh: false, comments: { search: false }, runKnownFor: headSha };
  const reading = await reader.read(subject, hints);
  if (reading === undefined) return { pull, outcome: "unread", why: "It is not there any more." };
  const policy = policyIn(reading, pull);
  const looking = { client, subject, policy, now: () => mergedAt };
  let snapshot = withoutStore(reading);
  for (const ledger of [[], ...everybodyActed(policy, reading.snapshot, mergedAt)])
    snapshot = await lookedTwice({ ...looking, ledger }, snapshot);
  return { pull, ...judgePast({ policy, snapshot, mergedAt }) };
};

const policyIn = ({ policy }: Reading, { subject: { owner, name } }: MergedPull) => {
  if (policy === undefined)
    throw new WrongUse(
      `There is no config in ${owner}/${name} nor in ${owner}/.github. Name a procedure with \`--procedure FILE\`, or a config with \`--config FILE\`.`,
    );
  if (!isSound(policy.findings)) throw new PolicyBroken(policy.findings);
  if (policy.procedures.length === 0) throw new PolicyBroken(policy.findings);
  return policy;
};

const withoutStore = ({ snapshot }: Reading): Snapshot => ({
  ...snapshot,
  unread: { ...snapshot.unread, issueProcedures: "How procedures on issues stood then is not known any more." },
});
