import { isSound, type Finding } from "../procedures/finding.ts";
import type { GateVerdict, Verdict } from "../evaluation/verdict.ts";
import { titleOf } from "./headline.ts";
import { summaryOf } from "./summary.ts";
import { shadowLine, type ShadowTally } from "./shadow.ts";
import { clipped } from "./prose.ts";

/** Where the check is shown, and what the pull request itself brings. */
export interface CheckContext {
  /** `owner/name`. */
  readonly repository: string;
  readonly number: number;
  readonly headSha: string;
  readonly detailsUrl?: string | undefined;
  /** Whether a ruleset or protection requires the check, where that is known. */
  readonly isRequired?: boolean | undefined;
  /** What was merged while something was on trial. */
  readonly shadow?: ShadowTally | undefined;
  /** Config and procedures as this pull request would leave them: what it breaks shuts the gate. */
  readonly proposal?: { readonly paths: readonly string[]; readonly findings: readonly Finding[] } | undefined;
}

/** A check run as GitHub takes it: https://docs.github.com/en/rest/checks/runs#create-a-check-run */
export interface CheckRun {
  readonly name: string;
  readonly headSha: string;
  readonly conclusion: "success" | "failure" | "action_required" | "neutral";
  /** At most 255 characters. */
  readonly title: string;
  /** At most 65,535 characters of Markdown. */
  readonly summary: string;
  readonly externalId: string;
  readonly detailsUrl?: string;
  readonly annotations: readonly Annotation[];
  readonly actions: readonly { readonly label: string; readonly description: string; readonly identifier: string }[];
  /** Everything that would be news if it changed; the evaluated-at stamp is not in it. */
  readonly digest: string;
}

interface Annotation {
  readonly path: string;
  readonly line: number;
  readonly level: "failure" | "warning";
  readonly title: string;
  readonly message: string;
}

/** The name teams require in their branch protection; renaming it would strand them. */
export const CHECK_NAME = "gatehouse";

/** The check of an environment's gate. `gatehouse/config` is that of proposals, so an environment of this name gets another one. */
export const deployCheckName = (environment: string): string =>
  `${CHECK_NAME}/${environment}${environment.toLowerCase() === "config" ? " (environment)" : ""}`;

/** The button's identifier, as it comes back in `check_run.requested_action`. */
export const RECHECK = "recheck";

/** The check run that says how a gate stands. */
export const checkRun = (verdict: Verdict, gate: GateVerdict, context: CheckContext): CheckRun => {
  const said = {
    conclusion: conclusionOf(verdict, gate, context),
    title: clipped(titleOf(verdict, gate, context.proposal), 255),
  };
  const summary = summaryOf(verdict, gate, context.proposal);
  const stamp = `\nEvaluated ${verdict.evaluatedAt.toISOString().slice(0, 19).replace("T", " ")} UTC.\n`;
  return {
    name: gate.environment === undefined ? CHECK_NAME : deployCheckName(gate.environment),
    headSha: context.headSha,
    ...said,
    summary: `${summary}${shadowLine(context.shadow)}${enforcement(verdict, context)}${stamp}`,
    externalId: `${context.repository}#${context.number}`,
    ...(context.detailsUrl === undefined ? {} : { detailsUrl: context.detailsUrl }),
    annotations: [],
    actions: [{ label: "Re-check", description: "Look at everything again", identifier: RECHECK }],
    digest: JSON.stringify([said, summary]),
  };
};

/** No news of its own: it comes along when something else is said. */
const enforcement = ({ mode }: Verdict, { isRequired }: CheckContext): string =>
  isRequired === false && mode === "enforce"
    ? `\n⚠️ Not enforced: no ruleset or protection of the base branch requires the check \`${CHECK_NAME}\`, so this can be merged whatever it says. An administrator can require it under *Settings → Rules*; \`gatehouse doctor\` tells more.\n`
    : "";

/** `neutral` passes a required check, so it is kept for shadow mode: https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/collaborating-on-repositories-with-code-quality-features/about-status-checks */
const conclusionOf = (
  { mode }: Verdict,
  { state }: GateVerdict,
  { proposal }: CheckContext,
): CheckRun["conclusion"] => {
  if (mode === "shadow") return "neutral";
  if (!isSound(proposal?.findings ?? [])) return "failure";
  return CONCLUSIONS[state];
};

const CONCLUSIONS = { open: "success", awaiting: "action_required", shut: "failure" } as const satisfies Record<
  GateVerdict["state"],
  CheckRun["conclusion"]
>;

/** GitHub takes 50 annotations in one request: https://docs.github.com/en/rest/checks/runs#create-a-check-run */
const MOST = 50;

/** Only lines of this pull request can carry one; what is broken on the base branch is listed in the summary. */
export const annotationsOf = (proposal: CheckContext["proposal"]): readonly Annotation[] =>
  (proposal?.findings ?? [])
    .filter(({ file }) => proposal?.paths.includes(file))
    .toSorted((one, other) => RANK[one.severity] - RANK[other.severity])
    .slice(0, MOST)
    .map(({ file, line, severity, code, message }) => ({
      path: file,
      line,
      level: severity === "error" ? "failure" : "warning",
      title: clipped(code, 255),
      message: clipped(message, 2000),
    }));

const RANK = { error: 0, warning: 1 } as const satisfies Record<Finding["severity"], number>;
