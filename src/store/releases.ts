import { sql } from "kysely";
import type { MemberName } from "../readiness/members.ts";
import type { Selection } from "./tips.ts";

/** Releases of a repository: open while they are awaited or kept up to date. */
const releasesOf = (select: Selection, repositoryId: number) =>
  select.where("repository_id", "=", repositoryId).where("kind", "=", "deployment");

/** Open ones that remember this pull request or issue as a member. */
export const releasesWith = (select: Selection, repositoryId: number, { kind, number }: MemberName) =>
  releasesOf(select, repositoryId)
    .where("state", "=", "open")
    .where(sql<boolean>`memory -> 'members' @> ${JSON.stringify([{ kind, number }])}::jsonb`);

/** Open ones, to one environment or to any; GitHub tells environments apart without regard to case. */
export const releasesTo = (select: Selection, repositoryId: number, environment: string | undefined) => {
  const open = releasesOf(select, repositoryId).where("state", "=", "open");
  return environment === undefined
    ? open
    : open.where(sql<boolean>`lower(memory ->> 'environment') = ${environment.toLowerCase()}`);
};

/** Those of a commit, closed ones as well: somebody may ask to look again. */
export const releasesAt = (select: Selection, repositoryId: number, sha: string) =>
  releasesOf(select, repositoryId).where("head_sha", "=", sha);
