import { sql } from "kysely";
import type { Kysely } from "kysely";
import { repositoryKey, type SubjectKey } from "./keys.ts";
import type { Tables } from "./schema.ts";

/** A repository as the store knows it. */
export interface AuditedRepository {
  readonly id: number;
  /** Names its chain of the ledger. */
  readonly chain: string;
  /** `owner/name`, as last heard of. */
  readonly name: string;
  /** Names under which it was known before, the latest first. */
  readonly formerNames: readonly string[];
}

/** What is known of a subject beside its ledger. */
export interface AuditedSubject {
  readonly key: SubjectKey;
  readonly number: number | undefined;
  readonly state: "open" | "closed";
  /** Of a pull request; the tip at which an issue was judged is not its own. */
  readonly headSha: string | undefined;
  /** What the pipeline last remembered, unchecked. */
  readonly memory: unknown;
}

/** Every repository that the store knows, by the names it has heard. */
export async function knownRepositories(db: Kysely<Tables>): Promise<readonly AuditedRepository[]> {
  const { rows } = await sql<{ id: number; names: string[] }>`
    select repository_id as id, array_agg(name order by heard desc) as names from (
      select repository_id, owner || '/' || name as name, max(updated_at) as heard from subjects group by 1, 2
    ) as named
    group by repository_id
    order by repository_id
  `.execute(db);
  return rows.map(({ id, names: [name = "", ...formerNames] }) => ({
    id,
    chain: repositoryKey(id),
    name,
    formerNames,
  }));
}

/**
 * The repositories that have, or had, the name `owner/name` (or the id), without regard to case. There may be several: after a
 * renaming another may take the name. The only one that bears the name now comes alone.
 */
export function repositoriesNamed(known: readonly AuditedRepository[], wanted: string): readonly AuditedRepository[] {
  const same = (name: string): boolean => name.toLowerCase() === wanted.toLowerCase();
  const bearers = known.filter(({ name }) => same(name));
  if (bearers.length === 1) return bearers;
  return known.filter(({ id, name, formerNames }) => `${id}` === wanted || [name, ...formerNames].some(same));
}

/** The subjects of a repository by key. */
export async function subjectsOf(
  db: Kysely<Tables>,
  repositoryId: number,
): Promise<ReadonlyMap<SubjectKey, AuditedSubject>> {
  const rows = await db
    .selectFrom("subjects")
    .select(["key", "kind", "number", "state", "head_sha", "memory"])
    .where("repository_id", "=", repositoryId)
    .execute();
  return new Map(
    rows.map(({ key, kind, number, state, head_sha: headSha, memory }) => [
      key,
      {
        key,
        number: number ?? undefined,
        state: state === "open" ? "open" : "closed",
        headSha: kind === "pull_request" ? (headSha ?? undefined) : undefined,
        memory,
      },
    ]),
  );
}
