import { sql } from "kysely";
import type { Kysely, Selectable, SelectQueryBuilder } from "kysely";
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

/** What a commit may matter to. */
export interface AtCommit {
  /** Keys of pull requests with this head that are followed. */
  readonly pulls: readonly string[];
  /** Open issues that were judged at it, and those that wait. */
  readonly issues: readonly {
    readonly key: string;
    readonly state: "open";
    readonly memory: unknown;
    readonly waits: boolean;
  }[];
}

/** One statement, because GitHub waits meanwhile; the memory of pull requests, which is large, is left where it is. */
export const atCommit = async (db: Kysely<Tables>, repositoryId: number, sha: string): Promise<AtCommit> => {
  const { rows } = await sql<{ key: string; kind: string; memory: unknown; waits: boolean }>`
    select key, kind, null::jsonb as memory, false as waits from subjects
      where repository_id = ${repositoryId} and head_sha = ${sha} and kind = 'pull_request' and state <> 'closed'
    union all
    select key, kind, memory, ${WAITS} from subjects
      where repository_id = ${repositoryId} and kind = 'issue' and state = 'open' and (head_sha = ${sha} or ${WAITS})
    order by key`.execute(db);
  const issues = rows.filter(({ kind }) => kind === "issue");
  return {
    pulls: rows.filter(({ kind }) => kind !== "issue").map(({ key }) => key),
    issues: issues.map(({ key, memory, waits }) => ({ key, state: "open", memory: memory ?? undefined, waits })),
  };
};

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
