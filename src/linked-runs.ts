import { releaseNamed } from "./readiness/change.ts";
import type { RepositoryRef, Runs, WrittenRun } from "./readiness/ports.ts";
import { deploymentPath, repositoryPath, subjectPath } from "./web/pages/addresses.ts";

/** Has each check run lead to our page of what it is about. Without an address of ours GitHub shows its own. */
export const linkedRuns = (runs: Runs, publicUrl: string | undefined): Runs => {
  if (publicUrl === undefined) return runs;
  const linked = (repository: RepositoryRef, run: WrittenRun): WrittenRun => ({
    detailsUrl: `${publicUrl}${pathOf(repository, run)}`,
    ...run,
  });
  return {
    ...runs,
    create: (repository, run) => runs.create(repository, linked(repository, run)),
    update: (repository, id, run) => runs.update(repository, id, linked(repository, run)),
  };
};

/** A pull request's run is named by its number, a release's by its key; the group of a merge queue has no page of its own. */
const pathOf = (repository: RepositoryRef, { externalId }: WrittenRun): string => {
  const release = releaseNamed(externalId);
  if (release !== undefined) return deploymentPath(repository, release);
  const number = /#(\d+)$/u.exec(externalId)?.[1];
  return number === undefined
    ? repositoryPath(repository)
    : subjectPath(repository, { kind: "pull_request", number: Number(number) });
};
