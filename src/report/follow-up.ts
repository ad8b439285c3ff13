import type { Entry } from "../evidence/ledger.ts";
import { gateCalled } from "../evaluation/find-gate.ts";
import { holdsBack, isOpen, obligations } from "../evaluation/gates.ts";
import type { FoundStep } from "../evaluation/find-step.ts";
import type { StepVerdict, Verdict } from "../evaluation/verdict.ts";
import { code, plain, visible } from "../markdown/escape.ts";
import { doer, moment } from "./answers.ts";
import { fit, fixed } from "./fit.ts";
import { counting } from "./stage.ts";
import { prose } from "./prose.ts";
import { STATES } from "./steps-table.ts";

/** The pull request or issue that is followed up. */
export interface FollowedUp {
  /** `owner/name`. */
  readonly repository: string;
  readonly number: number;
}

/** An issue as it is to be opened. `marker` ties it to the act, so that it is opened once. */
export interface FollowUpIssue {
  readonly title: string;
  readonly body: string;
}

/** What remains to be done because a step was put off. */
export const deferralIssue = (
  entry: Entry<"defer">,
  { of, found, marker }: { readonly of: FollowedUp; readonly found: FoundStep | undefined; readonly marker: string },
): FollowUpIssue => {
  const name = found?.step.title ?? entry.step;
  const rows = [
    `${prose(name, 300)} (${code(entry.step)}) of ${reference(of)} was put off and is still to be done.\n`,
    `- Who: ${doer(entry)}, ${moment(entry.at)}`,
    `- Why: ${prose(entry.reason, 1000)}`,
    ...(found?.phase.dueAt === undefined ? [] : [`- Due: ${moment(found.phase.dueAt)}`]),
    ...(found === undefined ? [] : [`- Procedure: ${plain(found.procedure.title, 150)}`]),
    ...(found?.step.help === undefined ? [] : [`- Help: ${prose(found.step.help, 700)}`]),
  ];
  return {
    title: titled(`Follow up: ${visible(name, 150)} of #${of.number}`),
    body: `${marker}\n${rows.join("\n")}\n`,
  };
};

/** What was skipped when a gate was opened all the same. */
export const overrideIssue = (
  entry: Entry<"override">,
  { of, before, marker }: { readonly of: FollowedUp; readonly before: Verdict; readonly marker: string },
): FollowUpIssue => {
  const gate = gateCalled(before, entry.gate) ?? { gate: "merge" };
  const open = counting(before).flatMap(({ phases }) =>
    obligations(phases.filter((phase) => holdsBack(gate, phase))).filter(isOpen),
  );
  const commit = entry.commit === undefined ? "" : `, for commit ${entry.commit}`;
  const head = [
    `The gate ${code(entry.gate)} of ${reference(of)} was opened by an override.\n`,
    `- Who: ${doer(entry)}, ${moment(entry.at)}\n- Why: ${prose(entry.reason, 1000)}`,
    `- Until: ${moment(entry.expires)}${commit}\n`,
    open.length === 0 ? "Nothing was open at that moment.\n" : "What was open at that moment:\n\n",
  ];
  const body = fit(
    [
      fixed(`${marker}\n${head.join("\n")}`),
      {
        before: "",
        rows: open.map((step) => () => skipped(step)),
        after: "",
        more: (left) => `- … and ${left} more\n`,
      },
    ],
    LIMIT,
  );
  return { title: titled(`Follow up: override of #${of.number} (${entry.gate})`), body };
};

/** GitHub's limit for an issue's body is 65,536 characters, for its title 256. */
const LIMIT = 60_000;
const titled = (title: string): string => visible(title, 250);

/** A reference of ours: it is to be found from the other side. */
const reference = ({ repository, number }: FollowedUp): string => `${repository}#${number}`;

const skipped = ({ title, state, reason }: StepVerdict): string =>
  `- [ ] ${prose(title, 300)} (${STATES[state]}): ${prose(reason)}\n`;
