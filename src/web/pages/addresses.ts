interface Named {
  readonly owner: string;
  readonly name: string;
}

/** The page of a repository. */
export const repositoryPath = ({ owner, name }: Named): string => `/r/${part(owner)}/${part(name)}`;

/** The page of an organisation, or of a person's own repositories. */
export const organisationPath = (owner: string): string => `/o/${part(owner)}`;

/** The page of a pull request or issue. */
export const subjectPath = (
  repository: Named,
  { kind, number }: { readonly kind: "pull_request" | "issue"; readonly number: number },
): string => `${repositoryPath(repository)}/${kind === "issue" ? "issues" : "pull"}/${number}`;

/** What people did on a pull request or issue, as a file. */
export const trailFilePath = (of: Named & Parameters<typeof subjectPath>[1]): string =>
  `${subjectPath(of, of)}/trail.csv`;

/** The page of a procedure that a repository uses. */
export const procedurePath = (repository: Named, id: string): string =>
  `${repositoryPath(repository)}/procedures/${part(id)}`;

/** The page of a deployment: a commit for an environment. */
export const deploymentPath = (
  repository: Named,
  { environment, sha }: { readonly environment: string; readonly sha: string },
): string => `${repositoryPath(repository)}/deployments/${part(environment)}/${part(sha)}`;

/** A repository on GitHub; `githubUrl` is GitHub's address for people. */
export const onGithub = (githubUrl: string, { owner, name }: Named): string =>
  `${githubUrl}/${part(owner)}/${part(name)}`;

/**
 * A line of a file on GitHub, named as findings name files: a path of the repository, or `owner/name:path` of another one, whose default
 * branch is meant. Undefined for what is in no repository, such as a built-in procedure.
 */
export const fileOnGithub = (
  githubUrl: string,
  { file, line, at }: { readonly file: string; readonly line: number; readonly at: Named & { readonly ref: string } },
): string | undefined => {
  if (file.startsWith("builtin:")) return undefined;
  const [, owner, name, path] = /^([^/:]+)\/([^/:]+):(.+)$/u.exec(file) ?? [];
  if (owner !== undefined && name !== undefined && path !== undefined)
    return `${onGithub(githubUrl, { owner, name })}/blob/HEAD/${pathOf(path)}#L${line}`;
  return `${onGithub(githubUrl, at)}/blob/${pathOf(at.ref)}/${pathOf(file)}#L${line}`;
};

const pathOf = (path: string): string => path.split("/").map(part).join("/");

/** Half a character can't be encoded. */
const part = (text: string): string => encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, "\u{FFFD}"));
