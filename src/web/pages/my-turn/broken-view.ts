import type { Finding } from "../../../procedures/finding.ts";
import type { HeldByConfig } from "../../../readiness/standing.ts";
import type { ListedRepository } from "../../../readiness/viewing/ports.ts";
import { clipped } from "../../../report/prose.ts";
import { counted, listed } from "../../../requirements/wording.ts";
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
  const known: Known = {
    byId: new Map(repositories.map((repository) => [repository.id, repository])),
    byName: new Map(repositories.map((repository) => [nameOf(repository), repository])),
  };
  const broken = new Map<ListedRepository, Part[]>();
  for (const part of held.flatMap((one) => errorsOf(one, known))) {
    const parts = broken.get(part.culprit);
    if (parts === undefined) broken.set(part.culprit, [part]);
    else parts.push(part);
  }
  return repositories
    .flatMap((repository) => {
      const parts = PUSHING.has(repository.permission) ? broken.get(repository) : undefined;
      return parts === undefined ? [] : [{ repository, parts, held: sum(parts) }];
    })
    .toSorted((one, other) => other.held - one.held)
    .map(({ repository, parts }) => viewOf(repository, { parts, githubUrl }));
};

/** What the viewer can read: of thousands, none is looked for one by one. */
interface Known {
  readonly byId: ReadonlyMap<number, ListedRepository>;
  /** By `nameOf`. */
  readonly byName: ReadonlyMap<string, ListedRepository>;
}

/** Names compare without regard to case. */
const nameOf = ({ owner, name }: { readonly owner: string; readonly name: string }): string =>
  `${owner}/${name}`.toLowerCase();

const PUSHING: ReadonlySet<ListedRepository["permission"]> = new Set(["admin", "maintain", "write"]);

/** What one repository is to blame for on one base branch. */
interface Part {
  readonly culprit: ListedRepository;
  readonly held: HeldByConfig;
  readonly errors: readonly Finding[];
}

/** Errors in a repository that the viewer can't read are others' to mend. */
const errorsOf = (held: HeldByConfig, known: Known): readonly Part[] => {
  const of = known.byId.get(held.repositoryId);
  if (of === undefined) return [];
  const parts = new Map<ListedRepository, Finding[]>();
  for (const error of held.findings.filter(({ severity }) => severity === "error")) {
    const culprit = culpritOf(error, of, known);
    if (culprit !== undefined) parts.set(culprit, [...(parts.get(culprit) ?? []), error]);
  }
  return [...parts].map(([culprit, errors]) => ({ culprit, held, errors }));
};

/** A finding names a file of another repository as `owner/name:path`. */
const culpritOf = ({ file }: Finding, of: ListedRepository, { byName }: Known): ListedRepository | undefined => {
  const [, owner, name] = /^([^/:]+)\/([^/:]+):/u.exec(file) ?? [];
  return owner === undefined || name === undefined ? of : byName.get(nameOf({ owner, name }));
};

const viewOf = (
  repository: ListedRepository,
  { parts, githubUrl }: { readonly parts: readonly Part[]; readonly githubUrl: string },
): BrokenView => {
  const own = parts.filter(({ held }) => held.repositoryId === repository.id);
  const branches = [...new Set(own.flatMap(({ held }) => held.base ?? []))].toSorted();
  const { owner, name } = repository;
  const found = parts.flatMap(({ errors, held: { base, repositoryId } }) =>
    errors.map((error) => ({ error, ref: repositoryId === repository.id ? base : undefined })),
  );
  const once = [...new Map(found.map((one) => [keyOf(one), one])).values()];
  return {
    repository,
    path: repositoryPath(repository),
    anchor: `broken-${repository.id}`,
    where: branches.length === 0 ? "" : ` on ${listed(branches.map((branch) => `\`${branch}\``))}`,
    held: heldWords(parts),
    findings: once
      .slice(0, FINDINGS_OF_ONE)
      .flatMap(({ error, ref }) => findingViews([error], { githubUrl, owner, name, ref }))
      .map((finding) => ({ ...finding, message: clipped(finding.message, LONGEST) })),
    more: Math.max(0, once.length - FINDINGS_OF_ONE),
  };
};

/** The same in thousands of repositories is one thing to mend. */
const keyOf = ({ error, ref = "" }: { readonly error: Finding; readonly ref: string | undefined }): string =>
  `${ref} ${error.file}:${error.line} ${error.message}`;

const heldWords = (parts: readonly Part[]): string => {
  const places = new Set(parts.map(({ held }) => held.repositoryId)).size;
  const all = counted(sum(parts), "pull request");
  return `${all}${places === 1 ? "" : ` in ${places} repositories`} ${sum(parts) === 1 ? "is" : "are"} held`;
};

const sum = (parts: readonly Part[]): number => parts.reduce((all, { held }) => all + held.held, 0);
