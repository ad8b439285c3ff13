import type { Found } from "./decided.ts";

/** Where the commit's checks are shown; undefined where no pull request tells GitHub's address. */
export const addressOf = ({ reading: { pulls } }: Found, sha: string): string | undefined => {
  const [pull] = pulls;
  return pull === undefined ? undefined : `${pull.url.replace(/\/pull\/\d+$/u, "")}/commit/${sha}`;
};
