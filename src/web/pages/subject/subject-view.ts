import { stepKey } from "../../../evaluation/verdict.ts";
import type { Ledger } from "../../../evidence/ledger.ts";
import { followUpAddresses } from "../../../readiness/consequences.ts";
import type { StoredSubject } from "../../../readiness/known.ts";
import type { PublishedItem } from "../../../readiness/publish.ts";
import type { Standing } from "../../../readiness/standing.ts";
import { askedOf } from "../../../readiness/standings/asked.ts";
import { breaksConfig, isMending } from "../../../readiness/standings/broken.ts";
import { CHECK_NAME } from "../../../report/check-run.ts";
import { rolledBackIn } from "../../../report/stage.ts";
import { pageHeadline } from "../../../report/headline.ts";
import { onGithub } from "../addresses.ts";
import { findingViews, type FindingView } from "../parts/findings-view.ts";
import { pathOf, type Stop } from "./path-view.ts";
import { deploymentLinks, type DeploymentLink } from "./deployment-links.ts";
import { procedureViews, type ProcedureView } from "./phase-view.ts";
import { withBelow, type StepView } from "./step-view.ts";
import { trailView, type Trail } from "./trail-view.ts";

/** Everything that a page on a pull request or issue is made of. */
export interface Shown {
  readonly standing: Standing;
  readonly ledger: Ledger;
  readonly published: readonly PublishedItem[];
  /** Releases that bring it or brought it, the newest first. */
  readonly releases: readonly StoredSubject[];
  /** Login of whoever is looking. */
  readonly viewer: string;
  /** GitHub's address for people, without a slash at the end. */
  readonly githubUrl: string;
}

/** A pull request or issue as its page shows it. */
export interface SubjectView {
  readonly standing: Standing;
  /** Markdown of ours: how much is left and whose turn it is; what it was before where nobody knows now. */
  readonly headline: string;
  readonly isRolledBack: boolean;
  /** What is shown is not known to be so now. */
  readonly isUndetermined: boolean;
  readonly isShadow: boolean;
  /** What waits for whoever is looking. */
  readonly yours: readonly StepView[];
  /** How many more there are, that are not shown. */
  readonly yoursMore: number;
  readonly path: readonly Stop[];
  readonly deployments: readonly DeploymentLink[];
  readonly procedures: readonly ProcedureView[];
  /** Procedures that don't apply, each with the reason. */
  readonly others: readonly { readonly title: string; readonly reason: string }[];
  /** What is wrong with config and procedures on the base branch. */
  readonly findings: readonly FindingView[];
  readonly findingsMore: number;
  /** The same as the pull request would leave them. */
  readonly proposed: readonly FindingView[];
  readonly proposedMore: number;
  /** It would leave them broken, so it can't be ready. */
  readonly isBroken: boolean;
  /** Whoever is looking is the one to mend that. */
  readonly isYoursToMend: boolean;
  readonly trail: Trail;
  readonly links: SubjectLinks;
}

/** Where to go on GitHub. */
interface SubjectLinks {
  readonly checklist: string | undefined;
  readonly check: string | undefined;
  readonly followUps: readonly string[];
}

/** A pure function of what is known: no clock, no reads. */
export const subjectView = (shown: Shown): SubjectView => {
  const { standing, ledger, viewer, githubUrl } = shown;
  const { verdict, since, url, owner, name, base, headSha, proposed } = standing;
  const links = linksOf(shown);
  const isUndetermined = standing.undeterminedSince !== undefined;
  const yours = new Set(
    isUndetermined || standing.state === "closed"
      ? []
      : askedOf(standing, viewer).map(({ procedure, step }) => stepKey(procedure.id, step.id)),
  );
  const procedures = procedureViews(verdict, { since, yours, checklistUrl: links.checklist });
  const steps = procedures.flatMap(({ phases }) =>
    phases.flatMap(({ open, through }) => [...open, ...through].flatMap(withBelow)),
  );
  return {
    standing,
    headline: pageHeadline(verdict, { findings: proposed }),
    isRolledBack: rolledBackIn(verdict) !== undefined,
    isUndetermined,
    isShadow: verdict.mode === "shadow",
    yours: steps.filter(({ isYours }) => isYours),
    yoursMore: 0,
    findingsMore: 0,
    proposed: findingViews(proposed, { githubUrl, owner, name, ref: headSha }),
    proposedMore: 0,
    isBroken: breaksConfig(standing),
    isYoursToMend: !isUndetermined && isMending(standing, viewer),
    path: pathOf(standing, procedures),
    deployments: deploymentLinks(shown.releases, standing),
    procedures,
    others: verdict.procedures
      .filter(({ applies, problem }) => !applies && problem === undefined)
      .map(({ title, reason }) => ({ title, reason })),
    findings: findingViews(verdict.findings, { githubUrl, owner, name, ref: base }),
    trail: trailView(ledger, { verdict, url }),
    links,
  };
};

/** The addresses that GitHub gives to a comment and to a check run. */
const linksOf = ({ standing, published, githubUrl }: Shown): SubjectLinks => {
  const numbered = published.filter(({ remoteId }) => /^\d+$/u.test(remoteId));
  const checklist = numbered.find(({ kind }) => kind === "checklist");
  const check = numbered.find(
    ({ kind, name, headSha }) => kind === "check" && name === CHECK_NAME && headSha === standing.headSha,
  );
  const repository = onGithub(githubUrl, standing);
  return {
    checklist: checklist && `${standing.url}#issuecomment-${checklist.remoteId}`,
    check: check && `${repository}/runs/${check.remoteId}`,
    followUps: followUpAddresses(published, []),
  };
};
