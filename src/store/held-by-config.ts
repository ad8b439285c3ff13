import { sql } from "kysely";
import type { Kysely } from "kysely";
import { storedFindings } from "../evaluation/stored-verdict.ts";
import type { HeldByConfig } from "../readiness/standing.ts";
import type { Tables } from "./schema.ts";

/** Whether a standing is of a pull request that its base branch's config holds; in the words of the index `standings_held_by_config`. */
export const IS_HELD = sql<boolean>`followed and state = 'open' and kind = 'pull_request' and verdict ->> 'mode' = 'enforce'
  and verdict -> 'findings' @> '[{"severity": "error"}]'::jsonb`;

/** How many each base branch's config holds, with what is wrong there as it was seen last. */
export const heldByConfig = async (
  db: Kysely<Tables>,
  repositoryIds: readonly number[],
): Promise<readonly HeldByConfig[]> => {
  const { rows } = await sql<{ repository_id: string; base: string | null; held: string; findings: unknown }>`
    select repository_id, base, count(*) as held,
      (array_agg(verdict -> 'findings' order by changed_at desc))[1] as findings
    from standings where ${IS_HELD} and repository_id = any(${sql.val(repositoryIds)}::bigint[])
    group by repository_id, base
  `.execute(db);
  return rows.flatMap(({ repository_id, base, held, findings: stored }) => {
    const findings = storedFindings(stored);
    if (findings === undefined) return [];
    return [{ repositoryId: Number(repository_id), base: base ?? undefined, held: Number(held), findings }];
  });
};
