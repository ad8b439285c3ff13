import { stepKey } from "../../../evaluation/verdict.ts";
import type { Standing } from "../../../readiness/standing.ts";
import { askedOf } from "../../../readiness/standings/asked.ts";
import { isMending } from "../../../readiness/standings/broken.ts";
import { BROKEN } from "../../../readiness/standings/step-times.ts";
import type { ListedRepository } from "../../../readiness/viewing/ports.ts";
import { clipped } from "../../../report/prose.ts";
import { slug, stepAnchor } from "../subject/step-view.ts";
import { subjectPath } from "../addresses.ts";

/** Everything that waits for one person. */
export interface MyTurnView {
  /** Those of this page, the longest wait first. */
  readonly turns: readonly TurnView[];
  /** From 1. */
  readonly page: number;
  readonly pages: number;
  /** How many there are on all pages. */
  readonly all: { readonly turns: number; readonly steps: number };
}

/** A pull request or issue in which something waits for the person. */
export interface TurnView {
  readonly standing: Standing;
  /** As GitHub calls it now. */
  readonly repository: ListedRepository;
  readonly path: string;
  /** Names the heading on the page. */
  readonly anchor: string;
  /** Since when the first of it has waited. */
  readonly since: Date;
  readonly steps: readonly TurnStep[];
  /** Steps besides these, which stand on the subject's own page. */
  readonly more: number;
}

/** One thing to be done. */
export interface TurnStep {
  readonly title: string;
  readonly procedure: string;
  /** What would close it; where nobody could say, why it is open. */
  readonly what: string;
  readonly since: Date;
  /** When the phase should be complete, or should have been. */
  readonly dueAt: Date | undefined;
  /** Where it stands on the subject's page. */
  readonly href: string;
}

/** A page has to stay under 100 KB. */
const ON_A_PAGE = 20;
const STEPS_OF_ONE = 3;
const LONGEST = 240;

/** What a page shows, in whatever order it was found. A page that there is not is the last one. */
export const myTurnView = (
  standings: readonly Standing[],
  { login, repositories, page: asked }: Asking,
): MyTurnView => {
  const byId = new Map(repositories.map((repository) => [repository.id, repository]));
  const turns = standings
    .flatMap((standing) => {
      const repository = byId.get(standing.repositoryId);
      return repository === undefined ? [] : turnOf(standing, { login, repository });
    })
    .toSorted((one, other) => one.since.getTime() - other.since.getTime());
  const pages = Math.max(1, Math.ceil(turns.length / ON_A_PAGE));
  const page = Math.min(Math.max(1, asked), pages);
  return {
    turns: turns.slice((page - 1) * ON_A_PAGE, page * ON_A_PAGE),
    page,
    pages,
    all: { turns: turns.length, steps: turns.reduce((sum, { steps, more }) => sum + steps.length + more, 0) },
  };
};

interface Asking {
  readonly login: string;
  readonly repositories: readonly ListedRepository[];
  readonly page: number;
}

const turnOf = (
  standing: Standing,
  { login, repository }: { readonly login: string; readonly repository: ListedRepository },
): readonly TurnView[] => {
  const path = subjectPath(repository, standing);
  const asked = askedOf(standing, login)
    .map(({ procedure, phase, step }) => ({
      title: step.title,
      procedure: procedure.title,
      what: clipped(step.remedy === "" ? step.reason : step.remedy, LONGEST),
      since: standing.since[stepKey(procedure.id, step.id)] ?? standing.changedAt,
      dueAt: phase.dueAt,
      href: `${path}#${stepAnchor(procedure.id, step.id)}`,
    }))
    .toSorted((one, other) => one.since.getTime() - other.since.getTime());
  const steps = [...(isMending(standing, login) ? [toMend(standing, path)] : []), ...asked];
  const since = steps.map((step) => step.since).toSorted((one, other) => one.getTime() - other.getTime())[0];
  if (since === undefined) return [];
  const shown = steps.slice(0, STEPS_OF_ONE);
  const more = steps.length - shown.length;
  return [{ standing, repository, path, anchor: `turn-${slug(standing.key)}`, since, steps: shown, more }];
};

/** Comes before all steps: until it is mended none of them lets anything pass. */
const toMend = ({ proposed, since, changedAt }: Standing, path: string): TurnStep => {
  const errors = proposed.filter(({ severity }) => severity === "error");
  const [first] = errors;
  const where = first === undefined ? "" : `\`${first.file}:${first.line}\`: ${first.message}`;
  const more = errors.length < 2 ? "" : ` And ${errors.length - 1} more.`;
  return {
    title: "Configuration error: mend what it would break",
    procedure: "config and procedures",
    what: `${clipped(where, LONGEST)}${more}`,
    since: since[BROKEN] ?? changedAt,
    dueAt: undefined,
    href: `${path}#proposed-title`,
  };
};
