import { sql } from "kysely";
import type { Selection } from "./tips.ts";

/** Groups of a merge queue that are still there and bring in this pull request. */
export const groupsWith = (select: Selection, repositoryId: number, number: number) =>
  select
    .where("repository_id", "=", repositoryId)
    .where("kind", "=", "merge_group")
    .where("state", "=", "open")
    .where(sql<boolean>`memory -> 'members' @> ${JSON.stringify([{ number }])}::jsonb`);
