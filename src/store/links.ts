import { sql } from "kysely";
import type { Selection } from "./tips.ts";

/** Subjects of an installation whose memory says that they close an issue, by the issue's key. */
export const closing = (select: Selection, installationId: number, issueKey: string) =>
  select
    .where("installation_id", "=", installationId)
    .where(sql<boolean>`memory -> 'closes' @> ${JSON.stringify([{ key: issueKey }])}::jsonb`);

/** Followed issues of a repository that collect pull requests. */
export const launchesIn = (select: Selection, repositoryId: number) =>
  select
    .where("repository_id", "=", repositoryId)
    .where("kind", "=", "issue")
    .where("state", "!=", "closed")
    .where(sql<boolean>`memory -> 'collected' is not null`);
