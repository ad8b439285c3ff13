/** Addresses on GitHub that follow from what the ledger knows. */
export interface GithubLinks {
  readonly repository: string;
  readonly pull: (number: number) => string;
  readonly issue: (number: number) => string;
  readonly commit: (sha: string) => string;
}

/** Links for a repository, on the GitHub whose API is at this address. */
export const githubLinks = (apiUrl: string, repository: string): GithubLinks => {
  const root = `${webUrl(apiUrl)}/${repository}`;
  return {
    repository: root,
    pull: (number) => `${root}/pull/${number}`,
    issue: (number) => `${root}/issues/${number}`,
    commit: (sha) => `${root}/commit/${sha}`,
  };
};

/**
 * Enterprise Server has the API below its own address, everyone else at a host of its own:
 * https://docs.github.com/rest/using-the-rest-api/getting-started-with-the-rest-api
 */
const webUrl = (apiUrl: string): string =>
  apiUrl.replace(/\/api\/v3$/u, "").replace(/^(https?:\/\/)api\.(github\.com|[^/]+\.ghe\.com)$/u, "$1$2");
