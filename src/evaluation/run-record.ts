import type { RunRecord } from "../evidence/run-record.ts";
import { holdsChange } from "../evidence/deployed.ts";
import type { Deployment } from "../evidence/deployment.ts";
import type { Snapshot } from "../evidence/snapshot.ts";
import { everyVerdict, isDone, type PhaseVerdict, type ProcedureVerdict, type Verdict } from "./verdict.ts";

/** What an audit wants to know of a subject beside what people did; `before` is what was kept at the look before. */
export const runRecordOf = (verdict: Verdict, snapshot: Snapshot, before: RunRecord | undefined): RunRecord => {
  const { title, openedAt, mergedAt, mergeSha, linkedIssues = [], deployments = {} } = snapshot;
  const seenAt = verdict.evaluatedAt.toISOString();
  return {
    seenAt,
    title,
    ...(openedAt === undefined ? {} : { openedAt }),
    ...(mergedAt === null ? {} : { mergedAt }),
    ...(mergeSha === null ? {} : { mergeSha }),
    tickets: linkedIssues.map(({ repository, number, url }) => linked(`${repository}#${number}`, url)),
    deployments: Object.entries(deployments).flatMap(([environment, all]) =>
      all.filter((one) => isOf(one, snapshot)).map((one) => deployed(environment, one)),
    ),
    runs: verdict.procedures
      .filter(({ applies }) => applies)
      .map((procedure) => runOf(procedure, { seenAt, before: completedBefore(procedure, before) })),
  };
};

const linked = (text: string, url: string | undefined) => ({ text, ...(url === undefined ? {} : { url }) });

/** An issue has no commit of its own, so every deployment that its procedures look at is kept. */
const isOf = (one: Deployment, snapshot: Snapshot): boolean =>
  snapshot.subject.kind === "issue" || one.sha === snapshot.headSha || holdsChange(one, snapshot) === true;

const deployed = (environment: string, { sha, state, at, url }: Deployment) => ({
  ...linked(`${sha.slice(0, 7)} to ${environment}`, url),
  environment,
  sha,
  state,
  at,
});

const completedBefore = ({ id }: ProcedureVerdict, before: RunRecord | undefined): string | undefined =>
  before?.runs.find(({ procedure }) => procedure === id)?.completedAt;

const runOf = (
  { id, version, source, exit, exitReason, phases }: ProcedureVerdict,
  { seenAt, before }: { readonly seenAt: string; readonly before: string | undefined },
): RunRecord["runs"][number] => ({
  procedure: id,
  ...(version === undefined ? {} : { version }),
  source: source.reference,
  exit,
  ...(exitReason === undefined ? {} : { reason: exitReason }),
  ...(exit === "completed" || exit === "partial" ? { completedAt: before ?? seenAt } : {}),
  proofs: phases.flatMap(proofsOf),
});

/** Only what has an address: the rest of what was done stands in the ledger. */
const proofsOf = ({ id, steps }: PhaseVerdict): RunRecord["runs"][number]["proofs"] =>
  everyVerdict(steps)
    .filter(({ state }) => isDone(state))
    .flatMap((step) =>
      step.evidence.flatMap(({ text, url }) => (url === undefined ? [] : [{ step: `${id} / ${step.id}`, text, url }])),
    );
