import type { Standing } from "../../../readiness/standing.ts";
import { askedOf, awaitedIn } from "../../../readiness/standings/asked.ts";
import { breaksConfig, isMending } from "../../../readiness/standings/broken.ts";
import { BROKEN } from "../../../readiness/standings/step-times.ts";
import { whatIsLeft, whoseTurn } from "../../../report/left.ts";
import { counting, gateNow, rolledBackIn, scopeOf } from "../../../report/stage.ts";
import { subjectPath } from "../addresses.ts";
import { findingViews, type FindingView } from "../parts/findings-view.ts";

/** A pull request or issue in a line. */
export interface SubjectRow {
  readonly anchor: string;
  readonly href: string;
  readonly number: number;
  readonly kind: Standing["kind"];
  readonly title: string;
  readonly done: number;
  readonly total: number;
  /** " before the merge", where `total` leaves out what comes after it. */
  readonly scope: string;
  /** What is left, in a few words; empty where nothing is. */
  readonly left: string;
  /** Whose turn it is; of what was aborted or rolled back, by whom and why. */
  readonly next: string;
  readonly isRolledBack: boolean;
  readonly isYours: boolean;
  readonly isReady: boolean;
  /** What it would break of config and procedures, which is mended first; empty where it breaks nothing. */
  readonly breaks: readonly FindingView[];
  readonly isUndetermined: boolean;
  readonly isDraft: boolean;
  /** Since when what is awaited now has been, the longest of it. */
  readonly since: Date | undefined;
}

interface Looking {
  readonly viewer: string;
  readonly githubUrl: string;
}

/** What is broken is one thing more to be done. */
export const leftOf = ({ total, done, breaks }: SubjectRow): number => total - done + (breaks.length === 0 ? 0 : 1);

/** As whoever is looking sees it. */
export const subjectRow = (standing: Standing, { viewer, githubUrl }: Looking): SubjectRow => {
  const { verdict, kind, number, title, draft, undeterminedSince } = standing;
  const gate = gateNow(verdict);
  const isUndetermined = undeterminedSince !== undefined;
  const gone = rolledBackIn(verdict);
  const ended = gone ?? gate.reason;
  return {
    anchor: `${kind === "issue" ? "issue" : "pull"}-${number}`,
    href: subjectPath(standing, standing),
    number,
    kind,
    title,
    done: gate.total - gate.left,
    total: gate.total,
    scope: scopeOf(verdict),
    left: ended === undefined ? whatIsLeft(verdict, 120) : "",
    next: ended ?? whoseTurn(verdict).trim(),
    isRolledBack: gone !== undefined,
    isYours: !isUndetermined && (isMending(standing, viewer) || askedOf(standing, viewer).length > 0),
    breaks: breaksIn(standing, githubUrl),
    isReady:
      !isUndetermined &&
      !breaksConfig(standing) &&
      gate.state === "open" &&
      gate.left === 0 &&
      counting(verdict).length > 0,
    isUndetermined,
    isDraft: draft,
    since: waitingSince(standing),
  };
};

/** Only errors shut the gate. */
const breaksIn = ({ proposed, owner, name, headSha }: Standing, githubUrl: string): readonly FindingView[] => {
  const errors = proposed.filter(({ severity }) => severity === "error");
  return findingViews(errors, { githubUrl, owner, name, ref: headSha });
};

/** Nothing waits where nobody is asked. */
const waitingSince = (standing: Standing): Date | undefined => {
  const { since, verdict, author } = standing;
  if (breaksConfig(standing)) return since[BROKEN];
  if (awaitedIn(verdict, author).length === 0) return undefined;
  const open = counting(verdict).flatMap(({ id, phases }) =>
    phases
      .filter(({ state }) => state === "open")
      .flatMap(({ steps }) => steps)
      .filter(({ state }) => state === "unmet" || state === "waiting" || state === "error")
      .flatMap((step) => since[`${id}/${step.id}`] ?? []),
  );
  return open.toSorted((one, other) => Number(one) - Number(other))[0];
};
