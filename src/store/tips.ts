import { sql } from "kysely";
import type { Selectable, SelectQueryBuilder } from "kysely";
import type { Tables } from "./schema.ts";

/** A branch, at whose tip issues are judged if it is the default one. */
export interface BranchTip {
  readonly repositoryId: number;
  readonly branch: string;
  readonly isDefault: boolean;
}

export type Selection = SelectQueryBuilder<Tables, "subjects", Selectable<Tables["subjects"]>>;

/** A delivery of the subject is not done with yet: what its memory says may be about to change. */
const WAITS = sql<boolean>`exists (select from delivery_subjects where subject_key = subjects.key and processed_at is null)`;

/** Open issues that were judged at a commit, and those that wait. */
export const issuesAt = (
  select: Selection,
  { repositoryId, sha }: { readonly repositoryId: number; readonly sha: string },
) =>
  select
    .where("repository_id", "=", repositoryId)
    .where("state", "=", "open")
    .where("kind", "=", "issue")
    .where(sql<boolean>`(head_sha = ${sha} or ${WAITS})`)
    .select(WAITS.as("waits"));

/** Whether the memory names anything under one of its needs. */
const needs = (list: string) => sql<boolean>`coalesce(memory -> 'needs' -> ${sql.lit(list)}, '[]') <> '[]'`;

const LOOKS = {
  pull: sql<boolean>`(${needs("baseDocuments")} or ${WAITS})`,
  issue: sql<boolean>`(memory is null or ${needs("documents")} or ${needs("baseDocuments")} or ${needs("outputs")}
    or memory -> 'needs' -> 'facts' @> '["checks"]' or ${WAITS})`,
} as const;

/** What is followed and looks at the tip of a branch: pull requests at its files, issues at its checks as well. */
export const lookingAt = (select: Selection, { repositoryId, branch, isDefault }: BranchTip) =>
  select
    .where("repository_id", "=", repositoryId)
    .where("state", "!=", "closed")
    .where(
      sql<boolean>`(kind = 'pull_request' and base_ref = ${branch} and ${LOOKS.pull}
        or kind = 'issue' and ${isDefault} and ${LOOKS.issue})`,
    )
    .select(WAITS.as("waits"));
