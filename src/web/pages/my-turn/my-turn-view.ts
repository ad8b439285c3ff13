import { stepKey } from "../../../evaluation/verdict.ts";
import type { Standing } from "../../../readiness/standing.ts";
import { askedOf } from "../../../readiness/standings/asked.ts";
import type { ListedRepository } from "../../../readiness/viewing/ports.ts";
import { slug, stepAnchor } from "../subject/step-view.ts";
import { subjectPath } from "../addresses.ts";

/** Everything that waits for one person. */
export interface MyTurnView {
  /** The longest wait first. */
  readonly turns: readonly TurnView[];
  /** More than the page shows. */
  readonly more: number;
  /** Of all of them. */
  readonly steps: number;
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
}

/** One thing to be done. */
export interface TurnStep {
  readonly title: string;
  readonly procedure: string;
  /** Why it is open. */
  readonly reason: string;
  /** What would close it. */
  readonly remedy: string;
  readonly since: Date;
  /** When the phase should be complete, or should have been. */
  readonly dueAt: Date | undefined;
  /** Where it stands on the subject's page. */
  readonly href: string;
}

/** A page of more is read by nobody. */
const MOST = 50;

/** What the page shows, in whatever order it was found. */
export const myTurnView = (
  standings: readonly Standing[],
  { login, repositories }: { readonly login: string; readonly repositories: readonly ListedRepository[] },
): MyTurnView => {
  const byId = new Map(repositories.map((repository) => [repository.id, repository]));
  const turns = standings
    .flatMap((standing) => {
      const repository = byId.get(standing.repositoryId);
      return repository === undefined ? [] : turnOf(standing, { login, repository });
    })
    .toSorted((one, other) => one.since.getTime() - other.since.getTime());
  return {
    turns: turns.slice(0, MOST),
    more: Math.max(0, turns.length - MOST),
    steps: turns.reduce((sum, { steps }) => sum + steps.length, 0),
  };
};

const turnOf = (
  standing: Standing,
  { login, repository }: { readonly login: string; readonly repository: ListedRepository },
): readonly TurnView[] => {
  const path = subjectPath(repository, standing);
  const steps = askedOf(standing, login)
    .map(({ procedure, phase, step }) => ({
      title: step.title,
      procedure: procedure.title,
      reason: step.reason,
      remedy: step.remedy,
      since: standing.since[stepKey(procedure.id, step.id)] ?? standing.changedAt,
      dueAt: phase.dueAt,
      href: `${path}#${stepAnchor(procedure.id, step.id)}`,
    }))
    .toSorted((one, other) => one.since.getTime() - other.since.getTime());
  const [first] = steps;
  if (first === undefined) return [];
  return [{ standing, repository, path, anchor: `turn-${slug(standing.key)}`, since: first.since, steps }];
};
