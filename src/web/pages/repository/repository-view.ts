import type { Enforcement } from "../../../evaluation/enforcement/enforcement.ts";
import type { DeployAnswer } from "../../../report/deploy/answer.ts";
import type { KeptEnforcement } from "../../../readiness/adoption/enforcement.ts";
import { releaseMemoryOf } from "../../../readiness/deploy/memory.ts";
import type { StoredSubject } from "../../../readiness/known.ts";
import type { Standing } from "../../../readiness/standing.ts";
import type { PolicyNow } from "../../../readiness/viewing/policy.ts";
import { timeZoneOf } from "../../../procedures/time-zone-of.ts";
import { outlineOf } from "../../../procedures/outline.ts";
import type { ShadowTally } from "../../../report/shadow.ts";
import { runsOn } from "../../../report/procedures/words.ts";
import { deploymentPath, procedurePath } from "../addresses.ts";
import { findingViews, type FindingView } from "../parts/findings-view.ts";
import { leftOf, subjectRow, type SubjectRow } from "./subject-row.ts";

/** Everything that a repository's page is made of. */
export interface Found {
  readonly repository: { readonly repositoryId: number; readonly owner: string; readonly name: string };
  readonly standings: readonly Standing[];
  /** Releases that are open. */
  readonly releases: readonly StoredSubject[];
  readonly policy: PolicyNow;
  readonly enforcement: KeptEnforcement | undefined;
  readonly shadow: ShadowTally;
  readonly viewer: string;
  readonly githubUrl: string;
}

/** A deployment that waits. */
export interface DeploymentRow {
  readonly anchor: string;
  readonly href: string;
  readonly answer: DeployAnswer;
  readonly askedAt: Date;
  readonly opensAt: Date | undefined;
}

export interface ProcedureRow {
  readonly id: string;
  readonly href: string;
  readonly title: string;
  readonly version: string | null;
  /** "every pull request"; quotes others in backticks. */
  readonly runsOn: string;
  readonly phases: number;
  readonly steps: number;
  readonly isShadow: boolean;
  readonly source: { readonly reference: string; readonly url?: string };
}

export interface RepositoryView {
  readonly repository: Found["repository"];
  readonly mode: "enforce" | "shadow";
  /** Before their merge, the nearest to ready first. */
  readonly open: readonly SubjectRow[];
  /** Merged, with something still to be done. */
  readonly after: readonly SubjectRow[];
  readonly issues: readonly SubjectRow[];
  readonly deployments: readonly DeploymentRow[];
  readonly policy: PolicyNow["state"];
  /** In which the config speaks of moments. */
  readonly timeZone: string | undefined;
  readonly procedures: readonly ProcedureRow[];
  readonly findings: readonly FindingView[];
  readonly enforcement: (Enforcement & { readonly checkedAt: Date }) | undefined;
  readonly shadow: ShadowTally | undefined;
  /** How many pull requests are open, and how many of them are ready, also where not all are shown. */
  readonly counts: { readonly open: number; readonly ready: number; readonly deployments: number };
  /** How many rows are not shown, because there are too many for a page. */
  readonly more: number;
}

/** A pure function of what was found. */
export const repositoryView = (found: Found): RepositoryView => {
  const { repository, policy, standings, releases, enforcement, shadow, githubUrl } = found;
  const rows = standings.map((standing) => ({ standing, row: subjectRow(standing, found) }));
  const those = (which: (standing: Standing) => boolean) =>
    rows.filter(({ standing }) => which(standing)).map(({ row }) => row);
  const now = policy.state === "policy" ? policy.policy : undefined;
  const open = byNearness(those(({ kind, state }) => kind === "pull_request" && state === "open"));
  const deployments = releases.flatMap((release) => deploymentRow(release, repository));
  return {
    repository,
    mode: now?.mode ?? standings[0]?.verdict.mode ?? "enforce",
    open,
    counts: {
      open: open.length,
      ready: open.filter(({ isReady }) => isReady).length,
      deployments: deployments.length,
    },
    more: 0,
    after: those(({ kind, state }) => kind === "pull_request" && state === "merged"),
    issues: those(({ kind }) => kind === "issue"),
    deployments,
    policy: policy.state,
    timeZone: now && timeZoneOf(now),
    procedures: (now?.procedures ?? []).map((adopted) => procedureRow(adopted, repository)),
    findings: findingViews(now?.findings ?? [], { ...repository, githubUrl, ref: "HEAD" }),
    enforcement,
    shadow: shadow.merged === 0 ? undefined : shadow,
  };
};

/** Rows of each list. */
export const LEVELS: readonly number[] = [200, 60, 20, 8];

/** A view with at most so many rows of each list; `more` has how many are left out. */
export const limited = (view: RepositoryView, most: number): RepositoryView => {
  const lists = [view.open, view.after, view.issues, view.deployments, view.procedures, view.findings];
  return {
    ...view,
    open: view.open.slice(0, most),
    after: view.after.slice(0, most),
    issues: view.issues.slice(0, most),
    deployments: view.deployments.slice(0, most),
    procedures: view.procedures.slice(0, most),
    findings: view.findings.slice(0, most),
    more: lists.reduce((sum, { length }) => sum + Math.max(0, length - most), 0),
  };
};

/** Ready ones first; what nobody can tell is last. */
const byNearness = (rows: readonly SubjectRow[]): readonly SubjectRow[] =>
  rows.toSorted(
    (one, other) =>
      Number(one.isUndetermined) - Number(other.isUndetermined) ||
      leftOf(one) - leftOf(other) ||
      other.number - one.number,
  );

/** Those that somebody asked about and that may not go yet. */
const deploymentRow = (
  { key, memory: stored }: StoredSubject,
  repository: Found["repository"],
): readonly DeploymentRow[] => {
  const memory = releaseMemoryOf(stored);
  const answer = memory?.answer;
  if (memory?.isAsked !== true || answer === undefined || answer.decision === "approved") return [];
  return [
    {
      anchor: `deployment-${key.replaceAll(/\W+/gu, "-")}`,
      href: deploymentPath(repository, { environment: memory.environment, sha: answer.sha }),
      answer,
      askedAt: new Date(memory.askedAt),
      opensAt: answer.opensAt === undefined ? undefined : new Date(answer.opensAt),
    },
  ];
};

type Adopted = Extract<PolicyNow, { state: "policy" }>["policy"]["procedures"][number];

const procedureRow = ({ procedure, mode, source }: Adopted, repository: Found["repository"]): ProcedureRow => {
  const outline = outlineOf(procedure);
  return {
    id: procedure.id,
    href: procedurePath(repository, procedure.id),
    title: procedure.title,
    version: outline.version,
    runsOn: runsOn(outline),
    phases: outline.size.phases,
    steps: outline.size.steps,
    isShadow: mode === "shadow",
    source,
  };
};
