import type { Finding } from "../../../procedures/finding.ts";
import type { HeldByConfig } from "../../../readiness/standing.ts";
import type { ListedRepository } from "../../../readiness/viewing/ports.ts";
import { clipped } from "../../../report/prose.ts";
import { counted, listed, sameName } from "../../../requirements/wording.ts";
import { repositoryPath } from "../addresses.ts";
import { findingViews, type FindingView } from "../parts/findings-view.ts";

/** Broken config that the viewer can mend, and what it holds. */
export interface BrokenView {
  /** Where it is to be mended. */
  readonly repository: ListedRepository;
  readonly path: string;
  readonly anchor: string;
  /** "on `main`"; empty where the config of others is meant. */
  readonly where: string;
  /** "3 pull requests are held". */
  readonly held: string;
  readonly findings: readonly FindingView[];
  /** Errors besides these, which stand on the repository's page. */
  readonly more: number;
}

/** How many of them a page shows, as far as they fit beside what waits. */
export const BROKEN_LEVELS: readonly number[] = [5, 3, 1, 0];
const FINDINGS_OF_ONE = 3;
const LONGEST = 240;

/**
 * What is broken where the viewer may push, the one that holds most first: one of each repository. What is wrong in a repository that
 * others take their config from is told once, of that one, to those who may push there.
 */
export const brokenViews = (
  held: readonly HeldByConfig[],
  { repositories, githubUrl }: { readonly repositories: readonly ListedRepository[]; readonly githubUrl: string },
): readonly BrokenView[] => {
  const readable = new Map(repositories.map((repository) => [repository.id, repository]));
  const broken = held.flatMap((one) => {
    const of = readable.get(one.repositoryId);
    return of === undefined ? [] : errorsOf(one, { of, repositories });
  });
  const culprits = repositories.filter(
    ({ id, permission }) => PUSHING.has(permission) && broken.some(({ culprit }) => culprit.id === id),
  );
  return culprits
    .map((repository) => ({ repository, parts: broken.filter(({ culprit }) => culprit.id === repository.id) }))
    .toSorted((one, other) => sum(other.parts) - sum(one.parts))
    .map(({ repository, parts }) => viewOf(repository, { parts, githubUrl }));
};

const PUSHING: ReadonlySet<ListedRepository["permission"]> = new Set(["admin", "maintain", "write"]);

/** What one repository is to blame for on one base branch. */
interface Part {
  readonly culprit: ListedRepository;
  readonly held: HeldByConfig;
  readonly errors: readonly Finding[];
}

/** Errors in a repository that the viewer can't read are others' to mend. */
const errorsOf = (
  held: HeldByConfig,
  { of, repositories }: { readonly of: ListedRepository; readonly repositories: readonly ListedRepository[] },
): readonly Part[] => {
  const parts = new Map<number, Part>();
  for (const error of held.findings.filter(({ severity }) => severity === "error")) {
    const culprit = culpritOf(error, { of, repositories });
    if (culprit === undefined) continue;
    const { errors = [] } = parts.get(culprit.id) ?? {};
    parts.set(culprit.id, { culprit, held, errors: [...errors, error] });
  }
  return [...parts.values()];
};

/** A finding names a file of another repository as `owner/name:path`. */
const culpritOf = (
  { file }: Finding,
  { of, repositories }: { readonly of: ListedRepository; readonly repositories: readonly ListedRepository[] },
): ListedRepository | undefined => {
  const [, owner, name] = /^([^/:]+)\/([^/:]+):/u.exec(file) ?? [];
  if (owner === undefined || name === undefined) return of;
  return repositories.find((one) => sameName(one.owner, owner) && sameName(one.name, name));
};

const viewOf = (
  repository: ListedRepository,
  { parts, githubUrl }: { readonly parts: readonly Part[]; readonly githubUrl: string },
): BrokenView => {
  const own = parts.filter(({ held }) => held.repositoryId === repository.id);
  const branches = [...new Set(own.flatMap(({ held }) => held.base ?? []))].toSorted();
  const { owner, name } = repository;
  const findings = parts.flatMap(({ errors, held: { base, repositoryId } }) =>
    findingViews(errors, { githubUrl, owner, name, ref: repositoryId === repository.id ? base : undefined }),
  );
  const once = [...new Map(findings.map((finding) => [`${finding.url} ${finding.message}`, finding])).values()];
  return {
    repository,
    path: repositoryPath(repository),
    anchor: `broken-${repository.id}`,
    where: branches.length === 0 ? "" : ` on ${listed(branches.map((branch) => `\`${branch}\``))}`,
    held: heldWords(parts),
    findings: once
      .slice(0, FINDINGS_OF_ONE)
      .map((finding) => ({ ...finding, message: clipped(finding.message, LONGEST) })),
    more: Math.max(0, once.length - FINDINGS_OF_ONE),
  };
};

const heldWords = (parts: readonly Part[]): string => {
  const places = new Set(parts.map(({ held }) => held.repositoryId)).size;
  const all = counted(sum(parts), "pull request");
  return `${all}${places === 1 ? "" : ` in ${places} repositories`} ${sum(parts) === 1 ? "is" : "are"} held`;
};

const sum = (parts: readonly Part[]): number => parts.reduce((all, { held }) => all + held.held, 0);
